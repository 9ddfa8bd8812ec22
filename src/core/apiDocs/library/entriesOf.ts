/** The public API of a module, each thing once, with what is written about it. */
import { type ApiDoc, docLimits } from "../apiDoc.ts";
import type { ApiEntry, PackageId } from "../apiPackage.ts";
import { type ApiSymbol, CALL, CONSTRUCT } from "../apiSymbol.ts";
import { type ApiLibrary, isDeclared } from "./apiLibrary.ts";
import type { Declared, Known } from "./known.ts";

/** Namespaces nest this deep. */
const MAX_DEPTH = 4;

export interface EntrySource {
  readonly package: PackageId;
  /** As the module is imported. */
  readonly specifier: string;
  /** Whether a file is the package's own: what it hands on of others is theirs. */
  readonly isOwn: (path: string) => boolean;
}

/** What is loaded of a module; ask again when the library wanted more. */
export function entriesOf(library: ApiLibrary, module: Known, source: EntrySource): readonly ApiEntry[] {
  if (module.kind !== "module") return [];
  const entries: ApiEntry[] = [];
  const seen = new Set<readonly ApiSymbol[]>();
  const add = (declared: Declared, name: string, depth: number): void => {
    const { symbols, scope } = declared;
    const shown = symbols.filter((one) => one.isPrivate !== true);
    const isOwn = source.isOwn(scope.unit.file.path);
    if (shown.length === 0 || !isOwn || seen.has(symbols)) return;
    seen.add(symbols);
    const container = scope.container === "" ? declared.name : `${scope.container}.${declared.name}`;
    const inside = scope.unit.within(container);
    entries.push(entryOf(shown, [...inside.values()].flat(), name, scope.unit.file.path, source));
    if (depth >= MAX_DEPTH || shown[0]!.parameters !== undefined) return;
    for (const [inner, members] of inside) {
      if (inner === CALL || inner === CONSTRUCT || isHidden(inner)) continue;
      add({ name: inner, symbols: members, scope: { ...scope, container } }, `${name}.${inner}`, depth + 1);
    }
  };
  for (const name of library.exportedNames(module.units).names) {
    if (isHidden(name)) continue;
    const found = library.importedFrom(module.units, name);
    if (found && isDeclared(found)) add(found, name === "default" ? found.name : name, 0);
  }
  return entries;
}

/** What is written, and behind it what is said of each parameter and of what is given. */
function wholeText({ text, parameters = {}, returns }: ApiDoc): string {
  const parts = Object.entries(parameters).map(([name, said]) => `${name}: ${said}`);
  if (returns !== undefined && returns !== "") parts.push(`Returns ${returns}`);
  return [text, ...parts]
    .filter((part) => part !== "")
    .join("\n\n")
    .slice(0, docLimits.text);
}

const isHidden = (name: string) => name.startsWith("_") || name.startsWith("#");

/**
 * What is known of one declaration.
 *
 * @param shownName what users call it, when it stands in nothing: a module may export it under another name
 */
export function entryOfDeclared(
  { symbols, scope, name }: Declared,
  source: Omit<EntrySource, "isOwn">,
  shownName?: string,
): ApiEntry | undefined {
  const shown = symbols.filter((one) => one.isPrivate !== true);
  if (shown.length === 0) return undefined;
  const full = scope.container === "" ? name : `${scope.container}.${name}`;
  const inside = [...scope.unit.within(full).values()].flat();
  return entryOf(shown, inside, shownName ?? full, scope.unit.file.path, source);
}

function entryOf(
  symbols: readonly ApiSymbol[],
  inside: readonly ApiSymbol[],
  name: string,
  path: string,
  { package: id, specifier }: Omit<EntrySource, "isOwn">,
): ApiEntry {
  const makers = inside.filter((one) => one.name === CONSTRUCT || one.name === "__init__");
  const first = symbols[0]!;
  const doc = symbols.find((one) => one.doc?.summary)?.doc ?? symbols.find((one) => one.doc)?.doc;
  const signatures = [...new Set([...symbols, ...makers].map(({ signature }) => signature))].slice(0, 6);
  const deprecated = symbols.every((one) => one.doc?.deprecated !== undefined) ? first.doc : undefined;
  return {
    package: id,
    module: specifier,
    name,
    kind: first.kind,
    signatures,
    ...(first.parameters ? { parameters: first.parameters } : {}),
    ...(makers.length === 1 && makers[0]!.parameters ? { makes: makers[0]!.parameters } : {}),
    summary: doc?.summary ?? "",
    doc: doc === undefined ? "" : wholeText(doc),
    examples: [...new Set(symbols.flatMap((one) => one.doc?.examples ?? []))].slice(0, 5),
    ...(deprecated?.deprecated === undefined ? {} : { deprecated: deprecated.deprecated }),
    ...(deprecated?.replacedBy === undefined ? {} : { replacedBy: deprecated.replacedBy }),
    ...(doc?.since === undefined ? {} : { since: doc.since }),
    path,
    line: first.line,
  };
}
