/** Parts of a file that hold lines of a block, where a closer look is worth its time. */
import { isBlank, loosened } from "./lineKeys.ts";

/** Lines `start` (inclusive) to `end` (exclusive), 0-based. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

export type Windows =
  | { readonly kind: "windows"; readonly windows: readonly Window[] }
  | { readonly kind: "tooMany" };

/** Lines that occur more often tell nothing of the place. */
const MOST_OCCURRENCES = 50;
const MOST_WINDOWS = 24;
/** Lines that may have been left out. */
const slackOf = (length: number): number => 4 + Math.ceil(length / 2);

/**
 * By votes: each rare line that block and file share votes for the place where the block would begin. Windows with fewer
 * than half of the best one's votes are left out.
 */
export function candidateWindows(file: readonly string[], block: readonly string[]): Windows {
  const slack = slackOf(block.length);
  const votes = countVotes(file, block);
  const starts = [...votes.keys()].sort((a, b) => a - b);
  const groups: { from: number; to: number; votes: number }[] = [];
  for (const start of starts) {
    const last = groups.at(-1);
    if (last && start - last.to <= slack && start - last.from <= 2 * slack) {
      last.to = start;
      last.votes += votes.get(start)!;
    } else groups.push({ from: start, to: start, votes: votes.get(start)! });
  }
  const most = groups.reduce((best, group) => Math.max(best, group.votes), 0);
  const chosen = groups.filter((group) => 2 * group.votes >= most);
  if (chosen.length > MOST_WINDOWS) return { kind: "tooMany" };
  const windows = chosen.map(({ from, to }) => ({
    start: Math.max(0, from - slack),
    end: Math.min(file.length, to + block.length + slack),
  }));
  return { kind: "windows", windows };
}

/** For each line of the file at which the block could begin, how many rare lines would then be in place. */
function countVotes(file: readonly string[], block: readonly string[]): Map<number, number> {
  const places = new Map<string, number[]>();
  for (const [nth, line] of block.entries()) {
    const key = loosened(line);
    if (!isBlank(line) && /[\p{L}\p{N}]/u.test(key)) places.set(key, [...(places.get(key) ?? []), nth]);
  }
  const found = new Map<string, number[]>();
  for (const [at, line] of file.entries()) {
    const key = loosened(line);
    if (!places.has(key)) continue;
    const list = found.get(key) ?? [];
    list.push(at);
    found.set(key, list);
  }
  const votes = new Map<number, number>();
  for (const [key, ats] of found) {
    const nths = places.get(key)!;
    if (ats.length * nths.length > MOST_OCCURRENCES) continue;
    for (const at of ats) for (const nth of nths) votes.set(at - nth, (votes.get(at - nth) ?? 0) + 1);
  }
  return votes;
}
