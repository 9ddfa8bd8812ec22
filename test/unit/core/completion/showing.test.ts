import { expect, test } from "vitest";
import { isWorthShowing } from "../../../../src/core/completion/showing.ts";

interface Case {
  readonly text?: string;
  readonly confidence: number;
  readonly isWord?: true;
  readonly rejections?: number;
}

/** With a least confidence of 0.5. */
function check(shown: boolean, { rejections = 0, text = "the_value)", ...rest }: Case): void {
  expect(isWorthShowing({ text, engine: "builtin", ...rest }, 0.5, rejections)).toBe(shown);
}

test("a rest of the line at the bar is shown", () => check(true, { confidence: 0.5 }));
test("one below it is not", () => check(false, { confidence: 0.49 }));
test("a start of it has to be surer", () => {
  check(false, { confidence: 0.55, isWord: true });
  check(true, { confidence: 0.65, isWord: true });
});
test("a start has to save something on average", () => {
  check(false, { text: "value", confidence: 0.9, isWord: true });
  check(true, { text: "values", confidence: 0.9, isWord: true });
});
test("a suggestion typed past raises the bar", () => {
  check(false, { confidence: 0.7, rejections: 1 });
  check(true, { confidence: 0.8, rejections: 1 });
  check(false, { confidence: 0.8, rejections: 2 });
});
test("what is typed as fast as read is not shown", () => check(false, { text: " );", confidence: 1 }));
