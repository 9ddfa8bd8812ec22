import fc from "fast-check";
import { expect, test } from "vitest";
import { partOfContext, questionAbout, withGiven } from "../../../../src/core/chat/aboutContext.ts";
import type { Answer } from "../../../../src/core/chat/answer.ts";
import {
  type ContextRef,
  contextRefKinds,
  describeContext,
  isContext,
  labelOfContext,
  MOST_CONTEXT,
  withContext,
} from "../../../../src/core/chat/contextRef.ts";
import { readMentions, typedAt } from "../../../../src/core/chat/mentions.ts";
import { placeOf } from "../../../../src/features/chat/answerCommand.ts";

test.each<[text: string, asked: string, context: readonly ContextRef[]]>([
  ["explain #file:src/store.ts", "explain `src/store.ts`", [{ kind: "file", path: "src/store.ts" }]],
  ['see #file:"a b.py".', "see `a b.py`.", [{ kind: "file", path: "a b.py" }]],
  ["is #symbol:Store.add, used?", "is `Store.add`, used?", [{ kind: "symbol", name: "Store.add" }]],
  [
    "#folder:src/core/ and #docs:zod",
    "`src/core` and `zod`",
    [
      { kind: "folder", path: "src/core" },
      { kind: "docs", name: "zod" },
    ],
  ],
  [
    "what of #problems and #test?",
    "what of the problems and the failing tests?",
    [{ kind: "problems" }, { kind: "tests" }],
  ],
  ["review #changes", "review the changes", [{ kind: "changes" }]],
  ["issue #12, C#file, #filet, #file", "issue #12, C#file, #filet, #file", []],
])("%j mentions what it mentions", (text, asked, context) =>
  expect(readMentions(text)).toEqual({ text: asked, context }),
);

test("no text breaks the reading of mentions", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(readMentions(`${text} #problems`).context.at(-1)).toEqual({ kind: "problems" });
    }),
    { numRuns: 200, examples: [["`"], ["#file:"]] },
  );
});

test.each<[text: string, typed: ReturnType<typeof typedAt>]>([
  ["see #fi█", { sign: "#", text: "fi", start: 4 }],
  ["#file:src/st█ore", { sign: "#", text: "file:src/st", start: 0 }],
  ["/re█", { sign: "/", text: "re", start: 0 }],
  ["a /re█", undefined],
  ["a#b█", undefined],
  ["# b█", undefined],
])("at %j this is typed", (marked, typed) => {
  const cursor = marked.indexOf("█");
  expect(typedAt(marked.replace("█", ""), cursor)).toEqual(typed);
});

test.each<[question: string, context: readonly ContextRef[], asked: string]>([
  ["explain this file", [{ kind: "file", path: "a/b.py" }], "explain `a/b.py`"],
  [
    "What does this do?",
    [
      { kind: "file", path: "b.py" },
      { kind: "symbol", name: "Store.add", path: "b.py" },
    ],
    "What does `Store.add` do?",
  ],
  ["What is `Other`?", [{ kind: "file", path: "b.py" }], "What is `Other`?"],
  ["explain this", [{ kind: "problems" }], "explain this"],
  ["how is it tested", [{ kind: "file", path: "b.py" }], "how is `b.py` tested"],
  ["What is the open file for?", [{ kind: "file", path: "b.py" }], "What is `b.py` for?"],
  ["How does the export work?", [{ kind: "file", path: "b.py" }], "How does the export work?"],
  ["which functions parse the dates", [{ kind: "file", path: "b.py" }], "which functions parse the dates"],
  [
    "Where is the code that frees locks?",
    [{ kind: "file", path: "b.py" }],
    "Where is the code that frees locks?",
  ],
  ["What is this repository about?", [{ kind: "file", path: "b.py" }], "What is this repository about?"],
])("%j beside %j asks %j", (question, context, asked) =>
  expect(questionAbout(question, context)).toBe(asked),
);

test.each<[ref: ContextRef, startLine: number, endLine: number]>([
  [{ kind: "file", path: "b.py", cursor: 3 }, 2, 2],
  [{ kind: "file", path: "b.py" }, 0, 4],
  [{ kind: "lines", path: "b.py", line: 1, endLine: 5 }, 0, 4],
])("a command beside %j is about lines %i to %i", (ref, startLine, endLine) => {
  const attached = {
    ref,
    title: "",
    text: "1\n2\n3\n4\n5",
    sources: [],
    places: [{ path: "/w/b.py", line: 0, text: "" }],
  };
  expect(placeOf([attached])).toEqual({ path: "/w/b.py", languageId: "python", startLine, endLine });
});

test("the open file is one with a file that was put beside a question, wherever the cursor is", () =>
  expect(withContext([{ kind: "file", path: "b.py" }], [{ kind: "file", path: "b.py", cursor: 3 }])).toEqual([
    { kind: "file", path: "b.py", cursor: 3 },
  ]));

test.each<[ref: ContextRef, label: string]>([
  [{ kind: "file", path: "a/b.py" }, "b.py"],
  [{ kind: "lines", path: "a/b.py", line: 3, endLine: 9 }, "b.py:3-9"],
  [{ kind: "lines", path: "a/b.py", line: 3, endLine: 3 }, "b.py:3"],
  [{ kind: "folder", path: "a/b" }, "b"],
  [{ kind: "problems", path: "a/b.py" }, "Problems in b.py"],
  [{ kind: "docs", name: "zod" }, "docs: zod"],
  [{ kind: "tests" }, "Failing tests"],
])("%j is called %s", (ref, label) => expect(labelOfContext(ref)).toBe(label));

test("every kind has a name and a description", () => {
  for (const kind of contextRefKinds) {
    const ref = { kind, path: "a/b.py", name: "x", line: 1, endLine: 2 };
    expect(labelOfContext(ref)).not.toBe("");
    expect(describeContext(ref)).not.toBe("");
  }
});

test("a thing goes along once, and not too many do", () => {
  const one: ContextRef = { kind: "file", path: "a" };
  expect(withContext([one], [{ ...one }, { kind: "file", path: "b" }])).toHaveLength(2);
  const many = Array.from({ length: 99 }, (_, at): ContextRef => ({ kind: "file", path: String(at) }));
  expect(withContext([], many)).toHaveLength(MOST_CONTEXT);
  expect(isContext(many)).toBe(false);
});

const refused: Answer = {
  question: { kind: "open", text: "x" },
  summary: "I don't know",
  parts: [],
  refused: "I don't know",
};

test("what is put beside a question is evidence even where the index knows nothing", () => {
  const problem = {
    ref: { kind: "problems" },
    title: "Problems of the workspace",
    text: "a.py:3: error: x",
    places: [{ path: "/w/a.py", line: 2, text: "error: x" }],
  } as const;
  expect(withGiven(refused, [problem])).toMatchObject({
    summary: "What you put beside the question:",
    parts: [{ title: "Problems of the workspace", items: [{ text: "error: x", citation: { line: 2 } }] }],
  });
  expect(withGiven(refused, [problem])).not.toHaveProperty("refused");
  expect(withGiven(refused, [])).toBe(refused);
  const diff = { ref: { kind: "changes" }, title: "Changes", text: "+x\n".repeat(60), places: [] } as const;
  expect(partOfContext(diff)!.excerpt!.text.split("\n")).toHaveLength(41);
});
