import { expect, test } from "vitest";
import type { NeededImport } from "../../../../../src/core/completion/autoImport/importLine.ts";
import { applyReplacements } from "../../../../../src/core/repair/candidate.ts";
import { problemEdits } from "../../../../../src/core/repair/problem/problemEdits.ts";
import { problemSubject } from "../../../../../src/core/repair/problem/problemSubject.ts";
import {
  checkOutcome,
  judgeProblemPatch,
  silencing,
} from "../../../../../src/core/repair/problem/problemVerdict.ts";
import { standardModules } from "../../../../../src/core/repair/problem/standardNames.ts";
import { findLanguage } from "../../../../../src/core/syntax/language.ts";
import { lexicalFamilies } from "../../../../../src/core/syntax/lexicalFamily.ts";
import { lex } from "../../../../../src/core/syntax/outline/lexer.ts";

interface Known {
  readonly imports?: readonly NeededImport[];
  readonly members?: readonly string[];
  readonly names?: readonly string[];
  readonly modules?: readonly string[];
  readonly familiarity?: (name: string) => number;
}

/** Texts that are proposed for a message about the place of `█`, best first. */
function proposed(languageId: string, marked: string, message: string, known: Known = {}): string[] {
  const at = marked.indexOf("█");
  const text = marked.replace("█", "");
  const before = text.slice(0, at).split("\n");
  const tokens = lex(text, lexicalFamilies[findLanguage(languageId)!.family!]);
  const place = { text, languageId, tokens, line: before.length - 1, column: before.at(-1)!.length };
  const all = { imports: [], members: [], names: [], modules: [], familiarity: () => 1, ...known };
  return problemEdits(problemSubject(message), place, all).map(({ edits }) => applyReplacements(text, edits));
}

const best = (...question: Parameters<typeof proposed>) => proposed(...question)[0];

test("a name that is misspelt becomes one of the file", () =>
  expect(best("python", "def f(count):\n    return █cuont\n", "undefined name 'cuont'")).toBe(
    "def f(count):\n    return count\n",
  ));
test("a name that the repository can import is imported before it is renamed", () => {
  const imports = [{ form: "named", module: "./store.ts", name: "countOf", local: "countOf" }] as const;
  const text = "const count = 1;\nexport const f = () => █countOf(count);\n";
  expect(
    best("typescript", text, "Cannot find name 'countOf'. Did you mean 'count'?", { imports }),
  ).toContain('from "./store.ts"');
});
test("a declaration that is misspelt is renamed where it stands alone", () =>
  expect(
    proposed(
      "typescript",
      "const cuont = 1;\nexport const f = () => █count + count;\n",
      "Cannot find name 'count'.",
    ),
  ).toContain("const count = 1;\nexport const f = () => count + count;\n"));
test("of two names that should be one the unfamiliar one is wrong, where it is declared too", () =>
  expect(
    best("python", "def f():\n    sizze = 1\n    return █size\n", "undefined name 'size'", {
      familiarity: (name) => (name === "size" ? 9 : 1),
    }),
  ).toBe("def f():\n    size = 1\n    return size\n"));
test("a member that the checker takes for another", () =>
  expect(best("python", "store.█pryce(1)\n", '"Store" has no attribute "pryce"; maybe "price"?')).toBe(
    "store.price(1)\n",
  ));
test("a member by what may stand behind the dot", () =>
  expect(
    best("typescript", "store.█pryce(1);\n", "Property 'pryce' does not exist on type 'Store'.", {
      members: ["total", "price"],
    }),
  ).toBe("store.price(1);\n"));
test("a member of a promise is waited for", () =>
  expect(
    proposed(
      "typescript",
      "const n = load().█size;\n",
      "Property 'size' does not exist on type 'Promise<Store>'.",
    ),
  ).toContain("const n = (await load()).size;\n"));
test("a module takes what is there, as Python's search tells", () =>
  expect(
    best("python", "from os.█paht import join\n", "No module named 'os.paht'; maybe 'os.path', 'os.pathlib'"),
  ).toBe("from os.path import join\n"));
test("a module that is misspelt where it is used too", () =>
  expect(
    proposed("python", "import █jsno\n\nx = jsno.dumps(1)\n", "No module named 'jsno'; maybe 'json'"),
  ).toEqual(["import json\n\nx = jsno.dumps(1)\n", "import json\n\nx = json.dumps(1)\n"]));
test("an import takes the like name that the code uses before others", () =>
  expect(
    best(
      "python",
      "from typing import █Tpe\n\nx: Type\n",
      "cannot import name 'Tpe' from 'typing'; maybe 'Tuple', 'Type'",
    ),
  ).toBe("from typing import Type\n\nx: Type\n"));
test("an unused import of which no name is told goes alone", () => {
  const text = 'import { █open, close } from "./store.ts";\nclose();\n';
  expect(proposed("typescript", text, "This import is unused.")).toEqual([
    'import { close } from "./store.ts";\nclose();\n',
  ]);
});
test("what meets the cause of two findings is told", () => {
  const finding = (line: number, message: string) => ({ path: "a.py", line, code: "", message });
  const before = [finding(0, "'Stoer' imported but unused"), finding(2, "undefined name 'Store'")];
  expect(checkOutcome(before[0]!, before, [])).toMatchObject({ isGone: true, alsoGone: 1 });
  expect(checkOutcome(before[0]!, before, before.slice(1))).toMatchObject({ isGone: true, alsoGone: 0 });
  const two = [before[0]!, finding(0, "'Cart' imported but unused")];
  expect(checkOutcome(before[0]!, two, [])).toMatchObject({ isGone: true, alsoGone: 0 });
});
test("an import that is misspelt takes the name that the code uses", () =>
  expect(
    best("python", "from shop import Stoer█\n\nStore()\n", 'Module "shop" has no attribute "Stoer"', {
      members: ["Store", "Cart"],
    }),
  ).toBe("from shop import Store\n\nStore()\n"));
test("a module that is misspelt", () =>
  expect(
    best(
      "typescript",
      'import { a } from █"./stroe.ts";\n',
      "Cannot find module './stroe.ts' or its corresponding type declarations.",
      { modules: ["./store.ts", "./cart.ts"] },
    ),
  ).toBe('import { a } from "./store.ts";\n'));
test("an unused import goes, and its line with it when it is alone", () => {
  expect(
    best(
      "typescript",
      'import { a, █b } from "./x";\na();\n',
      "'b' is declared but its value is never read.",
    ),
  ).toBe('import { a } from "./x";\na();\n');
  expect(best("python", "█import os\nimport sys\n", "'os' imported but unused")).toBe("import sys\n");
  expect(best("python", "█from a import b as c, d\n", "'a.b as c' imported but unused")).toBe(
    "from a import d\n",
  );
});
test("an unused variable goes, what it called stays", () => {
  expect(
    best(
      "python",
      "def f():\n    █x = 1\n    return 2\n",
      "local variable 'x' is assigned to but never used",
    ),
  ).toBe("def f():\n    return 2\n");
  expect(
    best(
      "python",
      "def f():\n    █x = g()\n    return 2\n",
      "local variable 'x' is assigned to but never used",
    ),
  ).toBe("def f():\n    g()\n    return 2\n");
});
test("a keyword that is misspelt", () =>
  expect(
    best("python", "f(█naem=1)\n", 'Unexpected keyword argument "naem" for "f"', {
      members: ["def", "f", "name", "size"],
    }),
  ).toBe("f(name=1)\n"));
test("an argument that is missing is taken from names in reach, by its parameter's name", () =>
  expect(
    best("python", "def g(size):\n    return █f(1)\n", 'Missing positional argument "size" in call to "f"'),
  ).toBe("def g(size):\n    return f(1, size)\n"));
test("a result that is not given back", () => {
  expect(best("python", "█def f() -> int:\n    g()\n", "Missing return statement")).toBe(
    "def f() -> int:\n    return g()\n",
  );
  expect(
    proposed("python", "█def f() -> int:\n    total = 1\n    total += g()\n", "Missing return statement"),
  ).toContain("def f() -> int:\n    total = 1\n    total += g()\n    return total\n");
});
test("a literal becomes one that is allowed", () =>
  expect(
    best(
      "typescript",
      'set(█"vrified");\n',
      'Argument of type \'"vrified"\' is not assignable to parameter of type \'"verified" | "plausible"\'.',
    ),
  ).toBe('set("verified");\n'));
test("a mark that is missing", () => {
  expect(best("typescript", "f(1█;\n", "')' expected.")).toBe("f(1);\n");
  expect(proposed("python", "def f()█\n    return 1\n", "expected ':'")).toContain(
    "def f():\n    return 1\n",
  );
});
test("spellings that linters name", () => {
  expect(
    best("python", "if a █== None: pass\n", "E711 comparison to None should be 'if cond is None:'".slice(5)),
  ).toBe("if a is None: pass\n");
  expect(best("typescript", "█let c = 1;\n", "'c' is never reassigned. Use 'const' instead.")).toBe(
    "const c = 1;\n",
  );
});
test("Go, Rust and Java in their own words", () => {
  expect(best("go", "func F(count int) int {\n\treturn █cuont\n}\n", "undefined: cuont")).toContain(
    "return count",
  );
  expect(
    best("rust", "fn f(count: u8) -> u8 { █cuont }\n", "cannot find value `cuont` in this scope"),
  ).toContain("{ count }");
  expect(
    best(
      "java",
      "class A { int f(int count) { return █cuont; } }\n",
      "cannot find symbol; symbol: variable cuont",
    ),
  ).toContain("return count;");
});
test("no change is proposed twice, and none that changes nothing", () => {
  const all = proposed(
    "python",
    "def f(count, counts):\n    return █cuont + cuont\n",
    "undefined name 'cuont'",
  );
  expect(new Set(all).size).toBe(all.length);
});
test("any message and any text are borne", () => {
  for (const message of ["", "undefined name ''", "')' expected", "x".repeat(10_000)])
    for (const text of ["█", "(█", "f(█\n", "\n\n█"]) proposed("python", text, message);
});

test("a change that silences the checker is none", () => {
  expect(silencing("f(x);\n", "// @ts-ignore\nf(x);\n")).toHaveLength(1);
  expect(silencing("x = f()\n", "x = f()  # type: ignore\n")).toHaveLength(1);
  expect(silencing("f(x as any);\n", "g(x as any);\n")).toEqual([]);
});

const outcome = (id: string, status: "passed" | "failed") => ({ id, status, durationMs: 1 });

test("a change is verified by tests that pass with it, and not without any", () => {
  const before = [outcome("a", "passed"), outcome("b", "failed")];
  const runs = { before, after: [outcome("a", "passed"), outcome("b", "passed")], areComplete: true };
  expect(judgeProblemPatch(runs)).toMatchObject({ verdict: "verified", flipped: ["b"], broken: [] });
  expect(
    judgeProblemPatch({ ...runs, after: [outcome("a", "failed"), outcome("b", "failed")] }),
  ).toMatchObject({
    verdict: "unverified",
    broken: ["a"],
  });
  expect(judgeProblemPatch({ ...runs, areComplete: false }).verdict).toBe("plausible");
  expect(judgeProblemPatch(undefined).verdict).toBe("plausible");
});

test("modules of the standard libraries that have a name", () => {
  expect(standardModules("python", "islice")).toEqual(["itertools"]);
  expect(standardModules("ecma", "readFile")).toEqual(["node:fs/promises"]);
  expect(standardModules("python", "nothing")).toEqual([]);
});
