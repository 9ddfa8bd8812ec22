import { expect, test } from "vitest";
import { rowsOf } from "../../../../../bench/gate/evaluate.ts";
import type { LogEvent } from "../../../../../bench/gate/log.ts";

const shown = (suggestion: string, accepted: boolean): LogEvent => ({
  kind: "shown",
  features: { suggestion, prefix: `x = ${suggestion.length}`, confidence: 0.4, documentLength: 10 },
  accepted,
});
const ended = (accepted: boolean, suggestion: string): LogEvent => ({
  kind: "ended",
  outcome: accepted ? "accepted" : "rejected",
  suggestion,
  visibleMs: accepted ? 900 : 100,
  documentLength: accepted ? 30 : 10,
});
const person = (ends: readonly boolean[]) =>
  rowsOf({ id: 0, events: ends.flatMap((end, i) => [shown(`a${i}()`, end), ended(end, `a${i}()`)]) });

test("what the benchmark gives the gate of a suggestion holds nothing of its end or of what came later", () => {
  const inputs = (ends: readonly boolean[]) => person(ends).rows.map((row) => row.inputs);
  const accepted = inputs([true, false, true, true]);
  const rejected = inputs([true, false, false, false]);
  expect(rejected.slice(0, 3)).toEqual(accepted.slice(0, 3));
  expect(rejected[3]).not.toEqual(accepted[3]);
});
