/** Proposals for the conflicts of a file: merged by words where both sides' changes stand apart, left alone where they do not. */
import { diffArrays } from "diff";
import { type Conflict, findConflicts, hasMarkers } from "./conflicts.ts";
import { type MergeRule, mergeSides } from "./mergeTokens.ts";

/** Texts of the file before the merge, where git still has them. */
export interface MergeTexts {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

export interface Resolution {
  /** Lines of the file that are replaced, 0-based, the end exclusive; several conflicts may be one, with the lines between. */
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
  readonly rule: MergeRule;
}

export interface ResolvedText {
  readonly resolutions: readonly Resolution[];
  /** Conflicts that are left. */
  readonly left: readonly Conflict[];
}

/**
 * @param text as it stands in the file, with markers
 * @param isCode whether what is proposed can be parsed
 */
export function resolveText(text: string, texts: MergeTexts | undefined, isCode: boolean): ResolvedText {
  const lines = text.split("\n");
  const conflicts = findConflicts(lines);
  const groups = texts === undefined ? [] : groupsOf(lines, conflicts, hunksOf(texts));
  const resolutions: Resolution[] = [];
  const left: Conflict[] = [];
  for (let at = 0; at < conflicts.length; ) {
    const one = conflicts[at]!;
    const group = groups.find(({ first }) => first === at);
    const merged = one.base
      ? mergeSides({ ...one, base: one.base }, isCode)
      : group
        ? withoutEnds(group.hunk, isCode)
        : undefined;
    const last = one.base || group === undefined ? at : group.last;
    const isWhole = merged !== undefined && !hasMarkers(merged.lines);
    if (isWhole)
      resolutions.push({
        start: one.start,
        end: conflicts[last]!.end,
        lines: merged.lines,
        rule: merged.rule,
      });
    else left.push(...conflicts.slice(at, last + 1));
    at = last + 1;
  }
  return { resolutions, left };
}

/** The text with some resolutions in place. */
export function withResolutions(text: string, resolutions: readonly Omit<Resolution, "rule">[]): string {
  const lines = text.split("\n");
  for (const { start, end, lines: own } of [...resolutions].sort((a, b) => b.start - a.start))
    lines.splice(start, end - start, ...own);
  return lines.join("\n");
}

/** Lines that the two sides have otherwise. */
interface Hunk {
  readonly base: readonly string[];
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
  /** Lines at both ends that the sides have in common: git shows them outside of the markers. */
  readonly head: number;
  readonly tail: number;
}

/** Of each line of the base the line of a side that it is, or -1. */
function matchOf(base: string[], side: string[]): Int32Array {
  const match = new Int32Array(base.length).fill(-1);
  let [from, to] = [0, 0];
  for (const { added, removed, value } of diffArrays(base, side)) {
    if (added) to += value.length;
    else if (removed) from += value.length;
    else for (let i = 0; i < value.length; i++) match[from++] = to++;
  }
  return match;
}

/** What lies between lines that all three have (diff3), where both sides changed it and not alike. */
function hunksOf({ base, ours, theirs }: MergeTexts): readonly Hunk[] {
  const [b, o, t] = [base.split("\n"), ours.split("\n"), theirs.split("\n")];
  const [inOurs, inTheirs] = [matchOf(b, o), matchOf(b, t)];
  const hunks: Hunk[] = [];
  let [fromB, fromO, fromT] = [0, 0, 0];
  for (let at = 0; at <= b.length; at++) {
    const isEnd = at === b.length;
    const [atO, atT] = isEnd ? [o.length, t.length] : [inOurs[at]!, inTheirs[at]!];
    if (atO < 0 || atT < 0) continue;
    const hunk = { base: b.slice(fromB, at), ours: o.slice(fromO, atO), theirs: t.slice(fromT, atT) };
    const [x, y, z] = [hunk.base, hunk.ours, hunk.theirs].map((lines) => lines.join("\n"));
    if (x !== y && x !== z && y !== z) hunks.push({ ...hunk, ...commonEnds(hunk.ours, hunk.theirs) });
    [fromB, fromO, fromT] = [at + 1, atO + 1, atT + 1];
  }
  return hunks;
}

function commonEnds(ours: readonly string[], theirs: readonly string[]) {
  const least = Math.min(ours.length, theirs.length);
  let head = 0;
  while (head < least && ours[head] === theirs[head]) head++;
  let tail = 0;
  while (tail < least - head && ours[ours.length - 1 - tail] === theirs[theirs.length - 1 - tail]) tail++;
  return { head, tail };
}

/** Conflicts of the file that are one hunk: git parts them where the sides agree in between. */
function groupsOf(lines: readonly string[], conflicts: readonly Conflict[], hunks: readonly Hunk[]) {
  const groups: { readonly first: number; readonly last: number; readonly hunk: Hunk }[] = [];
  let first = 0;
  for (const hunk of hunks) {
    const inner = (side: readonly string[]) => side.slice(hunk.head, side.length - hunk.tail).join("\n");
    const [ours, theirs] = [inner(hunk.ours), inner(hunk.theirs)];
    for (let from = first; from < conflicts.length; from++) {
      const last = lastOf(lines, conflicts, from, ours, theirs);
      if (last === undefined) continue;
      groups.push({ first: from, last, hunk });
      first = last + 1;
      break;
    }
  }
  return groups;
}

/** The conflict with which those from one on, and the lines between, say what both sides have. */
function lastOf(
  lines: readonly string[],
  conflicts: readonly Conflict[],
  first: number,
  ours: string,
  theirs: string,
): number | undefined {
  const sides: [string[], string[]] = [[], []];
  for (let at = first; at < conflicts.length; at++) {
    const one = conflicts[at]!;
    const between = at === first ? [] : lines.slice(conflicts[at - 1]!.end, one.start);
    sides[0].push(...between, ...one.ours);
    sides[1].push(...between, ...one.theirs);
    const [mine, other] = [sides[0].join("\n"), sides[1].join("\n")];
    if (mine === ours && other === theirs) return at;
    if (!ours.startsWith(mine) || !theirs.startsWith(other)) return undefined;
  }
  return undefined;
}

/** The hunk merged, without the lines at its ends that stand outside of the markers. */
function withoutEnds(hunk: Hunk, isCode: boolean) {
  const { ours, head, tail } = hunk;
  const merged = mergeSides(hunk, isCode);
  if (merged === undefined || merged.lines.length < head + tail) return undefined;
  const { lines, rule } = merged;
  const isHead = ours.slice(0, head).every((line, i) => lines[i] === line);
  const isTail = ours.slice(ours.length - tail).every((line, i) => lines[lines.length - tail + i] === line);
  return isHead && (tail === 0 || isTail)
    ? { lines: lines.slice(head, lines.length - tail), rule }
    : undefined;
}
