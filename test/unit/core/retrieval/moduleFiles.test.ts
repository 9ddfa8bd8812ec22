import { describe, expect, test } from "vitest";
import { ModuleFiles } from "../../../../src/core/retrieval/graph/moduleFiles.ts";

const paths = [
  "/w/web/src/app.ts",
  "/w/web/src/app.test.ts",
  "/w/web/src/store/index.ts",
  "/w/web/src/store/types.d.ts",
  "/w/web/src/view.tsx",
  "/w/packages/core/package.json",
  "/w/packages/core/src/index.ts",
  "/w/packages/core/src/link.ts",
  "/w/py/shop/__init__.py",
  "/w/py/shop/models.py",
  "/w/py/shop/api/views.py",
  "/w/py/tools.py",
  "/w/other/os.py",
  "/w/go/go.mod",
  "/w/go/main.go",
  "/w/go/db/store.go",
  "/w/go/db/query.go",
  "/w/go/fmt/fmt.go",
  "/w/java/src/com/shop/models/Order.java",
  "/w/java/src/com/shop/models/Line.java",
  "/w/java/src/com/shop/Main.java",
  "/w/rust/src/lib.rs",
  "/w/rust/src/store.rs",
  "/w/rust/src/store/disk.rs",
  "/w/rust/src/api/mod.rs",
  "/w/rust-core/src/lib.rs",
  "/w/c/src/order.c",
  "/w/c/include/shop/order.h",
  "/w/c/src/local.h",
  "/w/php/src/Models/Order.php",
  "/w/php/src/App.php",
  "/w/ruby/lib/shop/order.rb",
  "/w/ruby/lib/shop.rb",
  "/w/lua/kong/tools/uri.lua",
  "/w/lua/kong/init.lua",
  "/w/sh/lib/common.sh",
  "/w/sh/run.sh",
];
const modules = new ModuleFiles(paths, { goModules: new Map([["/w/go", "example.com/shop"]]) });

/** Files without the workspace's own directory, in order. */
function check(languageId: string, from: string, module: string, expected: string): void {
  const found = modules.resolve(module, `/w/${from}`, languageId).map((path) => path.slice(3));
  expect(found.join(" ")).toBe(expected);
}

describe("which files an import means", () => {
  const cases: [string, string, string, string][] = [
    ["typescript", "web/src/app.ts", "./store", "web/src/store/index.ts"],
    ["typescript", "web/src/app.ts", "./store/types", "web/src/store/types.d.ts"],
    ["typescript", "web/src/app.test.ts", "./app.js", "web/src/app.ts"],
    ["typescript", "web/src/store/index.ts", "../view", "web/src/view.tsx"],
    ["typescript", "web/src/app.ts", "@/store", "web/src/store/index.ts"],
    ["typescript", "web/src/app.ts", "@shop/core", "packages/core/src/index.ts"],
    ["typescript", "web/src/app.ts", "@shop/core/link", "packages/core/src/link.ts"],
    ["typescript", "web/src/app.ts", "react", ""],
    ["python", "py/shop/api/views.py", "..models", "py/shop/models.py"],
    ["python", "py/shop/models.py", ".", "py/shop/__init__.py"],
    ["python", "py/shop/models.py", "shop.api.views", "py/shop/api/views.py"],
    ["python", "py/shop/models.py", "tools", "py/tools.py"],
    ["python", "py/shop/models.py", "os", ""],
    ["go", "go/main.go", "example.com/shop/db", "go/db/store.go go/db/query.go"],
    ["go", "go/db/store.go", "example.com/shop", "go/main.go"],
    ["go", "go/main.go", "fmt", ""],
    ["java", "java/src/com/shop/Main.java", "com.shop.models.Order", "java/src/com/shop/models/Order.java"],
    [
      "java",
      "java/src/com/shop/Main.java",
      "com.shop.models",
      "java/src/com/shop/models/Order.java java/src/com/shop/models/Line.java",
    ],
    [
      "java",
      "java/src/com/shop/Main.java",
      "com.shop.models.Order.OPEN",
      "java/src/com/shop/models/Order.java",
    ],
    ["java", "java/src/com/shop/Main.java", "java.util.List", ""],
    ["rust", "rust/src/lib.rs", "crate::store::disk::Disk", "rust/src/store/disk.rs"],
    ["rust", "rust/src/store/disk.rs", "super::Store", "rust/src/store.rs"],
    ["rust", "rust/src/api/mod.rs", "crate::store", "rust/src/store.rs"],
    ["rust", "rust/src/lib.rs", "rust_core::Thing", "rust-core/src/lib.rs"],
    ["rust", "rust/src/lib.rs", "std::collections", ""],
    ["c", "c/src/order.c", "local.h", "c/src/local.h"],
    ["c", "c/src/local.h", "shop/order.h", "c/include/shop/order.h c/src/order.c"],
    ["php", "php/src/App.php", "Shop\\Models\\Order", "php/src/Models/Order.php"],
    ["php", "php/src/App.php", "Models/Order.php", "php/src/Models/Order.php"],
    ["ruby", "ruby/lib/shop.rb", "shop/order", "ruby/lib/shop/order.rb"],
    ["ruby", "ruby/lib/shop/order.rb", "../shop", "ruby/lib/shop.rb"],
    ["lua", "lua/kong/init.lua", "kong.tools.uri", "lua/kong/tools/uri.lua"],
    ["shellscript", "sh/run.sh", '$(dirname "$0")/lib/common.sh', "sh/lib/common.sh"],
  ];
  test.each(cases)("%s: %s imports %s", (...given) => check(...given));
});
