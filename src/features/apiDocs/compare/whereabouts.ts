/** Looks for APIs in another copy of their package: what is inherited or handed on there is no entry of its own. */
import type { ApiEntry, InstalledPackage } from "../../../core/apiDocs/apiPackage.ts";
import { keyOf, type Whereabouts } from "../../../core/apiDocs/compare/compareApis.ts";
import { type ApiLibrary, isDeclared } from "../../../core/apiDocs/library/apiLibrary.ts";
import { entryOfDeclared } from "../../../core/apiDocs/library/entriesOf.ts";
import type { Declared, Known } from "../../../core/apiDocs/library/known.ts";
import { memberOf, membersOf } from "../../../core/apiDocs/library/memberOf.ts";
import type { LibraryLoader } from "../libraryLoader.ts";

type Found = { readonly declared?: Declared | undefined } | "missing" | "unknown";

/** @returns by `keyOf` */
export async function whereaboutsOf(
  entries: readonly ApiEntry[],
  { loader, installed }: Copy,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Whereabouts>> {
  const modules = new Map<string, Known | undefined>();
  for (const { specifier, path } of await loader.ecosystem.publicModules(installed))
    modules.set(specifier, await loader.moduleAt(path, specifier, signal));
  const found = new Map<string, Whereabouts>();
  for (const entry of entries) {
    signal.throwIfAborted();
    const there = await whereaboutsIn(modules, entry, loader, installed, signal);
    if (there !== undefined) found.set(keyOf(entry), there);
  }
  return found;
}

export interface LostExport {
  readonly entry: ApiEntry;
  readonly instead?: string | undefined;
}

/**
 * What modules handed out, and do not any more, that is no entry of the package: the whole (`import A from "m"`), and what
 * came from another package.
 *
 * @param known keys of the package's own entries
 */
export async function lostExports(
  before: Copy,
  after: Copy,
  known: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<readonly LostExport[]> {
  const found: LostExport[] = [];
  const now = new Map((await publicModules(after)).map(({ specifier, path }) => [specifier, path]));
  for (const { specifier, path } of await publicModules(before)) {
    const there = now.get(specifier);
    // Modules of Python hold all that they import; only what the package itself holds is meant for others.
    const isMeant =
      before.loader.ecosystem.name !== "python" || before.installed.importNames.includes(specifier);
    const old = isMeant ? await before.loader.moduleAt(path, specifier, signal) : undefined;
    const module = there === undefined ? undefined : await after.loader.moduleAt(there, specifier, signal);
    if (old?.kind !== "module" || module?.kind !== "module") continue;
    const had = await before.loader.settle(() => before.loader.library.exportedNames(old.units), signal);
    const has = await after.loader.settle(() => after.loader.library.exportedNames(module.units), signal);
    if (has.isOpen) continue;
    const isWhole = old.units.some((unit) => unit.exported("=") !== undefined);
    for (const name of isWhole ? ["default"] : had.names) {
      const isOwn = name !== "default" && known.has(`${specifier}:${name}`);
      if (isOwn || name.startsWith("_") || has.names.has(name)) continue;
      if (after.loader.library.submodule(module.units, name) !== undefined) continue;
      const was = before.loader.library.importedFrom(old.units, name);
      const declared = was && isDeclared(was) ? was : undefined;
      found.push({
        entry: entryOfExport(declared, name, specifier, path, before.installed),
        instead:
          name === "default" && declared && has.names.has(declared.name) ? `{ ${declared.name} }` : undefined,
      });
    }
  }
  return found;
}

function entryOfExport(
  declared: Declared | undefined,
  name: string,
  specifier: string,
  path: string,
  { id }: InstalledPackage,
): ApiEntry {
  const known = declared && entryOfDeclared(declared, { package: id, specifier }, name);
  if (known) return known;
  const nothing = { signatures: [], summary: "", doc: "", examples: [] };
  return { package: id, module: specifier, name, kind: "variable", ...nothing, path, line: 0 };
}

/** A copy of a package with what follows its imports. */
export interface Copy {
  readonly loader: LibraryLoader;
  readonly installed: InstalledPackage;
}

const publicModules = ({ loader, installed }: Copy) => loader.ecosystem.publicModules(installed);

/** Any import that gave it may still do so. */
async function whereaboutsIn(
  modules: ReadonlyMap<string, Known | undefined>,
  entry: ApiEntry,
  loader: LibraryLoader,
  installed: InstalledPackage,
  signal: AbortSignal,
): Promise<Whereabouts | undefined> {
  const keys = [keyOf(entry), ...(entry.aliases ?? [])];
  let isUnknown = false;
  let isListed = true;
  for (const key of keys) {
    const colon = key.indexOf(":");
    const [specifier, name] = [key.slice(0, colon), key.slice(colon + 1)];
    const module = modules.get(specifier);
    if (module === undefined) continue;
    const found = await loader.settle(() => lookFor(loader.library, module, name.split(".")), signal);
    // A module that makes names at run time lists those that it had before; what a thing inherits is listed nowhere.
    if (found === "unknown" && name.includes(".")) isUnknown = true;
    if (found === "unknown" && !name.includes(".")) isListed = false;
    if (typeof found === "string") continue;
    const declared =
      found.declared && entryOfDeclared(found.declared, { package: installed.id, specifier }, name);
    return declared ?? "unknown";
  }
  if (isUnknown) return "unknown";
  return isListed ? "missing" : undefined;
}

function lookFor(library: ApiLibrary, module: Known, names: readonly string[]): Found {
  if (module.kind !== "module") return "unknown";
  const [first = "", ...rest] = names;
  const top = library.importedFrom(module.units, first) ?? library.exported(module.units, first);
  if (top === "unknown") return "unknown";
  if (top === "missing")
    return library.submodule(module.units, first) ? "unknown" : wholeOf(library, module, first);
  let here: Declared | undefined = isDeclared(top) ? top : undefined;
  if (here === undefined) return rest.length === 0 ? {} : "unknown";
  for (const name of rest) {
    const next = insideOf(library, here, name);
    if (typeof next === "string") return next;
    if (next.declared === undefined) return {};
    here = next.declared;
  }
  return { declared: here };
}

/** What a module hands out as a whole may be called by its own name: `export default class A`. */
function wholeOf(library: ApiLibrary, module: Known & { kind: "module" }, name: string): Found {
  const whole = library.importedFrom(module.units, "default") ?? library.importedFrom(module.units, "=");
  if (whole && isDeclared(whole) && whole.name === name) return { declared: whole };
  return "missing";
}

/** A member of what it makes, of itself, or of the namespace of that name. */
function insideOf(library: ApiLibrary, outer: Declared, name: string): Found {
  const inside = library.inside(outer, name);
  if (inside && isDeclared(inside)) return { declared: inside };
  const isType = outer.symbols.some(({ kind }) => kind === "class" || kind === "interface");
  const made: Known = isType
    ? { kind: "declared", declared: outer, args: [], isStatic: false }
    : library.valueOf(outer);
  const looked = [memberOf(library, made, name), memberOf(library, typeOf(library, outer), name)];
  if (isType) {
    const own = membersOf(library, { kind: "declared", declared: outer, args: [], isStatic: true });
    const declared = own.names.get(name);
    if (declared) return { declared };
    if (own.isOpen) return "unknown";
  }
  const found = looked.find(({ kind }) => kind === "found");
  if (found?.kind === "found") return { declared: found.declared };
  return looked.every(({ kind }) => kind === "missing") ? "missing" : "unknown";
}

/** What a name of a type stands for. */
function typeOf(library: ApiLibrary, { scope, name, symbols }: Declared): Known {
  const isAlias = symbols.some(({ kind }) => kind === "type");
  return isAlias ? library.evaluate({ kind: "name", name }, scope) : { kind: "nothing" };
}
