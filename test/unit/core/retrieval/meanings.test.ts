import { describe, expect, test } from "vitest";
import type { SymbolHit } from "../../../../src/core/repo/symbolHit.ts";
import { fileScope } from "../../../../src/core/retrieval/graph/fileScope.ts";
import { meaningsOf } from "../../../../src/core/retrieval/graph/meanings.ts";
import { ModuleFiles } from "../../../../src/core/retrieval/graph/moduleFiles.ts";
import { TreeSitterReader } from "../../../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../../../support/grammarFiles.ts";
import { quietLog } from "../../../support/indexerHarness.ts";

const reader = new TreeSitterReader(grammarFiles, quietLog);

/** `path container.name kind`, one line each. */
function definitions(lines: readonly string[]): SymbolHit[] {
  return lines.map((line) => {
    const [path, dotted, kind = "function"] = line.split(" ") as [string, string, string?];
    const dot = dotted.lastIndexOf(".");
    const place = { path: `/w/${path}`, startLine: 0, endLine: 9 };
    return {
      ...place,
      name: dotted.slice(dot + 1),
      container: dotted.slice(0, Math.max(0, dot)),
      kind: kind as "function",
    };
  });
}

/** The first call, or the last reference of another role, in the text at `/w/path`: which definition does it mean? */
async function check(
  languageId: string,
  path: string,
  text: string,
  lines: readonly string[],
  expected: string | undefined,
): Promise<void> {
  const hits = definitions(lines);
  const modules = new ModuleFiles([...hits.map((hit) => hit.path), `/w/${path}`], {
    goModules: new Map([["/w", "example.com/shop"]]),
  });
  const facts = (await reader.read(languageId, text))!;
  const scope = fileScope(`/w/${path}`, languageId, facts, modules);
  const use = facts.references.find(({ name, role }) => name === hits[0]!.name && role !== "import")!;
  const around = { handsOn: (file: string) => file.includes("index"), inherits: () => false };
  const [best, second] = meaningsOf(
    use,
    scope,
    hits.filter(({ name }) => name === use.name),
    around,
  );
  const isClear = best !== undefined && best.score >= 0.3 && best.score > (second?.score ?? 0);
  const found = isClear ? lines[hits.indexOf(best.definition)] : undefined;
  expect(found).toBe(expected);
}

describe("which definition a use means", () => {
  const cases: [string, string, string, string[], string | undefined][] = [
    ["python", "a.py", "from shop.b import f\nf()", ["shop/b.py f", "shop/c.py f"], "shop/b.py f"],
    ["python", "a.py", "from shop import b\nb.f()", ["shop/b.py f", "shop/c.py f"], "shop/b.py f"],
    [
      "python",
      "a.py",
      "from shop import b\n@b.f(1)\ndef g(): pass",
      ["shop/b.py f", "shop/c.py f"],
      "shop/b.py f",
    ],
    ["python", "a.py", "from shop.b import g as f\nf()", ["shop/c.py f"], undefined],
    ["python", "a.py", "def f(): pass\nf()", ["a.py f", "b.py f"], "a.py f"],
    [
      "python",
      "a.py",
      "class A:\n  def g(self): self.f()",
      ["a.py A.f method", "b.py B.f method"],
      "a.py A.f method",
    ],
    ["python", "a.py", "import os\nos.f()", ["b.py f"], undefined],
    ["python", "a.py", "x.f()", ["b.py f"], undefined],
    ["python", "a.py", "store.f()", ["b.py Store.f method", "c.py Cart.f method"], "b.py Store.f method"],
    ["python", "a.py", "x.f()", ["b.py Store.f method"], "b.py Store.f method"],
    ["python", "a.py", "x.f()", ["a.py A.f method", "b.py B.f method", "c.py C.f method"], "a.py A.f method"],
    ["typescript", "a.ts", "import { f } from './b';\nf();", ["b.ts f", "c.ts f"], "b.ts f"],
    ["typescript", "a.ts", "import * as b from './b';\nb.f();", ["b.ts f", "c.ts f"], "b.ts f"],
    ["typescript", "a.ts", "import { f } from './index';\nf();", ["c.ts f", "index.ts g"], "c.ts f"],
    [
      "typescript",
      "a.ts",
      "import { Store } from './b';\nStore.f();",
      ["b.ts Store.f method", "c.ts f"],
      "b.ts Store.f method",
    ],
    ["typescript", "a.ts", "f();", ["b.py f"], undefined],
    ["go", "db/a.go", "package db\nfunc g() { f() }", ["db/b.go f", "c/c.go f"], "db/b.go f"],
    [
      "go",
      "a.go",
      'package a\nimport "example.com/shop/db"\nfunc g() { db.f() }',
      ["db/b.go f", "c/c.go f"],
      "db/b.go f",
    ],
    [
      "java",
      "p/A.java",
      "class A { void g() { f(); } }",
      ["p/A.java A.f method", "q/B.java B.f method"],
      "p/A.java A.f method",
    ],
    [
      "java",
      "p/A.java",
      "class A extends f {}",
      ["p/f.java f class", "q/f.java f class"],
      "p/f.java f class",
    ],
    ["java", "p/A.java", "class A { int g() { return Integer.f(); } }", ["q/B.java B.f method"], undefined],
    [
      "go",
      "a.go",
      'package a\nimport index "example.com/shop/index"\nfunc g() { index.f() }',
      ["c/c.go f", "index/index.go x"],
      undefined,
    ],
    ["c", "a.c", '#include "b.h"\nint g() { return f(); }', ["b.c f", "c.c f", "b.h x"], "b.c f"],
    [
      "rust",
      "src/lib.rs",
      "use crate::b::f;\nfn g() { f(); }",
      ["src/b.rs f", "src/c.rs f", "src/lib.rs x"],
      "src/b.rs f",
    ],
  ];
  test.each(cases)("%s %s %j of %j", (...given) => check(...given));
});
