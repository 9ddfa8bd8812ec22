/** Conflicts of a merge as they stand in a file, between markers. */

export interface Conflict {
  /** Lines of the file, 0-based: of the first marker, and behind the last. */
  readonly start: number;
  readonly end: number;
  readonly ours: readonly string[];
  /** Only where the markers show it (`diff3`). */
  readonly base: readonly string[] | undefined;
  readonly theirs: readonly string[];
}

const opens = /^<{7}(?: |\r?$)/;
const shows = /^\|{7}(?: |\r?$)/;
const parts = /^={7}\r?$/;
const closes = /^>{7}(?: |\r?$)/;

/**
 * In the order of their lines. One whose markers do not follow each other in the right order is no conflict: nothing can be
 * said of it.
 *
 * @param lines of the file, without line breaks
 */
export function findConflicts(lines: readonly string[]): readonly Conflict[] {
  const found: Conflict[] = [];
  let open: { start: number; base?: number; middle?: number } | undefined;
  lines.forEach((line, at) => {
    if (opens.test(line)) open = { start: at };
    else if (open === undefined) return;
    else if (shows.test(line) && open.base === undefined && open.middle === undefined) open.base = at;
    else if (parts.test(line) && open.middle === undefined) open.middle = at;
    else if (closes.test(line) && open.middle !== undefined) {
      const { start, base, middle } = open;
      found.push({
        start,
        end: at + 1,
        ours: lines.slice(start + 1, base ?? middle),
        base: base === undefined ? undefined : lines.slice(base + 1, middle),
        theirs: lines.slice(middle + 1, at),
      });
      open = undefined;
    }
  });
  return found;
}

/** Whether any line is a marker, of a whole conflict or not. */
export const hasMarkers = (lines: readonly string[]): boolean =>
  lines.some((line) => opens.test(line) || closes.test(line));
