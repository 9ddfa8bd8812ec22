/** How lines as they are now relate to what was committed. */
import { lineEditsBetween } from "../../patch/blockLines.ts";

/** A line as git knows it. */
export interface CommittedLine {
  readonly text: string;
  /** Its name in full; zeros only for what is not committed. */
  readonly commit: string;
  /** Seconds since the epoch. */
  readonly timeS: number;
  /** The first line of its message. */
  readonly summary: string;
}

/** What happened to a line last. */
export type LineChange =
  | { readonly kind: "changed" }
  | {
      readonly kind: "recent";
      readonly commit: string;
      readonly subject: string;
      /** Whole days since then, 0 <= days. */
      readonly days: number;
    };

/** What was committed longer ago is nothing recent. */
export const mostRecentDays = 60;
const secondsOfDay = 86_400;
const notCommitted = /^0+$/;

/**
 * Lines that are not committed as they are, and those whose commit is recent; others are left out.
 *
 * @param known the file on disk as git tells its lines; undefined for a file that it does not track: all of it is new
 * @param lines as they are now: what is not saved counts
 * @returns by 0-based line
 */
export function lineChanges(
  known: readonly CommittedLine[] | undefined,
  lines: readonly string[],
  nowS: number,
): ReadonlyMap<number, LineChange> {
  const found = new Map<number, LineChange>();
  const changed = (from: number, to: number) => {
    for (let line = from; line < to; line++)
      if (lines[line]!.trim() !== "") found.set(line, { kind: "changed" });
  };
  if (known === undefined) {
    changed(0, lines.length);
    return found;
  }
  let shift = 0;
  let at = 0;
  const keep = (to: number) => {
    for (; at < to; at++) {
      const change = changeOf(known[at]!, nowS);
      if (change && known[at]!.text.trim() !== "") found.set(at + shift, change);
    }
  };
  // Behind the last line break stands nothing that git would call a line.
  const own = lines.at(-1) === "" ? lines.slice(0, -1) : lines;
  for (const { start, end, lines: by } of lineEditsBetween(known.map(textOf), own.map(bare))) {
    keep(start);
    changed(start + shift, start + shift + by.length);
    at = end;
    shift += by.length - (end - start);
  }
  keep(known.length);
  return found;
}

const bare = (text: string): string => text.replace(/\r$/, "");
const textOf = ({ text }: CommittedLine): string => bare(text);

function changeOf({ commit, timeS, summary }: CommittedLine, nowS: number): LineChange | undefined {
  if (notCommitted.test(commit)) return { kind: "changed" };
  const days = Math.max(0, Math.floor((nowS - timeS) / secondsOfDay));
  return days > mostRecentDays ? undefined : { kind: "recent", commit, subject: summary, days };
}
