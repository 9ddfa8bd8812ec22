import { expect, test } from "vitest";
import type { Counts } from "../../../../src/core/completion/statistics/statistics.ts";
import type { InlineQuery } from "../../../../src/features/completion/completer.ts";
import { says } from "../../../support/scriptedLanguageModel.ts";
import {
  builtin,
  completeAfter,
  completerFixture,
  type FixtureOptions,
  inlineQuery,
} from "./completerFixture.ts";

const marked = "def add(a, b):\n    return █\n";

/** What is shown of what was found, and what is counted. */
async function check(
  options: FixtureOptions,
  shown: readonly string[],
  counted: Partial<Counts>,
  changes: Partial<InlineQuery> = {},
): Promise<void> {
  const fixture = completerFixture({ gated: true, ...options });
  const suggestions = await completeAfter(fixture, inlineQuery(marked, changes));
  expect(suggestions.map(({ text }) => text)).toEqual(shown);
  expect(fixture.statistics.statistics().total).toMatchObject({ requests: 1, ...counted });
  fixture.completer.dispose();
}

const sure = { engine: { suggestions: [builtin("a + b", 0.9)] }, answers: [says("a - b")] };
const poor = {
  engine: { suggestions: [builtin("a)]", 0.36)] },
  settings: { "model.endpoint": "", "completion.eagerness": 0, "completion.minimumConfidence": 0.3 },
} as const;

test("what is likely is shown, and the model's call counted as saved", () =>
  check(sure, ["a + b"], { hidden: 0, modelCalls: 0, savedSure: 1 }));
test("what is unlikely is held back, and counted", () => check(poor, [], { hidden: 1 }));
test("asked for by key, it is shown", () => check(poor, ["a)]"], { hidden: 0 }, { trigger: "explicit" }));
test("with full eagerness it is shown", () =>
  check({ ...poor, settings: { ...poor.settings, "completion.eagerness": 1 } }, ["a)]"], { hidden: 0 }));
test("a call of the model is counted", () =>
  check({ engine: { suggestions: [] }, answers: [says("sum([a, b])")] }, ["sum([a, b])"], {
    modelCalls: 1,
    savedSure: 0,
  }));
