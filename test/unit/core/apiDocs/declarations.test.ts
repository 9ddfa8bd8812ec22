import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readDeclarations } from "../../../../src/core/apiDocs/typescript/declarationReader.ts";
import { renderUnits } from "./renderUnits.ts";

function check(text: string, ...expected: readonly string[]): void {
  expect(renderUnits(readDeclarations(text, "x.d.ts")).split("\n")).toEqual(expected);
}

test("a function with its doc and what to use instead of it", () =>
  check(
    "/** Adds numbers. @deprecated use {@link sum} instead */\nexport declare function add(a: number, b?: string, ...rest: C[]): Promise<B<string>>;",
    'function add(a, b?, *rest?): Promise<B<string>> "Adds numbers."',
    "export add",
  ));

test("a tag on its own line", () =>
  check(
    "/**\n * Adds.\n *\n * @deprecated since 2, use {@link sum} instead\n */\nexport function add(): void;",
    'function add(): void "Adds." deprecated(sum)',
    "export add",
  ));

test("an interface that can be called, made, and has further members", () =>
  check(
    `export interface Box<T = {}> extends Base<T>, import("x").Other {
       readonly size?: number; get(key: string): T | undefined; [key: string]: unknown; (call: string): void; new (x: number): Box<T>;
       on: (event: "a" | "b") => this
     }`,
    "interface Box open extends Base<T>, import(x).Other",
    "field Box.size: number | undefined",
    "method Box.get(key): T | undefined",
    "method Box.()(call): void",
    "method Box.new()(x): Box<T>",
    "method Box.on: () => this",
    "export Box",
  ));

test("a class", () =>
  check(
    `declare abstract class Store<K extends string> extends Map<K, Box<K>> implements Closable {
       #hidden;
       static of<T>(items: T[]): Store<T>;
       private constructor(options?: { a: number });
       get length(): number;
       set length(n: number);
       protected abstract load(): asserts this is Ready;
     }
     export default Store;`,
    "class Store extends Map<K, Box<K>>",
    "field Store.hidden private",
    "method Store.of(items): Store<T> static",
    "method Store.new()(options?): Store static",
    "field Store.length: number",
    "method Store.load(): void",
    "export default = Store",
  ));

for (const [written, read] of [
  ["A[]", "A[]"],
  ["readonly A[]", "A[]"],
  ["[a: string, b?: number, ...C[]]", "[string, number, C[]]"],
  ["typeof a.b", "typeof a.b"],
  ["keyof A", "?"],
  ["A['x']", 'A["x"]'],
  ["{ [K in Keys]?: string }", "{ ... }"],
  ["{ a: string; b(): void }", "{ a, b }"],
  ["A extends B ? C : D", "C | D | ?"],
  ["(a: A, b: B) => C | D", "() => C | D"],
  ["<T>(a: T) => T", "() => T"],
  ["new (a: A) => B", "?"],
  ["(A | B) & C", "A | B & C"],
  ["(value: unknown) => value is A", "() => boolean"],
  ["import('m').A.B<C>", "import(m).A.B<C>"],
  ["-1 | 'a' | true", '"number" | "string" | "boolean"'],
  ["Map<string, Map<A, B>>", "Map<string, Map<A, B>>"],
  ["| A\n | B", "A | B"],
] as const) {
  test(`type ${JSON.stringify(written)}`, () =>
    check(`type T = ${written};\nlet x: A`, `type T: ${read}`, "variable x: A"));
}

test("imports and exports", () =>
  check(
    `import { A as B, type C } from "./a"; import D, * as E from "e"; import type { F } from "f"; import G = require("g"); import "h";
     export { version, type C, count as total }; export * from "./all"; export * as ns from "./ns"; export { default } from "./d";`,
    "import B = ./a#A",
    "import C = ./a#C",
    "import D = e#default",
    "import E = e#*",
    "import F = f#F",
    "import G = g#=",
    "export version",
    "export C",
    "export total = count",
    "export * = ./all#*",
    "export ns = ./ns#*",
    "export default = ./d#default",
  ));

test("a default without a semicolon ends on its line", () =>
  check(
    'import A from "./a"\nexport default A\nexport * from "./b"',
    "import A = ./a#default",
    "export default = A",
    "export * = ./b#*",
  ));

test("namespaces, enumerations, and what a whole module is", () =>
  check(
    `declare namespace Outer.Inner { const x: number; export { x as y }; enum Level { Low = 1, "High" } } export = Outer; export as namespace Lib;`,
    "module Outer",
    "module Outer.Inner",
    "constant Outer.Inner.x: number",
    "module Outer.Inner.y: typeof x",
    "enum Outer.Inner.Level",
    "constant Outer.Inner.Level.Low: Level static",
    "constant Outer.Inner.Level.High: Level static",
    "export = = Outer",
  ));

test("other modules and the global scope", () =>
  check(
    `export {}; declare global { interface Window { mine: Box } } declare module "other" { export function f(): void; } declare module "*.svg";`,
    "unit global",
    "interface Window",
    "field Window.mine: Box",
    "unit other",
    "function f(): void",
    "export f",
    "unit *.svg",
    "open",
  ));

test("sources: bodies are stepped over, values tell their types", () => {
  const text = `
    export const make = (a: string, b = 1): Thing => ({ a });
    export const plain = async function (x) { return x; }, list = [1, 2], store = new Store<string>();
    export default class extends Foo {}
    export class Point {
      constructor(public x: number, private y: number) {}
      move = (dx: number) => { this.x += dx; }
      @Input({ a: 1 }) label = "a"
      async *walk(): AsyncGenerator<number> { yield 1 }
    }
    export function over(a: string): string
    export function over(a: any) { return a; }`;
  expect(renderUnits(readDeclarations(text, "x.ts")).split("\n")).toEqual([
    "function make(a, b?): Thing",
    "function plain(x)",
    "constant list: ?[]",
    "constant store: Store",
    "class default extends Foo",
    "class Point",
    "method Point.new()(x, y): Point static",
    "field Point.x: number",
    "method Point.move(dx)",
    "field Point.label: string",
    "method Point.walk(): AsyncGenerator<number>",
    "function over(a): string",
    "function over(a)",
    ...["make", "plain", "list", "store"].map((name) => `export ${name}`),
    "export default",
    "export Point",
    "export over",
  ]);
});

test("any text is read to its end", () => {
  const piece = fc.constantFrom(
    ..."export import class interface {} ( ) [ ] < > => : ; , . = ? type T extends new '\"` /** */ @".split(
      " ",
    ),
    "\n",
    "a",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      readDeclarations(pieces.join(" "), "x.d.ts");
    }),
    { numRuns: 1000 },
  );
});

test("nesting that no person writes is bounded", () => {
  for (const text of [
    "type A = ".concat("(".repeat(50_000)),
    "type A = ".concat("[".repeat(50_000)),
    "type A = ".concat("{a:".repeat(20_000)),
    `type A = ${"B<".repeat(30_000)}`,
    "namespace a { ".repeat(5000),
    `type A = ${"B extends C ? ".repeat(20_000)}`,
  ])
    expect(readDeclarations(text, "x.d.ts").length).toBeGreaterThan(0);
});

test("declarations of real packages: names that their texts export are found", () => {
  const folder = join(import.meta.dirname, "../../../../node_modules/@types/node");
  for (const name of readdirSync(folder).filter((one) => one.endsWith(".d.ts"))) {
    const text = readFileSync(join(folder, name), "utf8");
    const found = new Set(
      readDeclarations(text, name).flatMap(({ symbols }) => symbols.map((symbol) => symbol.name)),
    );
    const written = [
      ...text.matchAll(/^ {4}(?:export )?(?:function|class|interface|const|enum|namespace) (\w+)/gm),
    ].map((one) => one[1]!);
    expect(
      written.filter((one) => !found.has(one)),
      name,
    ).toEqual([]);
  }
});
