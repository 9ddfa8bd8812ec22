/** `npm run bench:repair -- --java MIRROR`: faults of PIT's operators in real Java, repaired without a model. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { applyReplacements } from "../../src/core/repair/candidate.ts";
import { generateCandidates } from "../../src/core/repair/generateCandidates.ts";
import { repairGrammarOf } from "../../src/core/repair/repairLanguages.ts";
import { openJavaTrials } from "../../src/features/repair/javaTrials.ts";
import { TrialsUnavailable } from "../../src/features/repair/pythonTrials.ts";
import { type Generate, searchRepair } from "../../src/features/repair/searchRepair.ts";
import { knownLiterals, linesIn, suspectFiles, suspectLines } from "../../src/features/repair/suspects.ts";
import { TreeSitterReader } from "../../src/node/treeSitter/syntaxReader.ts";
import type { TrialWorker } from "../../src/ports/trials.ts";
import { grammarFiles } from "../../test/support/grammarFiles.ts";
import { quietLog } from "../../test/support/indexerHarness.ts";
import { seededRandom } from "../sources.ts";
import { cpuClock } from "./cpuClock.ts";
import { type JavaMutant, javaMutants } from "./javaMutants.ts";
import {
  compileOne,
  type JavaProject,
  javaRepositories,
  openJavaProject,
  restoreClasses,
  testsNaming,
  workerClasses,
} from "./javaProjects.ts";
import { startLineProcess } from "./lineProcess.ts";

const media = (name: string) => fileURLToPath(new URL(`../../media/repair/${name}`, import.meta.url));
const reader = new TreeSitterReader(grammarFiles, quietLog);
const grammar = repairGrammarOf("java")!;

const generate: Generate = async ({ text, lineScores }, options) => {
  const tree = await reader.tree("java", text);
  return tree ? generateCandidates({ tree, grammar, lineScores, ...options }) : [];
};

interface Fault {
  readonly path: string;
  readonly mutant: JavaMutant;
  readonly right: string;
}

interface Attempt {
  readonly operator: string;
  readonly isPlausible: boolean;
  readonly isFirstRight: boolean;
  readonly isAnyRight: boolean;
  /** Whether the right text is among all single candidates. */
  readonly isReachable: boolean;
  readonly seconds: number;
  readonly perSecond: number;
  readonly lineRank: number | undefined;
}

export interface JavaBench {
  readonly mirror: string;
  readonly role: string;
  readonly budgetMs: number;
  readonly details: boolean;
  /** Names of repositories, or parts of them, with commas. */
  readonly only?: string | undefined;
}

export async function benchJava({ mirror, role, budgetMs, details, only }: JavaBench): Promise<void> {
  const attempts: Attempt[] = [];
  const isWanted = (name: string) => !only || only.split(",").some((part) => name.includes(part));
  for (const repository of javaRepositories.repositories) {
    if (repository.role !== role || !isWanted(repository.name)) continue;
    const git = join(mirror, repository.name.replace("/", "+"), "repo");
    const project = openJavaProject(repository, git);
    const open = () =>
      startLineProcess("java", ["-XX:+UseSerialGC", ...workerClasses(project)], project.root);
    let program = open();
    const own: Attempt[] = [];
    for (const fault of await drawn(project)) {
      if (own.length >= repository.faults) break;
      const attempt = await tryFault(project, program, fault, budgetMs, details).catch((error: unknown) => {
        if (!(error instanceof TrialsUnavailable)) throw error;
        // It has ended: what it could not run is left out.
        program = open();
        return undefined;
      });
      if (attempt) own.push(attempt);
    }
    program.end();
    rmSync(project.root, { recursive: true, force: true });
    attempts.push(...own);
    tell(repository.name, own);
  }
  tell("all", attempts);
}

/** All mutants of all files in an order that the seed decides. */
async function drawn(project: JavaProject): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const path of project.mainFiles) {
    const right = readFileSync(path, "utf8");
    const tree = await reader.tree("java", right);
    for (const mutant of tree ? javaMutants(tree) : []) faults.push({ path, mutant, right });
  }
  const random = seededRandom(javaRepositories.seed);
  return faults
    .map((fault) => ({ fault, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ fault }) => fault);
}

/** Undefined when the fault does not compile or no test notices it. */
async function tryFault(
  project: JavaProject,
  program: ReturnType<typeof startLineProcess>,
  { path, mutant, right }: Fault,
  budgetMs: number,
  details: boolean,
): Promise<Attempt | undefined> {
  const start = (testClasses: readonly string[]) =>
    openJavaTrials(program, {
      classPath: [project.testClasses, project.classes, ...project.jars],
      sourceFolders: [join(project.root, "src/main/java")],
      classFolders: [project.testClasses, project.classes],
      testClasses,
      targets: [],
      junitRun: readFileSync(media("JUnitRun.java"), "utf8"),
      junit4Run: readFileSync(media("JUnit4Run.java"), "utf8"),
    });
  const testClasses: string[] = [];
  for (const name of testsNaming(project, path, 5)) {
    if (!project.passing.has(name)) {
      project.passing.set(name, false);
      project.passing.set(name, await passes(name, start));
    }
    if (project.passing.get(name)) testClasses.push(name);
  }
  if (testClasses.length === 0) return undefined;
  const wrong = applyReplacements(right, [mutant]);
  writeFileSync(path, wrong);
  // Time of the processor, of this program and the worker's with its compiler.
  const now = cpuClock(() => program.pid);
  const began = now();
  try {
    if (!compileOne(project, path)) return undefined;
    const trials = await start(testClasses);
    if (!trials.baseline.cases.some(({ outcome }) => outcome === "failed")) return undefined;
    const readyMs = now() - began;
    const lines = suspectLines(
      trials.baseline,
      linesIn((path) => readFileSync(path, "utf8")),
    );
    const files = suspectFiles(lines, 5).map((file) => ({ ...file, text: readFileSync(file.path, "utf8") }));
    const report = await searchRepair({
      worker: trials,
      files,
      literals: knownLiterals(trials.baseline),
      generate,
      now,
      limits: { budgetMs, maxPatches: 3 },
    });
    const verdicts = report.found.map(
      (found) => found.path === path && sameCode(applyReplacements(wrong, found.candidate.edits), right),
    );
    const own = files.find((file) => file.path === path);
    const all = own ? await generate(own, { literals: knownLiterals(trials.baseline), limit: 100_000 }) : [];
    const line = wrong.slice(0, mutant.start).split("\n").length - 1;
    const rank = lines.findIndex((one) => one.path === path && one.line === line);
    const attempt: Attempt = {
      operator: mutant.operator,
      isPlausible: report.found.length > 0,
      isFirstRight: verdicts[0] === true,
      isAnyRight: verdicts.includes(true),
      isReachable: all.some(({ edits }) => sameCode(applyReplacements(wrong, edits), right)),
      seconds: (readyMs + Math.min(...report.found.map(({ foundMs }) => foundMs))) / 1000,
      perSecond: (1000 * report.tried) / Math.max(report.tryingMs, 1),
      lineRank: rank < 0 ? undefined : rank + 1,
    };
    const how = attempt.isFirstRight
      ? "right"
      : attempt.isAnyRight
        ? "LATER"
        : attempt.isPlausible
          ? "WRONG"
          : "NOT FOUND";
    console.log(
      `${mutant.operator} ${relative(project.root, path).split("/").at(-1)}:${line + 1} ${how} ` +
        `${attempt.isReachable ? "" : "unreachable "}${attempt.seconds.toFixed(1)} s, ready ${(readyMs / 1000).toFixed(1)} s, ` +
        `${report.tried}/${report.generated} tried, ${attempt.perSecond.toFixed(0)}/s, line ${attempt.lineRank ?? "none"}, ${report.end}`,
    );
    if (details) {
      console.log(`    fault: ${right.slice(mutant.start, mutant.end)} -> ${mutant.text}`);
      for (const found of report.found) {
        const text = readFileSync(found.path, "utf8");
        console.log(
          `    ${found.candidate.template}: ${found.candidate.edits.map((edit) => `${text.slice(edit.start, edit.end)} -> ${edit.text}`).join(" ; ")}`,
        );
      }
    }
    return attempt;
  } finally {
    writeFileSync(path, right);
    restoreClasses(project);
  }
}

/** Whether a test class passes as the code is. */
async function passes(
  name: string,
  start: (classes: readonly string[]) => Promise<TrialWorker>,
): Promise<boolean> {
  const { baseline } = await start([name]);
  return baseline.repeatable && baseline.cases.every(({ outcome }) => outcome !== "failed");
}

/** The same words, whatever is between them and whatever brackets are around. */
const sameCode = (a: string, b: string): boolean => a.replace(/[\s()]/g, "") === b.replace(/[\s()]/g, "");

function tell(name: string, attempts: readonly Attempt[]): void {
  const count = (is: (one: Attempt) => boolean) => attempts.filter(is).length;
  const share = (some: number) => `${some} (${((100 * some) / Math.max(attempts.length, 1)).toFixed(0)} %)`;
  const middle = (numbers: readonly number[], part = 0.5) =>
    [...numbers].sort((a, b) => a - b)[Math.floor(part * (numbers.length - 1))] ?? Number.NaN;
  const found = attempts.filter(({ isPlausible }) => isPlausible).map(({ seconds }) => seconds);
  console.log(
    `${name}: ${attempts.length} faults, plausible ${share(count((one) => one.isPlausible))}, ` +
      `first right ${share(count((one) => one.isFirstRight))}, any right ${share(count((one) => one.isAnyRight))}, ` +
      `unreachable ${share(count((one) => !one.isReachable))}, first after ${middle(found).toFixed(1)} s median, ` +
      `${middle(found, 0.9).toFixed(1)} s p90, ${middle(attempts.map((one) => one.perSecond)).toFixed(0)} candidates/s median, ` +
      `line in the first 5: ${share(count((one) => (one.lineRank ?? 99) <= 5))}`,
  );
}
