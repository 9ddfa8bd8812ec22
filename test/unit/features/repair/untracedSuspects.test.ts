import { expect, test } from "vitest";
import type { TestOutcome } from "../../../../src/core/testing/testOutcome.ts";
import { untracedSuspects } from "../../../../src/features/repair/untracedSuspects.ts";
import type { WorkCopy } from "../../../../src/ports/workCopy.ts";
import { scriptedEngine } from "../../../support/scriptedEngine.ts";

const never = new AbortController().signal;
const texts: Readonly<Record<string, string>> = {
  "lib/price.js":
    'export function price(age) {\n  if (age < 0) throw new Error("Cannot admit " + age);\n  return age;\n}\n',
  "lib/far.js": 'export const told = "The total was expected to be whole";\n',
  "test/price.test.js": 'import { price } from "../lib/price.js";\ntest("refuses", () => price(-1));\n',
};

/** `path:line` from 1 with the reasons' kinds, best first. */
async function suspected(outcome: Partial<TestOutcome>, hits: readonly string[] = []): Promise<string[]> {
  const failing = [
    {
      id: "node::refuses",
      label: "refuses",
      path: "test/price.test.js",
      suites: [],
      runner: "node",
      folder: "",
      range: { startLine: 1, endLine: 1 },
    },
  ] as const;
  const copy: Pick<WorkCopy, "read" | "seenAs"> = { seenAs: "/copy", read: async (path) => texts[path] };
  const asked: string[] = [];
  const { dataFlows } = scriptedEngine();
  const found = await untracedSuspects(
    {
      copy: copy as WorkCopy,
      target: {
        root: "/root",
        project: { runner: "node", folder: "" } as never,
        known: failing,
        asked: undefined,
        testPaths: new Set(["test/price.test.js"]),
      },
      failing,
      outcomes: [{ id: "node::refuses", status: "failed", durationMs: 0, ...outcome }],
      worker: "Nothing can be traced",
      texts: new Map(),
    },
    {
      engine: {
        dataFlows,
        async search({ query }) {
          asked.push(query);
          return hits.map((path) => ({ path: `/root/${path}`, score: 1 }));
        },
      },
    },
    never,
  );
  expect(asked).toEqual([expect.stringContaining("refuses")]);
  return found.map(({ path, line, reasons }) =>
    `${path}:${line + 1} ${reasons.map(({ kind }) => kind).join(" ")}`.trim(),
  );
}

test("lines of the stack come first, the one that raised before the others, lines of tests not at all", async () => {
  const stack = [
    { path: "lib/far.js", line: 0 },
    { path: "lib/price.js", line: 2 },
    { path: "test/price.test.js", line: 1 },
  ];
  expect(await suspected({ stack })).toEqual(["lib/far.js:1 raised", "lib/price.js:3 onStack"]);
});

test("without a stack the lines of imported files that hold what the failure says", async () =>
  expect(await suspected({ message: "Error: Cannot admit -1" })).toEqual(["lib/price.js:2 mentions"]));

test("files that the index finds for the words are looked at too", async () =>
  expect(await suspected({ message: "The total was expected to be whole" }, ["lib/far.js"])).toEqual([
    "lib/far.js:1 mentions",
  ]));

test("nothing is suspected of a failure that says nothing", async () =>
  expect(await suspected({ message: "false" })).toEqual([]));
