/** What real commits made of files, hunk by hunk, by git's own word. */
import type { Git } from "../completion/git.ts";

export interface DiffLine {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

export interface RealHunk {
  readonly path: string;
  /** The whole text before the commit. */
  readonly before: string;
  /** 0-based: where the hunk's old lines begin. */
  readonly start: number;
  readonly lines: readonly DiffLine[];
  /** The text with this hunk alone. */
  readonly expected: string;
}

/** All hunks of one file of one commit, and the text with all of them. */
export interface RealChange {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly hunks: readonly RealHunk[];
}

const MOST_COMMITS = 1500;
const LONGEST_FILE = 200_000;
const MOST_LINES = 70;
const MOST_FILES = 4;

/** Files of code that commits changed, newest first, `context` lines around each hunk. */
export function* changesOf(git: Git, head: string, context: number): Generator<RealChange> {
  const rows = git
    .run("log", "--no-merges", "--format=%H %P", "-n", String(MOST_COMMITS), head)
    .trim()
    .split("\n");
  for (const row of rows) {
    const [hash, parent, ...others] = row.split(" ");
    if (hash && parent && others.length === 0) yield* changesOfCommit(git, parent, hash, context);
  }
}

const code =
  /\.(?:py|js|ts|tsx|jsx|mjs|java|go|rs|c|h|cc|cpp|rb|php|cs|kt|scala|swift|lua|sh|css|html|json|ya?ml|toml|md)$/;

function* changesOfCommit(git: Git, parent: string, hash: string, context: number): Generator<RealChange> {
  const options = [`-U${context}`, "--no-renames", "--no-color", "--diff-filter=M", "--full-index"];
  const sections =
    git
      .tryOnce("diff", ...options, parent, hash)
      ?.split(/^diff --git /m)
      .slice(1) ?? [];
  let taken = 0;
  for (const section of sections) {
    const path = /^\+\+\+ b\/(.*?)\t?$/m.exec(section)?.[1];
    const [, oldHash, newHash] = /^index (\w+)\.\.(\w+)/m.exec(section) ?? [];
    if (!path || !code.test(path) || !oldHash || !newHash || taken >= MOST_FILES) continue;
    const [before, after] = git.blobs([oldHash, newHash]);
    if (before === undefined || after === undefined || before.length > LONGEST_FILE || before.includes("\0"))
      continue;
    const hunks = hunksOf(path, before, section);
    if (hunks.length > 0) {
      taken++;
      yield { path, before, after, hunks };
    }
  }
}

/** Hunks by the counts of their headers; those without a last newline are left out. */
function hunksOf(path: string, before: string, section: string): RealHunk[] {
  const lines = section.split("\n");
  const old = before.split("\n");
  const hunks: RealHunk[] = [];
  for (let at = 0; at < lines.length; at++) {
    const header = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(lines[at]!);
    if (!header) continue;
    let [oldLeft, newLeft] = [Number(header[2] ?? 1), Number(header[3] ?? 1)];
    const body: DiffLine[] = [];
    while (oldLeft > 0 || newLeft > 0) {
      const line = lines[++at]!;
      if (line.startsWith("\\")) continue;
      body.push({ sign: line[0] as DiffLine["sign"], text: line.slice(1) });
      if (line[0] !== "+") oldLeft--;
      if (line[0] !== "-") newLeft--;
    }
    const start = Number(header[1]) - (header[2] === "0" ? 0 : 1);
    const isOpen = lines[at + 1]?.startsWith("\\") || body.some(({ text }) => text.endsWith("\r"));
    if (isOpen || body.length > MOST_LINES || !body.some(({ sign }) => sign !== "+")) continue;
    const count = body.filter(({ sign }) => sign !== "+").length;
    const now = body.filter(({ sign }) => sign !== "-").map(({ text }) => text);
    const expected = [...old.slice(0, start), ...now, ...old.slice(start + count)].join("\n");
    hunks.push({ path, before, start, lines: body, expected });
  }
  return hunks;
}
