/** What comes of looking for a faster version of a function. */
import type { Speed } from "../../core/optimize/speed.ts";
import type { Isolation } from "../../ports/workCopy.ts";

/** A version of the function's file. */
export interface Version {
  readonly text: string;
  /** What it does, for a person. */
  readonly about: readonly string[];
  /** On which inputs it behaves otherwise. */
  readonly differs: readonly string[];
  /** Errors that it raises there. */
  readonly raises: readonly string[];
  readonly isOfModel: boolean;
}

export interface MeasuredCalls {
  /** `tried`: what the project gives the function, and values at the borders. `grown`: some of these, made long. */
  readonly kind: "tried" | "grown";
  /** Calls that were compared, and those of them that were timed. */
  readonly compared: number;
  readonly timed: number;
  /** How often each of these was called in a round. */
  readonly turns: number;
  /** Calls that raise what the version says, as text; none is the project's own. */
  readonly odd: readonly string[];
  readonly speed: Speed;
}

export interface Optimized {
  readonly function: string;
  /** Absolute. */
  readonly root: string;
  /** Relative to the root. */
  readonly path: string;
  readonly before: string;
  readonly version: Version;
  readonly measured: readonly MeasuredCalls[];
  /** Calls of the project itself among those that were tried. */
  readonly ownCalls: number;
  /** Affected tests that pass before and with it, and how many are known. */
  readonly tests: readonly string[];
  readonly known: number;
  /** Versions that were measured and are not proposed, and why, for a person. */
  readonly others: readonly string[];
  readonly isolation: Isolation;
}

/** Nothing is proposed; the message is for people and says why, with figures where something was measured. */
export class OptimizingRefused extends Error {
  override readonly name = "OptimizingRefused";
}
