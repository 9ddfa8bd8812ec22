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
    found.set(keyOf(entry), await whereaboutsIn(modules, entry, loader, installed, signal));
  }
  return found;
}

/** What modules handed out as a whole, and do not any more: `import A from "m"` says so. */
export async function lostDefaults(
  before: Copy,
  after: Copy,
  signal: AbortSignal,
): Promise<readonly { readonly entry: ApiEntry; readonly instead?: string | undefined }[]> {
  const found: { entry: ApiEntry; instead?: string | undefined }[] = [];
  const now = new Map((await publicModules(after)).map(({ specifier, path }) => [specifier, path]));
  for (const { specifier, path } of await publicModules(before)) {
    const there = now.get(specifier);
    if (there === undefined || before.loader.ecosystem.name === "python") continue;
    const old = await before.loader.moduleAt(path, specifier, signal);
    const was = old && (await before.loader.settle(() => defaultOf(before.loader.library, old), signal));
    const module = was && (await after.loader.moduleAt(there, specifier, signal));
    if (was === undefined || module?.kind !== "module") continue;
    const { names, isOpen } = await after.loader.settle(
      () => after.loader.library.exportedNames(module.units),
      signal,
    );
    const entry = entryOfDeclared(was, { package: before.installed.id, specifier }, "default");
    if (!isOpen && !names.has("default") && entry)
      found.push({ entry, instead: names.has(was.name) ? `{ ${was.name} }` : undefined });
  }
  return found;
}

/** A copy of a package with what follows its imports. */
export interface Copy {
  readonly loader: LibraryLoader;
  readonly installed: InstalledPackage;
}

const publicModules = ({ loader, installed }: Copy) => loader.ecosystem.publicModules(installed);

function defaultOf(library: ApiLibrary, module: Known): Declared | undefined {
  if (module.kind !== "module") return undefined;
  const { names } = library.exportedNames(module.units);
  const whole = names.has("default") ? library.importedFrom(module.units, "default") : undefined;
  return whole && isDeclared(whole) ? whole : undefined;
}

/** Any import that gave it may still do so. */
async function whereaboutsIn(
  modules: ReadonlyMap<string, Known | undefined>,
  entry: ApiEntry,
  loader: LibraryLoader,
  installed: InstalledPackage,
  signal: AbortSignal,
): Promise<Whereabouts> {
  const keys = [keyOf(entry), ...(entry.aliases ?? [])];
  let isUnknown = false;
  for (const key of keys) {
    const colon = key.indexOf(":");
    const [specifier, name] = [key.slice(0, colon), key.slice(colon + 1)];
    const module = modules.get(specifier);
    if (module === undefined) continue;
    const found = await loader.settle(() => lookFor(loader.library, module, name.split(".")), signal);
    if (found === "unknown") isUnknown = true;
    if (typeof found === "string") continue;
    const declared =
      found.declared && entryOfDeclared(found.declared, { package: installed.id, specifier }, name);
    return declared ?? "unknown";
  }
  return isUnknown ? "unknown" : "missing";
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
