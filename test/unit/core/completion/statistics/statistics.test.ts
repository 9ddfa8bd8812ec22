import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EndNotice } from "../../../../../src/core/completion/outcome/events.ts";
import {
  addLatency,
  latencyPercentile,
  noLatencies,
} from "../../../../../src/core/completion/statistics/latency.ts";
import { parseStatistics } from "../../../../../src/core/completion/statistics/parseStatistics.ts";
import {
  addCounts,
  addLanguage,
  addTime,
  countsOfEnd,
  dayOf,
  noStatistics,
} from "../../../../../src/core/completion/statistics/statistics.ts";

const end = (fields: Partial<EndNotice>): EndNotice => ({
  kind: "ended",
  outcome: "accepted",
  request: 1,
  index: 0,
  path: "a.py",
  offset: 0,
  text: "sum(x)",
  acceptedCharacters: 0,
  typedCharacters: 0,
  words: 0,
  visibleMs: 1000,
  atMs: 0,
  ...fields,
});

describe("what an end counts", () => {
  test("an accept saves what was not typed", () =>
    expect(countsOfEnd(end({ acceptedCharacters: 4, typedCharacters: 2 }))).toEqual({
      accepted: 1,
      charactersSaved: 4,
      words: 0,
    }));
  test("words save theirs", () =>
    expect(countsOfEnd(end({ outcome: "acceptedWord", acceptedCharacters: 3, words: 1 }))).toEqual({
      acceptedInPart: 1,
      charactersSaved: 3,
      words: 1,
    }));
  test("what was typed through saves nothing", () =>
    expect(countsOfEnd(end({ outcome: "typedThrough", typedCharacters: 6 }))).toEqual({ typedThrough: 1 }));
});

describe("counts", () => {
  test("are kept by day and in all", () => {
    const first = addCounts(noStatistics, "2026-11-20", { shown: 2 });
    const second = addCounts(first, "2026-11-21", { shown: 1 });
    const third = addCounts(second, "2026-11-21", { shown: 1, accepted: 1 });
    expect(third).toMatchObject({ since: "2026-11-20", total: { shown: 4, accepted: 1 } });
    expect(third.days.map(({ day, counts }) => [day, counts.shown])).toEqual([
      ["2026-11-20", 2],
      ["2026-11-21", 2],
    ]);
  });
  test("are small however long they are kept", () => {
    let statistics = noStatistics;
    for (let day = 0; day < 1000; day++) {
      statistics = addCounts(statistics, dayOf(day * 86_400_000), { shown: 100 });
      statistics = addLanguage(statistics, `language${day}`, { shown: 1 });
    }
    expect(statistics.days).toHaveLength(30);
    expect(statistics.total.shown).toBe(100_000);
    expect(JSON.stringify(statistics).length).toBeLessThan(20_000);
  });
});

describe("times", () => {
  test("have percentiles good to the width of a bin", () => {
    let bins = noLatencies;
    for (let ms = 1; ms <= 100; ms++) bins = addLatency(bins, ms);
    expect([0.5, 0.95, 1].map((share) => latencyPercentile(bins, share))).toEqual([50, 100, 100]);
  });
  test("have none when nothing was counted", () =>
    expect(latencyPercentile(noLatencies, 0.5)).toBeUndefined());
  test("beyond the last bin are infinite", () =>
    expect(latencyPercentile(addLatency(noLatencies, 60_000), 0.5)).toBe(Number.POSITIVE_INFINITY));
  test("a percentile is never below a true one", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 100 }),
        (all, percent) => {
          const bins = all.reduce(addLatency, noLatencies);
          const sorted = all.toSorted((a, b) => a - b);
          const exact = sorted[Math.ceil((percent / 100) * all.length) - 1]!;
          expect(latencyPercentile(bins, percent / 100)).toBeGreaterThanOrEqual(exact);
        },
      ),
    );
  });
});

describe("stored statistics", () => {
  test("come back as they were", () => {
    const counted = addTime(
      addLanguage(addCounts(noStatistics, "2026-11-21", { shown: 3 }), "go", { shown: 3 }),
      "model",
      80,
    );
    expect(parseStatistics(JSON.parse(JSON.stringify(counted)))).toEqual(counted);
  });
  test("count as nothing where they are damaged", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (stored, part) => {
        expect(parseStatistics(stored)).toBeDefined();
        const some = parseStatistics({
          since: "2026-11-21",
          total: part,
          days: part,
          languages: part,
          latencies: part,
        });
        for (const count of Object.values(some.total)) expect(count).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
