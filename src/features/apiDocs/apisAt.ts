/** APIs of installed libraries for a cursor: members of the value before the dot, what the file imports, what is called. */
import type { ApiEntry } from "../../core/apiDocs/apiPackage.ts";
import { type ApiLibrary, isDeclared } from "../../core/apiDocs/library/apiLibrary.ts";
import type { Declared, Known } from "../../core/apiDocs/library/known.ts";
import { memberOf, membersOf } from "../../core/apiDocs/library/memberOf.ts";
import { packageNameOf } from "../../core/apiDocs/npm/packageEntry.ts";
import type { PackedApis } from "../../core/apiDocs/search/packedApis.ts";
import { type ApiHit, searchApis } from "../../core/apiDocs/search/searchApis.ts";
import { evaluate, type Program } from "../../core/apiDocs/use/evaluate.ts";
import type { Expression } from "../../core/apiDocs/use/expression.ts";
import type { Moment } from "../../core/apiDocs/use/locals.ts";
import { type Evidence, evidenceOf, scoreOf } from "../../core/apiDocs/use/rankApis.ts";
import type { ApiShelf } from "./apiShelf.ts";
import { CursorEntries } from "./cursorEntries.ts";
import type { Libraries } from "./libraries.ts";
import type { LibraryLoader } from "./libraryLoader.ts";
import { type CursorText, type OpenProgram, openProgram, valueAtCursor } from "./openProgram.ts";

export interface CursorQuery extends CursorText {
  readonly limit: number;
}

/** What is called around the cursor comes before all that may be written in it. */
export const CALLEE = 20;
/** Names that are looked up in the imported packages for a value of unknown type. */
const MOST_NAMES = 8;
/** Entries of the imported packages that are looked at for words near the cursor. */
const MOST_FOUND = 30;

export interface Candidate {
  readonly declared: Declared;
  /** As the module that gives it calls it. */
  readonly name?: string | undefined;
  readonly score: number;
}

export async function findApisAt(
  { limit, ...text }: CursorQuery,
  libraries: Libraries,
  shelf: ApiShelf,
  signal: AbortSignal,
): Promise<readonly ApiHit[]> {
  const loader = libraries.loaderFor(text.languageId);
  const open = loader && (await openProgram(loader, text));
  if (loader === undefined || open === undefined || open.place.isNew) return [];
  const evidence = evidenceOf(text.prefix, text.suffix);
  const known = await candidatesAt(loader, open, evidence, signal);
  const entries = new CursorEntries(loader, text.path);
  const hits: ApiHit[] = [];
  for (const { declared, name, score } of known) {
    if (hits.length >= limit) break;
    const entry = await entries.of(declared, name);
    const isThere = hits.some(({ entry: one }) => isSame(one, entry));
    if (entry && !isThere) hits.push({ entry, score: Math.max(score, 0.01) });
  }
  const { receiver, callee, typed } = open.place;
  const isOpen = receiver !== undefined && known.length === 0;
  const isCall =
    receiver === undefined && typed === "" && callee?.kind === "member" && known[0]?.score !== CALLEE;
  if (!isOpen && !isCall) return hits;
  const packages = await importedPackages(open, loader, libraries, shelf, signal);
  if (isCall) return [...named(packages, callee.name), ...hits].slice(0, limit);
  return [...hits, ...likely(packages, typed, evidence, limit)].slice(0, limit);
}

export async function candidatesAt(
  loader: LibraryLoader,
  open: OpenProgram,
  evidence: Evidence,
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  const { receiver, callee, typed } = open.place;
  const found: Candidate[] = [];
  if (receiver !== undefined) {
    const value = await valueAtCursor(loader, open, receiver, signal);
    found.push(...(await loader.settle(() => membersAt(loader.library, value, typed, evidence), signal)));
  } else {
    const called =
      callee && typed === ""
        ? await loader.settle(() => declaredBy(open.program, callee, open.program.locals.now), signal)
        : undefined;
    if (called) found.push({ declared: called, name: exportedName(open, callee, called), score: CALLEE });
    found.push(...(await loader.settle(() => importedAt(open, typed, evidence), signal)));
  }
  return found.sort((a, b) => b.score - a.score);
}

function membersAt(
  library: ApiLibrary,
  value: Known,
  typed: string,
  evidence: Evidence,
): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const part of withWholes(library, value)) {
    for (const [name, declared] of membersOf(library, part).names) {
      if (!fits(name, typed)) continue;
      const isExport = part.kind === "module";
      found.push({
        declared,
        ...(isExport ? { name } : {}),
        score: scoreOf({ name, symbols: declared.symbols }, evidence, true),
      });
    }
  }
  return found;
}

/** Of a module also the value that it is as a whole. */
function withWholes(library: ApiLibrary, value: Known): readonly Known[] {
  if (value.kind !== "module") return [value];
  const hasWhole = value.units.some((unit) => unit.exported("=") !== undefined);
  const whole = hasWhole ? library.importedFrom(value.units, "=") : undefined;
  return whole === undefined ? [value] : [value, library.valueOf(whole)];
}

const fits = (name: string, typed: string): boolean =>
  (typed.startsWith("_") ? /^\w/ : /^[A-Za-z$]/).test(name) &&
  name.toLowerCase().startsWith(typed.toLowerCase());

/** The declaration that an expression names. */
export function declaredBy(program: Program, expression: Expression, at: Moment): Declared | undefined {
  const { library, unit, locals } = program;
  switch (expression.kind) {
    case "member": {
      const value = evaluate(program, expression.of, at);
      const found = withWholes(library, value).map((one) => memberOf(library, one, expression.name));
      return found.find((one) => one.kind === "found")?.declared;
    }
    case "new":
      return declaredBy(program, expression.of, at);
    case "name": {
      const local = locals.find(expression.name, at);
      if (local) return declaredBy(program, local.expression, local.at);
      return declared(library.lookUp({ unit, container: "", bindings: new Map() }, expression.name));
    }
    case "imported":
      return declared(library.imported(unit, expression.module, expression.name));
    default:
      return undefined;
  }
}

const declared = (found: Known | Declared | undefined): Declared | undefined =>
  found && isDeclared(found) ? found : undefined;

/** Names that the file imports from libraries. */
function importedAt(open: OpenProgram, typed: string, evidence: Evidence): readonly Candidate[] {
  const names = [...open.unit.imports.map(({ local }) => local), ...open.program.locals.names(isImport)];
  return [...new Set(names)].flatMap((name) => {
    const found = fits(name, typed)
      ? declaredBy(open.program, { kind: "name", name }, open.program.locals.now)
      : undefined;
    return found
      ? [
          {
            declared: found,
            name: importedName(open, name),
            score: scoreOf({ name, symbols: found.symbols }, evidence, false),
          },
        ]
      : [];
  });
}

/** What a name that a file imports is called where it comes from; its own name for a module as a whole. */
function importedName({ unit }: OpenProgram, local: string): string {
  const name = unit.imports.find((one) => one.local === local)?.name;
  return name === undefined || /^(?:[*=]|default)$/.test(name) ? local : name;
}

/** The same of what an expression names; members of classes are called by their class. */
export function exportedName(
  open: OpenProgram,
  expression: Expression | undefined,
  found: Declared,
): string | undefined {
  if (expression?.kind === "name") return importedName(open, expression.name);
  return expression?.kind === "member" && found.scope.container === "" ? expression.name : undefined;
}

const isImport = (expression: Expression): boolean =>
  expression.kind === "imported" || (expression.kind === "member" && isImport(expression.of));

const isSame = (a: ApiEntry, b: ApiEntry | undefined): boolean =>
  a.path === b?.path && a.line === b.line && a.name === b.name;

/** Packages whose modules the file imports. */
export async function importedPackages(
  { links }: OpenProgram,
  { ecosystem }: LibraryLoader,
  libraries: Libraries,
  shelf: ApiShelf,
  signal: AbortSignal,
): Promise<readonly PackedApis[]> {
  const heads = new Set(
    [...links.keys()].flatMap((one) => [packageNameOf(one)?.name ?? "", one.split(".")[0] ?? ""]),
  );
  const { readable } = await libraries.installed();
  const packages: PackedApis[] = [];
  for (const one of readable) {
    signal.throwIfAborted();
    const isImported =
      one.installed.id.ecosystem === ecosystem.name &&
      one.installed.importNames.some((name) => heads.has(name));
    if (isImported) packages.push(await shelf.take(one));
  }
  return packages;
}

/** The member of a name that fits best, if there is one. */
function named(packages: readonly PackedApis[], name: string): readonly ApiHit[] {
  const hits = searchApis(packages, { text: name, limit: 8, read: 8 });
  return hits.filter(({ entry }) => entry.name.endsWith(`.${name}`)).slice(0, 1);
}

/** Of the imported packages what the file uses elsewhere, then what the words near the cursor speak of. */
function likely(
  packages: readonly PackedApis[],
  typed: string,
  { members, pairs, near, receiver }: Evidence,
  limit: number,
): readonly ApiHit[] {
  const found: ApiHit[] = [];
  const add = (entry: ApiEntry, score: number) => {
    const isThere = found.some(({ entry: one }) => isSame(one, entry));
    if (!isThere && score > 0 && found.length < limit) found.push({ entry, score });
  };
  const weigh = (name: string) => 4 * (pairs.get(`${receiver}.${name}`) ?? 0) + (members.get(name) ?? 0);
  const used = [...members.keys()]
    .filter((name) => fits(name, typed))
    .sort((a, b) => weigh(b) - weigh(a))
    .slice(0, MOST_NAMES);
  for (const name of used) {
    for (const { entry } of named(packages, name)) add(entry, weigh(name));
  }
  if (typed === "") return found;
  const words = [...near].filter(([, weight]) => weight >= 0.5).map(([term]) => term);
  for (const { entry, score } of searchApis(packages, { text: words.join(" "), limit: MOST_FOUND })) {
    const name = entry.name.slice(entry.name.lastIndexOf(".") + 1);
    if (entry.name.includes(".") && fits(name, typed)) add(entry, score / 1000);
  }
  return found;
}
