/** A text as lines whose breaks are kept apart, so that an edit can leave every other byte as it was. */

export interface TextLines {
  /** The mark of byte order, or nothing. */
  readonly mark: string;
  /** Without their breaks. A text that ends with a break has no empty line after it. */
  readonly lines: readonly string[];
  /** `\n` or `\r\n` of each line; `""` only for the last. */
  readonly breaks: readonly string[];
}

/** Lines `start` (inclusive) to `end` (exclusive) become `lines`; 0-based, `start <= end`. */
export interface LineEdit {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

const BYTE_ORDER_MARK = "\ufeff";

export function splitLines(text: string): TextLines {
  const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
  const lines: string[] = [];
  const breaks: string[] = [];
  for (let start = mark.length; start < text.length; ) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const isWide = found > start && text.charCodeAt(found - 1) === 13;
    lines.push(text.slice(start, isWide ? end - 1 : end));
    breaks.push(found < 0 ? "" : isWide ? "\r\n" : "\n");
    start = found < 0 ? end : end + 1;
  }
  return { mark, lines, breaks };
}

/** `\r\n` where most lines end so, else `\n`. */
function usualBreak(breaks: readonly string[]): string {
  let wide = 0;
  let narrow = 0;
  for (const lineBreak of breaks) {
    if (lineBreak === "\r\n") wide++;
    else if (lineBreak === "\n") narrow++;
  }
  return wide > narrow ? "\r\n" : "\n";
}

/** Whether a text ends with a break; an empty one is taken to. */
export const endsWithBreak = ({ breaks }: TextLines): boolean => breaks.at(-1) !== "";

/**
 * The text with `edits` made. New lines end as those they replace or follow do; the last line ends with a break or
 * without as before, unless `finalNewline` says otherwise.
 *
 * @param edits ascending, not overlapping, all against `text`
 */
export function applyLineEdits(text: TextLines, edits: readonly LineEdit[], finalNewline?: boolean): string {
  const usual = usualBreak(text.breaks);
  const parts: { readonly line: string; readonly lineBreak: string }[] = [];
  let at = 0;
  const keepUntil = (end: number): void => {
    for (; at < end; at++) parts.push({ line: text.lines[at]!, lineBreak: text.breaks[at]! });
  };
  for (const edit of edits) {
    keepUntil(edit.start);
    for (const [index, line] of edit.lines.entries()) {
      const model = edit.end > edit.start ? Math.min(edit.start + index, edit.end - 1) : edit.start - 1;
      parts.push({ line, lineBreak: text.breaks[Math.max(0, model)] || usual });
    }
    at = edit.end;
  }
  keepUntil(text.lines.length);
  const last = (finalNewline ?? endsWithBreak(text)) ? undefined : "";
  const body = parts.map(({ line, lineBreak }, index) =>
    index < parts.length - 1 ? line + (lineBreak || usual) : line + (last ?? (lineBreak || usual)),
  );
  return text.mark + body.join("");
}
