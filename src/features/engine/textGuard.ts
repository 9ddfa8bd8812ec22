/** Keeps away from texts that ended an earlier thread, and records what is being done to which text. */
import { textHash } from "../../core/text/textHash.ts";
import type { EngineActivity, FlightRecord, FlightRecorder } from "../../ports/flightRecorder.ts";

export class TextGuard {
  readonly #recorder: FlightRecorder;
  readonly #quarantined: ReadonlySet<string>;
  /** Work under way, the latest last. */
  readonly #active = new Set<FlightRecord>();
  /** The text hashed last: several pieces of work on one text follow each other. */
  #text = "";
  #hash = textHash("");

  constructor(recorder: FlightRecorder, quarantined: readonly FlightRecord[]) {
    this.#recorder = recorder;
    this.#quarantined = new Set(quarantined.map(({ hash }) => hash));
  }

  /** Whether the text ended an earlier thread. */
  isQuarantined(text: string): boolean {
    return this.#quarantined.has(this.#hashOf(text));
  }

  /** Does the work, or gives `otherwise` for a quarantined text. */
  run<T>(activity: EngineActivity, path: string, text: string, work: () => T, otherwise: T): T {
    if (this.isQuarantined(text)) return otherwise;
    const end = this.#begin({ activity, path, hash: this.#hashOf(text) });
    try {
      return work();
    } finally {
      end();
    }
  }

  /** The same for work that waits in between. */
  async runAsync<T>(
    activity: EngineActivity,
    path: string,
    text: string,
    work: () => Promise<T>,
    otherwise: T,
  ): Promise<T> {
    if (this.isQuarantined(text)) return otherwise;
    const end = this.#begin({ activity, path, hash: this.#hashOf(text) });
    try {
      return await work();
    } finally {
      end();
    }
  }

  /** The same for work in steps: each is recorded, and what is done between them by itself. */
  *inSteps(activity: EngineActivity, path: string, text: string, work: Generator<void>): Generator<void> {
    if (this.isQuarantined(text)) return;
    const record = { activity, path, hash: this.#hashOf(text) };
    for (;;) {
      const end = this.#begin(record);
      let isDone: boolean | undefined;
      try {
        isDone = work.next().done;
      } finally {
        end();
      }
      if (isDone) return;
      yield;
    }
  }

  /** Records the work until the returned function is called; what waits meanwhile is recorded again after it. */
  #begin(record: FlightRecord): () => void {
    this.#active.add(record);
    this.#recorder.enter(record);
    return () => {
      this.#active.delete(record);
      const waiting = [...this.#active].at(-1);
      if (waiting) this.#recorder.enter(waiting);
      else this.#recorder.leave();
    };
  }

  #hashOf(text: string): string {
    if (text !== this.#text) {
      this.#text = text;
      this.#hash = textHash(text);
    }
    return this.#hash;
  }
}
