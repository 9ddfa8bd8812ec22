/** A person who types lines that were really written, and takes a suggestion that says the rest of the line. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Completer, Completion } from "../../src/features/completion/completer.ts";
import type { Engine } from "../../src/ports/engine.ts";
import type { Position } from "../completion/positions.ts";
import type { Random } from "../completion/random.ts";
import { cpuMs, type TimedEndpoint } from "./endpoint.ts";

export interface Asked {
  /** In milliseconds of `performance.now()`. */
  readonly askedMs: number;
  readonly endedMs: number;
  /** CPU time of the whole process by then, all threads. Milliseconds. */
  readonly askedCpuMs: number;
  readonly endedCpuMs: number;
  readonly completion: Completion;
  /** Whether typing went on before the answer came. */
  readonly isDropped: boolean;
}

export interface Trace {
  readonly asked: Asked[];
  /** When keys were pressed. */
  readonly keysMs: number[];
  accepted: number;
}

export interface TypistDeps {
  readonly engine: Pick<Engine, "openDocument" | "editDocument" | "closeDocument">;
  readonly completer: Completer;
  readonly endpoint: TimedEndpoint;
  readonly random: Random;
}

/** Milliseconds: the median gap between two keys of a fluent typist, and a pause to think. */
const medianGapMs = 170;
const thinkMs = 900;
const thinkShare = 0.08;
/** Between a suggestion that is right and the key that accepts it. */
const readMs = 350;
/** How often the model knows the line. */
const knownShare = 0.5;

export class Typist {
  readonly #deps: TypistDeps;
  readonly trace: Trace = { asked: [], keysMs: [], accepted: 0 };

  constructor(deps: TypistDeps) {
    this.#deps = deps;
  }

  /** Types one line, the cursor at its start. */
  async type({ path, languageId, prefix, suffix, truth }: Position): Promise<void> {
    const { engine, endpoint, random } = this.#deps;
    endpoint.line = prefix.slice(prefix.lastIndexOf("\n") + 1) + truth;
    endpoint.next = suffix.split("\n").find((line) => line.trim() !== "") ?? "";
    endpoint.knows = random.next() < knownShare;
    engine.openDocument({ path, languageId, text: prefix + suffix });
    for (let typed = 0; typed < truth.length; ) {
      const query = { path, languageId, prefix: prefix + truth.slice(0, typed), suffix };
      const dropped = new AbortController();
      const asked = this.#ask(query, dropped.signal);
      const accepts = await this.#nextKey(asked, truth.slice(typed));
      const text = accepts ? truth.slice(typed) : truth[typed]!;
      if (accepts) this.trace.accepted++;
      const start = prefix.length + typed;
      this.trace.keysMs.push(performance.now());
      engine.editDocument(path, [{ range: { start, end: start }, text }]);
      this.#deps.completer.documentEdited({ path, start, removed: 0, text });
      dropped.abort();
      await asked;
      typed += text.length;
    }
    engine.closeDocument(path);
  }

  async #ask(
    query: { path: string; languageId: string; prefix: string; suffix: string },
    signal: AbortSignal,
  ) {
    const [askedMs, askedCpuMs] = [performance.now(), cpuMs()];
    const completion = await this.#deps.completer.complete(
      { ...query, trigger: "automatic", maxSuggestions: 1 },
      signal,
    );
    const times = { askedMs, askedCpuMs, endedMs: performance.now(), endedCpuMs: cpuMs() };
    this.trace.asked.push({ ...times, completion, isDropped: signal.aborted });
    return completion;
  }

  /** Waits for the moment of the next key. @returns whether it accepts what is shown */
  async #nextKey(asked: Promise<Completion>, rest: string): Promise<boolean> {
    const { random } = this.#deps;
    // Log-normal, as gaps between keys are; sigma fitted by eye to published typing logs.
    const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    const gapMs = medianGapMs * Math.exp(0.45 * normal) + (random.next() < thinkShare ? thinkMs : 0);
    const shown = asked.then(async ({ suggestions: [best] }) => {
      if (best?.text.split("\n")[0] !== rest || rest.length < 2) return new Promise<false>(() => undefined);
      await sleep(readMs);
      return true;
    });
    return Promise.race([shown, sleep(gapMs).then(() => false)]);
  }
}
