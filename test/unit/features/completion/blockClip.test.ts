import { expect, test } from "vitest";
import type { BlockFit } from "../../../../src/core/completion/clip/blockEnd.ts";
import { clipInPlace, EnoughWatch } from "../../../../src/features/completion/blockClip.ts";
import { type EngineScript, scriptedEngine } from "../../../support/scriptedEngine.ts";

const never = new AbortController().signal;
const body = "a()\n\n    b()\n";

interface Options {
  readonly languageId?: string;
  readonly fit?: (insert: string) => BlockFit | undefined;
  readonly failing?: EngineScript["failing"];
}

/** What the watch says as each piece is written after `def f():\n    `, the tree's answer having come meanwhile. */
async function check(
  pieces: readonly string[],
  expected: readonly boolean[],
  { languageId = "python", fit, failing = [] }: Options = {},
): Promise<void> {
  const asked: string[] = [];
  const blockFit = (insert: string): BlockFit | undefined => {
    asked.push(insert);
    return fit?.(insert);
  };
  const engine = scriptedEngine({ blockFit, failing });
  const place = { path: "/w/a.py", languageId, prefix: "def f():\n    ", suffix: "\n", chat: false };
  const watch = new EnoughWatch(engine, place, never);
  let raw = "";
  const said: boolean[] = [];
  for (const piece of pieces) {
    raw += piece;
    said.push(watch.isEnough(raw));
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(said).toEqual(expected);
  expect(new Set(asked).size, "no text is asked about twice").toBe(asked.length);
}

const upTo =
  (kept: string) =>
  (insert: string): BlockFit => ({ length: Math.min(kept.length, insert.length), leavesOpen: false });

test("a blank line within the block ends nothing where a tree says so", () =>
  check([body, "    c()\n", "    d()\n"], [false, false, false], { fit: (all) => upTo(all)(all) }));
test("enough once a whole line stands behind the block", () =>
  check([body, "\ndef g():\n", "    c()\n", "    d()\n"], [false, false, true, true], { fit: upTo(body) }));
test("a line that is still being written may belong to the block", () =>
  check([body, "  ", "  c()"], [false, false, false], { fit: upTo(body) }));
test("indentation decides where the tree does not tell", () => check([body, "    c()\n"], [false, true]));
test("indentation decides where the engine fails", () =>
  check([body, "    c()\n"], [false, true], { failing: ["blockFit"] }));
test("indentation decides at once in a language without trees", () =>
  check(["a()\n\n    b()\n"], [true], { languageId: "perl" }));
test("what repeats itself is enough without asking", () =>
  check(["go(a)\n    go(a)\n    go(a)\n    go(a)\n"], [true]));

test("what the tree said while it was written is not asked again, what came behind the block goes", async () => {
  const asked: string[] = [];
  const blockFit = (insert: string): BlockFit => {
    asked.push(insert);
    return upTo(body)(insert);
  };
  const engine = scriptedEngine({ blockFit });
  const place = {
    path: "/w/a.py",
    languageId: "python",
    prefix: "def f():\n    ",
    suffix: "\n",
    chat: false,
  };
  const watch = new EnoughWatch(engine, place, never);
  const raw = `${body}\ndef g():\n`;
  watch.isEnough(raw);
  await new Promise((resolve) => setImmediate(resolve));
  expect(await clipInPlace(engine, place, `${raw}    c()\n`, false, never, watch)).toBe(body.trimEnd());
  expect(asked).toHaveLength(1);
  expect(await clipInPlace(engine, place, "other()\nmore()\n", false, never, watch)).toBeDefined();
  expect(asked).toHaveLength(2);
});
