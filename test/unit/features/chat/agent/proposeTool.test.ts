import { expect, test } from "vitest";
import { usualBudget } from "../../../../../src/core/chat/agent/progress.ts";
import type { ShownTool } from "../../../../../src/core/chat/transcript.ts";
import type { GraphEdge } from "../../../../../src/core/retrieval/symbolQuery.ts";
import type { TestCase } from "../../../../../src/core/testing/testCase.ts";
import type { TestOutcome } from "../../../../../src/core/testing/testOutcome.ts";
import { runAgent } from "../../../../../src/features/chat/agent/agentLoop.ts";
import { type ProposeToolDeps, proposeTool } from "../../../../../src/features/chat/agent/proposeTool.ts";
import type { TestRunRequest } from "../../../../../src/features/testing/testSession.ts";
import type { ProposedPatch } from "../../../../../src/ports/patchReview.ts";
import { FakeClock } from "../../../../support/fakeClock.ts";
import {
  calls,
  inOrder,
  ScriptedChatModels,
  says,
  textOfMessage,
} from "../../../../support/scriptedChatModels.ts";
import { scriptedCopy } from "../../../../support/scriptedCopy.ts";
import { scriptedEngine } from "../../../../support/scriptedEngine.ts";

const files: Readonly<Record<string, string>> = {
  "store.py": "class Store:\n    def put(self, key):\n        self.items[key] = 1\n",
  "crlf.py": "x = 1\r\n",
  "empty.py": "",
  ".flake8": "",
};
const block = (path: string, search: string, replace: string): string =>
  `${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n`;
const storing = (value: string): string =>
  block("store.py", "        self.items[key] = 1", `        self.items[key] = ${value}`);
const testEdge: GraphEdge = { path: "/w/test_store.py", line: 0, name: "", sites: [0], score: 1 };
const known: TestCase = {
  ...{ id: "test_store.py::puts", label: "puts", path: "test_store.py" },
  ...{ suites: [], runner: "pytest", folder: "" },
};

interface Options {
  readonly edits: readonly string[];
  /** What the person answers, in order. */
  readonly allowed?: readonly boolean[];
  /** What is there to be run. */
  readonly offers?: readonly ("tests" | "checks")[];
  readonly breaks?: boolean;
}

/** One round in which a model proposes, the next in which it answers. */
async function propose({ edits, allowed = [true], offers = ["tests", "checks"], breaks = false }: Options) {
  const made = scriptedCopy(files);
  const runs: TestRunRequest[] = [];
  const proposals: ProposedPatch[] = [];
  const questions: string[] = [];
  const shown: ShownTool[] = [];
  const session: Awaited<ReturnType<NonNullable<ProposeToolDeps["tests"]>>> = {
    testsOfRoot: async () => [{ test: known, shownId: known.id }],
    run: async (request) => {
      runs.push(request);
      const after = request.changes?.changes[0];
      const isBad = after !== undefined && "after" in after && after.after.includes("wrong");
      const outcome: TestOutcome = {
        ...{ id: known.id, durationMs: 1, status: isBad ? "failed" : "passed" },
        ...(isBad ? { message: "assert 1 == 2" } : {}),
      };
      return { outcomes: [outcome], tests: [], reports: [], isolation: "sandbox", leftOut: [], unknown: [] };
    },
  };
  const models = new ScriptedChatModels(
    inOrder(
      calls(...edits.map((text, at) => ["propose_edit", { title: `Edit ${at}`, edits: text }] as const)),
      says("Proposed."),
    ),
  );
  const tool = proposeTool({
    engine: scriptedEngine({ edges: [testEdge], verdict: () => (breaks ? "breaks" : "parses") }),
    roots: () => [{ path: "/w", name: "w" }],
    filesOf: async () => ({
      read: async (path) =>
        files[path] === undefined ? { kind: "absent" } : { kind: "text", text: files[path] },
    }),
    onProposal: (patch) => proposals.push(patch),
    ...(offers.includes("tests") ? { tests: async () => session } : {}),
    ...(offers.includes("checks") ? { checks: async () => ({ openCopy: async () => made.copy }) } : {}),
  });
  const end = await runAgent(
    {
      ...{ models, tools: [tool], clock: new FakeClock(), budget: usualBudget, folders: ["w"] },
      consent: async (_tool, question) => {
        questions.push(question);
        return allowed[questions.length - 1] ?? false;
      },
    },
    { history: [], pieces: [{ text: "change it" }] },
    { onText: () => {}, onTool: (one) => shown.push(one), onUsage: () => {} },
    new AbortController().signal,
  );
  expect(end.kind).toBe("answered");
  const told = models.requests[1]!.messages.filter(({ role }) => role === "tool");
  return { ...made, proposals, questions, shown, testRuns: runs, told };
}

const factsOf = ({ evidence }: ProposedPatch) => evidence.map(({ kind, text }) => `${kind}: ${text}`);

test("a proposal is judged by checkers and affected tests in a copy, once a person who saw it allowed that", async () => {
  const { proposals, questions, told, testRuns, disposed, shown } = await propose({ edits: [storing("2")] });
  expect(questions).toEqual([
    expect.stringMatching(
      /^Check this edit with Flake8, and run the tests that can notice it, in a copy of the files\?\n\n[\s\S]*\n-\s+self\.items\[key\] = 1\n\+\s+self\.items\[key\] = 2$/,
    ),
  ]);
  expect(proposals).toMatchObject([{ heading: "Affected Tests Pass" }]);
  expect(factsOf(proposals[0]!)).toEqual([
    "good: What is changed parses",
    "good: Flake8 finds nothing new with it, in a copy",
    "good: 1 affected test passes with it, in a copy",
  ]);
  expect(textOfMessage(told[0]!)).toMatch(
    /Shown to the person as a proposal, who decides: store\.py\nFlake8 finds nothing new with it, in a copy\. 1 affected test passes with it, in a copy\.\n/,
  );
  expect(testRuns).toMatchObject([{ changes: { root: "/w" } }]);
  expect(disposed()).toBe(1);
  expect(shown.map(({ state }) => state)).toEqual(["running", "asking", "running", "done"]);
});

test("what a checker newly finds and a test that breaks are told to the model and shown beside the patch", async () => {
  const { proposals, told, shown } = await propose({ edits: [storing("BAD_wrong")] });
  expect(shown.at(-1)).toMatchObject({ state: "done", summary: "1 file, 2 problems" });
  expect(textOfMessage(told[0]!)).toMatch(
    /It has problems[^\n]*\n- store\.py:3: undefined name 'BAD_wrong' \(F821\)\n- test_store\.py::puts passed before and fails now: assert 1 == 2\n/,
  );
  const { pieces } = told[0]!;
  const sourced = pieces.filter(({ text }) => text.startsWith("- "));
  expect(sourced.map(({ sources }) => sources)).toEqual([
    [{ path: "/w/store.py", isLibrary: false }],
    [{ path: "/w/store.py", isLibrary: false }],
  ]);
  expect(factsOf(proposals[0]!)).toEqual(
    expect.arrayContaining([
      "bad: Flake8 finds 1 new problem with it",
      "bad: 1 test passed and fails with it",
    ]),
  );
  expect(proposals[0]).toMatchObject({ heading: "It Breaks Tests" });
});

test("what a person does not allow is not run, and the proposal is shown all the same", async () => {
  const { proposals, runs, testRuns, told } = await propose({ edits: [storing("2")], allowed: [false] });
  expect(runs).toEqual([]);
  expect(testRuns).toEqual([]);
  expect(factsOf(proposals[0]!)).toEqual([
    "good: What is changed parses",
    "open: No checker was run for it",
    "open: No test was run for it",
  ]);
  expect(textOfMessage(told[0]!)).toContain("No checker was run for it. No test was run for it.");
});

test("what does not parse is told at once: nobody is asked, nothing runs", async () => {
  const { proposals, questions, told } = await propose({ edits: [storing("2")], breaks: true });
  expect(questions).toEqual([]);
  expect(textOfMessage(told[0]!)).toContain("- store.py no longer parses\n");
  expect(factsOf(proposals[0]!)).toEqual(["bad: It does not parse", "open: No test was run for it"]);
});

test("each proposal of a round is asked about by itself", async () => {
  const { proposals, questions, testRuns } = await propose({
    edits: [storing("2"), storing("3")],
    allowed: [false, true],
  });
  expect(questions.map((text) => /= (\d)$/.exec(text)?.[1])).toEqual(["2", "3"]);
  expect(proposals.map(({ heading }) => heading)).toEqual([undefined, "Affected Tests Pass"]);
  expect(testRuns).toHaveLength(1);
});

test.each<[name: string, edits: string, detail: RegExp]>([
  ["long", storing(`"${"x".repeat(4_000)}"`), /\n\nIt changes store\.py\.$/],
  ["with characters that nobody sees", storing('"a\u202eb"'), /\n\nIt changes store\.py\.$/],
  [
    "of an empty file",
    "*** Begin Patch\n*** Delete File: empty.py\n*** End Patch\n",
    /\n\ndiff --git a\/empty\.py/,
  ],
  [
    "with its files named once",
    storing("2"),
    /copy of the files\?\n\n--- a\/store\.py\n\+\+\+ b\/store\.py\n@@/,
  ],
  ["with line ends of Windows", block("crlf.py", "x = 1", "x = 2"), /\n-x = 1\n\+x = 2$/],
])("a diff %s is put before a person as they can read it", async (_name, edits, detail) => {
  const { questions } = await propose({ edits: [edits] });
  expect(questions).toEqual([expect.stringMatching(detail)]);
});

test.each<[offers: Options["offers"], question: RegExp | undefined, facts: readonly string[]]>([
  [[], undefined, ["open: No test was run for it"]],
  [
    ["checks"],
    /^Check this edit with Flake8 in a copy/,
    ["good: Flake8 finds nothing new with it, in a copy", "open: No test was run for it"],
  ],
  [["tests"], /^Run 1 test with this edit/, ["good: 1 affected test passes with it, in a copy"]],
])("where only %j may run, no more is asked for", async (offers = [], question, facts) => {
  const { proposals, questions } = await propose({ edits: [storing("2")], offers });
  expect(questions).toEqual(question === undefined ? [] : [expect.stringMatching(question)]);
  expect(factsOf(proposals[0]!)).toEqual(["good: What is changed parses", ...facts]);
});
