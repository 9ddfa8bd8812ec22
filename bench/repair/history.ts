/**
 * `npm run bench:repair -- --repositories`: bugs that people fixed in real repositories by one change of one place, with
 * the tests they added: the commit before the fix, with the tests of the fix.
 */
import { existsSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { applyReplacements } from "../../src/core/repair/candidate.ts";
import { languageIdOf } from "../../src/core/syntax/language.ts";
import { openPythonTrials } from "../../src/features/repair/pythonTrials.ts";
import { searchRepair } from "../../src/features/repair/searchRepair.ts";
import { knownLiterals, suspectFiles, suspectLines } from "../../src/features/repair/suspects.ts";
import type { TrialCase } from "../../src/ports/trials.ts";
import { cpuClock } from "./cpuClock.ts";
import { type OpenWorker, openJavascript, propose, treeOf } from "./javascriptFaults.ts";
import { startLineProcess } from "./lineProcess.ts";
import { type Places, placesOf, plainOchiai, tellPlaces } from "./localization.ts";
import { checkOut, git, gitDirOf, type Repository, repositoryList, writeCommit } from "./repositories.ts";
import { isSameCode } from "./sameCode.ts";

const pythonWorker = fileURLToPath(new URL("../../media/repair/pythonWorker.py", import.meta.url));
/** Commits looked at, and bugs taken, of one repository. */
const mostCommits = 2500;
const mostChangedLines = 12;
const isTestPath = (path: string) =>
  /(?:^|\/)(?:tests?|spec|__tests__)\/|(?:^|\/)test_|\.(?:test|spec)\.\w+$/.test(path);
const isTestModule = (path: string) =>
  isTestPath(path) && /(?:(?:^|\/)test_[^/]*\.py|\.[cm]?[jt]s)$/.test(path);

export interface HistoryOptions {
  readonly clones: string;
  readonly into: string;
  readonly perRepository: number;
  readonly budgetMs: number;
  readonly only?: string | undefined;
}

interface Fix {
  readonly commit: string;
  readonly subject: string;
  readonly source: string;
  /** 0-based, of the text before. */
  readonly lines: readonly number[];
  readonly tests: readonly string[];
}

interface BugResult {
  readonly places: Places;
  readonly plain: Places;
  readonly isPlausible: boolean;
  readonly isEqual: boolean;
  readonly seconds: number | undefined;
}

export async function benchHistory(options: HistoryOptions): Promise<void> {
  const results: BugResult[] = [];
  for (const repository of repositoryList.history) {
    if (options.only && !options.only.split(",").some((name) => repository.repository.includes(name)))
      continue;
    results.push(...(await benchRepository(repository, options)));
  }
  const share = (count: number) => `${count} (${((100 * count) / Math.max(1, results.length)).toFixed(0)} %)`;
  console.log(
    `${results.length} bugs, plausible ${share(results.filter((one) => one.isPlausible).length)}, first equal to the fix ${share(results.filter((one) => one.isEqual).length)}`,
  );
  tellPlaces(results);
}

async function benchRepository(repository: Repository, options: HistoryOptions): Promise<BugResult[]> {
  const dir = gitDirOf(options.clones, repository);
  const home = realpathSync(checkOut(options.clones, options.into, repository));
  const root = `${home}-before`;
  const results: BugResult[] = [];
  let tried = 0;
  for (const fix of findFixes(dir, repository)) {
    if (results.length >= options.perRepository || tried >= 6 * options.perRepository) break;
    tried++;
    try {
      const fixed = prepare(dir, repository, fix, home, root);
      const result = await attemptBug(repository, fix, fixed, root, options.budgetMs);
      if (result) results.push(result);
    } catch (error) {
      console.log(`  ${repository.repository} ${fix.commit.slice(0, 9)}: ${String(error).slice(0, 160)}`);
    }
  }
  rmSync(root, { recursive: true, force: true });
  return results;
}

/** Newest first. */
function* findFixes(dir: string, { sources }: Repository): Generator<Fix> {
  const log = git(dir, "log", "--no-merges", `-n${mostCommits}`, "--format=%H %s", "HEAD", "--", ...sources);
  for (const row of log.split("\n")) {
    const [commit = "", ...words] = row.split(" ");
    const subject = words.join(" ");
    if (
      !/\b(?:fix|fixe[sd]|bug|correct\w*|handle|regression|issue)\b/i.test(subject) ||
      /typo|lint|docs?\b|type/i.test(subject)
    )
      continue;
    const found = readFix(dir, commit, subject, sources);
    if (found) yield found;
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
  return { commit, subject, source: only!.path, lines, tests };
}

/** Writes the state before the fix with the fix's tests; gives the text of the fixed source. */
function prepare(dir: string, { packages }: Repository, fix: Fix, home: string, root: string): string {
  writeCommit(dir, `${fix.commit}~1`, root);
  if (packages.length > 0) symlinkSync(join(home, "node_modules"), join(root, "node_modules"));
  for (const path of fix.tests) {
    try {
      writeFileSync(join(root, path), git(dir, "show", `${fix.commit}:${path}`));
    } catch {
      // It was deleted, or its folder is new.
    }
  }
  return git(dir, "show", `${fix.commit}:${fix.source}`);
}

function open(
  repository: Repository,
  root: string,
  tests: readonly string[],
  targets: readonly (readonly [string, string])[],
): Promise<OpenWorker> {
  if (repository.language !== "python") return openJavascript(repository, root, tests, { targets });
  return openPython(repository, root, tests, targets);
}

async function openPython(
  repository: Repository,
  root: string,
  tests: readonly string[],
  targets: readonly (readonly [string, string])[],
): Promise<OpenWorker> {
  const source = repository.sources[0]!.split("/").slice(0, -1).join("/");
  const process = startLineProcess("python3", [pythonWorker], root, { PYTHONPATH: join(root, source) });
  const now = cpuClock(() => process.pid);
  const began = now();
  const start = {
    root,
    runner: repository.runner as "pytest" | "unittest",
    tests,
    testFiles: tests,
    targets,
  };
  const worker = await openPythonTrials(process, start, (path) => readFileSync(path, "utf8"));
  return { worker, now, readyMs: now() - began };
}

/** As targets name them. */
function nameOf(one: TrialCase): readonly [string, string] {
  const names = one.id.replace(/#\d+$/, "").replace(/\[.*$/s, "").split("::").slice(1);
  return [one.file, names.join("::")];
}

async function attemptBug(
  repository: Repository,
  fix: Fix,
  fixed: string,
  root: string,
  budgetMs: number,
): Promise<BugResult | undefined> {
  const tests = fix.tests
    .filter((path) => isTestModule(path) && existsSync(join(root, path)))
    .map((path) => join(root, path));
  const path = join(root, fix.source);
  const before = readFileSync(path, "utf8");
  const first = await open(repository, root, tests, []);
  const repaired = await first.worker.confirm({ [path]: fixed }, 60);
  const failing = first.worker.baseline.cases.filter(
    ({ id, outcome }) => (outcome === "failed" || outcome === "hung") && repaired[id] === "passed",
  );
  first.worker.close();
  if (failing.length === 0) return undefined;
  const { worker, now, readyMs } = await open(
    repository,
    root,
    [...new Set(failing.map(({ file }) => file))],
    failing.map(nameOf),
  );
  try {
    const lines = suspectLines(worker.baseline).filter(
      (line) => !isTestPath(line.path.slice(root.length + 1)),
    );
    const files = suspectFiles(lines, 6).map((file) => ({ ...file, text: readFileSync(file.path, "utf8") }));
    const report = await searchRepair({
      worker,
      files,
      literals: knownLiterals(worker.baseline),
      generate: ({ path: at, text, lineScores }, rest) =>
        propose(
          { languageId: languageIdOf(at) ?? "", text, lineScores: [...lineScores], ...rest },
          new AbortController().signal,
        ),
      now,
      limits: { budgetMs, maxPatches: 3 },
    });
    const wrongAt = { path, lines: fix.lines };
    const treeAt = (at: string) => treeOf(at, readFileSync(at, "utf8"));
    const best = report.found[0];
    const isEqual =
      best !== undefined &&
      best.path === path &&
      (await isSame(path, applyReplacements(before, best.candidate.edits), fixed));
    const places = await placesOf(lines, wrongAt, treeAt);
    const plain = await placesOf(
      plainOchiai(worker.baseline).filter((line) => !isTestPath(line.path.slice(root.length + 1))),
      wrongAt,
      treeAt,
    );
    console.log(
      `${repository.repository} ${fix.commit.slice(0, 9)} ${fix.subject.slice(0, 60)}: ${isEqual ? "equal" : best ? "plausible" : `NOT FOUND (${report.end})`} ` +
        `(${failing.length} failing, ${report.tried}/${report.generated} tried, ready ${readyMs.toFixed(0)} ms, line ${places.line ?? "-"} (${plain.line ?? "-"}), function ${places.function ?? "-"} (${plain.function ?? "-"}))`,
    );
    for (const { path: at, candidate } of report.found) {
      const text = readFileSync(at, "utf8");
      console.log(
        `      ${at.slice(root.length + 1)}:${candidate.line + 1} ${candidate.template}: ${candidate.edits
          .map((edit) => `${text.slice(edit.start, edit.end)} -> ${edit.text}`)
          .join(" ; ")
          .replace(/\s+/g, " ")
          .slice(0, 160)}`,
      );
    }
    return {
      places,
      plain,
      isPlausible: best !== undefined,
      isEqual,
      seconds: best && (readyMs + best.foundMs) / 1000,
    };
  } finally {
    worker.close();
  }
}

async function isSame(path: string, a: string, b: string): Promise<boolean> {
  const [first, second] = [await treeOf(path, a), await treeOf(path, b)];
  return first !== undefined && second !== undefined && isSameCode(first, second);
}
