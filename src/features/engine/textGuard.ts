/** Keeps away from texts that ended an earlier thread, and records what is being done to which text. */
import { textHash } from "../../core/text/textHash.ts";
import type { EngineActivity, FlightRecord, FlightRecorder } from "../../ports/flightRecorder.ts";

export class TextGuard {
  readonly #recorder: FlightRecorder;
  readonly #quarantined: ReadonlySet<string>;
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
    this.#recorder.enter({ activity, path, hash: this.#hash });
    try {
      return work();
    } finally {
      this.#recorder.leave();
    }
  }

  #hashOf(text: string): string {
    if (text !== this.#text) {
      this.#text = text;
      this.#hash = textHash(text);
    }
    return this.#hash;
  }
}
