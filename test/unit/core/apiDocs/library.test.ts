import { dirname, join } from "node:path/posix";
import { expect, test } from "vitest";
import { specifiersOf } from "../../../../src/core/apiDocs/apiUnit.ts";
import { ApiLibrary, isDeclared } from "../../../../src/core/apiDocs/library/apiLibrary.ts";
import type { Known } from "../../../../src/core/apiDocs/library/known.ts";
import {
  awaitedOf,
  callOf,
  constructionOf,
  memberOf,
} from "../../../../src/core/apiDocs/library/memberOf.ts";
import { declarationsBeside } from "../../../../src/core/apiDocs/npm/packageEntry.ts";
import { readPythonModule } from "../../../../src/core/apiDocs/python/moduleReader.ts";
import { readDeclarations } from "../../../../src/core/apiDocs/typescript/declarationReader.ts";
import { markedFiles } from "../../../support/markedFiles.ts";

interface Loaded {
  readonly library: ApiLibrary;
  readonly load: (path: string) => void;
}

/** Files are loaded when they are wanted. A specifier leads to a file beside, or to `specifier.d.ts` at the top. */
function libraryOf(text: string): Loaded {
  const files = markedFiles(text);
  const library = new ApiLibrary();
  const resolve = (from: string, specifier: string): string | undefined => {
    if (from.endsWith(".py")) {
      const dots = /^\.*/.exec(specifier)![0].length;
      const folder = dots === 0 ? "" : dots === 1 ? dirname(from) : dirname(dirname(from));
      const path = join(folder, specifier.slice(dots).replaceAll(".", "/"));
      return [`${path}.py`, join(path, "__init__.py")].find((one) => files.has(one));
    }
    const path = specifier.startsWith(".") ? join(dirname(from), specifier) : specifier;
    return declarationsBeside(path).find((one) => files.has(one));
  };
  const load = (path: string): void => {
    const source = files.get(path)!;
    const units = path.endsWith(".py") ? [readPythonModule(source)] : readDeclarations(source, path);
    const specifiers = units.flatMap(specifiersOf);
    const links = specifiers.flatMap((one) => {
      const target = resolve(path, one);
      return target === undefined ? [] : [[one, target] as const];
    });
    library.add({ path, units, links: new Map(links) });
  };
  return { library, load };
}

/** Asks again until nothing more is wanted. */
function settle<T>({ library, load }: Loaded, ask: () => T): T {
  for (;;) {
    const answer = ask();
    const wanted = library.takeWanted();
    if (wanted.length === 0) return answer;
    wanted.forEach(load);
  }
}

/** Follows `a.b().new.await` from the module `path`; what the last step gives, by its name. */
function follow(loaded: Loaded, path: string, chain: string): string {
  let value: Known = settle(loaded, () => loaded.library.module(path, path.replace(/\.d\.ts$/, "")))!;
  let last = "";
  for (const step of chain.match(/\(\)|[\w$]+/g) ?? []) {
    const next = settle(loaded, (): Known | string => {
      if (step === "()") return callOf(loaded.library, value);
      if (step === "new") return constructionOf(loaded.library, value);
      if (step === "await") return awaitedOf(value);
      const found = memberOf(loaded.library, value, step);
      if (found.kind === "missing") return `missing of ${[...new Set(found.names)].sort().join(" ")}`;
      if (found.kind === "unknown") return "unknown";
      last = found.declared?.symbols[0]?.kind ?? "module";
      return found.value;
    });
    if (typeof next === "string") return next;
    value = next;
  }
  if (value.kind === "named") return value.name;
  return value.kind === "declared"
    ? `${value.declared.name}${value.isStatic ? " itself" : ""}`
    : `${value.kind} (${last})`;
}

const typescript = `
//- index.d.ts
export * from "./client.js";
export { Pool as Basin } from "./pool";
import * as errors from "./errors";
import { Client } from "./client.js";
import { Pool } from "./pool";
export { errors };
export default function start(options?: Options): Promise<Client>;
interface Options { deep: { er: Level } }
declare enum Level { Low, High }
export declare const settings: Options & { extra: Client[] };
export declare function pick<T>(of: T): T;
export type Either = Client | undefined | Pool;
export declare const either: Either;
export declare const Dated: DatedConstructor;
interface DatedConstructor { new (): Dated; now(): number }
export interface Dated { day: Dated }
export declare function tagged(strings: string): Tagged;
export declare namespace tagged { const raw: Tagged; interface Deep { of: Tagged } }
interface Tagged { tag: string }
type Loop = Loop | Loop[];
export declare const loop: Loop;
export declare const open: Record<string, Client>;
export { gone } from "./not-there";
//- client.d.ts
import type { Base } from "./base";
import type { Pool } from "./pool";
export declare class Client extends Base<Pool> {
  static create(): Client;
  readonly pool: Pool;
  chain(): this;
  on(event: "a"): this;
  on(event: "b", then: () => void): Client;
}
//- base.d.ts
import { Pool } from "./pool";
export declare class Base<T> { readonly held: T; get(): T | null; static from(): Base<Pool> }
//- pool.d.ts
export declare class Pool { size: number; take(): Promise<Pool> }
interface Promise<T> { then(): void }
//- errors.d.ts
export declare class Failure extends Error { code: number }
//- whole.d.ts
declare const whole: Whole.Factory;
declare namespace Whole { interface Factory { (name: string): Made; version: string } interface Made { name: string } }
export = Whole;
//- named.d.ts
declare module "named" { export class Inside { a: string } }
//- cycle.d.ts
export * from "./cycle2"; export interface A extends B { a: A }
interface B extends A { b: B }
export declare const a: A;
//- cycle2.d.ts
export * from "./cycle"; export declare const two: number;
`;

for (const [path, chain, expected] of [
  ["index", "Client", "Client itself"],
  ["index", "Client new", "Client"],
  ["index", "Client create ()", "Client"],
  ["index", "Client from () held", "Pool"],
  ["index", "Client new held", "Pool"],
  ["index", "Client new get () size", "number"],
  ["index", "Client new chain () chain () pool", "Pool"],
  ["index", "Client new on () pool", "Pool"],
  ["index", "Client new poool", "missing of chain get held on pool"],
  ["index", "Client pool", "missing of create from"],
  ["index", "Client new constructor", "unknown"],
  ["index", "Basin new take () await size", "number"],
  [
    "index",
    "Pool",
    "missing of Basin Client Dated Either default either errors gone loop open pick settings tagged",
  ],
  ["index", "default () await pool", "Pool"],
  ["index", "errors Failure new anything", "unknown"],
  ["index", "settings deep er", "unknown (field)"],
  ["index", "settings depp", "missing of deep extra"],
  ["index", "either pool", "Pool"],
  ["index", "either nothing", "missing of chain get held on pool size take"],
  ["index", "pick () anything", "unknown"],
  ["index", "Dated new day day", "Dated"],
  ["index", "Dated now", "function (method)"],
  ["index", "tagged () tag", "string"],
  ["index", "tagged raw tag", "string"],
  ["index", "loop x", "unknown"],
  ["index", "open x", "unknown"],
  ["index", "gone x", "unknown"],
  ["whole", "default", "Whole itself"],
  ["named", "Inside new a", "string"],
  ["cycle", "two", "number"],
  ["cycle", "a b a", "A"],
  ["cycle", "a c", "missing of a b"],
  ["cycle", "three", "missing of A a two"],
] as const) {
  test(`${path}: ${chain}`, () =>
    expect(follow(libraryOf(typescript), `${path}.d.ts`, chain)).toBe(expected));
}

const python = `
#- pkg/__init__.py
from .client import Client, make
from .late import *
from . import views
import json
#- pkg/client.py
from .base import Base
class Client(Base):
    def __init__(self):
        self.session = Session()
    def open(self):
        return self
    def session_of(self) -> "Session": ...
class Session:
    def get(self, url): return Response(url)
class Response: pass
def make(): return Client()
#- pkg/base.py
class Base:
    name = "a"
    @classmethod
    def load(cls): ...
#- pkg/late.py
def late(): ...
_private = 1
#- pkg/views.py
def index(): ...
`;

for (const [chain, expected] of [
  ["Client () session get ()", "Response"],
  ["make () session get", "function (method)"],
  ["make () open () open () session_of () get", "function (method)"],
  ["make () sesion", "missing of __init__ load name open session session_of"],
  ["make () load", "function (method)"],
  ["make () get", "missing of __init__ load name open session session_of"],
  ["late", "function (function)"],
  ["views index", "function (function)"],
  ["views indexx", "missing of index"],
  ["json", "unknown"],
  ["nothing", "missing of Client _private json late make views"],
] as const) {
  test(`Python: ${chain}`, () => {
    const found = follow(libraryOf(python), "pkg/__init__.py", chain);
    expect(found).toBe(expected);
  });
}

test("what is not loaded is wanted, and unknown until then", () => {
  const { library, load } = libraryOf(typescript);
  load("index.d.ts");
  const module = library.module("index.d.ts", "index")!;
  expect(memberOf(library, module, "Client").kind).toBe("unknown");
  expect(library.takeWanted()).toEqual(["client.d.ts"]);
  load("client.d.ts");
  expect(memberOf(library, module, "Client").kind).toBe("found");
  expect(library.takeWanted()).toEqual([]);
});

test("types that grow without end are given up", () => {
  const doubling = Array.from(
    { length: 40 },
    (_, i) => `type T${i} = [T${i + 1}, T${i + 1}] | T${i + 1};`,
  ).join("\n");
  const diamonds = Array.from(
    { length: 40 },
    (_, i) =>
      `interface D${i} extends D${i + 1}, E${i + 1} {} interface E${i} extends D${i + 1}, E${i + 1} {}`,
  ).join("\n");
  const loaded = libraryOf(
    `//- x.d.ts\n${doubling}\n${diamonds}\nexport declare const t: T0; export declare const d: D0;`,
  );
  expect(follow(loaded, "x.d.ts", "t a")).toBe("unknown");
  expect(follow(loaded, "x.d.ts", "d a")).toBe("unknown");
});

test("a declaration is told from what is known of a value", () => {
  expect(isDeclared({ kind: "unknown" })).toBe(false);
});
