/** Bugs that people fixed in real repositories by one change of one place: the commit before the fix, with the fix's tests. */
import { existsSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openWorker, testNameOf } from "./openWorker.ts";
import {
  checkOut,
  git,
  gitDirOf,
  isTestModule,
  isTestPath,
  type Repository,
  type Sources,
  testFilesOf,
  writeCommit,
} from "./repositories.ts";
import { type BugKind, passesLike, type RepositoryBug } from "./repositoryBug.ts";

/** Commits looked at, of one repository. */
const mostCommits = 2500;
const mostChangedLines = 12;
/** Fixes put to the test for each bug that is wanted: most do not run with today's interpreters and packages. */
const mostTried = 8;

export interface Fix {
  readonly commit: string;
  readonly subject: string;
  readonly source: string;
  readonly isOneLine: boolean;
  /** 0-based, of the text before. */
  readonly lines: readonly number[];
  readonly tests: readonly string[];
}

export interface HistoryQuestion {
  readonly clones: string;
  readonly into: string;
  readonly kind: Exclude<BugKind, "seeded">;
  readonly count: number;
}

/** Newest first; those whose tests cannot be run, or do not tell the fix, are left out. */
export async function* historicalBugs(
  repository: Repository,
  { clones, into, kind, count }: HistoryQuestion,
): AsyncGenerator<RepositoryBug> {
  const dir = gitDirOf(clones, repository);
  const home = realpathSync(checkOut(clones, into, repository));
  const root = `${home}-before`;
  let found = 0;
  let tried = 0;
  try {
    for (const fix of findFixes(dir, repository, kind)) {
      if (found >= count || tried >= mostTried * count) break;
      tried++;
      const bug = await bugOf(dir, repository, fix, { home, root, kind }).catch((error: unknown) => {
        const why = String(error).replace(/\s+/g, " ").slice(0, 140);
        console.log(`  ${repository.repository} ${fix.commit.slice(0, 9)} cannot be run: ${why}`);
        return undefined;
      });
      if (!bug) continue;
      found++;
      yield bug;
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Newest first, by their subjects and what they change. */
export function* findFixes(dir: string, { sources }: Sources, kind: HistoryQuestion["kind"]): Generator<Fix> {
  const log = git(dir, "log", "--no-merges", `-n${mostCommits}`, "--format=%H %s", "HEAD", "--", ...sources);
  for (const row of log.split("\n")) {
    const [commit = "", ...words] = row.split(" ");
    const subject = words.join(" ");
    if (
      !/\b(?:fix|fixe[sd]|bug|correct\w*|handle|regression|issue)\b/i.test(subject) ||
      /typo|lint|docs?\b|type/i.test(subject)
    )
      continue;
    const fix = readFix(dir, commit, subject, sources);
    if (fix && fix.isOneLine === (kind === "historical")) yield fix;
  }
}

function readFix(dir: string, commit: string, subject: string, sources: readonly string[]): Fix | undefined {
  let diff: string;
  try {
    diff = git(dir, "diff", "-U0", "--no-renames", `${commit}~1`, commit);
  } catch {
    return undefined;
  }
  const files = diff
    .split(/^diff --git /m)
    .slice(1)
    .map((text) => ({
      path: / b\/(.*)/.exec(text.split("\n", 1)[0]!)?.[1] ?? "",
      hunks: [...text.matchAll(/^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/gm)],
      isNew: /^new file/m.test(text),
    }));
  const code = files.filter(
    ({ path }) =>
      sources.some((one) => path === one || path.startsWith(`${one}/`)) &&
      /\.(?:py|[cm]?[jt]s)$/.test(path) &&
      !isTestPath(path),
  );
  const tests = files.filter(({ path }) => isTestPath(path)).map(({ path }) => path);
  const [only] = code;
  if (code.length !== 1 || only!.hunks.length !== 1 || only!.isNew || !tests.some(isTestModule))
    return undefined;
  const [, first, removed = "1", added = "1"] = only!.hunks[0]!;
  if (Number(removed) + Number(added) > mostChangedLines) return undefined;
  const start = Number(first) - 1;
  const lines =
    Number(removed) > 0 ? Array.from({ length: Number(removed) }, (_, at) => start + at) : [start, start + 1];
  const isOneLine = Number(removed) <= 1 && Number(added) <= 1;
  return { commit, subject, source: only!.path, isOneLine, lines, tests };
}

/** The state before the fix with the fix's tests; nothing when these do not tell the two apart. */
async function bugOf(
  dir: string,
  repository: Repository,
  { commit, subject, source, lines, tests }: Fix,
  { home, root, kind }: { readonly home: string; readonly root: string; readonly kind: BugKind },
): Promise<RepositoryBug | undefined> {
  writeCommit(dir, `${commit}~1`, root);
  if (repository.packages.length > 0) symlinkSync(join(home, "node_modules"), join(root, "node_modules"));
  for (const path of tests) {
    try {
      writeFileSync(join(root, path), git(dir, "show", `${commit}:${path}`));
    } catch {
      // It was deleted, or its folder is new.
    }
  }
  const path = join(root, source);
  const faulty = readFileSync(path, "utf8");
  const right = git(dir, "show", `${commit}:${source}`);
  const changed = tests.filter((one) => isTestModule(one) && existsSync(join(root, one)));
  const { worker } = await openWorker(
    repository,
    root,
    changed.map((one) => join(root, one)),
    [],
  );
  try {
    const repaired = await worker.confirm({ [path]: right }, 60);
    const failing = worker.baseline.cases.filter(
      ({ id, outcome }) => (outcome === "failed" || outcome === "hung") && repaired[id] === "passed",
    );
    if (failing.length === 0) return undefined;
    return {
      repository,
      kind,
      name: `${repository.repository} ${commit.slice(0, 9)}`,
      change: subject.slice(0, 60),
      root,
      path,
      faulty,
      right,
      lines,
      tests: [...new Set(failing.map(({ file }) => file))],
      failing: failing.map(testNameOf),
      async passesAll(texts) {
        const whole = await openWorker(repository, root, testFilesOf(root, repository), []);
        try {
          const reference = await whole.worker.confirm({ [path]: right }, 120);
          return passesLike(reference, await whole.worker.confirm(texts, 120));
        } finally {
          whole.worker.close();
        }
      },
    };
  } finally {
    worker.close();
  }
}
