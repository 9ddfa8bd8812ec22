import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type {
  MoveCause,
  OutcomeEvent,
  OutcomeNotice,
} from "../../../../../src/core/completion/outcome/events.ts";
import { nothingWatched, watch } from "../../../../../src/core/completion/outcome/watch.ts";

/** What an editor tells, without its time; each step comes 500 ms after the one before, what is in `now` at once. */
type Step =
  | readonly ["ask", offset: number, ...texts: string[]]
  | readonly ["askWithList", offset: number, ...texts: string[]]
  /** A key: the change and the move of the cursor behind it. */
  | readonly ["type", at: number, text: string]
  /** Accepts a part: the cursor follows by no key. */
  | readonly ["word", at: number, text: string]
  | readonly ["delete", from: number, to: number]
  | readonly ["replace", from: number, to: number, text: string]
  /** Typed, and the editor closed it behind the cursor. */
  | readonly ["pair", at: number, text: string]
  | readonly ["move", to: number]
  | readonly ["tab", at: number, text: string, request: number]
  | readonly ["cancel", request: number]
  | readonly ["leave"]
  | readonly ["wait"];

const path = "a.py";

/** Events of a step; requests count from 1. */
function eventsOf(
  [kind, ...rest]: Step,
  request: number,
): readonly (OutcomeEvent extends infer E ? E : never)[] {
  const atMs = 0;
  const [a, b, c] = rest as [number, number & string, string & number];
  const change = (start: number, end: number, text: string, cause: MoveCause = "key"): OutcomeEvent[] => [
    { kind: "changed", path, edits: [{ range: { start, end }, text }], atMs },
    { kind: "cursorMoved", path, offset: start + text.length, cause, atMs },
  ];
  switch (kind) {
    case "ask":
    case "askWithList": {
      const [offset, ...texts] = rest as [number, ...string[]];
      return [
        { kind: "requested", request, path, offset, withList: kind === "askWithList", atMs },
        { kind: "returned", request, texts, atMs },
      ];
    }
    case "type":
      return change(a, a, b);
    case "word":
      return change(a, a, b, "edit");
    case "pair":
      return [change(a, a, b)[0]!, { kind: "cursorMoved", path, offset: a + 1, cause: "key", atMs }];
    case "delete":
      return change(a, b, "");
    case "replace":
      return change(a, b, c);
    case "move":
      return [{ kind: "cursorMoved", path, offset: a, cause: "key", atMs }];
    case "tab":
      return [...change(a, a, b), { kind: "accepted", request: c, index: 0, atMs }];
    case "cancel":
      return [{ kind: "cancelled", request: a, atMs }];
    case "leave":
      return [{ kind: "left", atMs }];
    case "wait":
      return [{ kind: "time", atMs }];
  }
}

function notices(steps: readonly Step[]): readonly OutcomeNotice[] {
  let state = nothingWatched;
  let request = 0;
  return [...steps, ["wait"] as const].flatMap((step, i) => {
    if (step[0] === "ask" || step[0] === "askWithList") request++;
    return eventsOf(step, request).flatMap((event) => {
      const next = watch(state, { ...event, atMs: (i + 1) * 500 });
      state = next.state;
      return next.notices;
    });
  });
}

/** `shown TEXT` and `OUTCOME accepted/typed/words`, in the order told. */
function check(steps: readonly Step[], expected: readonly string[]): void {
  const told = notices(steps).map((notice) =>
    notice.kind === "shown"
      ? `shown ${notice.text}`
      : `${notice.outcome} ${notice.acceptedCharacters}/${notice.typedCharacters}/${notice.words}`,
  );
  expect(told).toEqual(expected);
}

describe("a suggestion is shown", () => {
  test("when it returns and all is as it was asked", () => check([["ask", 4, "sum(x)"]], ["shown sum(x)"]));
  test("not when there is none", () => check([["ask", 4]], []));
  const asked = { kind: "requested", request: 1, path, offset: 4, withList: false, atMs: 0 } as const;
  const back = { kind: "returned", request: 1, texts: ["sum(x)"], atMs: 9 } as const;
  for (const [name, between] of [
    ["it was cancelled", { kind: "cancelled", request: 1, atMs: 5 }],
    [
      "the text changed",
      { kind: "changed", path, edits: [{ range: { start: 4, end: 4 }, text: "s" }], atMs: 5 },
    ],
    ["the cursor moved away", { kind: "cursorMoved", path, offset: 7, cause: "key", atMs: 5 }],
    ["another editor was chosen", { kind: "left", atMs: 5 }],
  ] as const satisfies readonly (readonly [string, OutcomeEvent])[])
    test(`not when ${name} before it returned`, () => {
      const state = [asked, between].reduce((before, event) => watch(before, event).state, nothingWatched);
      expect(watch(state, back).notices).toEqual([]);
    });
  test("though another file changed meanwhile", () => {
    const change = { kind: "changed", path: "b.py", edits: [], atMs: 5 } as const;
    const state = [asked, change].reduce((before, event) => watch(before, event).state, nothingWatched);
    expect(watch(state, back).notices).toHaveLength(1);
  });
});

describe("accepted", () => {
  test("by its command", () =>
    check(
      [
        ["ask", 4, "sum(x)"],
        ["tab", 4, "sum(x)", 1],
      ],
      ["shown sum(x)", "accepted 6/0/0"],
    ));
  test("after some of it was typed: by the later request", () =>
    check(
      [
        ["ask", 4, "sum(x)"],
        ["type", 4, "s"],
        ["ask", 5, "um(x)"],
        ["tab", 5, "um(x)", 2],
      ],
      ["shown sum(x)", "accepted 5/1/0"],
    ));
  test("though the editor put it in otherwise than expected", () =>
    check(
      [
        ["ask", 4, "sum(x)"],
        ["tab", 4, "Sum(x) ", 1],
      ],
      ["shown sum(x)", "accepted 6/0/0"],
    ));
  test("the second of several", () => {
    const steps: Step[] = [
      ["ask", 4, "sum(x)", "max(x)"],
      ["type", 4, "max(x)"],
    ];
    const events: OutcomeEvent[] = steps.flatMap((step) => eventsOf(step, 1));
    let state = nothingWatched;
    for (const event of events) state = watch(state, event).state;
    expect(watch(state, { kind: "accepted", request: 1, index: 1, atMs: 1 }).notices).toMatchObject([
      { outcome: "accepted", text: "max(x)", index: 1 },
    ]);
  });
});

describe("accepted word by word", () => {
  test("and then left", () =>
    check(
      [
        ["ask", 4, "sum(x)"],
        ["word", 4, "sum"],
        ["move", 0],
      ],
      ["shown sum(x)", "acceptedWord 3/0/1"],
    ));
  test("twice, and then typed past", () =>
    check(
      [
        ["ask", 4, "foo.bar(x)"],
        ["word", 4, "foo"],
        ["word", 7, ".bar"],
        ["type", 11, "["],
      ],
      ["shown foo.bar(x)", "acceptedWord 7/0/2"],
    ));
  test("to its end", () =>
    check(
      [
        ["ask", 4, "foo.bar"],
        ["word", 4, "foo"],
        ["tab", 7, ".bar", 1],
      ],
      ["shown foo.bar", "accepted 7/0/1"],
    ));
  test("taken back again", () =>
    check(
      [
        ["ask", 4, "sum(x)"],
        ["word", 4, "sum"],
        ["delete", 3, 7],
      ],
      ["shown sum(x)", "rejected 0/0/1"],
    ));
  test("a word of one character", () =>
    check([["ask", 4, "a + b"], ["word", 4, "a"], ["leave"]], ["shown a + b", "acceptedWord 1/0/1"]));
  test("not by a key that writes several characters", () =>
    check([["ask", 4, "sum(x)"], ["type", 4, "sum"], ["leave"]], ["shown sum(x)", "ignored 0/3/0"]));
});

describe("typed through", () => {
  test("to its end, asked again at each key", () =>
    check(
      [
        ["ask", 4, "abc"],
        ["type", 4, "a"],
        ["ask", 5, "bc"],
        ["type", 5, "b"],
        ["ask", 6, "c"],
        ["type", 6, "c"],
      ],
      ["shown abc", "typedThrough 0/3/0"],
    ));
  test("almost to its end", () =>
    check(
      [
        ["ask", 4, "abcdef"],
        ...[..."abcde"].map((key, i) => ["type", 4 + i, key] as const),
        ["type", 9, "!"],
      ],
      ["shown abcdef", "typedThrough 0/5/0"],
    ));
  test("with a bracket that the editor closed", () =>
    check(
      [["ask", 4, "f(x)"], ["type", 4, "f"], ["pair", 5, "()"], ["leave"]],
      ["shown f(x)", "ignored 0/2/0"],
    ));
  test("a line break brings its indentation along", () =>
    check(
      [
        ["ask", 4, "\n    x"],
        ["type", 4, "\n    "],
        ["type", 9, "x"],
      ],
      ["shown \n    x", "typedThrough 0/6/0"],
    ));
  test("with the completion list, which replaces the word before the cursor", () =>
    check(
      [
        ["askWithList", 7, "end(x)"],
        ["replace", 4, 7, "append"],
        ["type", 10, "(x)"],
      ],
      ["shown end(x)", "typedThrough 0/6/0"],
    ));
});

describe("rejected", () => {
  test("typed past at once", () =>
    check(
      [
        ["ask", 4, "sum(x)"],
        ["type", 4, "m"],
      ],
      ["shown sum(x)", "rejected 0/0/0"],
    ));
  test("typed past after agreeing", () =>
    check(
      [
        ["ask", 4, "sum(x)"],
        ["type", 4, "s"],
        ["type", 5, "o"],
      ],
      ["shown sum(x)", "rejected 0/1/0"],
    ));
  test("deleted into what was before it", () =>
    check(
      [
        ["ask", 4, "sum(x)"],
        ["delete", 3, 4],
      ],
      ["shown sum(x)", "rejected 0/0/0"],
    ));
  test("sent away by Escape, which nothing tells, and then typed past", () =>
    check([["ask", 4, "sum(x)"], ["wait"], ["type", 4, "m"]], ["shown sum(x)", "rejected 0/0/0"]));
});

describe("ignored", () => {
  test("the cursor went elsewhere", () =>
    check(
      [
        ["ask", 4, "sum(x)"],
        ["move", 0],
      ],
      ["shown sum(x)", "ignored 0/0/0"],
    ));
  test("another editor was chosen", () =>
    check([["ask", 4, "sum(x)"], ["leave"]], ["shown sum(x)", "ignored 0/0/0"]));
  test("another suggestion took its place", () =>
    check(
      [
        ["ask", 4, "sum(x)"],
        ["ask", 4, "max(x)"],
        ["move", 0],
      ],
      ["shown sum(x)", "ignored 0/0/0", "shown max(x)", "ignored 0/0/0"],
    ));
  test("it went from the screen as nothing came for the next key, before it was typed past", () =>
    check(
      [
        ["ask", 4, "sum(x)"],
        ["type", 4, "s"],
        ["ask", 5],
        ["type", 5, "o"],
      ],
      ["shown sum(x)", "ignored 0/1/0"],
    ));
});

describe("stays", () => {
  test("while another part of the document changes", () =>
    check(
      [
        ["ask", 4, "sum(x)"],
        ["replace", 0, 1, "abc"],
        ["move", 6],
        ["tab", 6, "sum(x)", 1],
      ],
      ["shown sum(x)", "ignored 0/0/0"],
    ));
  test("moved by an edit before it", () => {
    const events: OutcomeEvent[] = [
      ...eventsOf(["ask", 4, "sum(x)"], 1),
      { kind: "changed", path, edits: [{ range: { start: 0, end: 1 }, text: "abc" }], atMs: 1 },
      { kind: "cursorMoved", path, offset: 6, cause: "other", atMs: 1 },
      { kind: "changed", path, edits: [{ range: { start: 6, end: 6 }, text: "sum(x)" }], atMs: 2 },
      { kind: "accepted", request: 1, index: 0, atMs: 3 },
    ];
    let state = nothingWatched;
    const told = events.flatMap((event) => {
      const next = watch(state, event);
      state = next.state;
      return next.notices;
    });
    expect(told).toMatchObject([{ kind: "shown" }, { outcome: "accepted", offset: 6 }]);
  });
});

describe("whatever happens", () => {
  const offset = fc.nat(12);
  const text = fc.constantFrom("a", "ab", "abc", "b", "()", "\n  ", "x");
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.tuple(fc.constantFrom("ask" as const, "askWithList" as const), offset, text),
    fc.tuple(fc.constantFrom("type" as const, "word" as const), offset, text),
    fc
      .tuple(fc.constant("replace" as const), offset, fc.nat(3), text)
      .map(([kind, at, size, piece]) => [kind, at, at + size, piece] as const),
    fc
      .tuple(fc.constant("delete" as const), offset, fc.nat(3))
      .map(([kind, at, size]) => [kind, at, at + size] as const),
    fc.tuple(fc.constant("move" as const), offset),
    fc.tuple(fc.constant("tab" as const), offset, text, fc.nat(8)),
    fc.tuple(fc.constant("cancel" as const), fc.nat(8)),
    fc.constant(["leave"] as const),
  );
  test("each suggestion shown ends once, and none ends that was not shown", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const told = notices([...steps, ["leave"]]);
        const shown = told.filter(({ kind }) => kind === "shown").map(({ request }) => request);
        const ended = told.filter(({ kind }) => kind === "ended").map(({ request }) => request);
        expect(ended).toEqual(shown);
      }),
      { numRuns: 500 },
    );
  });
});
