/** Places that a model cites: those that it was shown become links, all others are marked. */
import type { Citation } from "./answer.ts";
import { renderPlace } from "./renderAnswer.ts";

/** Lines that a model was shown. */
export interface ShownLines {
  /** As the model reads it, relative with `/`. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** 0-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
}

export interface CheckedText {
  readonly markdown: string;
  readonly citations: readonly Citation[];
  /** Places that it names and was not shown, as written. */
  readonly unverified: readonly string[];
}

/** `src/a.ts:12`, `src/a.ts:12-20`, in backquotes or brackets or not. Lines are 1-based there. */
const cited = /[[`]*((?:[\w@.+-]+\/)*[\w@+-][\w@.+-]*\.[A-Za-z]\w{0,7}):(\d{1,7})(?:[-–](\d{1,7}))?[\]`]*/g;
const fence = /^ {0,3}(?:`{3,}|~{3,})/;

/** Text in fences stays as it is. */
export function checkCited(text: string, shown: readonly ShownLines[]): CheckedText {
  const citations: Citation[] = [];
  const unverified: string[] = [];
  let isCode = false;
  const lines = text.split("\n").map((line) => {
    if (fence.test(line)) isCode = !isCode;
    if (isCode || fence.test(line)) return line;
    return line.replace(cited, (whole, name: string, from: string, to: string | undefined) => {
      const start = Number(from) - 1;
      const end = to === undefined ? start : Number(to) - 1;
      const place = shown.find(
        (one) =>
          (one.name === name || one.name.endsWith(`/${name}`)) &&
          start >= one.startLine &&
          end <= one.endLine &&
          start <= end,
      );
      if (place === undefined) {
        unverified.push(whole.replace(/[[\]`]/g, ""));
        return `${whole} (not verified)`;
      }
      const citation = { path: place.path, line: start, endLine: end };
      citations.push(citation);
      return renderPlace(citation, () => place.name)!;
    });
  });
  return { markdown: lines.join("\n"), citations, unverified };
}
