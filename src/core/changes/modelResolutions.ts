/** What a model wrote for conflicts of a merge, by the numbers that they were given. Never throws. */

const heading = /^[\s#*]{0,8}conflict\s+#?(\d{1,6})\b/i;
const fence = /^ {0,3}(`{3,}|~{3,})/;

export interface ModelResolutions {
  /** Lines in place of the whole conflict, by its number. */
  readonly lines: ReadonlyMap<number, readonly string[]>;
  /** What stands before the first of them. */
  readonly prose: string;
}

/** A heading `Conflict 2` and below it the lines in a fence; of two for the same conflict the later one counts. */
export function parseModelResolutions(text: string): ModelResolutions {
  const found = new Map<number, readonly string[]>();
  const prose: string[] = [];
  let conflict: number | undefined;
  let open: { readonly mark: string; readonly lines: string[] } | undefined;
  for (const line of text.split(/\r?\n/)) {
    const mark = fence.exec(line)?.[1];
    if (open) {
      const isEnd = mark?.startsWith(open.mark) && line.trim() === mark;
      if (!isEnd) open.lines.push(line);
      else {
        if (conflict !== undefined) found.set(conflict, open.lines);
        [conflict, open] = [undefined, undefined];
      }
      continue;
    }
    const named = heading.exec(line)?.[1];
    if (named !== undefined) conflict = Number(named);
    else if (mark !== undefined) open = { mark, lines: [] };
    else if (conflict === undefined && found.size === 0) prose.push(line);
  }
  return { lines: found, prose: prose.join("\n").trim() };
}
