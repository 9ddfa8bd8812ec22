/** Members of values: whether there is one of a name, what it is, and what calls of it give. */

import { type ApiSymbol, CALL, CONSTRUCT } from "../apiSymbol.ts";
import { type ApiLibrary, bind, isDeclared } from "./apiLibrary.ts";
import {
  type Declared,
  type Known,
  type MemberFound,
  type NameScope,
  nothing,
  unknownValue,
} from "./known.ts";
import { byName } from "./libraryFile.ts";

const MAX_DEPTH = 24;

/** What every object has. */
const ofObjects = new Set(
  "constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf __proto__".split(
    " ",
  ),
);
/** What every function has, the above left out. */
const ofFunctions = new Set("apply bind call length name prototype arguments caller".split(" "));
/** What classes of Python have from being classes. */
const ofPythonClasses = new Set("mro register".split(" "));
/** Interfaces of the language, of which each of its files and packages such as `@types/node` declare a part. */
const ofLanguage =
  /^(?:String|Number|Boolean|Symbol|BigInt|Object|Function|Array|ReadonlyArray|Promise|Map|Set|WeakMap|WeakSet|Date|RegExp|Error|(?:Shared)?ArrayBuffer|DataView|\w+\d+(?:Clamped)?Array|(?:Async)?Itera\w+|(?:Async)?Generator)(?:Constructor)?$/;

interface Members {
  readonly names: Map<string, Declared>;
  isOpen: boolean;
}

/** Declarations that were looked at already: bases may meet again, or be each other's. */
type Seen = Set<readonly ApiSymbol[]>;

/** The member of a value. */
export function memberOf(library: ApiLibrary, value: Known, name: string): MemberFound {
  return find(library, value, name, 0);
}

function find(library: ApiLibrary, value: Known, name: string, depth: number): MemberFound {
  if (depth > MAX_DEPTH) return unknownFound;
  switch (value.kind) {
    case "unknown":
    case "named":
      return unknownFound;
    case "nothing":
      return { kind: "missing", names: [] };
    case "union":
      return ofUnion(library, value.parts, name, depth);
    case "intersection":
      return ofIntersection(value.parts.map((part) => find(library, part, name, depth + 1)));
    case "module":
      return ofModule(library, value, name, depth);
    case "function":
      // Functions of Python may be given any attribute.
      if (value.scope.unit.unit.dialect === "python") return unknownFound;
      return ofFunctions.has(name) || ofObjects.has(name) ? unknownFound : { kind: "missing", names: [] };
    default: {
      const members = membersOf(library, value, depth);
      const declared = members.names.get(name);
      if (declared) return found(library, declared, value);
      const isCommon = ofObjects.has(name) || (isCallable(value) && ofFunctions.has(name));
      if (members.isOpen || isCommon || isGiven(value, name)) return unknownFound;
      return { kind: "missing", names: [...members.names.keys()] };
    }
  }
}

/** Whether a member is given to values of Python from outside of their class, or by what classes are. */
function isGiven(value: Known, name: string): boolean {
  if (value.kind !== "declared" || value.declared.scope.unit.unit.dialect !== "python") return false;
  const { unit } = value.declared.scope.unit;
  return ofPythonClasses.has(name) || unit.assigned?.includes(name) === true;
}

const unknownFound: MemberFound = { kind: "unknown" };

function found(library: ApiLibrary, declared: Declared, receiver: Known): MemberFound {
  const bindings = new Map([...declared.scope.bindings, ["this", receiver] as const]);
  const own = { ...declared, scope: { ...declared.scope, bindings } };
  return { kind: "found", declared, value: library.valueOf(own) };
}

/** Missing only when no part that can have members has it: what a person checked for is not known here. */
function ofUnion(library: ApiLibrary, parts: readonly Known[], name: string, depth: number): MemberFound {
  const looked = parts
    .filter(({ kind }) => kind !== "nothing")
    .map((part) => find(library, part, name, depth + 1));
  return ofIntersection(looked);
}

function ofIntersection(looked: readonly MemberFound[]): MemberFound {
  const first = looked.find(({ kind }) => kind === "found");
  if (first) return first;
  if (looked.length === 0 || looked.some(({ kind }) => kind === "unknown")) return unknownFound;
  return { kind: "missing", names: looked.flatMap((one) => (one.kind === "missing" ? one.names : [])) };
}

function ofModule(
  library: ApiLibrary,
  module: Known & { kind: "module" },
  name: string,
  depth: number,
): MemberFound {
  const one = library.importedFrom(module.units, name) ?? library.exported(module.units, name);
  if (one === "unknown") return ofWhole(library, module, name, depth);
  if (one === "missing") {
    const below = library.submodule(module.units, name);
    if (below) return below.kind === "unknown" ? unknownFound : { kind: "found", value: below };
    const { names, isOpen } = library.exportedNames(module.units);
    const isLazy = module.units.some(({ unit }) => unit.assigned?.includes(name));
    return isOpen || isLazy ? unknownFound : { kind: "missing", names: [...names] };
  }
  const value = library.valueOf(one);
  return isDeclared(one) ? { kind: "found", declared: one, value } : { kind: "found", value };
}

/** A member of the value that a module is as a whole. */
function ofWhole(
  library: ApiLibrary,
  { units }: Known & { kind: "module" },
  name: string,
  depth: number,
): MemberFound {
  const whole = units.some((unit) => unit.exported("=")) ? library.importedFrom(units, "=") : undefined;
  return whole === undefined ? unknownFound : find(library, library.valueOf(whole), name, depth + 1);
}

const isCallable = (value: Known) =>
  value.kind === "function" || (value.kind === "declared" && value.isStatic);

/** All members of a declared value or an object, those of its bases included. */
export function membersOf(library: ApiLibrary, value: Known, depth = 0, seen: Seen = new Set()): Members {
  const members: Members = { names: new Map(), isOpen: depth > MAX_DEPTH };
  if (members.isOpen) return members;
  if (value.kind === "object") {
    members.isOpen = value.isOpen;
    addAll(members, byName(value.members), value.scope);
  } else if (value.kind === "declared") {
    if (!seen.has(value.declared.symbols)) ofDeclared(library, value, members, depth, seen);
  } else if (value.kind === "module") {
    const { names, isOpen } = library.exportedNames(value.units);
    members.isOpen = isOpen;
    for (const name of names) {
      const one = library.exported(value.units, name);
      if (typeof one !== "string" && isDeclared(one)) members.names.set(name, one);
    }
  } else if (value.kind === "union" || value.kind === "intersection") {
    for (const part of value.parts) {
      if (part.kind !== "nothing") merge(members, membersOf(library, part, depth + 1, seen));
    }
  } else if (value.kind !== "function" && value.kind !== "nothing") members.isOpen = true;
  return members;
}

function ofDeclared(
  library: ApiLibrary,
  value: Known & { kind: "declared" },
  members: Members,
  depth: number,
  seen: Seen,
): void {
  seen.add(value.declared.symbols);
  const { declared, args, isStatic } = value;
  const { scope, name, symbols } = declared;
  const container = scope.container === "" ? name : `${scope.container}.${name}`;
  for (const symbol of symbols) {
    const isType = symbol.kind === "class" || symbol.kind === "interface";
    if (!isType && !isStatic) continue;
    if (symbol.isOpen) members.isOpen = true;
  }
  const type = symbols.find(({ kind }) => kind === "class" || kind === "interface");
  const inner: NameScope = {
    ...scope,
    container,
    bindings: bind(scope.bindings, type?.typeParameters, args),
  };
  // What stands in a namespace of the global scope is there to be added to by any file, loaded or not.
  const isGlobal = type?.kind === "interface" && scope.unit.unit.isGlobal === true;
  const isPart = isGlobal && ofLanguage.test(name);
  if (isPart || (isGlobal && scope.container !== "")) members.isOpen = true;
  const isClass = symbols.some(({ kind }) => kind === "class");
  const isNamespace = symbols.some(({ kind }) => kind === "module" || kind === "enum");
  const isPython = scope.unit.unit.dialect === "python";
  const fits = (one: ApiSymbol) =>
    isStatic
      ? one.isStatic === true || (isNamespace && !isMember(one, isClass))
      : one.isStatic !== true && isMember(one, true);
  // An interface may be added to from wherever its module is spoken of by name.
  const adding = type?.kind === "interface" && scope.container === "" ? library.addingTo(name) : [];
  const global = scope.unit.unit.isGlobal ? library.globals : [];
  for (const unit of new Set([scope.unit, ...adding, ...global])) {
    for (const [member, all] of unit.within(container)) {
      const fitting = all.filter((one) => isPython || fits(one));
      const isNew = fitting.length > 0 && !members.names.has(member);
      if (isNew) members.names.set(member, { scope: { ...inner, unit }, name: member, symbols: fitting });
    }
  }
  for (const symbol of symbols) {
    if (isStatic && symbol.kind !== "class") continue;
    for (const base of symbol.bases ?? []) {
      const known = library.evaluate(base, inner);
      const side = isStatic && known.kind === "declared" ? { ...known, isStatic } : known;
      if (side.kind === "unknown" || (isStatic && side.kind !== "declared")) members.isOpen = true;
      else merge(members, membersOf(library, side, depth + 1, seen));
    }
  }
}

/** Whether a symbol is a member of what a class or interface makes, and not of a namespace of that name. */
const isMember = ({ kind, name }: ApiSymbol, isOfClass: boolean): boolean =>
  isOfClass && (kind === "method" || kind === "field") && name !== "";

function merge(members: Members, others: Members): void {
  members.isOpen ||= others.isOpen;
  for (const [name, one] of others.names) if (!members.names.has(name)) members.names.set(name, one);
}

function addAll(
  members: Members,
  symbols: ReadonlyMap<string, readonly ApiSymbol[]>,
  scope: NameScope,
): void {
  for (const [name, same] of symbols) members.names.set(name, { scope, name, symbols: same });
}

/** What a call of a value gives: one of its overloads. */
export function callOf(library: ApiLibrary, value: Known): Known {
  switch (value.kind) {
    case "function":
      return library.evaluate(value.returns, value.scope);
    case "union":
    case "intersection": {
      const parts = value.parts.filter(({ kind }) => kind !== "nothing").map((part) => callOf(library, part));
      const known = parts.filter(({ kind }) => kind !== "unknown");
      if (value.kind === "intersection" && known.length < parts.length && known.length > 0)
        return { kind: "union", parts: [...known, unknownValue] };
      return parts.length === 1 ? parts[0]! : { kind: "union", parts };
    }
    case "declared":
    case "object": {
      const isClass =
        value.kind === "declared" &&
        value.isStatic &&
        value.declared.symbols.some(({ kind }) => kind === "class");
      if (isClass && value.declared.scope.unit.unit.dialect === "python")
        return { ...value, isStatic: false };
      const call = find(library, value, CALL, 0);
      return call.kind === "found" ? callOf(library, call.value) : unknownValue;
    }
    case "nothing":
      return nothing;
    default:
      return unknownValue;
  }
}

/** All ways to call a value. */
function waysToCall(
  library: ApiLibrary,
  value: Known,
  depth: number,
): readonly (Known & { kind: "function" })[] {
  if (depth > MAX_DEPTH) return [];
  switch (value.kind) {
    case "function":
      return [value];
    case "union":
    case "intersection":
      return value.parts.flatMap((part) => waysToCall(library, part, depth + 1));
    case "declared":
    case "object": {
      if (value.kind === "declared" && value.isStatic) return [];
      const call = find(library, value, CALL, depth + 1);
      return call.kind === "found" ? waysToCall(library, call.value, depth + 1) : [];
    }
    default:
      return [];
  }
}

/**
 * What a function that is an argument of a call is given: its parameter, counted from 0, as the ways to call the value say.
 * Unknown where one of them does not say.
 */
export function givenTo(library: ApiLibrary, value: Known, argument: number, parameter: number): Known {
  const given = waysToCall(library, value, 0).flatMap(({ takes, scope }) => {
    const taken = library.evaluate(takes?.[argument], scope);
    return waysToCall(library, taken, 0).map((one) => library.evaluate(one.takes?.[parameter], one.scope));
  });
  if (given.length === 0 || given.some(({ kind }) => kind === "unknown")) return unknownValue;
  return given.length === 1 ? given[0]! : { kind: "union", parts: given };
}

/** What `new` of a value gives. */
export function constructionOf(library: ApiLibrary, value: Known): Known {
  if (value.kind === "declared" && value.isStatic) {
    const isClass = value.declared.symbols.some(({ kind }) => kind === "class");
    if (isClass) return { ...value, isStatic: false };
  }
  if (value.kind === "intersection" || value.kind === "union") {
    const parts = value.parts
      .map((part) => constructionOf(library, part))
      .filter(({ kind }) => kind !== "unknown");
    return parts[0] ?? unknownValue;
  }
  if (value.kind !== "declared" && value.kind !== "object") return unknownValue;
  const made = find(library, value, CONSTRUCT, 0);
  return made.kind === "found" ? callOf(library, made.value) : unknownValue;
}

/** What `await` of a value gives. */
export function awaitedOf(value: Known): Known {
  if (value.kind === "union" || value.kind === "intersection")
    return { kind: value.kind, parts: value.parts.map(awaitedOf) };
  if (value.kind === "named") return /^Promise/.test(value.name) ? (value.args[0] ?? unknownValue) : value;
  if (value.kind !== "declared" || value.isStatic) return value;
  return /(?:Promise|Promise\w*Like|Thenable)$/.test(value.declared.name)
    ? (value.args[0] ?? unknownValue)
    : value;
}
