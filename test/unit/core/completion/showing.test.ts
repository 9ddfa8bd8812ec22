import { expect, test } from "vitest";
import { isWorthShowing } from "../../../../src/core/completion/showing.ts";

interface Case {
  readonly text?: string;
  readonly confidence: number;
  readonly isWord?: true;
  readonly atLineStart?: boolean;
  readonly rejections?: number;
}

/** With a least confidence of 0.5. */
function check(
  shown: boolean,
  { atLineStart = false, rejections = 0, text = "value)", ...rest }: Case,
): void {
  const draft = { text, engine: "builtin", ...rest } as const;
  expect(isWorthShowing(draft, 0.5, { atLineStart, rejections })).toBe(shown);
}

test("a rest of the line at the bar is shown", () => check(true, { confidence: 0.5 }));
test("one below it is not", () => check(false, { confidence: 0.49 }));
test("a whole line has to be surer", () => {
  check(false, { confidence: 0.5, atLineStart: true });
  check(true, { confidence: 0.6, atLineStart: true });
});
test("a word alone has to be surer still", () => {
  check(false, { confidence: 0.6, isWord: true });
  check(true, { confidence: 0.75, isWord: true });
});
test("a suggestion typed past raises the bar", () => {
  check(false, { confidence: 0.7, rejections: 1 });
  check(true, { confidence: 0.8, rejections: 1 });
  check(false, { confidence: 0.8, rejections: 2 });
});
test("what is typed as fast as read is not shown", () => check(false, { confidence: 1, text: " );" }));
