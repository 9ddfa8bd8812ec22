/** A conversation with the worker for JavaScript and TypeScript: `media/repair/javascriptWorker.mjs`. */

import { applyReplacements } from "../../core/repair/candidate.ts";
import type { PlacedVariant } from "../../core/repair/schema.ts";
import { languageIdOf } from "../../core/syntax/language.ts";
import type { RepairQueries } from "../../ports/repairQueries.ts";
import type { Confirmation, Trial, TrialAnswer, TrialCase, TrialWorker } from "../../ports/trials.ts";
import type { LineProcess } from "./lineProcess.ts";
import { TrialsUnavailable, workerHasEnded } from "./pythonTrials.ts";

/** For the worker: it reads modules without running them. */
export const javascriptWorkerOptions = ["--experimental-vm-modules", "--no-warnings"] as const;

export const javascriptRunners = ["node", "mocha", "vitest", "jest"] as const;

/** Where and what to run; paths are absolute. */
export interface JavascriptStart {
  readonly root: string;
  /** The project's folder. */
  readonly folder: string;
  readonly runner: (typeof javascriptRunners)[number];
  readonly tests: readonly string[];
  readonly testFiles: readonly string[];
  /** As `TrialStart.targets`. */
  readonly targets: readonly (readonly [file: string, name: string])[];
  /** Tests that are set aside, as `targets`. */
  readonly omitted?: readonly (readonly [file: string, name: string])[];
  /** Arguments of the project's own script: those for Node itself, and all. */
  readonly nodeOptions: readonly string[];
  readonly options: readonly string[];
}

type Build = (query: Parameters<RepairQueries["buildSchema"]>[0]) => ReturnType<RepairQueries["buildSchema"]>;

interface ProbedCase extends Omit<TrialCase, "lines"> {
  /** By number of a file the 1-based lines of statements that ran. */
  readonly probed: Readonly<Record<number, readonly number[]>>;
}

interface Ready {
  readonly kind: "ready";
  readonly cases: readonly ProbedCase[];
  readonly repeatable: boolean;
  /** By number of a file the 1-based lines of statements that ran before any test. */
  readonly loaded: Readonly<Record<number, readonly number[]>>;
  /** `FILE:BODY` of functions that did. */
  readonly atLoad: readonly string[];
}

/** Files as numbers and texts, in the order the worker knows them. */
interface Files {
  readonly paths: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
}

/** Changes that are in one process together are at most so many characters of text. */
const mostSchemaSize = 4_000_000;

/**
 * @param readText text of a file by absolute path as it is before any change
 * @throws TrialsUnavailable when the tests cannot be run by the worker
 */
export async function openJavascriptTrials(
  process: LineProcess,
  start: JavascriptStart,
  readText: (path: string) => Promise<string | undefined>,
  build: Build,
): Promise<TrialWorker> {
  const talk = new Talk(process);
  try {
    const { paths } = await talk.ask<{ readonly paths: readonly string[] }>(start, "files");
    const { files, probed, spans } = await probe(paths, readText, build);
    const ready = await talk.ask<Ready>({ texts: probed }, "ready");
    return new JavascriptTrials(talk, files, ready, spans, build);
  } catch (error) {
    process.end();
    throw error;
  }
}

class Talk {
  readonly #process: LineProcess;

  constructor(process: LineProcess) {
    this.#process = process;
  }

  write(message: unknown): void {
    this.#process.write(JSON.stringify(message));
  }

  async next(): Promise<Record<string, unknown>> {
    const line = await this.#process.read();
    if (line === undefined) throw workerHasEnded(this.#process);
    return JSON.parse(line) as Record<string, unknown>;
  }

  async ask<T>(message: unknown, kind: string): Promise<T> {
    this.write(message);
    const answer = await this.next();
    if (answer["kind"] !== kind)
      throw new TrialsUnavailable(
        `Cannot try repairs: ${String(answer["reason"] ?? "the tests cannot be run")}`,
      );
    return answer as T;
  }

  end(): void {
    this.#process.end();
  }
}

async function probe(
  paths: readonly string[],
  readText: (path: string) => Promise<string | undefined>,
  build: Build,
): Promise<{ files: Files; probed: Record<string, string>; spans: Map<string, Map<number, number>> }> {
  const texts = new Map<string, string>();
  const probed: Record<string, string> = {};
  const spans = new Map<string, Map<number, number>>();
  for (const path of new Set(paths)) {
    const text = await readText(path);
    const languageId = languageIdOf(path);
    if (text === undefined || languageId === undefined) continue;
    const schema = await build({ languageId, text, variants: [], probeAs: texts.size });
    if (!schema) continue;
    texts.set(path, text);
    probed[path] = schema.text;
    spans.set(path, new Map(schema.spans));
  }
  return { files: { paths: [...texts.keys()], texts }, probed, spans };
}

class JavascriptTrials implements TrialWorker {
  readonly baseline: TrialWorker["baseline"];
  readonly #talk: Talk;
  readonly #files: Files;
  readonly #atLoad: ReadonlySet<string>;
  readonly #build: Build;

  constructor(
    talk: Talk,
    files: Files,
    { cases, repeatable, loaded, atLoad }: Ready,
    spans: ReadonlyMap<string, ReadonlyMap<number, number>>,
    build: Build,
  ) {
    this.#talk = talk;
    this.#files = files;
    this.#atLoad = new Set(atLoad);
    this.#build = build;
    this.baseline = {
      cases: cases.map(({ probed, ...rest }) => ({ ...rest, lines: linesOf(probed, files.paths, spans) })),
      atLoad: linesOf(loaded, files.paths, spans),
      repeatable,
      watched: files.paths,
    };
  }

  async tryAll(
    trials: readonly Trial[],
    { isPatient, budgetMs }: { readonly isPatient: boolean; readonly budgetMs: number },
    onAnswer: (answer: TrialAnswer) => void,
  ): Promise<void> {
    let hasPassed = false;
    const note = (answer: TrialAnswer) => {
      hasPassed ||= answer.state === "passed";
      onAnswer(answer);
    };
    const run: Run = { isPatient, onAnswer: note, apart: [], isLate: false };
    const readable = await this.#readable(trials, budgetMs, note);
    if (this.baseline.repeatable) await this.#together(readable, run);
    else run.apart.push(...readable);
    for (const trial of run.apart) if (!hasPassed && !run.isLate) await this.#alone(trial, run);
  }

  async confirm(texts: Readonly<Record<string, string>>, seconds: number): Promise<Confirmation> {
    const { outcomes } = await this.#talk.ask<{ readonly outcomes: Confirmation }>(
      { confirm: texts, seconds },
      "confirmed",
    );
    return outcomes;
  }

  close(): void {
    this.#talk.end();
  }

  /** Without those that are no JavaScript, each of which would cost the others a process. The time of the batch begins. */
  async #readable(
    trials: readonly Trial[],
    budgetMs: number,
    onAnswer: (answer: TrialAnswer) => void,
  ): Promise<readonly Trial[]> {
    const { unreadable } = await this.#talk.ask<{ readonly unreadable: readonly number[] }>(
      { read: trials, seconds: budgetMs / 1000 },
      "read",
    );
    const bad = new Set(unreadable);
    for (const id of bad) onAnswer({ id, state: "invalid" });
    return trials.filter(({ id }) => !bad.has(id));
  }

  /** In one process, as far as they can be; the others are left to `run.apart`. */
  async #together(trials: readonly Trial[], run: Run): Promise<void> {
    if (trials.length === 0 || run.isLate) return;
    const { texts, placed } = await this.#schemata(trials, run);
    if (placed.length === 0) return;
    const size = Object.values(texts).reduce((sum, text) => sum + text.length, 0);
    const held = trials.filter(({ id }) => placed.some((one) => one.id === variantOf(id)));
    if (size > mostSchemaSize && held.length > 1) return this.#inHalves(held, run);
    const candidates = placed.map(({ id, call }) => ({ id, body: call }));
    const reason = await this.#send({ texts, candidates, patient: run.isPatient }, run);
    if (reason === undefined) return;
    const culprit = culpritOf(reason, placed);
    if (culprit === undefined && held.length > 1) return this.#inHalves(held, run);
    for (const { id } of held) {
      if (culprit === undefined || variantOf(id) === culprit) run.onAnswer({ id, state: "invalid" });
    }
    if (culprit !== undefined)
      await this.#together(
        held.filter(({ id }) => variantOf(id) !== culprit),
        run,
      );
  }

  async #inHalves(trials: readonly Trial[], run: Run): Promise<void> {
    const middle = trials.length >> 1;
    await this.#together(trials.slice(0, middle), run);
    await this.#together(trials.slice(middle), run);
  }

  async #schemata(
    trials: readonly Trial[],
    { apart }: Run,
  ): Promise<{ texts: Record<string, string>; placed: Placed[] }> {
    const texts: Record<string, string> = {};
    const placed: Placed[] = [];
    for (const path of new Set(trials.map((trial) => trial.path))) {
      const own = trials.filter((trial) => trial.path === path);
      const file = this.#files.paths.indexOf(path);
      const variants = own.map(({ id, edits }) => ({ id: variantOf(id), edits }));
      const first = await this.#schema(path, this.#files.texts.get(path)!, variants);
      // What runs while files are loaded must be changed before that.
      const isLate = ({ body }: PlacedVariant) => !this.#atLoad.has(`${file}:${body}`);
      const late = new Set(first?.placed.filter(isLate).map(({ id }) => id));
      apart.push(...own.filter(({ id }) => !late.has(variantOf(id))));
      if (late.size === 0) continue;
      const kept = variants.filter(({ id }) => late.has(id));
      const schema =
        kept.length === variants.length
          ? first
          : await this.#schema(path, this.#files.texts.get(path)!, kept);
      if (!schema) continue;
      texts[path] = schema.text;
      placed.push(...schema.placed.map((one) => ({ ...one, path, call: `${file}:${one.body}` })));
    }
    return { texts, placed };
  }

  async #alone({ id, path, edits }: Trial, run: Run): Promise<void> {
    const text = applyReplacements(this.#files.texts.get(path)!, edits);
    const schema = await this.#schema(path, text, []);
    const texts = { [path]: schema?.text ?? text };
    const candidates = [{ id: variantOf(id) }];
    const reason = await this.#send({ texts, candidates, patient: run.isPatient, alone: true }, run);
    if (reason !== undefined) run.onAnswer({ id, state: "invalid" });
  }

  #schema(path: string, text: string, variants: Parameters<Build>[0]["variants"]): ReturnType<Build> {
    return this.#build({ languageId: languageIdOf(path) ?? "", text, variants });
  }

  /** Why the texts cannot be loaded, when they cannot. */
  async #send(message: object, run: Run): Promise<string | undefined> {
    this.#talk.write(message);
    for (;;) {
      const answer = await this.#talk.next();
      if (answer["kind"] === "done") {
        run.isLate = answer["late"] === true;
        return undefined;
      }
      if (answer["kind"] === "unloadable") return String(answer["reason"]);
      const told = answer as unknown as TrialAnswer;
      run.onAnswer({ ...told, id: told.id - 1 });
    }
  }
}

interface Run {
  readonly isPatient: boolean;
  readonly onAnswer: (answer: TrialAnswer) => void;
  /** Those that need a process of their own. */
  readonly apart: Trial[];
  /** Whether the time of the batch is used up. */
  isLate: boolean;
}

interface Placed extends PlacedVariant {
  readonly path: string;
  /** As the worker counts calls: the file's number and the function's. */
  readonly call: string;
}

/** 0 stands for no change. */
const variantOf = (trial: number): number => trial + 1;

/** The change that a message of a loader points to, such as `src/sum.ts:12:4: ERROR`. */
function culpritOf(reason: string, placed: readonly Placed[]): number | undefined {
  for (const [, path, line] of reason.matchAll(/([^\s()'"]+\.[cm]?[jt]sx?):(\d+)/g)) {
    const found = placed.find(
      (one) =>
        one.path.endsWith(path!.replace(/^(?:file:\/\/|\.\/)/, "")) &&
        one.startLine <= Number(line) &&
        Number(line) <= one.endLine,
    );
    if (found) return found.id;
  }
  return undefined;
}

/** By path all lines of the statements that ran. */
function linesOf(
  probed: Readonly<Record<number, readonly number[]>>,
  paths: readonly string[],
  spans: ReadonlyMap<string, ReadonlyMap<number, number>>,
): Record<string, number[]> {
  const lines: Record<string, number[]> = {};
  for (const [file, ran] of Object.entries(probed)) {
    const path = paths[Number(file)]!;
    const ends = spans.get(path);
    const all = new Set<number>();
    for (const first of ran) {
      for (let line = first; line <= (ends?.get(first) ?? first); line++) all.add(line);
    }
    lines[path] = [...all].sort((a, b) => a - b);
  }
  return lines;
}
