/** What an expression of a program is, told from the libraries that are loaded and from what the program binds. */
import type { ApiLibrary } from "../library/apiLibrary.ts";
import { isDeclared } from "../library/apiLibrary.ts";
import { type Known, type NameScope, unknownValue } from "../library/known.ts";
import type { LibraryUnit } from "../library/libraryFile.ts";
import { awaitedOf, callOf, constructionOf, memberOf } from "../library/memberOf.ts";
import type { Expression } from "./expression.ts";
import type { Locals, Moment } from "./locals.ts";

const MAX_DEPTH = 40;

/** A program's file as its expressions are understood in it. */
export interface Program {
  readonly library: ApiLibrary;
  /** The file, with the modules that it imports. */
  readonly unit: LibraryUnit;
  readonly locals: Locals;
}

export function evaluate(program: Program, expression: Expression, at: Moment, depth = 0): Known {
  if (depth > MAX_DEPTH) return unknownValue;
  const { library, unit } = program;
  const inner = (of: Expression) => evaluate(program, of, at, depth + 1);
  switch (expression.kind) {
    case "unknown":
      return unknownValue;
    case "name":
      return named(program, expression.name, at, depth);
    case "type":
      return library.evaluate(expression.type, scopeOf(unit));
    case "imported":
      return library.valueOf(library.imported(unit, expression.module, expression.name));
    case "call":
      return callOf(library, inner(expression.of));
    case "new":
      return constructionOf(library, inner(expression.of));
    case "await":
      return awaitedOf(inner(expression.of));
    case "member":
      return member(program, expression, at, depth);
    case "element":
    case "iterated":
      return heldBy(inner(expression.of), expression.kind);
    case "entered":
      return entered(library, inner(expression.of));
  }
}

function scopeOf(unit: LibraryUnit): NameScope {
  return { unit, container: "", bindings: new Map() };
}

function named(program: Program, name: string, at: Moment, depth: number): Known {
  const { library, unit, locals } = program;
  const local = locals.find(name, at);
  if (local) return evaluate(program, local.expression, local.at, depth + 1);
  if (name === "this" && unit.unit.dialect === "typescript") {
    const declared = locals.owner === "" ? undefined : library.lookUp(scopeOf(unit), locals.owner);
    return declared && isDeclared(declared)
      ? { kind: "declared", declared, args: [], isStatic: false }
      : unknownValue;
  }
  const found = library.lookUp(scopeOf(unit), name);
  return found ? library.valueOf(found) : unknownValue;
}

function member(
  program: Program,
  { of, name }: Expression & { readonly kind: "member" },
  at: Moment,
  depth: number,
): Known {
  const { library, locals } = program;
  const value = evaluate(program, of, at, depth + 1);
  const found = memberOf(library, value, name);
  if (found.kind === "found" && found.value.kind !== "unknown") return found.value;
  const isOwn = of.kind === "name" && (of.name === "this" || of.name === "self");
  const field = isOwn ? locals.field(locals.owner, name) : undefined;
  return field ? evaluate(program, field.expression, field.at, depth + 1) : unknownValue;
}

const lists =
  /^(?:Array|ReadonlyArray|Set|ReadonlySet|Iterable|IterableIterator|Iterator|AsyncIterable|AsyncIterator|Generator|AsyncGenerator|list|set|frozenset|List|Set|Sequence|Collection|MutableSequence)$/;
const maps = /^(?:dict|Dict|Mapping|MutableMapping|OrderedDict|defaultdict)$/;

/** What a list holds; of `dict[K, V]` a loop gives keys, an index a value. */
export function heldBy(value: Known, how: "element" | "iterated"): Known {
  if (value.kind === "union" || value.kind === "intersection") {
    const parts = value.parts.map((part) => heldBy(part, how)).filter(({ kind }) => kind !== "unknown");
    return parts[0] ?? unknownValue;
  }
  if (value.kind !== "named" && (value.kind !== "declared" || value.isStatic)) return unknownValue;
  const name = value.kind === "named" ? value.name : value.declared.name;
  if (lists.test(name)) return value.args[0] ?? unknownValue;
  if (maps.test(name)) return value.args[how === "element" ? 1 : 0] ?? unknownValue;
  return unknownValue;
}

/** What `with` gives: most often the thing itself. */
export function entered(library: ApiLibrary, value: Known): Known {
  for (const name of ["__enter__", "__aenter__"]) {
    const found = memberOf(library, value, name);
    if (found.kind !== "found") continue;
    const given = callOf(library, found.value);
    if (given.kind !== "unknown") return given;
  }
  return value;
}
