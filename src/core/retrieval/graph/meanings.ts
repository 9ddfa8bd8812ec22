/**
 * Which definition a use of a name means: a score for each candidate, from how the file comes to the name, what the name
 * is taken from, and what is near. The numbers are ranks rather than chances: what the language's own rules decide is near
 * 1, what only the name says is below 0.3, what the rules exclude is near 0.
 */

import type { SymbolHit } from "../../repo/symbolHit.ts";
import { definitionName, type SyntaxReference } from "../../syntax/facts/facts.ts";
import type { SymbolKind } from "../../syntax/outline/outline.ts";
import type { Binding, FileScope } from "./fileScope.ts";
import { handsNamesOn, hasImplicitSelf, importsNames, sharesDirectory } from "./lexicalGroup.ts";
import { directoryOf } from "./moduleFiles.ts";

/** What must be known of other files. */
export interface Surroundings {
  /** Whether a file imports another, itself or through one file between, so that it may hand on its names. */
  handsOn(file: string, definer: string): boolean;
  /** Whether a type inherits from another, as far as is known. */
  inherits(type: string, from: string): boolean;
}

export interface Meaning {
  readonly definition: SymbolHit;
  /** 0 <= score <= 1. */
  readonly score: number;
}

type Use = Pick<SyntaxReference, "name" | "role" | "receiver" | "within">;

const selves = new Set(["self", "this", "cls", "Self", "@", "$this", "static"]);
const parents = new Set(["super", "super()", "parent", "base"]);
const typeKinds: ReadonlySet<SymbolKind> = new Set(["class", "interface", "enum", "struct", "trait", "type"]);

/** Below this no use counts for a definition. */
export const LEAST_MEANT = 0.3;

/** Scores of all candidates, best first. */
export function meaningsOf(
  use: Use,
  scope: FileScope,
  candidates: readonly SymbolHit[],
  around: Surroundings,
): Meaning[] {
  const world = handsNamesOn(scope.languageId) ? around : withoutHandingOn(around);
  const members = candidates.filter(({ container }) => container !== "").length;
  const plain = withoutDecoratorMark(use, scope.languageId);
  return candidates
    .filter((candidate) => isSameWorld(scope.languageId, candidate, scope))
    .map((definition) => ({
      definition,
      score: scoreOf(plain, scope, definition, world, members) * fitOf(use, definition),
    }))
    .sort((a, b) => b.score - a.score);
}

/** `@lib.mark` takes `mark` from `lib`; in Ruby alone `@lib` is a field. */
const withoutDecoratorMark = (use: Use, languageId: string): Use =>
  languageId !== "ruby" && /^@\w/.test(use.receiver) ? { ...use, receiver: use.receiver.slice(1) } : use;

const withoutHandingOn = (around: Surroundings): Surroundings => ({
  handsOn: () => false,
  inherits: (type, from) => around.inherits(type, from),
});

/** Code of other languages is not called by name. */
function isSameWorld(languageId: string, candidate: SymbolHit, scope: FileScope): boolean {
  return (
    candidate.path === scope.path || worldOf(candidate.path) === worldOf(scope.path) || languageId === ""
  );
}

const worlds: readonly (readonly string[])[] = [
  [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".vue", ".svelte"],
  [".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".hh", ".hxx", ".m", ".mm", ".cu", ".cuh", ".ipp"],
  [".java", ".kt", ".kts", ".scala", ".sc", ".groovy"],
  [".py", ".pyi", ".pyw"],
  [".sh", ".bash", ".zsh"],
];

function worldOf(path: string): string {
  const extension = path.slice(path.lastIndexOf("."));
  return worlds.find((world) => world.includes(extension))?.[0] ?? extension;
}

/** What inherits or is a type is one; a field is rarely called. */
function fitOf({ role }: Use, { kind }: SymbolHit): number {
  const isType = typeKinds.has(kind);
  if (role === "inherit" || role === "type") return isType || kind === "module" ? 1 : 0.3;
  if (role === "call") return kind === "field" || kind === "variable" || kind === "constant" ? 0.6 : 1;
  return 1;
}

function scoreOf(
  use: Use,
  scope: FileScope,
  candidate: SymbolHit,
  around: Surroundings,
  members: number,
): number {
  if (use.receiver === "") return plainScore(use, scope, candidate, around);
  if (selves.has(use.receiver) || use.receiver.startsWith("@"))
    return selfScore(use, scope, candidate, around, 0.95);
  if (parents.has(use.receiver)) return selfScore(use, scope, candidate, around, 0.1);
  return receiverScore(use, scope, candidate, around, members);
}

/** A name by itself. */
function plainScore(use: Use, scope: FileScope, candidate: SymbolHit, around: Surroundings): number {
  const { container, path } = candidate;
  const binding = scope.bindings.get(use.name);
  if (binding && binding.name !== "") return boundScore(binding, candidate, around);
  const within = definitionName(scope.facts, use.within);
  const isLocal = path === scope.path && (container === "" || isAround(within, container));
  if (isLocal && (container === "" || canSeeMembers(scope, container))) return 0.95;
  if (binding) return boundScore(binding, candidate, around);
  if (container !== "")
    return hasImplicitSelf(scope.languageId) ? memberScore(use, scope, candidate, around) : 0.05;
  if (scope.wholeFiles.has(path)) return 0.85;
  if (sharesDirectory(scope.languageId) && directoryOf(path) === directoryOf(scope.path)) return 0.9;
  for (const file of scope.wholeFiles) if (around.handsOn(file, path)) return 0.7;
  if (path === scope.path) return 0.9;
  return importsNames(scope.languageId) ? 0.1 : 0.4;
}

/** Names inside functions are seen by what is around; members of types are not, but where `this` may be left out. */
function canSeeMembers(scope: FileScope, container: string): boolean {
  const last = container.slice(container.lastIndexOf(".") + 1);
  const isType = scope.facts.definitions.some(({ name, kind }) => name === last && typeKinds.has(kind));
  return !isType || hasImplicitSelf(scope.languageId);
}

/** Whether what is called `container` is around what is called `within`, or is it. */
const isAround = (within: string, container: string): boolean =>
  within === container || within.startsWith(`${container}.`);

/** A name that an import binds. */
function boundScore({ name, files }: Binding, candidate: SymbolHit, around: Surroundings): number {
  const { container, path } = candidate;
  if (name !== "" && name !== "default" && name !== candidate.name) return 0.02;
  if (container !== "" && name !== "default") return 0.05;
  if (files.has(path)) return 0.97;
  for (const file of files) if (around.handsOn(file, path)) return 0.85;
  return 0.02;
}

/** A member without receiver, in a language that lets it be left out. */
function memberScore(
  use: Use,
  scope: FileScope,
  { container, path }: SymbolHit,
  around: Surroundings,
): number {
  const own = classAround(scope, use);
  const type = lastPart(container);
  if (own !== "" && own === type) return path === scope.path ? 0.95 : 0.8;
  if (own !== "" && around.inherits(own, type)) return 0.8;
  return path === scope.path ? 0.35 : 0.15;
}

/** A member of the object itself. @param own score of the class around */
function selfScore(
  use: Use,
  scope: FileScope,
  { container, path }: SymbolHit,
  around: Surroundings,
  own: number,
): number {
  if (container === "") return 0.05;
  const type = classAround(scope, use);
  if (type !== "" && lastPart(container) === type) return path === scope.path ? own : own * 0.6;
  if (type !== "" && around.inherits(type, lastPart(container))) return 0.85;
  return path === scope.path ? 0.2 : 0.1;
}

/** Name of the innermost type around a use, empty when there is none. */
function classAround({ facts }: FileScope, { within }: Use): string {
  for (let at = within; at >= 0; at = facts.definitions[at]!.parent) {
    const { kind, name, container } = facts.definitions[at]!;
    if (container !== "") return lastPart(container);
    if (typeKinds.has(kind) || kind === "module") return name;
  }
  return "";
}

/** A name taken from something that has a name itself. */
function receiverScore(
  use: Use,
  scope: FileScope,
  candidate: SymbolHit,
  around: Surroundings,
  members: number,
): number {
  const { container, path } = candidate;
  const root = /^[\w$]+/.exec(use.receiver)?.[0] ?? "";
  const last = /[\w$]+$/.exec(use.receiver)?.[0] ?? "";
  const binding = root === last ? scope.bindings.get(root) : undefined;
  if (last !== "" && lastPart(container) === last) {
    return path === scope.path || !binding || reaches(binding.files, path, around) ? 0.93 : 0.1;
  }
  if (binding) {
    if (container === "") return reaches(binding.files, path, around) ? 0.95 : 0.02;
    if (binding.files.size === 0) return importsNames(scope.languageId) ? 0.04 : 0.1;
    return path !== scope.path && reaches(binding.files, path, around)
      ? 0.5
      : unknownScore(scope, candidate, last, members);
  }
  if (container === "") {
    if (root !== last && isModuleBelow(scope, root, last, path)) return 0.9;
    const isWhole = scope.wholeFiles.has(path) && use.receiver.replaceAll("::", ".").includes(".");
    return isWhole ? 0.7 : 0.06;
  }
  if (isTypeName(last)) return around.inherits(last, lastPart(container)) ? 0.8 : 0.1;
  return unknownScore(scope, candidate, last, members);
}

/** `exceptions` of `requests.exceptions.Timeout`: the file of that name that is imported, or is in the package of the first word. */
function isModuleBelow(scope: FileScope, root: string, module: string, path: string): boolean {
  const file = path.replace(/\/(?:__init__|index|mod)\.\w+$/, "").replace(/\.\w+$/, "");
  if (file.slice(file.lastIndexOf("/") + 1) !== module) return false;
  if (scope.importedFiles.has(path)) return true;
  return [...(scope.bindings.get(root)?.files ?? [])].some((bound) =>
    file.startsWith(`${directoryOf(bound)}/`),
  );
}

/** Names of types begin with a capital and go on in small letters in all languages at hand. */
const isTypeName = (name: string): boolean => /^[A-Z]\w*[a-z]/.test(name);

const reaches = (files: ReadonlySet<string>, path: string, around: Surroundings): boolean =>
  files.has(path) || [...files].some((file) => around.handsOn(file, path));

/** A member of an object of unknown type: how near is its type, and how many others have one of the name? */
function unknownScore(
  scope: FileScope,
  { container, path }: SymbolHit,
  receiver: string,
  members: number,
): number {
  const type = lastPart(container).toLowerCase();
  const name = receiver.replaceAll(/[_$]/g, "").toLowerCase();
  if (name.length > 2 && (type === name || type.endsWith(name))) return 0.75;
  const isNear =
    path === scope.path ||
    scope.importedFiles.has(path) ||
    scope.facts.references.some((use) => use.role === "type" && use.name === lastPart(container));
  if (members === 1) return isNear ? 0.75 : 0.6;
  const share = 1 / members;
  return isNear ? Math.max(0.35, Math.min(0.6, share + 0.2)) : Math.min(0.3, share);
}

const lastPart = (dotted: string): string => dotted.slice(dotted.lastIndexOf(".") + 1);
