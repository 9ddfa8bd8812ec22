/** Positions from real commits: lines that somebody added, with the later lines of the same hunk not yet written. */
import type { Git } from "./git.ts";
import { chooseColumn, codeLines, type Position, positionAt } from "./positions.ts";
import type { Random } from "./random.ts";
import { EXTENSIONS, isWritten, languageOf } from "./sources.ts";

/** Commits that share one index, made at the parent of the oldest. */
const COMMITS_PER_INDEX = 10;
const MAX_PER_COMMIT = 8;
/** Larger changes are moves, imports or formatting. */
const MAX_FILES_PER_COMMIT = 30;

export interface ReplayGroup {
  /** The commit whose tree is indexed. */
  readonly base: string;
  readonly positions: readonly Position[];
}

interface Hunk {
  /** 0-based first added line in the new text, and how many. */
  readonly start: number;
  readonly count: number;
}

/** Groups from the newest commits back until there are enough positions. */
export function replayGroups(
  git: Git,
  head: string,
  middle: boolean,
  count: number,
  random: Random,
): ReplayGroup[] {
  const commits = git
    .run("log", "--no-merges", "--format=%H %P", "-n", "600", head)
    .trim()
    .split("\n")
    .map((row) => row.split(" "))
    .filter((row) => row.length === 2);
  const groups: ReplayGroup[] = [];
  let found = 0;
  for (let at = 0; at + COMMITS_PER_INDEX <= commits.length && found < count; at += COMMITS_PER_INDEX) {
    const group = commits.slice(at, at + COMMITS_PER_INDEX);
    const base = group[group.length - 1]![1]!;
    const positions = group.flatMap(([commit, parent]) =>
      commitPositions(git, commit!, parent!, middle, random),
    );
    const kept = positions.slice(0, count - found);
    found += kept.length;
    if (kept.length > 0) groups.push({ base, positions: kept });
  }
  return groups;
}

function commitPositions(
  git: Git,
  commit: string,
  parent: string,
  middle: boolean,
  random: Random,
): Position[] {
  const options = ["-U0", "--no-renames", "--no-color", "--diff-filter=AM"];
  const diff = git.try("diff", ...options, parent, commit, "--", ...EXTENSIONS.map((one) => `*${one}`));
  if (diff === undefined) return [];
  const sections = diff.split(/^diff --git /m).slice(1);
  if (sections.length > MAX_FILES_PER_COMMIT) return [];
  const deleted = new Set([...diff.matchAll(/^-(?!-- )(.*)$/gm)].map((match) => match[1]!.trim()));
  const tree = git.tree(commit);
  const found: Position[] = [];
  for (const section of sections) {
    const path = /^\+\+\+ b\/(.*?)\t?$/m.exec(section)?.[1];
    const languageId = path === undefined ? undefined : languageOf(path);
    const hash = path === undefined ? undefined : tree.get(path);
    if (path === undefined || languageId === undefined || hash === undefined) continue;
    const text = git.blobs([hash])[0];
    if (text === undefined || !isWritten(text)) continue;
    const file = { path, languageId, text };
    const lines = text.split("\n");
    const code = new Set(codeLines(text, languageId));
    for (const { start, count } of hunksOf(section)) {
      for (let line = start; line < start + count; line++) {
        if (!code.has(line) || deleted.has(lines[line]!.trim())) continue;
        const column = chooseColumn(lines[line]!, middle, random);
        if (column === undefined) continue;
        found.push(positionAt(file, lines[line]!, column, lines.slice(0, line), lines.slice(start + count)));
      }
    }
  }
  return random.shuffle(found).slice(0, MAX_PER_COMMIT);
}

function hunksOf(section: string): Hunk[] {
  return [...section.matchAll(/^@@ -\S+ \+(\d+)(?:,(\d+))? @@/gm)].map((match) => ({
    start: Number(match[1]) - 1,
    count: match[2] === undefined ? 1 : Number(match[2]),
  }));
}
