/**
 * Remembers what the engine thread is doing to which text, outside the thread, so that after a crash or a hang the text
 * that caused it is known and not touched again.
 */

/** What was being done to a text. */
export type EngineActivity = "indexing" | "parsing" | "completing";

export interface FlightRecord {
  readonly activity: EngineActivity;
  readonly path: string;
  /** `textHash` of the text. */
  readonly hash: string;
}

/** Called around every piece of work that a hostile text could make fatal; costs about a microsecond. */
export interface FlightRecorder {
  enter(record: FlightRecord): void;
  leave(): void;
}
