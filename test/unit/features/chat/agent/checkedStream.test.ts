import { expect, test } from "vitest";
import { checkMentions } from "../../../../../src/core/chat/agent/mentions.ts";
import { CheckedStream } from "../../../../../src/features/chat/agent/checkedStream.ts";

const check = async (text: string) =>
  checkMentions(text, (path) => (path === "a.ts" ? { path, lines: ["x"] } : undefined));

/** What was shown, piece by piece, once the texts came in this order; `undefined` is a look-up. */
async function shownOf(texts: readonly (string | undefined)[], whole: string): Promise<readonly string[]> {
  const shown: string[] = [];
  const stream = new CheckedStream(check, (markdown) => shown.push(markdown));
  for (const text of texts) {
    if (text === undefined) stream.pause();
    else stream.onText(text);
  }
  await stream.end((await check(whole)).markdown);
  return shown;
}

const link = "[`a.ts:1`](a.ts#L1)";

test("paragraphs are shown when they are whole, with their places checked", async () => {
  const texts = ["It is in a.t", "It is in a.ts:1.\n\nAnd", "It is in a.ts:1.\n\nAnd b.ts:2.\n\nMore"];
  expect(await shownOf(texts, texts.at(-1)!)).toEqual([
    `It is in ${link}.\n\n`,
    "And `b.ts:2` *(no such file in the index)*.\n\n",
    "\n\nMore",
  ]);
});

test("what comes at once is shown at the end", async () =>
  expect(await shownOf(["a.ts:1"], "a.ts:1")).toEqual([link]));

test("what is said before a look-up stays, and the answer follows it", async () =>
  expect(await shownOf(["Let me look.", undefined, "It is", "It is.\n\nSo"], "It is.\n\nSo")).toEqual([
    "Let me look.",
    "\n\n",
    "It is.\n\n",
    "\n\nSo",
  ]));

test("an answer that is all that was said on the way is shown once", async () => {
  const shown = await shownOf(["One.", undefined, "Two.", undefined], "One.\n\nTwo.");
  expect(shown.join("").trim()).toBe("One.\n\nTwo.");
});

test("an answer that goes on from nothing that was shown follows it", async () =>
  expect((await shownOf(["One.\n\nTwo.\n\nT", undefined], "Other")).join("").trim()).toBe(
    "One.\n\nTwo.\n\nT\n\n\n\nOther",
  ));
