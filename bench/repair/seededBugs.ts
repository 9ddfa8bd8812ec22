/** Faults seeded in the newest code of real repositories, by the operators that others made for mutation testing. */
import { readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applyReplacements, type Replacement } from "../../src/core/repair/candidate.ts";
import type { Confirmation, TrialWorker } from "../../src/ports/trials.ts";
import { brokenBy, hashOf, treeOf } from "./javascriptFaults.ts";
import { openWorker, testNameOf } from "./openWorker.ts";
import { mutmutMutations } from "./pythonMutator.ts";
import { checkOut, filesBelow, type Repository, testFilesOf } from "./repositories.ts";
import { passesLike, type RepositoryBug } from "./repositoryBug.ts";
import { strykerMutations } from "./strykerMutator.ts";

interface Drawn {
  readonly name: string;
  readonly operator: string;
  /** Absolute. */
  readonly path: string;
  readonly original: string;
  readonly edit: Replacement;
  /** 0-based. */
  readonly line: number;
}

export interface SeededQuestion {
  readonly clones: string;
  readonly into: string;
  readonly count: number;
}

/** Mutants tried for each that is wanted. */
const mostTried = 12;

/** Drawn by hash, evenly over the operators, on lines that tests run; those that no test notices are left out. */
export async function* seededBugs(
  repository: Repository,
  { clones, into, count }: SeededQuestion,
): AsyncGenerator<RepositoryBug> {
  const root = realpathSync(checkOut(clones, into, repository));
  // Tests that fail without any fault are nobody's target.
  const { worker: whole } = await openWorker(repository, root, testFilesOf(root, repository), [["", ""]]);
  try {
    const { baseline } = whole;
    console.log(`  ${repository.repository}: ${new Set(baseline.cases.map(({ id }) => id)).size} tests`);
    let reference: Confirmation | undefined;
    let found = 0;
    let tried = 0;
    for (const drawn of drawnEvenly(await mutantsOf(repository, root, linesRun(baseline.cases)))) {
      if (found >= count || tried++ >= mostTried * count) break;
      const { path, original, edit } = drawn;
      const faulty = applyReplacements(original, [edit]);
      const tests = await testsNoticing(whole, drawn, faulty);
      if (tests.length === 0) continue;
      found++;
      writeFileSync(path, faulty);
      try {
        yield {
          repository,
          kind: "seeded",
          name: drawn.name,
          change:
            `${drawn.operator}: ${original.slice(edit.start, edit.end).slice(0, 40)} => ${edit.text.slice(0, 40)}`.replace(
              /\s+/g,
              " ",
            ),
          root,
          path,
          faulty,
          right: original,
          lines: [drawn.line],
          tests,
          // Tests that fail without the fault stay as they are.
          failing: baseline.cases
            .filter(({ outcome, file }) => outcome === "passed" && tests.includes(file))
            .map(testNameOf),
          async passesAll(texts) {
            reference ??= await whole.confirm({ [path]: original }, 120);
            return passesLike(reference, await whole.confirm({ [path]: original, ...texts }, 120));
          },
        };
      } finally {
        writeFileSync(path, original);
      }
    }
  } finally {
    whole.close();
  }
}

/**
 * Files of tests that fail with a fault, or ran its line where passing tests are traced: then one trial tells whether any
 * fails, where a run of all tests would take far longer. Empty when no test notices it, or it cannot be loaded.
 */
async function testsNoticing(
  whole: TrialWorker,
  { path, edit, line }: Drawn,
  faulty: string,
): Promise<string[]> {
  const { cases } = whole.baseline;
  const running = cases.filter(({ lines }) => lines?.[path]?.includes(line + 1));
  if (running.length > 0) {
    const states: string[] = [];
    await whole.tryAll(
      [{ id: 0, path, edits: [edit] }],
      { isPatient: false, budgetMs: 20_000 },
      ({ state }) => states.push(state),
    );
    return states.includes("broke") ? [...new Set(running.map(({ file }) => file))] : [];
  }
  const outcomes = await whole.confirm({ [path]: faulty }, 120);
  if (Object.keys(outcomes).length === 0) return [];
  const broken = new Set(brokenBy(whole.baseline, outcomes));
  return [...new Set(cases.filter(({ id }) => broken.has(id)).map(({ file }) => file))];
}

/** Empty where passing tests are not traced when none fails. */
function linesRun(
  cases: readonly { readonly lines?: Readonly<Record<string, readonly number[]>> }[],
): ReadonlyMap<string, ReadonlySet<number>> {
  const run = new Map<string, Set<number>>();
  for (const { lines = {} } of cases) {
    for (const [path, own] of Object.entries(lines)) {
      const known = run.get(path) ?? new Set();
      run.set(path, known);
      for (const line of own) known.add(line - 1);
    }
  }
  return run;
}

async function mutantsOf(
  { repository, language, sources }: Repository,
  root: string,
  run: ReadonlyMap<string, ReadonlySet<number>>,
): Promise<Map<string, Drawn[]>> {
  const byOperator = new Map<string, Drawn[]>();
  const paths = sources.flatMap((source) => filesBelow(root, source));
  for (const relative of paths.filter(
    (path) => /\.(?:py|[cm]?[jt]s)$/.test(path) && !/\.d\.\w+$/.test(path),
  )) {
    const path = join(root, relative);
    const original = readFileSync(path, "utf8");
    const tree = run.size === 0 || run.has(path) ? await treeOf(path, original) : undefined;
    if (!tree) continue;
    for (const { operator, edit } of language === "python" ? mutmutMutations(tree) : strykerMutations(tree)) {
      const line = original.slice(0, edit.start).split("\n").length;
      if (run.size > 0 && !run.get(path)?.has(line - 1)) continue;
      const name = `${repository}:${relative}:${line}:${edit.start}:${edit.text.slice(0, 20)}`;
      const own = byOperator.get(operator) ?? [];
      byOperator.set(operator, own);
      own.push({ name: name.replace(/\s+/g, " "), operator, path, original, edit, line: line - 1 });
    }
  }
  return byOperator;
}

/** One of each operator in turn, in an order that hashes draw. */
function* drawnEvenly(byOperator: ReadonlyMap<string, readonly Drawn[]>): Generator<Drawn> {
  const queues = [...byOperator.values()].map((own) =>
    [...own].sort((a, b) => hashOf(a.name) - hashOf(b.name)),
  );
  queues.sort((a, b) => hashOf(a[0]!.name) - hashOf(b[0]!.name));
  while (queues.some((queue) => queue.length > 0)) {
    for (const queue of queues) {
      const next = queue.shift();
      if (next) yield next;
    }
  }
}
