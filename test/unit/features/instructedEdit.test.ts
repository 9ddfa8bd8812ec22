import { expect, test } from "vitest";
import type { Reference } from "../../../src/core/retrieval/symbolQuery.ts";
import { type EditDeps, editAsInstructed } from "../../../src/features/edit/instructedEdit.ts";
import {
  type ChatScript,
  inOrder,
  ScriptedChatModels,
  says,
  textOfMessage,
} from "../../support/scriptedChatModels.ts";
import { scriptedEngine } from "../../support/scriptedEngine.ts";

const files: Readonly<Record<string, string>> = {
  "shop/store.py": "class Store:\r\n    def put(self, key):\r\n        self.items[key] = 1\r\n",
  "shop/till.py": "def sell(store, key):\n    return store.put(key)\n",
  "secret.env": "x\n",
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
}

async function edit(
  script: ChatScript,
  { breaks = () => false, range, path = "shop/store.py" }: Options = {},
) {
  const models = new ScriptedChatModels(script);
  const read: string[] = [];
  const deps: EditDeps = {
    models,
    engine: {
      ...scriptedEngine({ verdict: (insert) => (breaks(insert) ? "breaks" : "parses") }),
      findReferences: async () => [call, { ...call, role: "other" }, { ...call, score: 0.1 }],
    },
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
    "good: 1 places that call changed signatures were gone through",
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
  [
    "files that would be deleted",
    inOrder(says("*** Begin Patch\n*** Delete File: shop/till.py\n*** End Patch\n")),
    {},
    /not deleted or renamed|no place/,
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
