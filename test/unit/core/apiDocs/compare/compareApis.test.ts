import { describe, expect, test } from "vitest";
import type { ApiEntry } from "../../../../../src/core/apiDocs/apiPackage.ts";
import {
  compareApis,
  keyOf,
  unmatched,
  type Whereabouts,
} from "../../../../../src/core/apiDocs/compare/compareApis.ts";
import { ApiLibrary } from "../../../../../src/core/apiDocs/library/apiLibrary.ts";
import { entriesOf } from "../../../../../src/core/apiDocs/library/entriesOf.ts";
import { readPythonModule } from "../../../../../src/core/apiDocs/python/moduleReader.ts";
import { readDeclarations } from "../../../../../src/core/apiDocs/typescript/declarationReader.ts";

/** Entries of a module whose whole text this is. */
function entries(text: string, language: "ts" | "py"): readonly ApiEntry[] {
  const path = `/m.${language}`;
  const units = language === "py" ? [readPythonModule(text)] : readDeclarations(text, path);
  const library = new ApiLibrary();
  library.add({ path, units, links: new Map() });
  return entriesOf(library, library.module(path, "m")!, {
    package: { ecosystem: language === "py" ? "python" : "npm", name: "m", version: "1" },
    specifier: "m",
    isOwn: () => true,
  });
}

/** Changes, one a line; how calls differ behind them. */
function check(before: string, after: string, language: "ts" | "py", expected: readonly string[]): void {
  const versions = { before: entries(before, language), after: entries(after, language) };
  const shown = compareApis(versions).changes.map(
    ({ kind, before: one, after: now, differences, instead }) => {
      const to = kind === "renamed" ? ` -> ${now?.name}` : "";
      const said = differences.map((d) => ` ${d.weight} ${d.kind} ${d.parameter}`.trimEnd()).join(",");
      return `${kind} ${one.name}${to}${instead === undefined ? "" : ` (${instead})`}${said === "" ? "" : `:${said}`}`;
    },
  );
  expect(shown).toEqual(expected);
}

const ts = (title: string, before: string, after: string, expected: readonly string[]) =>
  test(title, () => check(before, after, "ts", expected));
const py = (title: string, before: string, after: string, expected: readonly string[]) =>
  test(title, () => check(before, after, "py", expected));

describe("what is gone", () => {
  ts(
    "a function",
    "export declare function a(): void; export declare function b(): void",
    "export declare function b(): void",
    ["removed a"],
  );
  ts("a class with its members, named once", "export declare class A { x(): void; y(): void }", "export {}", [
    "removed A",
  ]);
  ts(
    "a member",
    "export declare class A { x(): void; y(n: number): string }",
    "export declare class A { y(n: number): string }",
    ["removed A.x"],
  );
  ts(
    "what the version before says to use instead",
    "export declare class A { size: number; /** @deprecated use `size` */ count(): number }",
    "export declare class A { size: number }",
    ["removed A.count (size)"],
  );
  py("a module's function", "def a(): ...\ndef b(): ...", "def b(): ...", ["removed a"]);
});

describe("what has another name", () => {
  ts(
    "by spelling and signature",
    "export declare function readFileSync(path: string): string",
    "export declare function readfileSync(path: string): string",
    ["renamed readFileSync -> readfileSync"],
  );
  ts(
    "by what the old version says of it",
    "export declare class C { /** @deprecated use `purgeStale` instead */ prune(): void }",
    "export declare class C { /** Drops old ones. */ purgeStale(): boolean }",
    ["renamed C.prune -> C.purgeStale: may returns"],
  );
  ts(
    "by its members, whose own changes are told under both",
    "export declare class Pool { get(): string; put(x: string): void; size(): number; drain(): void }",
    "export declare class Hoard { get(): string; put(x: string): void; size(): number }",
    ["removed Pool.drain", "renamed Pool -> Hoard"],
  );
  ts(
    "by its documentation and signature",
    "/** Splits a text into lines of at most so many letters. */ export declare function wrap(text: string, width: number): string[]",
    "/** Splits a text into lines of at most so many letters. */ export declare function fold(text: string, width: number): string[]",
    ["renamed wrap -> fold"],
  );
  py(
    "in Python",
    "class Client:\n    def connection_limits(self, hard: int): ...",
    "class Client:\n    def connectionlimits(self, hard: int): ...",
    ["renamed Client.connection_limits -> Client.connectionlimits"],
  );
  ts(
    "no rename of what only looks alike in its signature",
    "export declare function open(path: string): void",
    "export declare function erase(path: string): void",
    ["removed open"],
  );
  ts(
    "no rename to one of two that fit as well",
    "/** Makes a thing of the given kind here. */ export declare function makeOne(kind: string): string",
    "/** Makes a thing of the given kind here. */ export declare function makeTwo(kind: string): string; /** Makes a thing of the given kind here. */ export declare function makeTen(kind: string): string",
    ["removed makeOne"],
  );
});

describe("calls", () => {
  const fn = (parameters: string, returns = "void") => `export declare function f(${parameters}): ${returns}`;
  for (const [title, before, after, expected] of [
    ["one less", "a: string, b: number", "a: string", "breaks parameterRemoved b"],
    ["one more that must be given", "a: string", "a: string, b: number", "breaks parameterAdded b"],
    ["one more that may be given", "a: string", "a: string, b?: number", "harmless parameterAdded b"],
    [
      "one more between others",
      "a: string, c?: Date",
      "a: string, b?: number, c?: Date",
      "may parameterAdded b",
    ],
    ["one must be given now", "a?: string", "a: string", "breaks parameterRequired a"],
    ["one need not be given any more", "a: string", "a?: string", "harmless parameterOptional a"],
    ["another name", "a: string", "b: string", "harmless parameterRenamed a"],
    ["another type", "a: string", "a: number", "may parameterType a"],
    ["a wider type", "a: string", "a: string | number", "harmless parameterType a"],
    ["the other order", "a: string, b: number", "b: number, a: string", "breaks parameterMoved b"],
    [
      "functions as parameters",
      "a: (x: A, y: B) => C, d: D",
      "a: (x: A, y: B) => C",
      "breaks parameterRemoved d",
    ],
  ] as const)
    ts(title, fn(before), fn(after), [`changed f: ${expected}`]);
  ts("another result", fn("", "string"), fn("", "number"), ["changed f: may returns"]);
  ts(
    "layout is nothing",
    fn("a: { x: string, y: 1 }", "A | B"),
    fn("\n  a: {x:string; y:1},\n".replace(";", ","), "| A | B"),
    [],
  );
  ts("one overload more is nothing", fn("a: string"), `${fn("a: string")}; ${fn("a: number")}`, []);
  ts("an overload less", `${fn("a: string")}; ${fn("a: string, b: Date")}`, fn("a: string"), [
    "changed f: breaks parameterRemoved b",
  ]);
  py("a name that callers give", "def f(a, b=1): ...", "def f(a, c=1): ...", [
    "changed f: breaks parameterRenamed b",
  ]);
  py("by name alone now", "def f(a, b=1): ...", "def f(a, *, b=1): ...", [
    "changed f: breaks parameterByName b",
  ]);
  py("another default", "def f(a=1): ...", "def f(a=2): ...", ["changed f: may parameterDefault a"]);
  py("what `**kwargs` takes", "def f(a, b=1): ...", "def f(a, **kwargs): ...", [
    "changed f: harmless parameterAdded kwargs",
  ]);
  py(
    "what a class is made with, however long that is written",
    `class A:\n    def __init__(self, ${Array.from({ length: 40 }, (_, i) => `parameter${i}: int = ${i}`).join(", ")}, last=1): ...`,
    `class A:\n    def __init__(self, ${Array.from({ length: 40 }, (_, i) => `parameter${i}: int = ${i}`).join(", ")}): ...`,
    ["changed A: breaks parameterRemoved last"],
  );
});

test("what is deprecated now", () =>
  check(
    "export declare function f(): void; export declare function g(): void",
    "/** @deprecated use `g` */ export declare function f(): void; export declare function g(): void",
    "ts",
    ["deprecated f (g)"],
  ));

test("where it is now decides, for what is no entry any more", () => {
  const before = entries("export declare class A { x(): void; y(): void; z(): void }", "ts");
  const after = entries("export declare class A {}", "ts");
  expect(unmatched({ before, after }).map(({ name }) => name)).toEqual(["A.x", "A.y", "A.z"]);
  const whereabouts = new Map<string, Whereabouts>([
    ["m:A.x", "missing"],
    ["m:A.y", "unknown"],
    ["m:A.z", before.find(({ name }) => name === "A.z")!],
  ]);
  const { changes } = compareApis({ before, after, whereabouts });
  expect(changes.map(({ kind, before: one, isSure }) => `${kind} ${one.name} ${isSure}`)).toEqual([
    "removed A.x true",
    "removed A.y false",
  ]);
});

test("of what may be inherited now, a thing's own is gone only when the thing is declared as it was", () => {
  const check = (after: string) => {
    const before = entries("export declare class A extends B { x(): void }", "ts");
    const whereabouts = new Map([["m:A.x", "unknown" as const]]);
    const { changes } = compareApis({ before, after: entries(after, "ts"), whereabouts });
    return changes
      .filter(({ kind }) => kind === "removed")
      .map(({ before: one, isSure }) => `${one.name} ${isSure}`);
  };
  expect(check("export declare class A extends B { }")).toEqual(["A.x false"]);
  expect(check("export declare class A extends B<X> { }")).toEqual([]);
});

test("another import of the same thing is no change", () => {
  const [one] = entries("export declare function f(): void", "ts");
  const moved = { ...one!, module: "m/deep", aliases: [keyOf(one!)] };
  expect(compareApis({ before: [one!], after: [moved] }).changes).toEqual([]);
});
