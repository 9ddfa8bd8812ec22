import { expect, test } from "vitest";
import type { AgentTool } from "../../../../../src/features/chat/agent/agentTool.ts";
import { gitTools } from "../../../../../src/features/chat/agent/gitTools.ts";
import { snippetTool } from "../../../../../src/features/chat/agent/snippetTool.ts";
import type { PastGit } from "../../../../../src/ports/pastGit.ts";
import type { CopyProcessRequest, Isolation, WorkCopy } from "../../../../../src/ports/workCopy.ts";

const never = new AbortController().signal;
const texts: Readonly<Record<string, readonly string[]>> = { "a.py": ["one", "two", "three"] };
const asked: unknown[] = [];
const git: Pick<PastGit, "blame" | "show"> = {
  async blame(path, startLine, endLine) {
    asked.push([path, startLine, endLine]);
    return [
      {
        line: startLine,
        text: "one",
        commit: "ab".repeat(20),
        author: "Ann",
        timeS: 86_400,
        summary: "Begin",
      },
    ];
  },
  async show(directory, commit) {
    asked.push([directory, commit]);
    return {
      repository: "/w",
      head: "commit x",
      diff: "diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-a\n+b\ndiff --git a/k.env b/k.env\n--- a/k.env\n+++ b/k.env\n@@ -1 +1 @@\n-c\n+d\n",
      isWhole: true,
    };
  },
};
const [blame, show] = gitTools({
  git,
  engine: {
    readLines: async ({ name, startLine }) =>
      texts[name]
        ? {
            kind: "lines",
            path: `/w/${name}`,
            shortPath: name,
            startLine,
            lines: [],
            count: texts[name].length,
          }
        : { kind: "none", near: [] },
  },
  shortPath: (path) => (path.startsWith("/w/") ? path.slice(3) : undefined),
  roots: () => [{ path: "/w" }],
}) as [AgentTool, AgentTool];

async function call(tool: AgentTool, args: unknown) {
  const prepared = tool.prepare(typeof args === "string" ? args : JSON.stringify(args));
  if ("problem" in prepared) return prepared.problem;
  const { pieces, summary } = await prepared.run(never);
  return { text: pieces.map(({ text }) => text).join(""), summary, pieces, consent: prepared.consent };
}

test("blame tells of lines that are there, from the file that they are of", async () => {
  const told = await call(blame, { path: "a.py", line: 2, endLine: 900 });
  expect(asked.at(-1)).toEqual(["/w/a.py", 1, 2]);
  expect(told).toMatchObject({
    text: "a.py:2 | ababababab 1970-01-02 Ann: Begin | one\n",
    summary: "1 line",
  });
  expect((told as { pieces: readonly unknown[] }).pieces[0]).toMatchObject({
    sources: [{ path: "/w/a.py", isLibrary: false }],
  });
});

test("a commit is told file by file, so that each can be held back by itself", async () => {
  const told = await call(show, { commit: "ABCD1234" });
  expect(asked.at(-1)).toEqual(["/w", "abcd1234"]);
  expect((told as { pieces: readonly { sources?: unknown }[] }).pieces.map(({ sources }) => sources)).toEqual(
    [undefined, [{ path: "/w/a.py", isLibrary: false }], [{ path: "/w/k.env", isLibrary: false }], undefined],
  );
  expect(await call(show, { commit: "abcd1234", path: "a.py" })).toMatchObject({
    text: expect.stringContaining("1 more file is left out"),
  });
});

test.each<[AgentTool, unknown]>([
  [blame, { path: "/etc/passwd", line: 1 }],
  [blame, { path: "../../x", line: 1 }],
  [blame, { path: "a.py", line: 99 }],
  [show, { commit: "--output=/tmp/x" }],
  [show, { commit: "HEAD~1" }],
  [show, { commit: "abcd; rm -rf /" }],
])("%# a hostile argument finds nothing", async (tool, args) => {
  const before = asked.length;
  expect(await call(tool, args)).toMatchObject({ summary: "nothing found" });
  expect(asked).toHaveLength(before);
});

test.each(["", "{", "[]", '{"path":{}}', '{"line":"x","path":"a.py"}', "null", "\u0000"])(
  "arguments %j are a problem told to the model",
  async (args) => expect(typeof (await call(blame, args))).toBe("string"),
);

function snippets(isolation: Isolation, stdout = "3\n") {
  const runs: CopyProcessRequest[] = [];
  const written: string[] = [];
  let disposed = 0;
  const copy = {
    write: async (path: string) => void written.push(path),
    run: async (request: CopyProcessRequest) => {
      runs.push(request);
      return { kind: "exited", code: 0, stdout, stderr: "", droppedBytes: 0, durationMs: 1, stragglers: 0 };
    },
    dispose: async () => void disposed++,
  } as unknown as WorkCopy;
  const tool = snippetTool({
    copies: async () => ({
      probe: async () => ({ isolation, reason: "it does not work" }),
      create: async () => copy,
    }),
    roots: () => [{ path: "/w", name: "w" }],
    unsaved: () => new Map(),
  });
  return { tool, runs, written, disposed: () => disposed };
}

test("code runs in the sandbox by a list of arguments, once a person has read all of it", async () => {
  const { tool, runs, written, disposed } = snippets("sandbox");
  const code = "print(1 + 2)";
  expect(await call(tool, { language: "python", code })).toMatchObject({
    consent: `Run this Python code in a sandboxed copy of the files, without network?\n\n${code}`,
    text: "ended with code 0\nstandard output:\n3\n",
  });
  expect(runs[0]).toMatchObject({ argv: ["python3", "touchstone_snippet.py"], folder: "", wallMs: 20_000 });
  expect(written).toEqual(["touchstone_snippet.py"]);
  expect(disposed()).toBe(1);
});

test("without a sandbox nothing runs, and output is cut", async () => {
  const none = snippets("processes");
  expect(await call(none.tool, { language: "node", code: "1" })).toMatchObject({
    text: expect.stringContaining("Nothing was run"),
  });
  expect(none.runs).toEqual([]);
  const long = await call(snippets("sandbox", "x".repeat(50_000)).tool, { language: "node", code: "1" });
  expect((long as { text: string }).text.length).toBeLessThan(5_000);
});

test.each<[string, string]>([
  ["python", "x".repeat(3_001)],
  ["python", "print(1)\u202e# hidden"],
  ["node", `1${String.fromCodePoint(0xe0041)}`],
  ["node", "1\r2"],
])("what a person could not read is not run: %#", async (language, code) => {
  const { tool, runs } = snippets("sandbox");
  expect(await call(tool, { language, code })).toMatchObject({
    summary: "nothing found",
    consent: undefined,
  });
  expect(runs).toEqual([]);
});

test("another language is none", async () =>
  expect(typeof (await call(snippets("sandbox").tool, { language: "bash", code: "id" }))).toBe("string"));
