/** Lines of the repository as a model is given them: each under its place, each with its file as the source. */
import type { Answer, Evidence } from "../../../core/chat/answer.ts";
import type { ShortPath } from "../../../core/chat/renderAnswer.ts";
import type { ContextSource } from "../../../core/prompt/contextItem.ts";
import type { ChatPiece } from "../../../core/prompt/conversation.ts";
import type { FoundLines } from "../../../ports/repoAnswers.ts";

export const fromFile = (path: string, text: string): ChatPiece => ({
  text,
  sources: [{ path, isLibrary: false }],
});

/** Lines with their numbers, 1-based, under `path:line-line`. */
export function numberedLines(found: Extract<FoundLines, { readonly kind: "lines" }>): ChatPiece {
  const { path, shortPath, startLine, lines, count } = found;
  const head = `${shortPath}:${startLine + 1}-${startLine + lines.length} (of ${count} lines)`;
  const numbered = lines.map((line, at) => `${startLine + at + 1}\t${line}`);
  return { ...fromFile(path, `${[head, ...numbered].join("\n")}\n`), title: head };
}

/** What the index answers, one piece for each place; what sums them up goes only where all of them may. */
export function piecesOfAnswer({ summary, parts, refused }: Answer, short: ShortPath): readonly ChatPiece[] {
  return [
    { text: `${refused ?? summary}\n`, sources: sourcesOfItems(parts.flatMap(({ items }) => items)) },
    ...parts.flatMap(({ title, items, excerpt, more = 0 }): readonly ChatPiece[] => [
      { text: `${title}:\n` },
      ...items.map((item) => pieceOf(item, short)),
      ...(more > 0 ? [{ text: `- and ${more} more\n` }] : []),
      ...(excerpt ? [{ text: `${excerpt.text}\n`, sources: sourcesOfItems(items) }] : []),
    ]),
  ];
}

const sourcesOfItems = (items: readonly Evidence[]): readonly ContextSource[] =>
  [...new Set(items.flatMap(({ citation }) => citation?.path ?? []))].map((path) => ({
    path,
    isLibrary: false,
  }));

function pieceOf({ text, detail, citation }: Evidence, short: ShortPath): ChatPiece {
  const said = detail === undefined || detail === text ? text : `${text}: ${detail}`;
  if (!citation) return { text: `- ${said}\n` };
  const { path, line, endLine } = citation;
  const shown = short(path);
  if (shown === undefined) return { text: "" };
  const place = endLine > line ? `${shown}:${line + 1}-${endLine + 1}` : `${shown}:${line + 1}`;
  return { ...fromFile(path, `- ${place} ${said}\n`), title: place };
}
