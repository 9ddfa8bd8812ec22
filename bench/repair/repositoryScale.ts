/** `npm run bench:repair -- CLONES_DIR --repositories`: seeded and historical single faults in real repositories. */
import { readFileSync } from "node:fs";
import { applyReplacements } from "../../src/core/repair/candidate.ts";
import { languageIdOf } from "../../src/core/syntax/language.ts";
import { type FoundRepair, searchRepair } from "../../src/features/repair/searchRepair.ts";
import { knownLiterals, linesIn, suspectFiles, suspectLines } from "../../src/features/repair/suspects.ts";
import type { TrialWorker } from "../../src/ports/trials.ts";
import { historicalBugs } from "./history.ts";
import { propose, treeOf } from "./javascriptFaults.ts";
import { type Places, placesOf, plainOchiai, tellPlaces } from "./localization.ts";
import { openWorker } from "./openWorker.ts";
import { quantile } from "./quantile.ts";
import { isTestPath, type Repository, repositoryList } from "./repositories.ts";
import { type BugKind, halfOf, isRight, type RepositoryBug } from "./repositoryBug.ts";
import { spectrumOf, writeSpectrum } from "./savedSpectra.ts";
import { seededBugs } from "./seededBugs.ts";

export interface RepositoryScaleOptions {
  readonly clones: string;
  readonly into: string;
  readonly kinds: readonly string[];
  /** Of each kind in each repository; not given: as many as the kind is worth. */
  readonly count?: number | undefined;
  readonly budgetMs: number;
  readonly only?: string | undefined;
  readonly half?: string | undefined;
  readonly details: boolean;
  /** Says where the fault stands in the ranking, and looks for no repair. */
  readonly isLocalizedOnly: boolean;
  /** Folder for what places are told from, one file for each fault: read again by `savedSpectra.ts`. */
  readonly spectra?: string | undefined;
}

const counts: Readonly<Record<BugKind, number>> = { seeded: 5, historical: 4, larger: 2 };

interface BugResult {
  readonly bug: RepositoryBug;
  readonly places: Places;
  readonly plain: Places;
  /** Of the first patch that passes all tests of the repository. */
  readonly isPlausible: boolean;
  readonly isEqual: boolean;
  /** Of those that are shown, three at most. */
  readonly isAnyEqual: boolean;
  readonly seconds: number | undefined;
  readonly reach: string | undefined;
}

export async function benchRepositories(options: RepositoryScaleOptions): Promise<void> {
  const results: BugResult[] = [];
  for (const repository of repositoryList.history) {
    if (options.only && !options.only.split(",").some((name) => repository.repository.includes(name)))
      continue;
    for (const kind of ["seeded", "historical", "larger"] as const) {
      if (!options.kinds.includes(kind)) continue;
      try {
        for await (const bug of bugsOf(repository, kind, options)) {
          if (options.half && halfOf(bug) !== options.half) continue;
          // One whose tests end their process says nothing of the next.
          await attemptBug(bug, options).then(
            (result) => results.push(result),
            (error: unknown) => console.log(`  ${bug.name} cannot be measured: ${inShort(error)}`),
          );
        }
      } catch (error) {
        console.log(`  ${repository.repository} cannot be measured further: ${inShort(error)}`);
      }
    }
  }
  for (const kind of ["seeded", "historical", "larger"]) {
    const own = results.filter(({ bug }) => bug.kind === kind);
    for (const half of options.isLocalizedOnly ? [] : (["development", "heldOut"] as const)) {
      summarize(
        `${kind} ${half}`,
        own.filter(({ bug }) => halfOf(bug) === half),
      );
    }
    if (!options.isLocalizedOnly) summarize(kind, own);
    if (own.length > 0) tellPlaces(own);
  }
}

const inShort = (error: unknown) => String(error).replace(/\s+/g, " ").slice(0, 200);

function bugsOf(
  repository: Repository,
  kind: BugKind,
  { clones, into, count = counts[kind] }: RepositoryScaleOptions,
): AsyncGenerator<RepositoryBug> {
  if (kind === "seeded") return seededBugs(repository, { clones, into, count });
  return historicalBugs(repository, { clones, into, kind, count });
}

/** As the product goes about it: files of the failing tests alone, and what passes them is judged by all tests. */
async function attemptBug(
  bug: RepositoryBug,
  { budgetMs, details, isLocalizedOnly, spectra }: RepositoryScaleOptions,
): Promise<BugResult> {
  const { repository, root, tests, failing } = bug;
  const { worker, now, readyMs } = await openWorker(repository, root, tests, failing);
  try {
    const isCode = ({ path }: { readonly path: string }) => !isTestPath(path.slice(root.length + 1));
    const textOf = (path: string) => readFileSync(path, "utf8");
    const lines = suspectLines(worker.baseline, linesIn(textOf)).filter(isCode);
    const treeAt = (path: string) => treeOf(path, textOf(path));
    const places = await placesOf(lines, bug, treeAt);
    const plain = await placesOf(plainOchiai(worker.baseline).filter(isCode), bug, treeAt);
    const where = `line ${places.line ?? "-"} (${plain.line ?? "-"}) of ${lines.length}, function ${places.function ?? "-"} (${plain.function ?? "-"})`;
    if (spectra !== undefined) writeSpectrum(spectra, spectrumOf(bug, worker.baseline, textOf));
    if (isLocalizedOnly) {
      console.log(`${bug.kind} ${bug.name} ${bug.change}: ready ${(readyMs / 1000).toFixed(1)} s | ${where}`);
      return {
        bug,
        places,
        plain,
        isPlausible: false,
        isEqual: false,
        isAnyEqual: false,
        seconds: undefined,
        reach: undefined,
      };
    }
    const suspected = suspectFiles(lines, 6).map((file) => ({ ...file, text: textOf(file.path) }));
    const literals = knownLiterals(worker.baseline);
    const spent = { generating: 0, confirming: 0 };
    const judged: Judged[] = [];
    const report = await searchRepair({
      worker: timed(worker, now, spent),
      files: suspected,
      literals,
      async generate({ path, text, lineScores }, rest) {
        const began = now();
        const languageId = languageIdOf(path) ?? "";
        const made = await propose({ languageId, text, lineScores: [...lineScores], ...rest }, never);
        spent.generating += now() - began;
        return made;
      },
      now,
      limits: { budgetMs, maxPatches: 3 },
      async proven(found) {
        const last = await judge(bug, found);
        judged.push(...last);
        return last.filter(({ passesAll }) => passesAll);
      },
    });
    const shown = judged.find(({ passesAll }) => passesAll);
    const reach = shown?.isEqual ? shown.candidate.template : await reachOf(bug, literals);
    const seconds = shown && (readyMs + shown.foundMs) / 1000;
    const state = shown
      ? `${shown.isEqual ? "EQUAL" : "plausible"} ${seconds!.toFixed(1)} s after ${shown.triedBefore}`
      : judged.length > 0
        ? `BREAKS OTHERS (${judged.length})`
        : `NOT FOUND (${report.end})`;
    const { cases } = worker.baseline;
    console.log(
      `${bug.kind} ${halfOf(bug) === "heldOut" ? "h" : "d"} ${bug.name} ${bug.change}: ${state} | ` +
        `${report.tried}/${report.generated} tried, ready ${(readyMs / 1000).toFixed(1)} s, generating ${(spent.generating / 1000).toFixed(1)} s, trying ${(report.tryingMs / 1000).toFixed(1)} s, confirming ${(spent.confirming / 1000).toFixed(1)} s, ` +
        `${cases.filter(({ outcome }) => outcome === "failed" || outcome === "hung").length} of ${cases.length} cases fail${worker.baseline.repeatable ? "" : " (not repeatable)"} | ` +
        `${where} | ${reach ?? "unreachable"}`,
    );
    if (details) {
      for (const { edit, isEqual, passesAll } of judged)
        console.log(`      ${edit} ${isEqual ? "equal" : passesAll ? "passes all" : "breaks others"}`);
    }
    return {
      bug,
      places,
      plain,
      isPlausible: shown !== undefined,
      isEqual: shown?.isEqual ?? false,
      isAnyEqual: judged.some(({ isEqual }) => isEqual),
      seconds,
      reach,
    };
  } finally {
    worker.close();
  }
}

const never = new AbortController().signal;

function timed(worker: TrialWorker, now: () => number, spent: { confirming: number }): TrialWorker {
  return {
    ...(worker.batchSize === undefined ? {} : { batchSize: worker.batchSize }),
    baseline: worker.baseline,
    tryAll: (...rest) => worker.tryAll(...rest),
    async confirm(...rest) {
      const began = now();
      const outcomes = await worker.confirm(...rest);
      spent.confirming += now() - began;
      return outcomes;
    },
    close: () => worker.close(),
  };
}

interface Judged extends FoundRepair {
  readonly isEqual: boolean;
  readonly passesAll: boolean;
  /** For a person. */
  readonly edit: string;
}

async function judge(bug: RepositoryBug, found: readonly FoundRepair[]): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const one of found) {
    const { path, candidate } = one;
    const before = readFileSync(path, "utf8");
    const text = applyReplacements(before, candidate.edits);
    const isEqual = path === bug.path && (await isRight(bug, text, treeOf));
    const texts = path === bug.path ? { [path]: text } : { [bug.path]: bug.faulty, [path]: text };
    const edit = candidate.edits
      .map(({ start, end, text: by }) => `${before.slice(start, end)} -> ${by}`)
      .join(" ; ")
      .replace(/\s+/g, " ")
      .slice(0, 160);
    judged.push({
      ...one,
      isEqual,
      passesAll: isEqual || (await bug.passesAll(texts)),
      edit: `${path.slice(bug.root.length + 1)}:${candidate.line + 1} ${candidate.template}: ${edit}`,
    });
  }
  return judged;
}

/** Template and rank of the repair among all candidates of the faulty lines and those beside them. */
async function reachOf(
  bug: RepositoryBug,
  literals: ReturnType<typeof knownLiterals>,
): Promise<string | undefined> {
  const { path, faulty, lines } = bug;
  const around = lines.flatMap((line) => [line - 1, line, line + 1]).filter((line) => line >= 0);
  const lineScores = around.map((line) => [line, 1] as const);
  const languageId = languageIdOf(path) ?? "";
  const found = await propose({ languageId, text: faulty, lineScores, literals, limit: 50_000 }, never);
  for (const [at, { edits, template }] of found.entries()) {
    if (await isRight(bug, applyReplacements(faulty, edits), treeOf)) return `${template} at ${at + 1}`;
  }
  return undefined;
}

function summarize(title: string, results: readonly BugResult[]): void {
  if (results.length === 0) return;
  const share = (count: number) => `${count} (${((100 * count) / results.length).toFixed(0)} %)`;
  const times = results.flatMap(({ seconds }) => (seconds === undefined ? [] : [seconds]));
  console.log(
    `${title}: ${results.length} bugs, plausible ${share(results.filter((one) => one.isPlausible).length)}, ` +
      `first equal to the right code ${share(results.filter((one) => one.isEqual).length)}, ` +
      `any of three ${share(results.filter((one) => one.isAnyEqual).length)}, ` +
      `reached by some candidate ${share(results.filter(({ reach }) => reach !== undefined).length)}, ` +
      `first after ${quantile(times, 0.5).toFixed(1)} s median, ${quantile(times, 0.9).toFixed(1)} s p90`,
  );
}
