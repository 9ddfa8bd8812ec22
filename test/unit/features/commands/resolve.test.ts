import { expect, test } from "vitest";
import type { TestCase } from "../../../../src/core/testing/testCase.ts";
import { runSlashCommand } from "../../../../src/features/commands/runSlashCommand.ts";
import type { MergeStages, WorkingGit } from "../../../../src/ports/workingGit.ts";
import { textOfRequest } from "../../../support/scriptedChatModels.ts";
import { commandFixture, never } from "./commandFixture.ts";

const resolve = { name: "resolve", argument: "" } as const;
const whole = (middle: string): string => `def f():\n${middle}\n    return 1\n`;
const marked = (ours: string, theirs: string): string =>
  whole(`<<<<<<< HEAD\n${ours}\n=======\n${theirs}\n>>>>>>> other`);

const git = (stages: MergeStages): Partial<WorkingGit> => ({
  conflicted: async () => ({ repository: "/w", paths: ["a.py"] }),
  stages: async () => stages,
});
const sides = (base: string, ours: string, theirs: string): MergeStages => ({
  base: whole(base),
  ours: whole(ours),
  theirs: whole(theirs),
});

test("a proposal as a patch, with why", async () => {
  const [base, ours, theirs] = [
    "    call(first, second)",
    "    call(erste, second)",
    "    call(first, zweite)",
  ];
  const { deps } = await commandFixture(
    { "a.py": marked(ours, theirs) },
    { git: git(sides(base, ours, theirs)) },
  );
  const { patches, markdown } = await runSlashCommand(deps, resolve, {}, never);
  expect(patches).toMatchObject([
    {
      title: "Resolve 1 conflict",
      root: "/w",
      verdict: undefined,
      changes: [{ path: "a.py", after: whole("    call(erste, zweite)") }],
    },
  ]);
  expect(markdown).toContain("1 of 1 conflict can be resolved");
  expect(markdown).toContain("both sides' changes stand apart");
});

test("what would not parse is left out", async () => {
  // Each side is whole; what both together leave has a bracket that nothing closes.
  const [base, ours, theirs] = ["    x = (a, b, c)", "    x = (a, b, c", "    y = (a, b, c)"];
  const { deps } = await commandFixture(
    { "a.py": marked(ours, theirs) },
    { git: git(sides(base, ours, theirs)) },
  );
  const { patches, markdown } = await runSlashCommand(deps, resolve, {}, never);
  expect(patches).toEqual([]);
  expect(markdown).toContain("1 proposal would not parse and is left out");
});

test("what is not sure is left, and asked of a model by its number", async () => {
  const [base, ours, theirs] = ["    x = old", "    x = mine", "    x = other"];
  const text = marked(ours, theirs);
  const useless = await commandFixture(
    { "a.py": text },
    { git: git(sides(base, ours, theirs)), answer: "I am not sure.\n" },
  );
  const left = await runSlashCommand(useless.deps, resolve, {}, never);
  expect(left.patches).toEqual([]);
  expect(left.markdown).toContain("is left to you: no result is sure");
  expect(left.markdown).toContain("The model resolved none of the others");
  const useful = await commandFixture(
    { "a.py": text },
    {
      git: git(sides(base, ours, theirs)),
      answer: "Both name it.\n\n### Conflict 1: a.py:2\n```python\n    x = both\n```\n",
    },
  );
  const done = await runSlashCommand(useful.deps, resolve, {}, never);
  expect(textOfRequest(useful.models.requests[0]!)).toContain("### Conflict 1: a.py:2");
  expect(done.patches).toMatchObject([
    {
      title: "Resolve 1 conflict, by the model",
      explanation: "Both name it.",
      changes: [{ before: text, after: whole("    x = both") }],
      evidence: [
        { kind: "open", text: "1 proposal of the model, parsed where the language is checked" },
        { kind: "open", text: "Not tested: no test is known that uses the files" },
      ],
    },
  ]);
  expect(done.markdown).toContain("0 of 1 conflict can be resolved, 1 more as the model proposes");
  expect(done.model).toBe("scripted");
});

test.each([
  ["would not parse", "    x = (both"],
  ["keeps a marker", "<<<<<<< HEAD\n    x = both"],
])("a proposal of a model that %s is left out", async (_, lines) => {
  const [base, ours, theirs] = ["    x = old", "    x = mine", "    x = other"];
  const { deps } = await commandFixture(
    { "a.py": marked(ours, theirs) },
    { git: git(sides(base, ours, theirs)), answer: `### Conflict 1\n\`\`\`\n${lines}\n\`\`\`\n` },
  );
  const { patches, markdown } = await runSlashCommand(deps, resolve, {}, never);
  expect(patches).toEqual([]);
  expect(markdown).toContain("the model's proposal would not parse");
});

const both = {
  base: "    call(first, second)",
  ours: "    call(erste, second)",
  theirs: "    call(first, zweite)",
};
const using: TestCase = {
  id: "t.py::test_f",
  runner: "pytest",
  path: "t.py",
  suites: [],
  label: "test_f",
  folder: "",
  range: { startLine: 3, endLine: 4 },
};

test.each([
  [false, "passed", "open", "Not tested: 1 test could run, and nobody allowed it"],
  [
    true,
    "passed",
    "good",
    "1 of 1 test that use the files pass with all conflicts resolved, in a sandboxed copy",
  ],
  [
    true,
    "failed",
    "bad",
    "0 of 1 test that use the files pass with all conflicts resolved, in a sandboxed copy",
  ],
] as const)(
  "tests run with the conflicts resolved when that is allowed: %s, %s",
  async (consents, status, kind, text) => {
    const asked: unknown[] = [];
    const { deps } = await commandFixture(
      { "a.py": marked(both.ours, both.theirs), "t.py": "from a import f\n\n\ndef test_f():\n    f()\n" },
      {
        git: git(sides(both.base, both.ours, both.theirs)),
        consents,
        runs: {
          tests: async () => ({
            discover: async () => ({ projects: [], tests: [using], incomplete: [] }),
            run: async (request) => {
              asked.push(request);
              const outcomes = [{ id: using.id, status, durationMs: 1, message: "no" }];
              return { outcomes, tests: [], reports: [], isolation: "sandbox", leftOut: [], unknown: [] };
            },
          }),
        },
      },
    );
    const { patches, markdown } = await runSlashCommand(deps, resolve, {}, never);
    expect(patches[0]!.evidence[1]).toMatchObject({ kind, text });
    expect(patches[0]!.heading).toBe({ open: undefined, good: "Tests Pass", bad: "Tests Fail" }[kind]);
    expect(markdown).toContain(text);
    expect(asked).toMatchObject(
      consents
        ? [
            {
              ids: [using.id],
              changes: { root: "/w", changes: [{ path: "a.py", after: whole("    call(erste, zweite)") }] },
            },
          ]
        : [],
    );
  },
);

test("a side that took the file away is nobody's proposal, and no conflict is told plainly", async () => {
  const gone: MergeStages = { base: "a\n", ours: undefined, theirs: "b\n" };
  const { deps } = await commandFixture({ "a.py": "b\n" }, { git: git(gone) });
  expect((await runSlashCommand(deps, resolve, {}, never)).refused).toContain(
    "no file with conflicts has markers",
  );
  const none = await commandFixture({});
  expect((await runSlashCommand(none.deps, resolve, {}, never)).refused).toContain("no file with conflicts");
});
