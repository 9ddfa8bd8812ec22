/** The API that a name in a text means, told from imports and from what stands before its dot. */
import type { ApiEntry, InstalledPackage } from "../../core/apiDocs/apiPackage.ts";
import type { Declared } from "../../core/apiDocs/library/known.ts";
import { memberOf } from "../../core/apiDocs/library/memberOf.ts";
import { declaredBy, exportedName } from "./apisAt.ts";
import { CursorEntries } from "./cursorEntries.ts";
import type { LibraryLoader } from "./libraryLoader.ts";
import { type OpenProgram, openProgram, valueAtCursor } from "./openProgram.ts";

export interface NamedPlace {
  /** Absolute. */
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  /** Offset behind the name. */
  readonly end: number;
}

export interface NamedApi {
  readonly entry: ApiEntry;
  readonly owner: InstalledPackage;
}

/** `undefined`: nothing tells what it is. `other`: it is something else than an API of a library. */
export async function findApiNamed(
  loader: LibraryLoader,
  { path, languageId, text, end }: NamedPlace,
  signal: AbortSignal,
): Promise<NamedApi | "other" | undefined> {
  const cursor = { path, languageId, prefix: text.slice(0, end), suffix: text.slice(end) };
  const open = await openProgram(loader, cursor);
  if (open === undefined || open.place.typed === "") return undefined;
  if (open.place.isNew) return "other";
  const found = await declaredAt(loader, open, signal);
  if (found === undefined || found === "other") return found;
  const { declared, name } = found;
  return (await new CursorEntries(loader, path).owned(declared, name)) ?? "other";
}

interface Named {
  readonly declared: Declared;
  readonly name?: string | undefined;
}

async function declaredAt(
  loader: LibraryLoader,
  open: OpenProgram,
  signal: AbortSignal,
): Promise<Named | "other" | undefined> {
  const { receiver, typed } = open.place;
  if (receiver === undefined) {
    const expression = { kind: "name", name: typed } as const;
    const { program } = open;
    const declared = await loader.settle(() => declaredBy(program, expression, program.locals.now), signal);
    return declared && { declared, name: exportedName(open, expression, declared) };
  }
  const value = await valueAtCursor(loader, open, receiver, signal);
  const found = await loader.settle(() => memberOf(loader.library, value, typed), signal);
  if (found.kind === "missing") return "other";
  if (found.kind !== "found" || found.declared === undefined) return undefined;
  const { declared } = found;
  return { declared, name: declared.scope.container === "" ? typed : undefined };
}

/** A module that an import names. */
export interface NamedModule {
  /** As written. */
  readonly specifier: string;
  /** Of the file that it means. */
  readonly path: string;
  readonly owner: InstalledPackage;
}

const quoted = /\b(?:from|import|require\s*\(|import\s*\()\s*(["'])([^"'\n]+)\1/g;
const dotted = /^[ \t]*(?:from|import)[ \t]+([\w.]+)/g;

/** The module of a library whose name in an import holds a place. */
export async function findModuleNamed(
  loader: LibraryLoader,
  { path, languageId, text, end }: NamedPlace,
): Promise<NamedModule | undefined> {
  const start = text.lastIndexOf("\n", end - 1) + 1;
  const lineEnd = text.indexOf("\n", end);
  const line = text.slice(start, lineEnd < 0 ? text.length : lineEnd);
  for (const match of line.matchAll(languageId === "python" ? dotted : quoted)) {
    const specifier = match.at(-1)!;
    const to = start + match.index + match[0].length - (languageId === "python" ? 0 : 1);
    if (specifier.startsWith(".") || end > to || end <= to - specifier.length) continue;
    const target = await loader.ecosystem.resolve(specifier, path);
    const owner = target === undefined ? undefined : await loader.ecosystem.packageOf(target);
    const own = owner && (await loader.ecosystem.packageOf(path));
    if (target !== undefined && owner && owner.folder !== own?.folder)
      return { specifier, path: target, owner };
  }
  return undefined;
}
