import { expect, test } from "vitest";
import { checkersTool } from "../../../../src/features/chat/agent/checkersTool.ts";
import { problemHandlers } from "../../../../src/features/headless/problemHandlers.ts";
import { renderProblems } from "../../../../src/features/headless/renderProblems.ts";
import { nameRoots } from "../../../../src/features/headless/rootPaths.ts";
import { TestsRefused } from "../../../../src/features/testing/testSession.ts";
import { scriptedCopy } from "../../../support/scriptedCopy.ts";
import { scriptedEngine } from "../../../support/scriptedEngine.ts";

const never = new AbortController().signal;
const files = { ".flake8": "", "a.py": "x = 1\ny = BAD_y\n", "b.py": "z = BAD_z\n", "c.txt": "" };

function handlersOf(roots: readonly string[], failure?: Error, installed = true) {
  const opened: string[] = [];
  const made = scriptedCopy(files, { installed });
  const { problems } = problemHandlers({
    session: {
      openCopy: async ({ root }) => {
        opened.push(root);
        if (failure) throw failure;
        return made.copy;
      },
    },
    roots: nameRoots(roots),
    begin: async () => {},
  });
  return { problems, opened, ...made };
}

test("problems of the files that were asked about, with who finds them, each root in a copy of its own", async () => {
  const { problems, opened, disposed } = handlersOf(["/w", "/v"]);
  const found = await problems({ paths: ["w/a.py", "v/b.py", "w/a.py"] }, never);
  expect(found).toEqual({
    problems: [
      { path: "w/a.py", line: 2, column: 0, code: "F821", message: "undefined name 'BAD_y'", by: "Flake8" },
      { path: "v/b.py", line: 1, column: 0, code: "F821", message: "undefined name 'BAD_z'", by: "Flake8" },
    ],
    elsewhere: 0,
    checkers: ["Flake8"],
    reasons: [],
  });
  expect(opened).toEqual(["/w", "/v"]);
  expect(disposed()).toBe(2);
  expect(renderProblems(found)).toBe(
    "w/a.py:2: undefined name 'BAD_y' (F821) [Flake8]\nv/b.py:1: undefined name 'BAD_z' (F821) [Flake8]\n2 problems: Flake8",
  );
});

test("where nothing may run, or none tells anything, the reason is given", async () => {
  await expect(
    handlersOf(["/w"], new TestsRefused("There is no sandbox")).problems({ paths: ["a.py"] }, never),
  ).rejects.toMatchObject({ type: "testsRefused", message: "There is no sandbox" });
  const { problems } = handlersOf(["/w"], undefined, false);
  const none = await problems({ paths: ["a.py"] }, never);
  expect(none.problems).toEqual([]);
  expect(renderProblems(none)).toMatch(/Flake8 is not installed[\s\S]*No checker of the project tells/);
  await expect(problems({ paths: ["../a.py"] }, never)).rejects.toMatchObject({ type: "invalidPath" });
});

test("a model's tool asks first, and gives what it finds as from the file", async () => {
  const { copy } = scriptedCopy(files);
  const tool = checkersTool({
    session: { openCopy: async () => copy },
    roots: () => [{ path: "/w", name: "w" }],
    engine: {
      ...scriptedEngine(),
      readLines: async ({ name }) =>
        name.endsWith(".py")
          ? { kind: "lines", path: `/w/${name}`, shortPath: name, startLine: 0, lines: [""], count: 1 }
          : { kind: "none", near: [] },
    },
    shortPath: (path) => path.slice(3),
  });
  const call = tool.prepare(JSON.stringify({ path: "a.py" }));
  if ("problem" in call) throw new Error(call.problem);
  expect(call.consent).toBe("Run the project's checkers on a.py, in a copy of the files?");
  const { pieces, summary } = await call.run(never);
  expect(summary).toBe("1 problem");
  expect(pieces).toMatchObject([
    { text: "a.py:2: undefined name 'BAD_y' (F821) [Flake8]\n", sources: [{ path: "/w/a.py" }] },
  ]);
  const gone = tool.prepare(JSON.stringify({ path: "gone.txt" }));
  if ("problem" in gone) throw new Error(gone.problem);
  expect(await gone.run(never)).toMatchObject({ isEmpty: true });
});
