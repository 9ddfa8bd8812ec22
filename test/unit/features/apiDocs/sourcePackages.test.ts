import { describe, expect, test } from "vitest";
import { Libraries } from "../../../../src/features/apiDocs/libraries.ts";
import { inflate } from "../../../../src/node/files/inflate.ts";
import { noPlaces } from "../../../../src/ports/libraryPlaces.ts";
import { MemoryPackageFiles } from "../../../support/memoryPackageFiles.ts";
import { zipOf } from "../../../support/zipOf.ts";

const yielder = { pause: async () => {}, sleep: async () => {}, now: () => 0, wallNow: () => 0 };
const places = {
  ...noPlaces,
  goModules: ["/home/go/pkg/mod"],
  goSources: ["/usr/share/gocode/src"],
  cargoRegistries: ["/home/.cargo/registry/src"],
  gems: ["/home/gems/*/gems"],
  mavenRepositories: ["/home/.m2"],
  gradleCaches: ["/home/gradle"],
  nugetPackages: ["/home/.nuget"],
};

interface Expected {
  /** `name version role imports`. */
  readonly packages: readonly string[];
  /** `module name: summary`. */
  readonly entries: readonly string[];
  readonly skipped?: readonly string[];
}

async function check(
  texts: Readonly<Record<string, string | Uint8Array>>,
  expected: Expected,
): Promise<void> {
  const libraries = await Libraries.open(
    { roots: ["/w"], places, inflate, folders: ["/libs/own", "libs/relative", "~/own", "/", "/libs/gone"] },
    new MemoryPackageFiles(texts),
    yielder,
  );
  const { readable, skipped } = await libraries.installed();
  const lines: string[] = [];
  for (const one of readable) {
    const { entries } = await one.read();
    lines.push(
      ...entries.map(
        ({ module, name, summary, examples }) =>
          `${module} ${name}: ${summary}${examples.map((code) => ` | ${code}`).join("")}`,
      ),
    );
  }
  expect({
    packages: readable.map(
      ({ installed: { id, role, importNames } }) =>
        `${id.name} ${id.version} ${role} ${importNames.join(",")}`,
    ),
    entries: lines,
    skipped: skipped.map(({ name, reason }) => `${name}: ${reason}`),
  }).toEqual({ skipped: [], ...expected });
}

describe("Go", () => {
  const mod = [
    "module example.org/app",
    "require (",
    "\texample.org/Big/lib v1.2.0",
    "\texample.org/vendored v2.0.0+incompatible // indirect",
    "\texample.org/gone v1.0.0",
    ")",
    "require example.org/local v0.0.0",
    "replace example.org/local => ../local",
  ].join("\n");
  test("modules of the cache, of vendor, of the system; those that a workspace joins", () =>
    check(
      {
        "/w/go.mod": mod,
        "/w/go.work": "go 1.22\nuse (\n\t.\n\t./tool\n)\n",
        "/w/tool/go.mod": "module example.org/tool\nrequire example.org/system v1.0.0",
        "/w/tool/tool.go": "package tool\n// Run runs.\nfunc Run() {}\n",
        "/home/go/pkg/mod/example.org/!big/lib@v1.2.0/lib.go":
          "// Package lib reads.\npackage lib\n// Read reads.\nfunc Read() {}\n",
        "/home/go/pkg/mod/example.org/!big/lib@v1.2.0/lib_test.go":
          "package lib\nfunc ExampleRead() {\n\tRead()\n}\n",
        "/home/go/pkg/mod/example.org/!big/lib@v1.2.0/sub/sub.go": "package sub\nvar All = 1\n",
        "/home/go/pkg/mod/example.org/!big/lib@v1.2.0/internal/own.go": "package own\nvar Own = 1\n",
        "/home/go/pkg/mod/example.org/!big/lib@v1.2.0/cmd/x/main.go": "package main\nfunc Main() {}\n",
        "/w/vendor/example.org/vendored/v.go": "package vendored\nfunc V() {}\n",
        "/usr/share/gocode/src/example.org/system/s.go": "package system\nfunc S() {}\n",
        "/usr/share/gocode/src/example.org/unasked/s.go": "package unasked\nfunc S() {}\n",
      },
      {
        packages: [
          "example.org/app  private example.org/app",
          "example.org/tool  private example.org/tool",
          "example.org/Big/lib v1.2.0 direct example.org/Big/lib",
          "example.org/system v1.0.0 direct example.org/system",
          "example.org/vendored v2.0.0+incompatible indirect example.org/vendored",
        ],
        entries: [
          "example.org/app/tool Run: Run runs.",
          "example.org/tool Run: Run runs.",
          "example.org/Big/lib lib: Package lib reads.",
          "example.org/Big/lib Read: Read reads. | Read()",
          "example.org/Big/lib/sub All: ",
          "example.org/system S: ",
          "example.org/vendored V: ",
        ],
        skipped: [
          "example.org/gone: It is not installed where it is looked for",
          "example.org/local: It is not installed where it is looked for",
        ],
      },
    ));
});

test("Cargo: crates of the lock file, members of the workspace, modules that hand on", () =>
  check(
    {
      "/w/Cargo.toml": '[workspace]\nmembers = ["crates/*"]\n',
      "/w/crates/own/Cargo.toml":
        '[package]\nname = "own-part"\nversion = "0.1.0"\n[dependencies]\npage = { version = "1", features = ["x"] }\n',
      "/w/crates/own/src/lib.rs": "/// Runs.\npub fn run() {}\n",
      "/w/Cargo.lock":
        '[[package]]\nname = "own-part"\nversion = "0.1.0"\n\n[[package]]\nname = "page"\nversion = "1.0.2"\nsource = "registry+x"\n\n[[package]]\nname = "deep-one"\nversion = "2.0.0"\nsource = "registry+x"\n',
      "/home/.cargo/registry/src/index.example-0123456789abcdef/page-1.0.2/src/lib.rs":
        "//! Reads pages.\npub mod open;\nmod hidden;\npub use hidden::Page;\n",
      "/home/.cargo/registry/src/index.example-0123456789abcdef/page-1.0.2/src/open.rs":
        "/// Opens.\npub fn open() {}\n",
      "/home/.cargo/registry/src/index.example-0123456789abcdef/page-1.0.2/src/hidden/mod.rs":
        "/// A page.\npub struct Page;\n",
      "/w/vendor/deep-one/src/lib.rs": "/// Deep.\npub fn deep() {}\n",
    },
    {
      packages: [
        "own-part 0.1.0 private own_part",
        "page 1.0.2 direct page",
        "deep-one 2.0.0 indirect deep_one",
      ],
      entries: [
        "own_part run: Runs.",
        "page page: Reads pages.",
        "page open: ",
        "page Page: A page.",
        "page::open open: Opens.",
        "deep_one deep: Deep.",
      ],
    },
  ));

test("gems of the bundle and of the person", () =>
  check(
    {
      "/w/Gemfile.lock":
        "GEM\n  specs:\n    page (1.0)\n      deep (~> 2)\n    deep (2.0)\n\nDEPENDENCIES\n  page (~> 1)\n",
      "/w/vendor/bundle/ruby/3.1.0/gems/page-1.0/lib/page.rb":
        "# Pages.\nmodule Page\n  # Opens.\n  def self.open; end\nend\n",
      "/w/vendor/bundle/ruby/3.1.0/gems/page-1.0/spec/page_spec.rb": "class Spec; end\n",
      "/home/gems/3.1.0/gems/deep-2.0/lib/deep.rb": "class Deep; end\n",
    },
    {
      packages: ["page 1.0 direct page,page", "deep 2.0 indirect deep,deep"],
      entries: ["page Page: Pages.", "page Page.open: Opens.", "deep Deep: "],
    },
  ));

test("Composer's packages", () =>
  check(
    {
      "/w/composer.json": '{"require":{"a/page":"^1"}}',
      "/w/vendor/composer/installed.json":
        '{"packages":[{"name":"a/page","version":"v1.2","install-path":"../a/page","autoload":{"psr-4":{"A\\\\Page\\\\":"src"}}},{"name":"b/sly","version":"1","install-path":"../../../etc"},{"name":"../x"},7]}',
      "/w/vendor/a/page/src/Page.php": "<?php\nnamespace A\\Page;\n/** A page. */\nclass Page {}\n",
      "/etc/secret.php": "<?php class Secret {}",
    },
    {
      packages: ["a/page 1.2 direct A\\Page"],
      entries: ["A\\Page Page: A page."],
      skipped: ["b/sly: It is not installed where it is looked for"],
    },
  ));

describe("Maven and Gradle", () => {
  const sources = zipOf({
    "a/b/Page.java":
      "package a.b;\n/** A page. */\npublic class Page {\n  /** Opens. */\n  public void open() {}\n}\n",
    "../../Sly.java": "package a.b;\npublic class Sly {}\n",
    "a/b/package-info.java": "package a.b;",
  });
  test("sources where they are, else names of classes", () =>
    check(
      {
        "/w/pom.xml": `<project><properties><p.v>1.0</p.v></properties><dependencies><dependency><groupId>a.b</groupId><artifactId>page</artifactId><version>\${p.v}</version></dependency><dependency><groupId>c</groupId><artifactId>bare</artifactId></dependency></dependencies></project>`,
        "/home/.m2/a/b/page/1.0/page-1.0.jar": zipOf({ "a/b/Page.class": "" }),
        "/home/.m2/a/b/page/1.0/page-1.0-sources.jar": sources,
        "/home/.m2/c/bare/2.9/bare-2.9.jar": "",
        "/home/.m2/c/bare/2.10/bare-2.10.jar": zipOf({
          "c/Bare.class": "",
          "c/Bare$Part.class": "",
          "c/Bare$1.class": "",
        }),
      },
      {
        packages: ["a.b:page 1.0 direct a.b", "c:bare 2.10 direct c"],
        entries: ["a.b Page: A page.", "a.b Page.open: Opens.", "c Bare: ", "c Bare.Part: "],
      },
    ));

  test("Gradle's cache and catalogue", () =>
    check(
      {
        "/w/app/build.gradle.kts": 'dependencies { implementation("a.b:page:1.0") }',
        "/w/gradle/libs.versions.toml":
          '[versions]\ndeep = "3"\n[libraries]\ndeep = { module = "d:deep", version.ref = "deep" }\n',
        "/home/gradle/a.b/page/1.0/0123456789abcdef0123456789abcdef01234567/page-1.0-sources.jar": sources,
      },
      {
        packages: ["a.b:page 1.0 direct a.b"],
        entries: ["a.b Page: A page.", "a.b Page.open: Opens."],
        skipped: ["d:deep: It is not installed where it is looked for"],
      },
    ));
});

test("NuGet's documentation files", () =>
  check(
    {
      "/w/src/app/app.csproj":
        '<Project><ItemGroup><PackageReference Include="Page.Net" Version="1.0" /></ItemGroup></Project>',
      "/home/.nuget/page.net/1.0/lib/netstandard2.0/Page.xml": "<doc></doc>",
      "/home/.nuget/page.net/1.0/lib/net8.0/Page.xml":
        '<doc><members><member name="T:A.Page`1"><summary>A page of <see cref="T:A.Book"/>s.</summary></member><member name="M:A.Page`1.Open(System.Int32,System.String)"><summary>Opens it &amp; more.</summary><param name="size">x</param><param name="name">y</param><example><code>page.Open(1, "a")</code></example></member></members></doc>',
    },
    {
      packages: ["Page.Net 1.0 direct Page.Net"],
      entries: ["A Page: A page of A.Books.", 'A Page.Open: Opens it & more. | page.Open(1, "a")'],
    },
  ));

describe("private libraries", () => {
  test("parts of a workspace of npm that nothing links", () =>
    check(
      {
        "/w/package.json": '{"name":"root","workspaces":{"packages":["packages/*","!packages/old"]}}',
        "/w/pnpm-workspace.yaml": "packages:\n  - 'tools/**'\nother:\n  - 'no/*'\n",
        "/w/packages/page/package.json": '{"name":"@w/page","version":"1.0.0","main":"dist/index.js"}',
        "/w/packages/page/src/index.ts": "/** Opens. */\nexport function open(name: string): void {}\n",
        "/w/packages/old/package.json": '{"name":"@w/old"}',
        "/w/tools/run/package.json": '{"name":"run"}',
        "/w/tools/run/index.ts": "export const all = 1;\n",
        "/w/no/x/package.json": '{"name":"no"}',
      },
      {
        packages: ["@w/page 1.0.0 private @w/page", "run  private run"],
        entries: ["@w/page open: Opens.", "run all: "],
      },
    ));

  test("Python projects beside one another", () =>
    check(
      {
        "/w/libs/page/pyproject.toml":
          '[build-system]\nrequires = []\n[project]\nname = "page-lib"\nversion = "1.0"\n',
        "/w/libs/page/src/page/__init__.py": 'def open_it(name):\n    """Opens."""\n',
        "/w/libs/bare/pyproject.toml": "[tool.ruff]\n",
      },
      { packages: ["page-lib 1.0 private page"], entries: ["page open_it: Opens."] },
    ));

  test("folders that a person added", () =>
    check(
      {
        "/libs/own/lib/page.rb": "# Pages.\nclass Page; end\n",
        "/libs/own/src/a.ts": "/** Opens. */\nexport function open(): void {}\nfunction own() {}\n",
        "/libs/own/b/c.py": 'def shut(x):\n    """Shuts."""\ndef _own(): ...\n',
        "/w/a.ts": "",
      },
      {
        packages: ["own  private own"],
        entries: ["own Page: Pages.", "own/src/a open: Opens.", "b.c shut: Shuts."],
      },
    ));
});

test("a README says what a package is for, and its code is linked to the names that it uses", () =>
  check(
    {
      "/w/package.json": '{"dependencies":{"page":"1"}}',
      "/w/node_modules/page/package.json": '{"name":"page","version":"1.0.0"}',
      "/w/node_modules/page/index.d.ts":
        "export declare function openPage(): void;\nexport declare class Book { read(): void }\nexport declare class Other { read(): void; next(): void }\nexport declare class Third { read(): void }\n",
      "/w/node_modules/page/README.md":
        '# Page\n\n[![badge](x)](y)\n\nReads [pages](z) of books. And more.\n\n```sh\nnpm install page\n```\n\n```js\nimport { openPage } from "page";\nopenPage();\n```\n\n```js\nnew Book().read();\n```\n\n```json\n{}\n```\n',
    },
    {
      packages: ["page 1.0.0 direct page"],
      entries: [
        'page page: Reads pages of books. | import { openPage } from "page";\nopenPage(); | new Book().read();',
        'page openPage:  | import { openPage } from "page";\nopenPage();',
        "page Book:  | new Book().read();",
        "page Book.read:  | new Book().read();",
        "page Other: ",
        "page Other.read: ",
        "page Other.next: ",
        "page Third: ",
        "page Third.read: ",
      ],
    },
  ));
