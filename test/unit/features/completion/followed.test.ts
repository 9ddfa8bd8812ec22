import { describe, expect, test } from "vitest";
import type { OutcomeNotice } from "../../../../src/core/completion/outcome/events.ts";
import type { Suggestion } from "../../../../src/core/completion/suggestion.ts";
import { OutcomeTracker } from "../../../../src/features/completion/outcomeTracker.ts";
import { Snooze } from "../../../../src/features/completion/snooze.ts";
import { StatisticsKeeper } from "../../../../src/features/completion/statisticsKeeper.ts";
import { SurvivalWatch, survivalAfterMs } from "../../../../src/features/completion/survivalWatch.ts";
import { FakeClock } from "../../../support/fakeClock.ts";
import { memoryLocalState } from "../../../support/memoryLocalState.ts";

const suggestion: Suggestion = { text: "sum(x)", confidence: 0.9, engine: "builtin" };
const path = "a.py";

describe("the tracker", () => {
  function scene() {
    const clock = new FakeClock();
    const tracker = new OutcomeTracker(clock);
    const told: (readonly [string, Suggestion])[] = [];
    tracker.onNotice((notice, of) =>
      told.push([notice.kind === "shown" ? "shown" : `${notice.outcome} ${notice.visibleMs}`, of]),
    );
    const request = tracker.requested({ path, offset: 4, withList: false });
    tracker.returned(request, [{ text: suggestion.text, suggestion }]);
    return { clock, tracker, told, request };
  }
  const typed = { kind: "changed", path, edits: [{ range: { start: 4, end: 4 }, text: "m" }] } as const;

  test("names the suggestion, and how long it was seen", async () => {
    const { clock, tracker, told } = scene();
    await clock.advance(1200);
    tracker.tell({ kind: "left" });
    expect(told).toEqual([
      ["shown", suggestion],
      ["ignored 1200", suggestion],
    ]);
  });
  test("tells an end that waits for a command when none comes", async () => {
    const { clock, tracker, told } = scene();
    tracker.tell(typed);
    expect(told).toHaveLength(1);
    await clock.advance(1000);
    expect(told[1]?.[0]).toBe("rejected 0");
  });
  test("knows how long ago something was typed", async () => {
    const { clock, tracker } = scene();
    expect(tracker.sinceChangeMs()).toBeUndefined();
    tracker.tell(typed);
    await clock.advance(70);
    expect(tracker.sinceChangeMs()).toBe(70);
  });
});

describe("snooze", () => {
  test("ends by itself", async () => {
    const clock = new FakeClock();
    const snooze = new Snooze(clock);
    let changes = 0;
    snooze.onChange(() => changes++);
    snooze.start(5);
    expect(snooze.untilMs()).toBe(clock.now() + 300_000);
    await clock.advance(299_999);
    expect(snooze.untilMs()).toBeDefined();
    await clock.advance(1);
    expect([snooze.untilMs(), changes]).toEqual([undefined, 2]);
  });
  test("until a restart ends only when told", async () => {
    const clock = new FakeClock();
    const snooze = new Snooze(clock);
    snooze.start("untilRestart");
    await clock.advance(10 * 24 * 3_600_000);
    expect(snooze.untilMs()).toBe(Number.POSITIVE_INFINITY);
    snooze.end();
    expect(snooze.untilMs()).toBeUndefined();
  });
});

describe("survival", () => {
  function scene(text: string | undefined) {
    const clock = new FakeClock();
    const checked: boolean[] = [];
    const places: unknown[] = [];
    const watch = new SurvivalWatch({
      clock,
      readPlace: (_path, place) => {
        places.push(place);
        return text;
      },
      onChecked: (survived) => checked.push(survived),
    });
    watch.follow({ path, offset: 10, text: "sum(x)" });
    return { clock, watch, checked, places };
  }
  test("is asked once, five minutes later, where the text has moved to", async () => {
    const { clock, watch, checked, places } = scene("sum(x)");
    watch.changed(path, [{ range: { start: 0, end: 0 }, text: "12345" }]);
    watch.changed("b.py", [{ range: { start: 0, end: 0 }, text: "12345" }]);
    await clock.advance(survivalAfterMs - 1);
    expect(checked).toEqual([]);
    await clock.advance(survivalAfterMs);
    expect([checked, places]).toEqual([[true], [{ start: 15, end: 21 }]]);
  });
  test("of changed text is no", async () => {
    const { clock, checked } = scene("max(y)");
    await clock.advance(survivalAfterMs);
    expect(checked).toEqual([false]);
  });
  test("of a closed document is not known", async () => {
    const { clock, checked } = scene(undefined);
    await clock.advance(survivalAfterMs);
    expect(checked).toEqual([]);
  });
});

describe("the statistics", () => {
  const shown: OutcomeNotice = { kind: "shown", request: 1, path, offset: 4, text: "sum(x)", atMs: 0 };
  const accepted: OutcomeNotice = {
    ...{ kind: "ended", outcome: "accepted", request: 1, index: 0, path, offset: 4, text: "sum(x)" },
    ...{ acceptedCharacters: 6, typedCharacters: 0, words: 0, visibleMs: 900, atMs: 900 },
  };

  test("count, are written after a while, and read again", async () => {
    const clock = new FakeClock();
    const localState = memoryLocalState();
    const keeper = new StatisticsKeeper({ clock, localState });
    keeper.completed({ suggestions: [suggestion], calledModel: false, callSaved: "sure" }, 12);
    keeper.completed({ suggestions: [], calledModel: false, hidden: suggestion }, 12);
    keeper.noticed(shown, "python");
    keeper.noticed(accepted, "python");
    keeper.checkedSurvival(true);
    expect(localState.stored.size).toBe(0);
    await clock.advance(5_000);
    expect(new StatisticsKeeper({ clock, localState }).statistics()).toEqual(keeper.statistics());
    expect(keeper.statistics()).toMatchObject({
      total: { requests: 2, shown: 1, accepted: 1, charactersSaved: 6, hidden: 1, savedSure: 1, survived: 1 },
      languages: { python: { shown: 1, accepted: 1 } },
    });
  });
  test("are written at the end, and hold no text", async () => {
    const localState = memoryLocalState();
    const keeper = new StatisticsKeeper({ clock: new FakeClock(), localState });
    keeper.noticed(accepted, "python");
    keeper.dispose();
    expect(localState.stored.get("statistics")).toContain('"accepted":1');
    expect(localState.stored.get("statistics")).not.toContain("sum");
  });
  test("begin again when reset", async () => {
    const localState = memoryLocalState();
    const keeper = new StatisticsKeeper({ clock: new FakeClock(), localState });
    keeper.noticed(shown, "python");
    keeper.reset();
    expect(keeper.statistics().total.shown).toBe(0);
    expect(localState.stored.size).toBe(0);
  });
});
