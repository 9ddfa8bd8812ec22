/**
 * The line after one that was copied and accepted in full: its source goes on, and so may the person. The only way in which
 * more than one line of a source is offered. Not for imports, whose order elsewhere says little.
 */
import { endsLine, indentChange } from "../../syntax/tokens/newline.ts";
import type { Provenance } from "../suggestion.ts";
import type { CopySite } from "./copySites.ts";
import { ImportWords, isImport } from "./importSites.ts";
import { hasLine } from "./lineCompare.ts";
import type { TokenSource } from "./tokenSource.ts";
import type { View } from "./view.ts";

/**
 * The line after `accepted` in its source.
 *
 * @returns undefined unless the cursor starts a line as deep as the one there, right below a line of the same shape
 */
export function continuationSite(view: View, accepted: Provenance): CopySite | undefined {
  const { current } = view;
  const { file, line, typed } = current;
  if (typed > 0 || line === 0) return undefined;
  const words = new ImportWords(view.vocabulary, file.languageId);
  for (const source of sourcesOf(view, accepted.path)) {
    const at = lineNumbered(source, accepted);
    if (at === undefined || !hasLine(source, at, at + 1)) continue;
    if (source === file && at + 1 >= line - 1 && at <= line) continue;
    if (source.shapes[at] !== file.shapes[line - 1]) continue;
    if (isImport(source, at + 1, words)) continue;
    if (indentAfter(source, at) !== indentAfter(file, line - 1)) continue;
    return { source, position: source.lineStarts[at + 1]!, line: at + 1, needed: 0 };
  }
  return undefined;
}

function indentAfter({ tokens, lineStarts }: TokenSource, line: number): number {
  const id = tokens[lineStarts[line + 1]! - 1]! >> 1;
  return endsLine(id) ? indentChange(id) : 0;
}

/** Where a path's lines are found; the text being edited stands for its own. */
function* sourcesOf({ current, segments, loose }: View, path: string): Generator<TokenSource> {
  if (path === current.file.path) yield current.file;
  for (const { file } of loose) if (file.path === path) yield file;
  for (const { segment, weights } of segments) {
    if (segment.files.some((file, i) => file.path === path && weights[i]! > 0)) yield segment;
  }
}

/** Index in the source of the line with the number of the accepted one. */
function lineNumbered(source: TokenSource, { path, line }: Provenance): number | undefined {
  for (let first = 0; first < source.shapes.length; ) {
    const file = source.fileOfLine(first);
    const end = source.endLine(file);
    if (source.pathOf(file) === path) {
      for (let at = first; at < end; at++) if (source.lineNumbers[at] === line) return at;
    }
    first = Math.max(end, first + 1);
  }
  return undefined;
}
