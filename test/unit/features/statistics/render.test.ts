import { describe, expect, test } from "vitest";
import { learnPersonal, noPersonalWeights } from "../../../../src/core/completion/gate/personal.ts";
import {
  addCounts,
  addLanguage,
  addTime,
  noStatistics,
  type Statistics,
} from "../../../../src/core/completion/statistics/statistics.ts";
import { renderGate } from "../../../../src/features/statistics/renderGate.ts";
import { renderStatistics } from "../../../../src/features/statistics/renderStatistics.ts";

describe("the statistics as a document", () => {
  const today = "2026-11-21";
  const check = (statistics: Statistics, ...lines: readonly string[]) => {
    const text = renderStatistics(statistics, today);
    for (const line of lines) expect(text).toContain(line);
  };
  const old = addCounts(noStatistics, "2026-11-01", { shown: 100, accepted: 20, charactersSaved: 1500 });
  const week = addCounts(old, "2026-11-15", { shown: 10, accepted: 5, charactersSaved: 50 });
  const now = addCounts(week, today, { shown: 4, accepted: 1, charactersSaved: 12 });

  test("says when there are none", () => check(noStatistics, "Nothing was counted yet"));
  test("has today, seven days with today, and all", () =>
    check(
      now,
      "| **Shown** | 4 | 14 | 114 |",
      "| Accepted | 1 (25.0 %) | 6 (42.9 %) | 26 (22.8 %) |",
      "| **Characters saved** | 12 | 62 | 1,562 |",
      "since 2026-11-01",
    ));
  test("has what survived among what was looked at", () =>
    check(
      addCounts(now, today, { survivalChecked: 4, survived: 3 }),
      "| Still there after 5 minutes | 75.0 % of 4 | 75.0 % of 4 | 75.0 % of 4 |",
    ));
  test("has the calls of the model that were saved", () =>
    check(
      addCounts(now, today, { modelCalls: 30, savedSure: 60, savedCached: 10 }),
      "asked **30** times and spared **70** times (70.0 %): 60 because the built-in engine was sure",
    ));
  test("has times by engine", () =>
    check(
      addTime(addTime(now, "builtin", 7), "model", 900),
      "| Built-in engine | 8 ms | 8 ms | 8 ms |",
      "| Model | 1 s |",
    ));
  test("lets no language's name write into the document", () =>
    check(addLanguage(now, "c|[x](y)", { shown: 1 }), "c\\|\\[x\\]\\(y\\)"));
});

describe("what was learned as a document", () => {
  test("says when there is nothing", () =>
    expect(renderGate(noPersonalWeights, 0.5)).toContain("Nothing was learned yet"));
  test("tells each part by what it does to a chance of one in three", () => {
    let personal = noPersonalWeights;
    for (let i = 0; i < 40; i++)
      personal = learnPersonal(personal, { languageId: "go", engine: "model" }, "rejected", 0.34);
    const text = renderGate(personal, 0.5);
    expect(text).toContain("Learned from **40** suggestions");
    expect(text).toMatch(/\| Of all suggestions \| 34 % becomes 1\d % \|/);
    expect(text).toMatch(/\| In go \| 34 % becomes 2\d % \|/);
    expect(text).toContain("less than 18 % is held back");
  });
});
