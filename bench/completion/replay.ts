/**
 * Positions from real commits: lines that somebody added, with the later lines of the same hunk not yet written.
 *
 * The index knows the tree of the commit's parent, as an index that keeps up does, and of the commit's own files those
 * that were written before: their order is not known, so it is drawn by lot.
 */
import type { Git } from "./git.ts";
import { type ChooseColumn, codeLines, type Position, positionAt } from "./positions.ts";
import type { Random } from "./random.ts";
import { EXTENSIONS, languageOf, readFiles, type SourceFile } from "./sources.ts";

/** Commits that share one index, made at the parent of the oldest. */
const COMMITS_PER_INDEX = 10;
const MAX_PER_COMMIT = 8;
/** Larger changes are moves, imports or formatting. */
const MAX_FILES_PER_COMMIT = 30;

/** What happens to the index before positions are asked for. */
export interface ReplayStep {
  readonly set: readonly SourceFile[];
  readonly removed: readonly string[];
  /** Whether this brings in other people's work, which is sorted like all files, or is one's own of a moment ago. */
  readonly settled: boolean;
  readonly positions: readonly Position[];
}

export interface ReplayGroup {
  /** The commit whose tree is indexed. */
  readonly base: string;
  readonly steps: readonly ReplayStep[];
}

/** One file of a commit as it left it, and the positions in it. */
interface Written {
  readonly file: SourceFile;
  readonly positions: readonly Position[];
}

interface Hunk {
  /** 0-based first added line in the new text, and how many. */
  readonly start: number;
  readonly count: number;
}

/** Groups from the newest commits back until there are enough positions. */
export function* replayGroups(
  git: Git,
  head: string,
  choose: ChooseColumn,
  count: number,
  random: Random,
): Generator<ReplayGroup> {
  const commits = git
    .run("log", "--no-merges", "--format=%H %P", "-n", "600", head)
    .trim()
    .split("\n")
    .map((row) => row.split(" "))
    .filter((row) => row.length === 2);
  let left = count;
  for (let at = 0; at + COMMITS_PER_INDEX <= commits.length && left > 0; at += COMMITS_PER_INDEX) {
    const group = commits.slice(at, at + COMMITS_PER_INDEX).reverse();
    const base = group[0]![1]!;
    const steps: ReplayStep[] = [];
    let tree = git.tree(base);
    for (const [commit, parent] of group) {
      const written = writtenFiles(git, commit!, parent!, choose, random, Math.min(left, MAX_PER_COMMIT));
      if (written.length === 0) continue;
      const before = git.tree(parent!);
      steps.push(treeStep(git, tree, before));
      for (const [i, { positions }] of written.entries()) {
        const set = i === 0 ? [] : [written[i - 1]!.file];
        steps.push({ set, removed: [], settled: false, positions });
        left -= positions.length;
      }
      tree = new Map(before);
      for (const { file } of written) tree.set(file.path, commit!);
    }
    if (steps.length > 0) yield { base, steps };
  }
}

/** From one tree to another. */
function treeStep(git: Git, from: ReadonlyMap<string, string>, to: ReadonlyMap<string, string>): ReplayStep {
  const isSource = (path: string) => languageOf(path) !== undefined;
  const changed = [...to].filter(([path, hash]) => isSource(path) && from.get(path) !== hash);
  const set = readFiles(git, changed);
  const kept = new Set(set.map(({ path }) => path));
  const removed = [...from.keys()].filter((path) => isSource(path) && !to.has(path));
  const unwritten = changed.map(([path]) => path).filter((path) => !kept.has(path));
  return { set, removed: [...removed, ...unwritten], settled: true, positions: [] };
}

/** The files of a commit in an order drawn by lot, with at most `most` positions in all. */
function writtenFiles(
  git: Git,
  commit: string,
  parent: string,
  choose: ChooseColumn,
  random: Random,
  most: number,
): Written[] {
  const options = ["-U0", "--no-renames", "--no-color", "--diff-filter=AMD"];
  const diff = git.tryOnce("diff", ...options, parent, commit, "--", ...EXTENSIONS.map((one) => `*${one}`));
  if (diff === undefined) return [];
  const sections = diff.split(/^diff --git /m).slice(1);
  if (sections.length > MAX_FILES_PER_COMMIT) return [];
  const deleted = new Set([...diff.matchAll(/^-(?!-- )(.*)$/gm)].map((match) => match[1]!.trim()));
  const tree = git.tree(commit);
  const wanted = sections.flatMap((section) => {
    const path = /^\+\+\+ b\/(.*?)\t?$/m.exec(section)?.[1];
    const hash = path === undefined ? undefined : tree.get(path);
    const isSource = path !== undefined && languageOf(path) !== undefined;
    return isSource && hash !== undefined ? [{ path, hash, section }] : [];
  });
  const files = new Map(
    readFiles(
      git,
      wanted.map(({ path, hash }) => [path, hash]),
    ).map((file) => [file.path, file]),
  );
  const found = wanted.flatMap(({ path, section }): Written[] => {
    const file = files.get(path);
    if (file === undefined) return [];
    return [{ file, positions: addedPositions(file, section, deleted, choose, random) }];
  });
  const kept = new Set(random.shuffle(found.flatMap(({ positions }) => positions)).slice(0, most));
  if (kept.size === 0) return [];
  return random
    .shuffle(found)
    .map(({ file, positions }) => ({ file, positions: positions.filter((one) => kept.has(one)) }));
}

function addedPositions(
  file: SourceFile,
  section: string,
  deleted: ReadonlySet<string>,
  choose: ChooseColumn,
  random: Random,
): Position[] {
  const lines = file.text.split("\n");
  const code = new Set(codeLines(file.text, file.languageId));
  const found: Position[] = [];
  for (const { start, count } of hunksOf(section)) {
    for (let line = start; line < start + count; line++) {
      if (!code.has(line) || deleted.has(lines[line]!.trim())) continue;
      const column = choose(lines[line]!, random);
      if (column === undefined) continue;
      found.push(positionAt(file, lines[line]!, column, lines.slice(0, line), lines.slice(start + count)));
    }
  }
  return found;
}

function hunksOf(section: string): Hunk[] {
  return [...section.matchAll(/^@@ -\S+ \+(\d+)(?:,(\d+))? @@/gm)].map((match) => ({
    start: Number(match[1]) - 1,
    count: match[2] === undefined ? 1 : Number(match[2]),
  }));
}
