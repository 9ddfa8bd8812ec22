/** Stubs tell types and say nothing: what a Python library says of an API stands in the source beside the stub. */
import type { ApiEntry } from "../../core/apiDocs/apiPackage.ts";
import { type ApiLibrary, isDeclared } from "../../core/apiDocs/library/apiLibrary.ts";
import { entryOfDeclared } from "../../core/apiDocs/library/entriesOf.ts";
import type { Declared, Known } from "../../core/apiDocs/library/known.ts";
import { memberOf } from "../../core/apiDocs/library/memberOf.ts";
import type { LibraryLoader } from "./libraryLoader.ts";

/** The entry with what the source says, where the stub says nothing. @throws the signal's reason */
export async function withSourceDoc(
  loader: LibraryLoader,
  entry: ApiEntry,
  signal?: AbortSignal,
): Promise<ApiEntry> {
  const isSilent = entry.path.endsWith(".pyi") && entry.summary === "" && entry.doc === "";
  if (!isSilent) return entry;
  const module = await loader.moduleAt(entry.path.slice(0, -1), entry.module, signal);
  if (module?.kind !== "module") return entry;
  const { library } = loader;
  const found = await loader.settle(() => declaredIn(library, module, entry.name.split(".")), signal);
  const said = found && entryOfDeclared(found, { package: entry.package, specifier: entry.module });
  if (said === undefined) return entry;
  const { summary, doc, examples, deprecated, replacedBy, since } = said;
  return { ...entry, summary, doc, examples, ...given({ deprecated, replacedBy, since }), ...own(entry) };
}

/** What the stub itself tells wins. */
const own = ({ deprecated, replacedBy, since }: ApiEntry) => given({ deprecated, replacedBy, since });

const given = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;

function declaredIn(
  library: ApiLibrary,
  module: Known & { readonly kind: "module" },
  [first = "", ...inner]: readonly string[],
): Declared | undefined {
  const top = library.importedFrom(module.units, first);
  let declared = top && isDeclared(top) ? top : undefined;
  for (const name of inner) {
    if (declared === undefined) return undefined;
    const member = memberOf(library, { kind: "declared", declared, args: [], isStatic: true }, name);
    declared = member.kind === "found" ? member.declared : undefined;
  }
  return declared;
}
