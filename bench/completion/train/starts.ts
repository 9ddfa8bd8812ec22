/** What is learned of starts of lines once the lines' probabilities are known. */
import { startProbability } from "../../../src/core/completion/builtin/lineStarts.ts";
import type { Scored } from "./calibrate.ts";
import type { Example } from "./examples.ts";

/** Each start of an example with its probability. */
export function scoredStarts(example: Example, scores: readonly number[]): Scored[] {
  const starts = example.starts ?? [];
  return starts.map((start) => ({
    score: startProbability({ text: "", ...start }, scores),
    right: start.right,
  }));
}
