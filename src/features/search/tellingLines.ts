/** Shows of each hit the line that says most about the query, from the text as it is now. */
import type { SearchHit, SearchQuery } from "../../core/retrieval/search.ts";
import { tellingLine } from "../../core/retrieval/tellingLine.ts";
import type { SourceTexts } from "./sourceTexts.ts";

/** Hits without lines, and those whose text is gone by now, stay as they are. */
export async function withTellingLines(
  hits: readonly SearchHit[],
  { query }: SearchQuery,
  texts: SourceTexts,
  signal: AbortSignal,
): Promise<readonly SearchHit[]> {
  const linesOf = new Map<string, readonly string[]>();
  for (const { path, startLine } of hits) {
    signal.throwIfAborted();
    if (startLine === undefined || linesOf.has(path)) continue;
    linesOf.set(path, (await texts.read(path))?.split("\n") ?? []);
  }
  return hits.map((hit) => {
    const { path, startLine, endLine } = hit;
    if (startLine === undefined || endLine === undefined) return hit;
    const telling = tellingLine(linesOf.get(path) ?? [], query, startLine, endLine);
    return telling ? { ...hit, telling } : hit;
  });
}
