/** Seeded faults of real code that its tests notice, and the engine's answer to each. */
import { createHash } from "node:crypto";
import { readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { applyReplacements } from "../../src/core/repair/candidate.ts";
import { languageIdOf } from "../../src/core/syntax/language.ts";
import type { FlatTree } from "../../src/core/syntax/tree/flatTree.ts";
import {
  type JavascriptStart,
  javascriptWorkerOptions,
  openJavascriptTrials,
} from "../../src/features/repair/javascriptTrials.ts";
import { repairProposer } from "../../src/features/repair/repairProposer.ts";
import { schemaBuilder } from "../../src/features/repair/schemaBuilder.ts";
import { searchRepair } from "../../src/features/repair/searchRepair.ts";
import { knownLiterals, linesIn, suspectFiles, suspectLines } from "../../src/features/repair/suspects.ts";
import { belongsToTests } from "../../src/features/repair/targets.ts";
import { TreeSitterReader } from "../../src/node/treeSitter/syntaxReader.ts";
import type { Confirmation, TrialBaseline, TrialWorker } from "../../src/ports/trials.ts";
import { grammarFiles } from "../../test/support/grammarFiles.ts";
import { quietLog } from "../../test/support/indexerHarness.ts";
import { cpuClock } from "./cpuClock.ts";
import { startLineProcess } from "./lineProcess.ts";
import { type Places, placesOf, plainOchiai } from "./localization.ts";
import { checkOut, filesBelow, type Repository } from "./repositories.ts";
import { isSameCode } from "./sameCode.ts";
import { type StrykerOperator, strykerMutations } from "./strykerMutator.ts";

const program = fileURLToPath(new URL("../../media/repair/javascriptWorker.mjs", import.meta.url));
const reader = new TreeSitterReader(grammarFiles, quietLog);
const never = new AbortController().signal;
export const propose = repairProposer(reader);
const build = schemaBuilder(reader);

export const hashOf = (text: string): number => createHash("sha256").update(text).digest().readUInt32BE(0);
export const treeOf = (path: string, text: string): Promise<FlatTree | undefined> =>
  reader.tree(languageIdOf(path) ?? "", text, 3_000);

/** A search may take so many times its budget by the wall. */
const wallTimes = 10;

type CaseName = readonly [file: string, name: string];

/** A repository on disk, with what its tests say of it as it is. */
export class Checkout {
  readonly repository: Repository;
  readonly root: string;
  readonly tests: readonly string[];
  #whole: TrialWorker | undefined;
  #wholeSeconds = 0;

  constructor(repository: Repository, clones: string, into: string) {
    this.repository = repository;
    this.root = realpathSync(checkOut(clones, into, repository));
    const pattern = new RegExp(repository.tests ?? /(?:^|\/)(?:tests?|spec)\/.*|\.(?:test|spec)\.\w+$/);
    this.tests = filesBelow(this.root, "")
      .filter((path) => pattern.test(path))
      .map((path) => join(this.root, path));
  }

  open(options: Partial<JavascriptStart> = {}): Promise<OpenWorker> {
    const known = new Set(this.tests.map((path) => path.slice(this.root.length + 1)));
    const testFiles = filesBelow(this.root, "").filter((path) => belongsToTests(path, known));
    return openJavascript(this.repository, this.root, this.tests, {
      testFiles: testFiles.map((path) => join(this.root, path)),
      ...options,
    });
  }

  /** All tests of the code as it is. */
  async whole(): Promise<TrialWorker> {
    if (this.#whole) return this.#whole;
    const began = performance.now();
    this.#whole = (await this.open()).worker;
    this.#wholeSeconds = (performance.now() - began) / 1000;
    return this.#whole;
  }

  /**
   * All tests against changed files. What takes far longer than the code as it is (which was run twice) is ended:
   * it does not come to an end, and then no outcome is known.
   */
  async outcomes(texts: Readonly<Record<string, string>>): Promise<Confirmation> {
    const whole = await this.whole();
    return whole.confirm(texts, Math.min(30, 2 + 2 * this.#wholeSeconds));
  }

  close(): void {
    this.#whole?.close();
    this.#whole = undefined;
  }

  sources(): string[] {
    return this.repository.sources
      .flatMap((source) => filesBelow(this.root, source))
      .filter((path) => /\.[cm]?[jt]s$/.test(path) && !/\.(?:test|spec|d)\.[cm]?[jt]s$/.test(path));
  }
}

export interface OpenWorker {
  readonly worker: TrialWorker;
  /** Milliseconds of the processor, of this program and the worker's processes. */
  readonly now: () => number;
  readonly readyMs: number;
}

export async function openJavascript(
  { runner }: Repository,
  root: string,
  tests: readonly string[],
  options: Partial<JavascriptStart>,
): Promise<OpenWorker> {
  const start = {
    root,
    folder: root,
    runner: runner as JavascriptStart["runner"],
    tests,
    testFiles: tests,
    targets: [],
    nodeOptions: [],
    options: [],
    ...options,
  };
  const readText = async (path: string) => readFileSync(path, "utf8");
  const process = startLineProcess("node", [...javascriptWorkerOptions, program], root);
  const now = cpuClock(() => process.pid);
  const began = now();
  const worker = await openJavascriptTrials(process, start, readText, (query) => build(query, never));
  return { worker, now, readyMs: now() - began };
}

export interface Fault {
  readonly name: string;
  readonly operator: StrykerOperator;
  readonly half: "development" | "heldOut";
  /** Relative. */
  readonly path: string;
  readonly original: string;
  readonly faulty: string;
  readonly line: number;
  readonly change: string;
  /** Ids of the worker. */
  readonly killedBy: readonly string[];
}

/** Mutations in an order that a hash draws, evenly over the operators; those that no test notices are left out. */
export async function* drawFaults(checkout: Checkout, count: number): AsyncGenerator<Fault> {
  const byOperator = new Map<StrykerOperator, Omit<Fault, "killedBy">[]>();
  for (const path of checkout.sources()) {
    const original = readFileSync(join(checkout.root, path), "utf8");
    const tree = await treeOf(path, original);
    if (!tree) continue;
    for (const { operator, edit } of strykerMutations(tree)) {
      const name = `${checkout.repository.repository}:${path}:${edit.start}:${edit.text.slice(0, 20)}`;
      const own = byOperator.get(operator) ?? [];
      byOperator.set(operator, own);
      own.push({
        name,
        operator,
        half: hashOf(`half ${name}`) % 2 === 0 ? "development" : "heldOut",
        path,
        original,
        faulty: applyReplacements(original, [edit]),
        line: original.slice(0, edit.start).split("\n").length - 1,
        change: `${original.slice(edit.start, edit.end).slice(0, 60)} => ${edit.text}`.replace(/\s+/g, " "),
      });
    }
  }
  const queues = [...byOperator]
    .sort(
      (a, b) => hashOf(checkout.repository.repository + a[0]) - hashOf(checkout.repository.repository + b[0]),
    )
    .map(([, own]) => own.sort((a, b) => hashOf(a.name) - hashOf(b.name)));
  let left = count;
  while (left > 0 && queues.some((queue) => queue.length > 0)) {
    for (const queue of queues) {
      const found = left > 0 ? await nextKilled(checkout, queue) : undefined;
      if (!found) continue;
      left--;
      yield found;
    }
  }
}

async function nextKilled(checkout: Checkout, queue: Omit<Fault, "killedBy">[]): Promise<Fault | undefined> {
  const { baseline } = await checkout.whole();
  for (let next = queue.shift(); next; next = queue.shift()) {
    const texts = { [join(checkout.root, next.path)]: next.faulty };
    const outcomes = await checkout.outcomes(texts);
    const first = brokenBy(baseline, outcomes);
    // Without any outcome it could not even be loaded, or it does not end.
    if (Object.keys(outcomes).length === 0 || first.length === 0) continue;
    // A test with inputs drawn at random may fail by chance: those that fail again notice it.
    const again = new Set(brokenBy(baseline, await checkout.outcomes(texts)));
    const killedBy = first.filter((id) => again.has(id));
    if (killedBy.length > 0) return { ...next, killedBy };
  }
  return undefined;
}

/** Ids of cases that passed and no longer do. */
export const brokenBy = ({ cases }: TrialBaseline, outcomes: Confirmation): string[] =>
  cases.flatMap(({ id, outcome }) => (outcome === "passed" && outcomes[id] !== "passed" ? [id] : []));

const nameOf = (id: string): CaseName => {
  const [file = "", ...names] = id.replace(/#\d+$/, "").split("::");
  return [file, names.join("::")];
};

export interface FaultResult {
  readonly fault: Fault;
  readonly edits: readonly string[];
  readonly templates: readonly string[];
  /** By patch: the same syntax tree as the original. */
  readonly equal: readonly boolean[];
  /** By patch: equal, or it passes the tests that were held back and that notice the fault. */
  readonly right: readonly boolean[];
  /** From the start of the worker, ms of the processor, as all times here. */
  readonly firstMs: number | undefined;
  readonly triedBefore: number | undefined;
  readonly readyMs: number;
  readonly tried: number;
  readonly generated: number;
  readonly perSecond: number;
  readonly end: string;
  /** Whether any candidate of the whole file is the repair. */
  readonly reachable: boolean;
  /** Whether the tests that were held back notice the fault. */
  readonly isJudged: boolean;
  /** Of the faulty place, in the ranking that repairs use and in Ochiai's alone. */
  readonly places: Places;
  readonly plain: Places;
}

/** Half of the tests, drawn by hash, are given; when none of these fails, the other half is. */
export async function attemptFault(checkout: Checkout, fault: Fault, budgetMs: number): Promise<FaultResult> {
  const whole = await checkout.whole();
  const halves = (id: string) => hashOf(id) % 2;
  const given = fault.killedBy.some((id) => halves(id) === 0) ? 0 : 1;
  const omitted = whole.baseline.cases.filter(({ id }) => halves(id) !== given).map(({ id }) => id);
  const failing = fault.killedBy.filter((id) => halves(id) === given);
  const isJudged = fault.killedBy.length > failing.length;
  const path = join(checkout.root, fault.path);
  const restore = () => writeFileSync(path, fault.original);
  process.once("exit", restore);
  writeFileSync(path, fault.faulty);
  try {
    const { worker, now, readyMs } = await checkout.open({
      tests: [...new Set(failing.map((id) => nameOf(id)[0]))],
      targets: failing.map(nameOf),
      omitted: omitted.map(nameOf),
    });
    try {
      const wallEnd = performance.now() + wallTimes * budgetMs;
      const textOf = (one: string) => readFileSync(one, "utf8");
      const lines = suspectLines(worker.baseline, linesIn(textOf));
      const files = suspectFiles(lines, 6).map((file) => ({ ...file, text: textOf(file.path) }));
      const literals = knownLiterals(worker.baseline);
      const report = await searchRepair({
        worker,
        files,
        literals,
        generate: ({ path: at, text, lineScores }, options) =>
          propose(
            { languageId: languageIdOf(at) ?? "", text, lineScores: [...lineScores], ...options },
            never,
          ),
        now,
        limits: { budgetMs, maxPatches: 3 },
        // What waits uses no time of the processor.
        isCancelled: () => performance.now() > wallEnd,
      });
      const equal: boolean[] = [];
      const right: boolean[] = [];
      restore();
      for (const { path: at, candidate } of report.found) {
        const text = applyReplacements(files.find((file) => file.path === at)!.text, candidate.edits);
        const same = at === path && (await isEqual(fault, text));
        equal.push(same);
        const texts = at === path ? { [at]: text } : { [path]: fault.faulty, [at]: text };
        right.push(
          same || (isJudged && brokenBy(whole.baseline, await checkout.outcomes(texts)).length === 0),
        );
      }
      const wrongAt = { path, lines: [fault.line] };
      const treeAt = async (at: string) => treeOf(at, at === path ? fault.faulty : textOf(at));
      return {
        fault,
        edits: report.found.map(({ path: at, candidate }) =>
          candidate.edits
            .map(
              ({ start, end, text }) =>
                `${(at === path ? fault.faulty : textOf(at)).slice(start, end)} -> ${text}`,
            )
            .join(" ; "),
        ),
        templates: report.found.map(({ candidate }) => candidate.template),
        equal,
        right,
        firstMs:
          report.found.length > 0
            ? readyMs + Math.min(...report.found.map(({ foundMs }) => foundMs))
            : undefined,
        triedBefore: report.found[0]?.triedBefore,
        readyMs,
        tried: report.tried,
        generated: report.generated,
        perSecond: (1000 * report.tried) / Math.max(report.tryingMs, 1),
        end: report.end,
        reachable: await isReachable(fault, literals),
        isJudged,
        places: await placesOf(lines, wrongAt, treeAt),
        plain: await placesOf(plainOchiai(worker.baseline), wrongAt, treeAt),
      };
    } finally {
      worker.close();
    }
  } finally {
    restore();
    process.off("exit", restore);
  }
}

/** Without what `isSameCode` looks past: most candidates are told apart without a tree. */
const bare = (text: string) => text.replace(/[\s(){};]+/g, "");

async function isEqual({ path, original }: Fault, text: string): Promise<boolean> {
  if (Math.abs(text.length - original.length) > 40) return false;
  // What stands before and behind all that differs is the same, and most of a large file.
  const [start, end] = commonEnds(text, original);
  if (bare(text.slice(start, text.length - end)) !== bare(original.slice(start, original.length - end)))
    return false;
  const [a, b] = [await treeOf(path, original), await treeOf(path, text)];
  return a !== undefined && b !== undefined && isSameCode(a, b);
}

/** How much two texts have in common at their start, and at their end behind that. */
function commonEnds(a: string, b: string): [number, number] {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  let end = 0;
  while (end < most - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++;
  return [start, end];
}

/** With the faulty line told, and those beside it. */
async function isReachable(fault: Fault, literals: ReturnType<typeof knownLiterals>): Promise<boolean> {
  const { path, faulty, line } = fault;
  const lineScores = [-2, -1, 0, 1, 2].map((by) => [line + by, 1] as const).filter(([at]) => at >= 0);
  const found = await propose(
    { languageId: languageIdOf(path) ?? "", text: faulty, lineScores, literals, limit: 50_000 },
    never,
  );
  for (const { edits } of found) if (await isEqual(fault, applyReplacements(faulty, edits))) return true;
  return false;
}
