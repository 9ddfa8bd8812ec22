import { expect, test } from "vitest";
import { renderPicture, shownPicture } from "../../../../src/core/chat/relationPicture.ts";
import { indexedEngine } from "../../../support/indexedEngine.ts";
import { never } from "../../../support/indexerHarness.ts";

const many = Array.from({ length: 12 }, (_, at) => `def user_${at}():\n    popular()\n`).join("\n");
const texts: Readonly<Record<string, string>> = {
  "/w/base.py":
    "def load():\n    return again()\n\n\ndef again():\n    return load()\n\n\ndef alone():\n    pass\n",
  "/w/mid.py":
    "from base import load\n\n\nclass Reader:\n    def read(self):\n        return load()\n\n\ndef peek():\n    return load()\n",
  "/w/top.py": "from mid import peek\n\n\ndef main():\n    peek()\n",
  "/w/popular.py": `def popular():\n    pass\n\n\n${many}`,
  "/w/.git/HEAD": "",
};

const indexed = () => indexedEngine(texts);

/** Asks, and expects the picture as an indented list, without its title; undefined for none. */
async function check(question: string, expected: readonly string[] | undefined): Promise<void> {
  const picture = await (await indexed()).picture(question, never);
  const told =
    picture &&
    renderPicture(shownPicture(picture, (path) => path.slice(3))).replace(/\[`([^`]+)`\]\([^)]*\)/g, "$1");
  expect(told?.split("\n").slice(2, -1)).toEqual(expected);
}

test("who calls it, and who calls them; a circle is no second node", () =>
  check("Who calls `load`?", [
    "- `load` base.py:1",
    "  - `Reader.read` mid.py:6",
    "  - `peek` mid.py:10",
    "    - `main` top.py:5",
    "  - `again` base.py:6",
  ]));
test("what it calls, by definitions", () =>
  check("What does `main` call?", ["- `main` top.py:4", "  - `peek` mid.py:9", "    - `load` base.py:1"]));
test("what depends on a file", () =>
  check("What depends on `base.py`?", [
    "- `base.py` base.py:1",
    "  - `mid.py` mid.py:1",
    "    - `top.py` top.py:1",
  ]));
test("what uses a symbol", () =>
  check("Where is `peek` used?", ["- `peek` mid.py:9", "  - `main` top.py:5"]));
test("of many neighbours a few are drawn, the others counted", async () => {
  const picture = await (await indexed()).picture("Who calls `popular`?", never);
  expect([picture?.nodes.length, picture?.more]).toEqual([9, 4]);
});
test("nothing is drawn where nothing is around, of what is nowhere, and for other questions", async () => {
  await check("Who calls `alone`?", undefined);
  await check("Who calls `nobody_knows`?", undefined);
  await check("How is `load` tested?", undefined);
});
