/** Reads the whole public API of a package. */
import type { ApiEntry, InstalledPackage } from "../../core/apiDocs/apiPackage.ts";
import { entriesOf } from "../../core/apiDocs/library/entriesOf.ts";
import type { LibraryLoader } from "./libraryLoader.ts";
import { withSourceDoc } from "./stubDocs.ts";

/** Of one package. */
const MOST_ENTRIES = 20_000;

const MOST_ALIASES = 8;

/** Each API once, by the shortest import that gives it. */
export async function readPackage(
  loader: LibraryLoader,
  installed: InstalledPackage,
  signal?: AbortSignal,
): Promise<readonly ApiEntry[]> {
  const found = new Map<string, ApiEntry>();
  const isOwn = (path: string) => path.startsWith(`${installed.folder}/`);
  for (const { specifier, path } of await loader.ecosystem.publicModules(installed)) {
    signal?.throwIfAborted();
    const module = await loader.moduleAt(path, specifier, signal);
    if (module === undefined) continue;
    const source = { package: installed.id, specifier, isOwn };
    for (const entry of await loader.settle(() => entriesOf(loader.library, module, source), signal)) {
      const key = `${entry.path}:${entry.line}:${entry.name.slice(entry.name.lastIndexOf(".") + 1)}`;
      const known = found.get(key);
      if (known === undefined) {
        if (found.size < MOST_ENTRIES) found.set(key, entry);
      } else if (partsOf(entry) < partsOf(known)) found.set(key, withAlias(entry, known));
      else found.set(key, withAlias(known, entry));
    }
  }
  const entries: ApiEntry[] = [];
  for (const entry of found.values()) entries.push(await withSourceDoc(loader, entry, signal));
  return entries;
}

/** The one, and that the other is the same. */
function withAlias(kept: ApiEntry, { module, name, aliases = [] }: ApiEntry): ApiEntry {
  const all = [...(kept.aliases ?? []), `${module}:${name}`, ...aliases];
  return { ...kept, aliases: [...new Set(all)].slice(0, MOST_ALIASES) };
}

const partsOf = ({ module, name }: ApiEntry) => module.split(/[./]/).length + name.split(".").length;
