/** What a person finds while typing: symbols by name, files, and places in the text, in one list. */
import type { IndexStatus } from "../../core/repo/indexStatus.ts";
import type { SearchHit } from "../../core/retrieval/search.ts";
import type { SymbolHit } from "../../core/retrieval/symbolQuery.ts";
import type { SymbolKind } from "../../core/syntax/outline/outline.ts";
import type { RepoQueries } from "../../ports/repoQueries.ts";
import { indexProgress, isIndexing } from "../status/statusText.ts";

export interface FoundPlace {
  readonly path: string;
  /** 0-based, inclusive; 0 for a file. */
  readonly startLine: number;
  readonly endLine: number;
}

/** One row of the list. */
export type SearchRow =
  | {
      readonly kind: "symbol";
      readonly place: FoundPlace;
      readonly name: string;
      readonly symbolKind: SymbolKind;
      /** Empty at the top of a file. */
      readonly container: string;
    }
  | { readonly kind: "file"; readonly place: FoundPlace }
  | { readonly kind: "text"; readonly place: FoundPlace; readonly text: string; readonly within: string }
  /** Something to know; cannot be opened. */
  | { readonly kind: "note"; readonly text: string; readonly isBusy: boolean };

/** Rows of each kind. A person reads a screen of them, and types on when it is not among them. */
const MOST_SYMBOLS = 8;
const MOST_FILES = 4;
const MOST_TEXTS = 12;
/** Longer texts are no search for a name. UTF-16 units. */
const LONGEST_NAME = 80;
/** Enough of an issue text that was pasted. UTF-16 units. */
const LONGEST_QUERY = 4000;

type Search = RepoQueries["search"];
type Symbols = Pick<RepoQueries, "findSymbols">;

const placeOf = ({ path, startLine, endLine }: SymbolHit): FoundPlace => ({ path, startLine, endLine });
const isName = (text: string): boolean => text.length <= LONGEST_NAME && /^[^\s]+$/.test(text);

function symbolOfName(symbol: SymbolHit): SearchRow {
  const { name, kind, container } = symbol;
  return { kind: "symbol", place: placeOf(symbol), name, symbolKind: kind, container };
}

function symbolOfHit({
  path,
  startLine,
  endLine,
  name,
  kind,
  container = "",
}: SearchHit): readonly SearchRow[] {
  if (startLine === undefined || endLine === undefined || name === undefined || !kind) return [];
  return [{ kind: "symbol", place: { path, startLine, endLine }, name, symbolKind: kind, container }];
}

function textOf({ path, telling, name = "", container = "" }: SearchHit): readonly SearchRow[] {
  if (!telling) return [];
  const place = { path, startLine: telling.line, endLine: telling.line };
  return [{ kind: "text", place, text: telling.text, within: [container, name].filter(Boolean).join(".") }];
}

const fileOf = ({ path }: SearchHit): SearchRow => ({
  kind: "file",
  place: { path, startLine: 0, endLine: 0 },
});

const keyOf = (row: SearchRow): string =>
  row.kind === "note" ? row.text : `${row.kind === "file"} ${row.place.path}:${row.place.startLine}`;

/** Each place once, where it stands first. */
function distinct(rows: readonly SearchRow[]): readonly SearchRow[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const key = keyOf(row);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/** Symbols of a name: as the text is written, or as its letters stand in names. For words, ranked by all they hold. */
async function findSymbols(
  search: Search,
  symbols: Symbols,
  text: string,
  signal: AbortSignal,
): Promise<readonly SearchRow[]> {
  if (isName(text)) {
    const name = text.slice(text.lastIndexOf(".") + 1);
    if (name === "") return [];
    return (await symbols.findSymbols({ name, match: "fuzzy", limit: MOST_SYMBOLS }, signal)).map(
      symbolOfName,
    );
  }
  const hits = await search({ query: text, target: "symbol", limit: MOST_SYMBOLS }, signal);
  return hits.flatMap(symbolOfHit);
}

/** Best first within symbols, files and texts. Rejects with the signal's reason, or as the engine does. */
export async function searchRows(
  search: Search,
  symbols: Symbols,
  typed: string,
  signal: AbortSignal,
): Promise<readonly SearchRow[]> {
  const query = typed.trim().slice(0, LONGEST_QUERY);
  if (query === "") return [];
  const [named, files, texts] = await Promise.all([
    findSymbols(search, symbols, query, signal),
    search({ query, target: "file", limit: MOST_FILES }, signal),
    search({ query, target: "chunk", limit: MOST_TEXTS, withLine: true }, signal),
  ]);
  return distinct([...named, ...files.map(fileOf), ...texts.flatMap(textOf)]);
}

/** What to know about an answer that may lack something, or about why there is none. */
export function searchNotes(
  typed: string,
  found: number,
  status: IndexStatus,
  isIndexEnabled: boolean,
): readonly SearchRow[] {
  const note = (text: string, isBusy = false): SearchRow => ({ kind: "note", text, isBusy });
  if (!isIndexEnabled) {
    return [note("There is no index to search: no folder on a disk, or `touchstone.index.enabled` is off")];
  }
  const indexing = isIndexing(status) ? [note(`Still indexing: ${indexProgress(status)}`, true)] : [];
  if (status.phase === "failed")
    return [note(`The index failed: ${status.message ?? "no reason was given"}`)];
  if (typed.trim() === "") return indexing;
  return found > 0 ? indexing : [note(`Nothing found for "${typed.trim().slice(0, 60)}"`), ...indexing];
}
