/** What was changed a moment ago, across documents: one episode per place, told as a small diff. */

/** Lines `startLine` and on were replaced. A line is without its line break. */
export interface RecentEdit {
  readonly path: string;
  /** 0-based, in the text as it is after the edit. */
  readonly startLine: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

interface Episode {
  readonly path: string;
  /** Whole text before the first edit and after the last. */
  readonly before: string;
  after: string;
  /** Lines of `after` that the last edit changed, 0-based, inclusive. */
  firstLine: number;
  lastLine: number;
}

/** Edits so near to each other belong together. Lines. */
const nearLines = 8;
const mostEpisodes = 8;
/** Longer changes are pastes and reformattings, and tell little of what comes next. Lines. */
const longestChange = 30;
/** Texts of data files are not kept. UTF-16 units. */
const longestText = 1 << 20;

interface ChangedLines {
  readonly firstLine: number;
  /** Line breaks within the changed part, before and after. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const lineStartAt = (text: string, offset: number): number =>
  offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
function lineEndAt(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end;
}
const linesOf = (text: string): string[] => text.split("\n").map((line) => line.replace(/\r$/, ""));

function countBreaks(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/** The lines between what is equal at both ends; undefined when all is. */
function changedLines(before: string, after: string): ChangedLines | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  ) {
    same++;
  }
  const from = lineStartAt(before, start);
  const part = (text: string): string[] => linesOf(text.slice(from, lineEndAt(text, text.length - same)));
  return { firstLine: countBreaks(before, from), before: part(before), after: part(after) };
}

export class RecentEdits {
  /** Oldest first. */
  #episodes: Episode[] = [];

  /** A document's whole text before and after one change. */
  note(path: string, before: string, after: string): void {
    if (Math.max(before.length, after.length) > longestText) return;
    const changed = changedLines(before, after);
    if (changed === undefined) return;
    const firstLine = changed.firstLine;
    const lastLine = firstLine + changed.after.length - 1;
    const last = this.#episodes.at(-1);
    const isNear =
      last?.path === path &&
      last.after === before &&
      firstLine <= last.lastLine + nearLines &&
      lastLine >= last.firstLine - nearLines;
    if (last && isNear) Object.assign(last, { after, firstLine, lastLine });
    else
      this.#episodes = [...this.#episodes, { path, before, after, firstLine, lastLine }].slice(-mostEpisodes);
  }

  /** Newest first; what was taken back and what is long is left out. */
  list(): readonly RecentEdit[] {
    return this.#episodes.toReversed().flatMap(({ path, before, after }): RecentEdit[] => {
      const changed = changedLines(before, after);
      if (changed === undefined || changed.before.length + changed.after.length > longestChange) return [];
      return [{ path, startLine: changed.firstLine, removed: changed.before, added: changed.after }];
    });
  }
}

/** As in a unified diff, without its header. */
export const renderEdit = ({ removed, added }: RecentEdit): string =>
  [...removed.map((line) => `-${line}`), ...added.map((line) => `+${line}`)].join("\n");
