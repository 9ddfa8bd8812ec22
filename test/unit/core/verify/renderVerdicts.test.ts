import { expect, test } from "vitest";
import { renderVerdicts } from "../../../../src/core/verify/renderVerdicts.ts";

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
