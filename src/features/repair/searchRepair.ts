/** The search without a model: candidates in the order of their scores, tried in batches, second edits where one helped. */
import { applyReplacements, type Candidate, editKey } from "../../core/repair/candidate.ts";
import { composeEdits } from "../../core/repair/composeEdits.ts";
import { furtherScore, type TemplatePart } from "../../core/repair/generateCandidates.ts";
import type { KnownLiterals } from "../../core/repair/proposals.ts";
import type { Confirmation, TrialAnswer, TrialBaseline, TrialWorker } from "../../ports/trials.ts";

/** What stands in a file and what tests ran of it. */
export interface SuspectFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** By 0-based line, unitless, 0 to 1. */
  readonly lineScores: ReadonlyMap<number, number>;
}

/** Makes candidates of a text, best first. */
export type Generate = (
  file: SuspectFile,
  options: {
    readonly literals: KnownLiterals;
    readonly limit: number;
    readonly part?: TemplatePart;
  },
) => Promise<readonly Candidate[]>;

export interface SearchLimits {
  readonly budgetMs: number;
  readonly maxPatches: number;
}

/** A candidate that made every test pass, in a fresh process too. */
export interface FoundRepair {
  readonly path: string;
  readonly candidate: Candidate;
  /** Candidates tried before it. */
  readonly triedBefore: number;
  /** Milliseconds since the search began. */
  readonly foundMs: number;
}

export interface SearchReport {
  /** Best first. */
  readonly found: readonly FoundRepair[];
  readonly tried: number;
  readonly generated: number;
  /** Time in which candidates ran, ms. */
  readonly tryingMs: number;
  readonly end: "found" | "exhausted" | "outOfTime" | "cancelled";
}

export interface SearchProgress {
  readonly tried: number;
  readonly waiting: number;
  readonly found: number;
}

export interface Search {
  readonly worker: TrialWorker;
  readonly files: readonly SuspectFile[];
  readonly literals: KnownLiterals;
  readonly generate: Generate;
  readonly now: () => number;
  readonly limits: SearchLimits;
  readonly onProgress?: (progress: SearchProgress) => void;
  readonly isCancelled?: () => boolean;
  /** Those that hold beyond the tests of the worker; when none does the search goes on. Not given: all do. */
  readonly proven?: (found: readonly FoundRepair[]) => Promise<readonly FoundRepair[]>;
}

interface Waiting {
  readonly id: number;
  readonly file: SuspectFile;
  readonly candidate: Candidate;
  /** Made on top of a change that helped. */
  readonly isSecond: boolean;
}

interface AheadLine {
  readonly file: SuspectFile;
  readonly line: number;
  readonly score: number;
}

/** Lines whose candidates are not made yet, by some of the templates. */
interface Ahead {
  readonly lines: readonly AheadLine[];
  readonly part: TemplatePart;
  /** What the best of their candidates can score. */
  readonly most: number;
}

/** Lines that candidates are made of at once: most functions have fewer, and a large file has too many to wait for. */
const linesAtOnce = 60;
/** Of the score that candidates can have what the best of a line usually has. */
const usualShare = 0.7;
const firstBatch = 48;
const largestBatch = 320;
/** Candidates of one file, and on top of one change that helped. */
const mostFirst = 12_000;
const mostSecond = 800;
const mostSeeds = 8;
/** Lines that second edits are made of, and the share of the time of trials that making them may take. */
const secondLines = 20;
const growingShare = 0.25;
/** What a second edit keeps of its score: it must wait for the better single ones. Chosen on the development half. */
const secondShare = 0.2;
/** Candidates that did not end, tried once more with much time. */
const mostPatient = 60;
/** Of them the best few that made a test pass, each time when this share of the budget is used, and twice it, and so on. */
const mostPatientEarly = 4;
const patientShare = 0.15;
/** So often all that was found may turn out to break other tests. */
const mostDisproven = 12;
/** After the first repair the search goes on this long for others, ms; a batch then gets a share of what the first took. */
const afterFirstMs = 400;
const afterFirstShare = 0.25;

export async function searchRepair(search: Search): Promise<SearchReport> {
  return new RepairSearch(search).run();
}

class RepairSearch {
  readonly #search: Search;
  readonly #began: number;
  readonly #known = new Set<string>();
  readonly #byId = new Map<number, Waiting>();
  #found: FoundRepair[] = [];
  /** The most promising first. */
  readonly #ahead: Ahead[];
  #waiting: Waiting[] = [];
  #patientAtMs: number;
  #hung: { readonly waiting: Waiting; readonly fixed: number }[] = [];
  #seeds: { readonly waiting: Waiting; readonly worth: number }[] = [];
  #seedsUsed = 0;
  #tried = 0;
  #generated = 0;
  #tryingMs = 0;
  #growingMs = 0;
  #firstFoundMs: number | undefined;

  constructor(search: Search) {
    this.#search = search;
    this.#began = search.now();
    this.#patientAtMs = patientShare * search.limits.budgetMs;
    this.#ahead = linesAhead(search.files);
  }

  async run(): Promise<SearchReport> {
    for (let round = 0; round < mostDisproven; round++) {
      await this.#searchOn();
      if (this.#found.length === 0 || (await this.#isProven()) || this.#isOver()) break;
    }
    return this.#report();
  }

  /** Lets go of what does not hold. */
  async #isProven(): Promise<boolean> {
    const { proven } = this.#search;
    if (!proven) return true;
    const kept = await proven(this.#found.sort((a, b) => b.candidate.score - a.candidate.score));
    this.#found = [...kept];
    if (kept.length > 0) return true;
    this.#firstFoundMs = undefined;
    return false;
  }

  async #searchOn(): Promise<void> {
    const { batchSize } = this.#search.worker;
    const largest = batchSize ?? largestBatch;
    for (let size = batchSize ?? firstBatch; !this.#isOver(); size = Math.min(largest, size * 2)) {
      await this.#tryPromisingHung();
      await this.#generateAhead();
      const batch = this.#waiting.splice(0, size);
      if (batch.length > 0) await this.#tryBatch(batch, false);
      else if (this.#hung.length > 0) await this.#tryHung(mostPatient, 1);
      else if (this.#seeds.length === 0) break;
      if (this.#found.length === 0) await this.#growSeeds();
    }
  }

  /** Adds candidates of the next most suspected lines until none of theirs can be far better than what waits. */
  async #generateAhead(): Promise<void> {
    while (this.#ahead.length > 0) {
      const best = this.#waiting[0]?.candidate.score ?? 0;
      if (best >= usualShare * this.#ahead[0]!.most) return;
      await this.#generateFor(this.#ahead.shift()!);
      this.#sort();
    }
  }

  async #generateFor({ lines, part }: Ahead): Promise<void> {
    const { generate, literals, files } = this.#search;
    for (const file of files) {
      const own = lines.filter((one) => one.file === file);
      if (own.length === 0) continue;
      const lineScores = new Map(own.map(({ line, score }) => [line, score]));
      const candidates = await generate({ ...file, lineScores }, { literals, limit: mostFirst, part });
      for (const candidate of candidates) this.#add(file, candidate, false);
    }
  }

  #add(file: SuspectFile, candidate: Candidate, isSecond: boolean): void {
    const key = `${file.path}\n${editKey(candidate.edits)}`;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    const waiting = { id: this.#generated++, file, candidate, isSecond };
    this.#byId.set(waiting.id, waiting);
    this.#waiting.push(waiting);
  }

  #sort(): void {
    this.#waiting.sort((a, b) => b.candidate.score - a.candidate.score || a.id - b.id);
  }

  async #tryBatch(batch: readonly Waiting[], isPatient: boolean, share = 1): Promise<void> {
    const { worker, now, limits } = this.#search;
    const trials = batch.map(({ id, file, candidate }) => ({ id, path: file.path, edits: candidate.edits }));
    const passed: Waiting[] = [];
    const began = now();
    const leftMs = share * (limits.budgetMs - (began - this.#began));
    const budgetMs = Math.min(leftMs, this.#mostForOthersMs());
    await worker.tryAll(trials, { isPatient, budgetMs }, (answer) => this.#note(answer, passed, isPatient));
    this.#tryingMs += now() - began;
    for (const waiting of passed.sort((a, b) => b.candidate.score - a.candidate.score)) {
      if (this.#found.length < this.#search.limits.maxPatches) await this.#confirm(waiting);
    }
    this.#tellProgress();
  }

  #mostForOthersMs(): number {
    const firstMs = this.#firstFoundMs;
    return firstMs === undefined ? Infinity : Math.max(afterFirstMs, afterFirstShare * firstMs);
  }

  #note(answer: TrialAnswer, passed: Waiting[], isPatient: boolean): void {
    const waiting = this.#byId.get(answer.id);
    if (!waiting) return;
    this.#tried++;
    const fixed = answer.fixed?.length ?? 0;
    if (answer.state === "passed") passed.push(waiting);
    else if (answer.state === "hung" && !isPatient) this.#hung.push({ waiting, fixed });
    if ((answer.state === "failed" || answer.state === "broke") && fixed > 0 && !waiting.isSecond) {
      const worth = (answer.state === "failed" ? 1 : 0.5) * fixed * (0.2 + waiting.candidate.score);
      this.#seeds.push({ waiting, worth });
    }
  }

  /** Before all others have been tried: those that made tests pass and whose other tests may only be slow. */
  async #tryPromisingHung(): Promise<void> {
    if (this.#found.length > 0 || this.#search.now() - this.#began < this.#patientAtMs) return;
    if (!this.#hung.some(({ fixed }) => fixed > 0)) return;
    this.#patientAtMs *= 2;
    await this.#tryHung(mostPatientEarly, 0.5);
  }

  /**
   * With patience, those that made most tests pass first; when all the time that is left is theirs, the others are given up.
   *
   * @param share of the time that is left, 0 to 1
   */
  async #tryHung(most: number, share: number): Promise<void> {
    this.#hung.sort((a, b) => b.fixed - a.fixed || b.waiting.candidate.score - a.waiting.candidate.score);
    const batch = this.#hung.splice(0, most).map(({ waiting }) => waiting);
    if (share === 1) this.#hung = [];
    await this.#tryBatch(batch, true, share);
  }

  async #confirm(waiting: Waiting): Promise<void> {
    const { worker, now } = this.#search;
    const { file, candidate } = waiting;
    const text = applyReplacements(file.text, candidate.edits);
    const outcomes = await worker.confirm({ [file.path]: text }, 20);
    if (!confirms(worker.baseline, outcomes)) return;
    const foundMs = now() - this.#began;
    this.#firstFoundMs ??= foundMs;
    this.#found.push({ path: file.path, candidate, triedBefore: this.#tried, foundMs });
  }

  /** Candidates on top of the change that helped most. */
  async #growSeeds(): Promise<void> {
    if (this.#seeds.length === 0 || this.#seedsUsed >= mostSeeds) {
      this.#seeds = this.#seedsUsed >= mostSeeds ? [] : this.#seeds;
      return;
    }
    if (this.#waiting.length > 0 && this.#growingMs > growingShare * this.#tryingMs) return;
    const began = this.#search.now();
    this.#seeds.sort((a, b) => b.worth - a.worth);
    const seed = this.#seeds.shift()!.waiting;
    this.#seedsUsed++;
    const { file, candidate: first } = seed;
    const text = applyReplacements(file.text, first.edits);
    const { generate, literals } = this.#search;
    const grown = await generate(
      { ...file, text, lineScores: bestLines(shiftLines(file, first)) },
      { literals, limit: mostSecond },
    );
    for (const second of grown) {
      const edits = composeEdits(file.text, first.edits, second.edits);
      if (edits.length === 0) continue;
      const score = secondShare * second.score * (0.5 + 0.5 * first.score);
      this.#add(file, { edits, template: second.template, score, line: first.line }, true);
    }
    this.#sort();
    this.#growingMs += this.#search.now() - began;
  }

  #isOver(): boolean {
    const { limits, now, isCancelled } = this.#search;
    if (isCancelled?.() || this.#found.length >= limits.maxPatches) return true;
    const spent = now() - this.#began;
    if (spent >= limits.budgetMs) return true;
    return this.#firstFoundMs !== undefined && spent >= this.#firstFoundMs + afterFirstMs;
  }

  #tellProgress(): void {
    const { onProgress } = this.#search;
    onProgress?.({ tried: this.#tried, waiting: this.#waiting.length, found: this.#found.length });
  }

  #report(): SearchReport {
    const found = [...this.#found].sort((a, b) => b.candidate.score - a.candidate.score);
    const { isCancelled, limits, now } = this.#search;
    const isOutOfTime = now() - this.#began >= limits.budgetMs;
    const end =
      found.length > 0 ? "found" : isCancelled?.() ? "cancelled" : isOutOfTime ? "outOfTime" : "exhausted";
    return { found, tried: this.#tried, generated: this.#generated, tryingMs: this.#tryingMs, end };
  }
}

function linesAhead(files: readonly SuspectFile[]): Ahead[] {
  const all = files.flatMap((file) => [...file.lineScores].map(([line, score]) => ({ file, line, score })));
  all.sort((a, b) => b.score - a.score);
  const ahead: Ahead[] = [];
  for (let at = 0; at < all.length; at += linesAtOnce) {
    const lines = all.slice(at, at + linesAtOnce);
    ahead.push({ lines, part: "likely", most: lines[0]!.score });
    ahead.push({ lines, part: "further", most: furtherScore * lines[0]!.score });
  }
  return ahead.sort((a, b) => b.most - a.most);
}

/** As many as second edits are made of. */
function bestLines(lineScores: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  if (lineScores.size <= secondLines) return lineScores;
  return new Map([...lineScores].sort((a, b) => b[1] - a[1]).slice(0, secondLines));
}

/** Lines behind an edit move with it; the lines it makes get what its first line had. */
function shiftLines(file: SuspectFile, { edits, line }: Candidate): Map<number, number> {
  const shifted = new Map<number, number>();
  const count = (text: string) => text.split("\n").length - 1;
  const moved = edits.reduce(
    (sum, { start, end, text }) => sum + count(text) - count(file.text.slice(start, end)),
    0,
  );
  for (const [at, score] of file.lineScores) shifted.set(at > line ? at + moved : at, score);
  for (let at = line; at <= line + Math.max(moved, 0); at++) {
    if (!shifted.has(at)) shifted.set(at, file.lineScores.get(line) ?? 0.5);
  }
  return shifted;
}

/** Whether every test to repair passes and none that passed fails. Tests that skip themselves count for nothing. */
export function confirms(baseline: TrialBaseline, outcomes: Confirmation): boolean {
  return baseline.cases.every(({ id, outcome, isTarget = true }) => {
    if (outcome === "skipped" || !isTarget) return true;
    return outcomes[id] === "passed" || outcomes[id] === "skipped";
  });
}
