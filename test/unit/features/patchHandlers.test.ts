import { expect, test } from "vitest";
import { patchHandlers } from "../../../src/features/headless/patchHandlers.ts";
import { patchMethods } from "../../../src/node/rpc/patchMethods.ts";

const block = (path: string, search: string, replace: string): string =>
  `${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n`;

/** Applies an answer by rpc and expects what the schema publishes. */
async function check(files: Record<string, string>, answer: string, expected: object): Promise<void> {
  const result = await patchHandlers()["patch/apply"]({ files, answer }, new AbortController().signal);
  expect(patchMethods["patch/apply"].result.parse(result)).toEqual(result);
  expect(result).toMatchObject(expected);
}

test("answers all files, what changed, what was placed and what was refused", () =>
  check(
    { "a.ts": "one\ntwo\n", "b.ts": "same\n" },
    block("a.ts", "two", "three") + block("b.ts", "gone", "x") + block("n.ts", "", "new"),
    {
      files: { "a.ts": "one\nthree\n", "b.ts": "same\n", "n.ts": "new\n" },
      changes: [
        { kind: "changed", path: "a.ts" },
        { kind: "created", path: "n.ts" },
      ],
      placed: [
        { block: 1, path: "a.ts", line: 2, layer: "exact" },
        { block: 3, path: "n.ts", line: 0 },
      ],
      refused: [{ block: 2, line: 8, path: "b.ts", reason: expect.stringContaining('no line "gone"') }],
    },
  ));

test("says that an answer holds no edit", () =>
  check({ "a.ts": "one\n" }, "I would not change it.", {
    files: { "a.ts": "one\n" },
    changes: [],
    refused: [{ block: 0 }],
  }));
