import { expect, test } from "vitest";
import type { GraphEdge, Reference } from "../../../src/core/retrieval/symbolQuery.ts";
import type { TestCase } from "../../../src/core/testing/testCase.ts";
import type { TestOutcome } from "../../../src/core/testing/testOutcome.ts";
import type { Verification } from "../../../src/core/verify/verification.ts";
import { type EditDeps, editAsInstructed } from "../../../src/features/edit/instructedEdit.ts";
import { editHandler } from "../../../src/features/headless/editHandler.ts";
import { nameRoots } from "../../../src/features/headless/rootPaths.ts";
import {
  type TestRun,
  type TestRunRequest,
  TestsRefused,
} from "../../../src/features/testing/testSession.ts";
import {
  type ChatScript,
  inOrder,
  ScriptedChatModels,
  says,
  textOfMessage,
} from "../../support/scriptedChatModels.ts";
import { scriptedCopy } from "../../support/scriptedCopy.ts";
import { scriptedEngine } from "../../support/scriptedEngine.ts";

const files: Readonly<Record<string, string>> = {
  "shop/store.py": "class Store:\r\n    def put(self, key):\r\n        self.items[key] = 1\r\n",
  "shop/till.py": "def sell(store, key):\n    return store.put(key)\n",
  "secret.env": "x\n",
  ".flake8": "",
};
const call: Reference = {
  path: "/w/shop/till.py",
  line: 1,
  column: 17,
  role: "call",
  within: "sell",
  text: "return store.put(key)",
  score: 0.9,
};

const block = (path: string, search: string, replace: string): string =>
  `${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n`;
const newSignature = `I add a value.\n\n${block("shop/store.py", "    def put(self, key):\n        self.items[key] = 1", "    def put(self, key, value):\n        self.items[key] = value")}`;
const newCall = block("shop/till.py", "    return store.put(key)", "    return store.put(key, 1)");

interface Options {
  readonly breaks?: (insert: string) => boolean;
  readonly range?: { readonly line: number; readonly endLine: number };
  readonly path?: string;
  readonly verify?: (suggestion: string) => Verification;
  readonly edges?: readonly GraphEdge[];
  readonly references?: readonly Reference[];
  readonly tests?: EditDeps["tests"];
  readonly checks?: EditDeps["checks"];
}

const usual = [call, { ...call, role: "other" as const }, { ...call, score: 0.1 }];

async function edit(
  script: ChatScript,
  {
    breaks = () => false,
    range,
    path = "shop/store.py",
    verify,
    edges = [],
    references = usual,
    tests,
    checks,
  }: Options = {},
) {
  const models = new ScriptedChatModels(script);
  const read: string[] = [];
  const deps: EditDeps = {
    models,
    engine: {
      ...scriptedEngine({
        verdict: (insert) => (breaks(insert) ? "breaks" : "parses"),
        edges,
        ...(verify ? { verify } : {}),
      }),
      findReferences: async () => references,
    },
    ...(tests ? { tests } : {}),
    ...(checks ? { checks } : {}),
    filesOf: async () => ({
      read: async (name) => {
        read.push(name);
        return files[name] === undefined ? { kind: "absent" } : { kind: "text", text: files[name] };
      },
    }),
    maySend: async ({ path: asked }) => !asked.endsWith(".env"),
  };
  const steps: string[] = [];
  const end = await editAsInstructed(
    deps,
    { root: "/w", path, instruction: "let put take a value", range },
    { onStep: (step) => steps.push(step) },
    new AbortController().signal,
  );
  return { end, models, steps, read };
}

test("an edit is one patch with the callers of what it changed, in the line ends of each file", async () => {
  const { end, models, steps } = await edit(inOrder(says(newSignature), says(newCall)), {
    range: { line: 2, endLine: 3 },
  });
  expect(end).toMatchObject({
    kind: "proposed",
    patch: {
      title: "let put take a value",
      root: "/w",
      verdict: undefined,
      explanation: "I add a value.",
      changes: [
        {
          kind: "changed",
          path: "shop/store.py",
          after: "class Store:\r\n    def put(self, key, value):\r\n        self.items[key] = value\r\n",
        },
        {
          kind: "changed",
          path: "shop/till.py",
          after: "def sell(store, key):\n    return store.put(key, 1)\n",
        },
      ],
    },
  });
  const facts = end.kind === "proposed" ? end.patch.evidence.map(({ kind, text }) => `${kind}: ${text}`) : [];
  expect(facts).toEqual([
    "good: What is changed parses",
    "good: 1 place that uses what it changes was gone through",
    "open: No test was run for it",
  ]);
  expect(textOfMessage(models.requests[0]!.messages[1]!)).toMatch(
    /Selected: lines 2 to 3[\s\S]*Instruction: let put take a value/,
  );
  const asked = models.requests[1]!.messages.at(-1)!;
  expect(textOfMessage(asked)).toMatch(
    /shop\/till\.py:2 return store\.put\(key\)[\s\S]*def sell\(store, key\)/,
  );
  expect(asked.pieces.flatMap(({ sources = [] }) => sources.map(({ path }) => path))).toContain(
    "/w/shop/till.py",
  );
  expect(steps).toEqual(["reading", "asking", "checking", "callers", "asking", "checking", "callers"]);
});

test("callers that fit need no edit", async () => {
  const { end } = await edit(inOrder(says(newSignature), says("All callers fit.")));
  expect(end.kind === "proposed" && end.patch.changes.map(({ path }) => path)).toEqual(["shop/store.py"]);
});

test("edits without a place go back to the model, and nothing is proposed if they stay so", async () => {
  const lost = block("shop/store.py", "    def get(self):\n        return self.none", "    pass");
  const mended = await edit(inOrder(says(lost), says(newSignature), says(newCall)));
  expect(mended.end.kind).toBe("proposed");
  expect(textOfMessage(mended.models.requests[1]!.messages.at(-1)!)).toMatch(
    /These edits were refused.*\n- shop\/store\.py: /,
  );
  const given = await edit(inOrder(says(lost)));
  expect(given.end).toMatchObject({
    kind: "refused",
    reason: expect.stringMatching(/have no place in the files/),
  });
  expect(given.models.requests).toHaveLength(4);
});

test("what no longer parses is mended, or shown as bad", async () => {
  const script = inOrder(
    says(newSignature),
    says(block("shop/store.py", "        self.items[key] = value", "        self.items[key] = (value)")),
    says(newCall),
  );
  const mended = await edit(script, {
    breaks: (insert) => !insert.includes("(value)") && insert.includes("value"),
  });
  expect(mended.end).toMatchObject({ kind: "proposed" });
  expect(textOfMessage(mended.models.requests[1]!.messages.at(-1)!)).toContain(
    "shop/store.py no longer parses",
  );
  const bad = await edit(inOrder(says(newSignature), says("It is fine.")), { breaks: () => true });
  expect(bad.end.kind === "proposed" && bad.end.patch.evidence[0]).toMatchObject({
    kind: "bad",
    text: "It does not parse",
  });
});

test.each<[name: string, script: ChatScript, options: Options, reason: RegExp]>([
  ["no text file", inOrder(), { path: "gone.py" }, /gone\.py cannot be read as text/],
  ["a file for secrets", inOrder(), { path: "secret.env" }, /may not be sent/],
  ["an answer without edits", inOrder(says("I would rather not.")), {}, /have no place|changed nothing/],
  ["a model that fails", inOrder({ end: "keyRejected" }), {}, /The model failed: keyRejected/],
  [
    "a file that may not be sent",
    inOrder({ end: { kind: "withheld", reason: "excluded" } }),
    {},
    /may not be sent/,
  ],
])("%s is refused with the reason", async (_name, script, options, reason) => {
  const { end } = await edit(script, options);
  expect(end).toMatchObject({ kind: "refused", reason: expect.stringMatching(reason) });
});

test("nothing outside the root is read, whatever the model names", async () => {
  const { end, read } = await edit(
    inOrder(says(block("../../etc/passwd", "root", "x") + block("/etc/passwd", "root", "x"))),
  );
  expect(end.kind).toBe("refused");
  expect(read).toEqual(["shop/store.py"]);
});

const envelope = (...lines: readonly string[]): string =>
  `I move it.\n\n*** Begin Patch\n${lines.map((line) => `${line}\n`).join("")}*** End Patch\n`;
const changesOf = (end: Awaited<ReturnType<typeof edit>>["end"]): readonly string[] =>
  end.kind !== "proposed"
    ? [JSON.stringify(end)]
    : end.patch.changes.map((change) =>
        [change.kind, ...(change.kind === "renamed" ? [change.from] : []), change.path].join(" "),
      );
const importer: GraphEdge = { path: "/w/shop/till.py", line: 0, name: "", sites: [0], score: 1 };

test("a file gets another path, and who imports it is brought along", async () => {
  const { end, models } = await edit(
    inOrder(
      says(envelope("*** Update File: shop/store.py", "*** Move to: shop/stock.py")),
      says(block("shop/till.py", "    return store.put(key)", "    return stock.put(key)")),
    ),
    { edges: [importer], references: [] },
  );
  expect(changesOf(end)).toEqual(["renamed shop/store.py shop/stock.py", "changed shop/till.py"]);
  expect(end).toMatchObject({ patch: { explanation: "I move it." } });
  expect(textOfMessage(models.requests[1]!.messages.at(-1)!)).toMatch(
    /shop\/till\.py:1 imports it \(shop\/store\.py is shop\/stock\.py now\)[\s\S]*def sell/,
  );
});

test("what one answer moves, makes and deletes, later answers change further", async () => {
  const problems = new Set(["value = 2"]);
  const { end } = await edit(
    inOrder(
      says(
        envelope(
          ...[
            "*** Update File: shop/store.py",
            "*** Move to: shop/stock.py",
            "*** Delete File: shop/till.py",
          ],
          ...["*** Add File: shop/fresh.py", "+value = 2"],
        ),
      ),
      says(
        block("shop/fresh.py", "value = 2", "value = 3") +
          block("shop/stock.py", "class Store:", "class Stock:"),
      ),
    ),
    { breaks: (insert) => [...problems].some((one) => insert.includes(one)), references: [] },
  );
  expect(changesOf(end)).toEqual([
    "renamed shop/store.py shop/stock.py",
    "created shop/fresh.py",
    "deleted shop/till.py",
  ]);
  expect(end).toMatchObject({
    patch: { changes: [{ after: expect.stringMatching(/^class Stock:\r\n/) }, { after: "value = 3\n" }, {}] },
  });
});

test("a file moved there and back is not changed", async () => {
  const { end } = await edit(
    inOrder(
      says(
        envelope(
          "*** Update File: shop/store.py",
          "*** Move to: shop/stock.py",
          "*** Add File: a.py",
          "+x = 1",
        ),
      ),
      says(
        envelope("*** Update File: shop/stock.py", "*** Move to: shop/store.py") +
          block("a.py", "x = 1", "y = 1"),
      ),
    ),
    { breaks: (insert) => insert.includes("x = 1"), references: [] },
  );
  expect(changesOf(end)).toEqual(["created a.py"]);
});

test("a new file does not take the place of one that went elsewhere in another answer", async () => {
  const { models } = await edit(
    inOrder(
      says(
        envelope(
          "*** Update File: shop/store.py",
          "*** Move to: shop/stock.py",
          "*** Add File: a.py",
          "+x = 1",
        ),
      ),
      says(envelope("*** Add File: shop/store.py", "+x = 2")),
    ),
    { breaks: (insert) => insert.includes("x = 1"), references: [] },
  );
  expect(textOfMessage(models.requests[2]!.messages.at(-1)!)).toMatch(/was given another one/);
});

test("uses of what is gone are shown, but not of what went to another file of the edit", async () => {
  const gone = block(
    "shop/store.py",
    "class Store:\n    def put(self, key):\n        self.items[key] = 1",
    "x = 1",
  );
  const removed = await edit(inOrder(says(gone), says("They fit.")));
  expect(textOfMessage(removed.models.requests[1]!.messages.at(-1)!)).toContain('("Store" is gone)');
  const moved = await edit(
    inOrder(says(gone + envelope("*** Add File: shop/b.py", "+class Store:", "+    pass"))),
  );
  expect(
    moved.models.requests.map((request) => textOfMessage(request.messages.at(-1)!)).join(""),
  ).not.toContain('("Store" is gone)');
});

test("names that do not exist go back to the model, those that the edit itself defines do not", async () => {
  const finding = (name: string): Verification => ({
    verdict: "unknown",
    text: "",
    unknown: [],
    findings: [
      { reason: "scope", name, offset: 0, length: name.length },
    ] as unknown as Verification["findings"],
  });
  const script = inOrder(says(newSignature), says("It is right."));
  const { end, models } = await edit(script, { verify: () => finding("nowhere"), references: [] });
  expect(textOfMessage(models.requests[1]!.messages.at(-1)!)).toContain('There is no "nowhere" here');
  expect(end.kind === "proposed" && end.patch.evidence).toContainEqual({
    kind: "bad",
    text: "It names what does not exist",
    details: ['shop/store.py:2 There is no "nowhere" here'],
  });
  const own = newSignature + envelope("*** Add File: shop/b.py", "+def helper():", "+    pass");
  const defined = await edit(inOrder(says(own)), { verify: () => finding("helper"), references: [] });
  expect(defined.models.requests).toHaveLength(1);
});

/** Tests of `shop/test_store.py`: what fails is said by the runs, in order. */
function testsThat(runs: readonly (readonly string[] | Error)[], isAllowed = true) {
  const names = ["puts", "takes"];
  const known = names.map(
    (label): TestCase => ({
      ...{ id: `shop/test_store.py::${label}`, label, path: "shop/test_store.py" },
      ...{ suites: [], runner: "pytest", folder: "" },
    }),
  );
  const asked: TestRunRequest[] = [];
  const questions: string[] = [];
  const tests: EditDeps["tests"] = {
    consent: async (question) => {
      questions.push(question);
      return isAllowed;
    },
    session: async () => ({
      testsOfRoot: async () => known.map((one) => ({ test: one, shownId: one.id })),
      run: async (request) => {
        const failing = runs[asked.length] ?? [];
        asked.push(request);
        if (failing instanceof Error) throw failing;
        const outcomes = (request.ids ?? []).map((id): TestOutcome => {
          const isBad = failing.some((name) => id.endsWith(name));
          return {
            id,
            durationMs: 1,
            status: isBad ? "failed" : "passed",
            ...(isBad ? { message: "1 != 2" } : {}),
          };
        });
        const run: TestRun = {
          outcomes,
          tests: [],
          reports: [],
          isolation: "sandbox",
          leftOut: [],
          unknown: [],
        };
        return run;
      },
    }),
  };
  return { tests, asked, questions };
}

const testEdge: GraphEdge = { ...importer, path: "/w/shop/test_store.py" };
const factsOf = (end: Awaited<ReturnType<typeof edit>>["end"]) =>
  end.kind === "proposed" ? end.patch.evidence.map(({ kind, text }) => `${kind}: ${text}`) : [];

test("affected tests are run with the edit in a copy, once a person allowed it", async () => {
  const { tests, asked, questions } = testsThat([[]]);
  const { end, steps } = await edit(inOrder(says(newSignature)), {
    tests,
    edges: [testEdge],
    references: [],
  });
  expect(questions).toEqual(["Run 2 tests with this edit, in a copy of the files?"]);
  expect(asked).toMatchObject([
    { ids: ["shop/test_store.py::puts", "shop/test_store.py::takes"], changes: { root: "/w" } },
  ]);
  expect(factsOf(end)).toEqual([
    "good: What is changed parses",
    "good: 2 affected tests pass with it, in a copy",
  ]);
  expect(end).toMatchObject({ patch: { heading: "Affected Tests Pass" } });
  expect(steps.at(-1)).toBe("testing");
});

test("a test that the edit breaks is told to the model; one that failed before is not held against it", async () => {
  const { tests, asked, questions } = testsThat([["puts", "takes"], ["takes"], ["takes"], ["takes"]]);
  const mending = block(
    "shop/store.py",
    "        self.items[key] = value",
    "        self.items[key] = value or 1",
  );
  const { end, models } = await edit(inOrder(says(newSignature), says(mending)), {
    ...{ tests, edges: [testEdge], references: [] },
  });
  expect(textOfMessage(models.requests[1]!.messages.at(-1)!)).toMatch(
    /Tests fail with your edits[\s\S]*::puts passed before and fails now: 1 != 2/,
  );
  expect(asked.map(({ changes }) => changes !== undefined)).toEqual([true, false, true, false]);
  expect(questions).toHaveLength(1);
  expect(factsOf(end)).toContain("open: 1 test fails with it as without it");
  expect(end).not.toHaveProperty("patch.heading");
});

test("what the edit breaks to the last stands in the review", async () => {
  const { tests } = testsThat([["puts"], [], ["puts"], [], ["puts"], [], ["puts"], []]);
  const { end } = await edit(inOrder(says(newSignature), says("It is fine.")), {
    ...{ tests, edges: [testEdge], references: [] },
  });
  expect(factsOf(end)).toContain("bad: 1 test passed and fails with it");
  expect(end).toMatchObject({ patch: { heading: "It Breaks Tests" } });
});

test.each<
  [name: string, runs: readonly Error[], isAllowed: boolean, edges: readonly GraphEdge[], fact: RegExp]
>([
  ["the person does not allow it", [], false, [testEdge], /No test was run for it$/],
  ["no test uses it", [], true, [], /No test is known that uses what it changes/],
  ["there is no sandbox", [new TestsRefused("There is no sandbox")], true, [testEdge], /There is no sandbox/],
  ["the copy fails", [new Error("disk full")], true, [testEdge], /No test was run for it: disk full/],
])("without tests the patch says why: %s", async (_name, runs, isAllowed, edges, fact) => {
  const { tests } = testsThat(runs, isAllowed);
  const { end } = await edit(inOrder(says(newSignature)), { tests, edges, references: [] });
  expect(factsOf(end).at(-1)).toMatch(fact);
});

/** Flake8 in a copy, for which a person is asked. */
function checkersThat(isAllowed = true, failure?: Error) {
  const made = scriptedCopy(files);
  const questions: string[] = [];
  const checks: EditDeps["checks"] = {
    consent: async (question) => {
      questions.push(question);
      return isAllowed;
    },
    session: async () => ({
      openCopy: async () => {
        if (failure) throw failure;
        return made.copy;
      },
    }),
  };
  return { ...made, checks, questions };
}

const badSignature = newSignature.replace("= value", "= BAD_value");
const mendedSignature = block(
  "shop/store.py",
  "        self.items[key] = BAD_value",
  "        self.items[key] = value",
);

test("what a checker newly finds goes back to the model once, and the mended edit is told to be clean", async () => {
  const { checks, questions, runs, disposed, files: left } = checkersThat();
  const { end, models, steps } = await edit(inOrder(says(badSignature), says(mendedSignature)), {
    checks,
    references: [],
  });
  expect(questions).toEqual(["Check this edit with Flake8 in a copy of the files?"]);
  const told = models.requests[1]!.messages.at(-1)!;
  expect(textOfMessage(told)).toMatch(
    /checkers find new problems[\s\S]*- shop\/store\.py:3: undefined name 'BAD_value' \(F821\)[\s\S]*= BAD_value/,
  );
  expect(told.pieces.flatMap(({ sources = [] }) => sources.map(({ path }) => path))).toContain(
    "/w/shop/store.py",
  );
  expect(factsOf(end)).toEqual([
    "good: What is changed parses",
    "good: Flake8 finds nothing new with it, in a copy",
    "open: No test was run for it",
  ]);
  expect(steps.filter((step) => step === "diagnosing")).toHaveLength(2);
  expect(runs).toHaveLength(3);
  expect(Object.fromEntries(left)).toEqual(files);
  expect(disposed()).toBe(1);
});

test("what the model leaves after it was told stands in the review, and is told no second time", async () => {
  const { checks } = checkersThat();
  const { end, models } = await edit(inOrder(says(badSignature), says("It is meant.")), {
    checks,
    references: [],
  });
  expect(models.requests).toHaveLength(2);
  expect(end).toMatchObject({ patch: { heading: "A Checker Objects" } });
  expect(end.kind === "proposed" && end.patch.evidence).toContainEqual({
    kind: "bad",
    text: "Flake8 finds 1 new problem with it",
    details: ["shop/store.py:3: undefined name 'BAD_value' (F821)"],
  });
});

test("an edit that silences a checker says so", async () => {
  const { checks } = checkersThat();
  const mark = ["no", "qa"].join("");
  const { end } = await edit(inOrder(says(newSignature.replace("= value", `= value  # ${mark}`))), {
    checks,
    references: [],
  });
  expect(end.kind === "proposed" && end.patch.evidence).toContainEqual({
    kind: "open",
    text: "It silences a checker",
    details: [`shop/store.py: ${mark}`],
  });
});

test("a person is asked once for checkers and tests, and what they refuse is not run", async () => {
  const { tests, questions: aboutTests, asked } = testsThat([[]]);
  const { checks, questions, runs } = checkersThat();
  const both = { tests, checks, edges: [testEdge], references: [] };
  const allowed = await edit(inOrder(says(newSignature)), both);
  expect(questions).toEqual([
    "Check this edit with Flake8, and run the tests that can notice it, in a copy of the files?",
  ]);
  expect(aboutTests).toEqual([]);
  expect(asked).toHaveLength(1);
  expect(runs).toHaveLength(1);
  expect(allowed.end).toMatchObject({ patch: { heading: "Affected Tests Pass" } });

  const none = checkersThat(false);
  const refused = await edit(inOrder(says(newSignature)), { ...both, checks: none.checks });
  expect(none.runs).toEqual([]);
  expect(factsOf(refused.end).slice(1)).toEqual([
    "open: No checker was run for it",
    "open: No test was run for it",
  ]);
});

test.each([
  [new TestsRefused("There is no sandbox"), "open: There is no sandbox"],
  [new Error("disk full"), "open: No checker was run for it: disk full"],
])("an edit without checkers is proposed all the same: %s", async (failure, fact) => {
  const { checks } = checkersThat(true, failure);
  const { end } = await edit(inOrder(says(badSignature)), { checks, references: [] });
  expect(factsOf(end)).toContain(fact);
});

test("a project without checkers for what is changed is asked nothing", async () => {
  const { checks, questions } = checkersThat();
  const { end } = await edit(inOrder(says(envelope("*** Add File: notes.txt", "+one"))), {
    ...{ checks, references: [] },
  });
  expect(questions).toEqual([]);
  expect(factsOf(end)).toContain("open: The project has no checker for what it changes");
});

test("without a model nothing is read, and another program is told before anything begins", async () => {
  const models = new ScriptedChatModels(inOrder());
  models.name = undefined;
  const never = (): never => {
    throw new Error("Nothing is waited for");
  };
  const deps: EditDeps = { models, engine: scriptedEngine(), filesOf: never, maySend: never };
  const request = { root: "/w", path: "a.py", instruction: "let put take a value" };
  const { signal } = new AbortController();
  const reason = "No model is set up for chat: run Touchstone: Set Up Model";
  expect(await editAsInstructed(deps, request, { onStep: never }, signal)).toEqual({
    kind: "refused",
    reason,
  });
  const session = { run: never, testsOfRoot: never, openCopy: never };
  const { edit: asked } = editHandler({ deps, session, load: never, roots: nameRoots(["/w"]), begin: never });
  expect(await asked({ path: "a.py", instruction: "let put take a value" }, signal)).toEqual({
    patches: [],
    reason,
  });
});
