import { expect, test } from "vitest";
import {
  renderLastVerdict,
  renderVerdicts,
  summarizeVerdict,
} from "../../../../src/core/verify/renderVerdicts.ts";
import type { Verification } from "../../../../src/core/verify/verification.ts";

test("tells each verdict, what was shown instead, and why", () => {
  const repaired = {
    verdict: "repaired",
    text: "store.load_item()\n# b",
    findings: [{ name: "load_itme", offset: 6, reason: "member", nearest: "load_item" }],
    unknown: [{ name: "view", offset: 20, why: "library" }],
    members: { all: 2, known: 1 },
  } as const;
  const dropped = {
    verdict: "dropped",
    text: "",
    findings: [{ name: "))", offset: 0, reason: "syntax" }],
    unknown: [],
  } as const;
  const judged = [
    { engine: "builtin", draft: "store.load_itme()\n# b", verification: repaired },
    { engine: "model", draft: "))", verification: dropped },
  ];
  expect(renderVerdicts(judged)).toMatchInlineSnapshot(`
    "# Last suggestions, checked before display

    ## repaired: a name that does not exist was replaced by the one that is meant (builtin)

    │ store.load_itme()
    │ # b
    Shown instead:
    │ store.load_item()
    │ # b

    - load_itme: the receiver has no such member; nearest is load_item
    - view: not judged, belongs to a library
    - type of the receiver known: 1 of 2

    ## dropped: it was not shown (model)

    │ ))

    - the suggestion: does not parse where it would stand
    "
  `);
});
test("nothing before anything was checked", () => expect(renderVerdicts([])).toBe(""));

const none = { text: "x", findings: [], unknown: [] } as const;
const finding = { name: "load_itme", offset: 0, reason: "member" } as const;
const doubt = { name: "view", offset: 0, why: "library" } as const;
const summaries: readonly [Verification, string][] = [
  [{ ...none, verdict: "ok" }, "every name in it is known"],
  [{ ...none, verdict: "unknown" }, "its names are not judged"],
  [{ ...none, verdict: "unknown", unknown: [doubt] }, "view could not be judged"],
  [{ ...none, verdict: "unknown", unknown: [doubt, doubt] }, "2 names could not be judged"],
  [
    { ...none, verdict: "repaired", findings: [{ ...finding, nearest: "load_item" }, finding] },
    "load_itme does not exist, load_item is meant, and 1 more",
  ],
  [
    { ...none, verdict: "cut", findings: [finding] },
    "it ends before load_itme: the receiver has no such member",
  ],
  [
    { ...none, verdict: "dropped", findings: [{ name: "))\n)", offset: 0, reason: "syntax" }] },
    "it: does not parse where it would stand",
  ],
];
test.each(summaries)("in some words: %#", (verification, text) =>
  expect(summarizeVerdict(verification)).toBe(text),
);
test("a long name is told by its beginning, on one line", () => {
  const text = summarizeVerdict({
    ...none,
    verdict: "cut",
    findings: [{ ...finding, name: "a\nb".repeat(40) }],
  });
  expect(text).toMatch(/^it ends before a ba b.{40,50}…: the receiver/);
});
test("the latest in a line", () => {
  const judged = [{ engine: "model", draft: "x", verification: { ...none, verdict: "ok" } as const }];
  expect(renderLastVerdict(judged)).toBe(
    "Last suggestion checked: ok, every name in it is known (see the end of this document)\n",
  );
  expect(renderLastVerdict([])).toBe("");
});
