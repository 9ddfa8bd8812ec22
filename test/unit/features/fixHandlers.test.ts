import { expect, test } from "vitest";
import { testId } from "../../../src/core/testing/testCase.ts";
import { fixHandlers } from "../../../src/features/headless/fixHandlers.ts";
import { nameRoots } from "../../../src/features/headless/rootPaths.ts";
import type { FixPatch, FixRequest } from "../../../src/features/repair/fix.ts";
import { findTargets } from "../../../src/features/repair/targets.ts";

const signal = new AbortController().signal;
const path = "tests/test_a.py";
const own = testId({ runner: "pytest", path, suites: [], label: "test_a" });

/** Two folders alike, as monorepos have them. */
const workspace = ["/w/one", "/w/two"].map((root) => ({
  root,
  projects: [{ runner: "pytest" as const, folder: "", reasons: [] }],
  tests: [{ id: own, label: "test_a", path, suites: [], runner: "pytest" as const, folder: "" }],
}));

function handlersOf(roots: readonly string[]) {
  const asked: { root: string; ids: readonly string[] | undefined }[] = [];
  const look = (request: Pick<FixRequest, "testIds" | "path" | "root">) => {
    const known = workspace.filter(({ root }) => roots.includes(root));
    for (const { root, asked: tests } of findTargets(known, request))
      asked.push({ root, ids: tests?.map(({ id }) => id) });
    return asked[0]!.root;
  };
  const handlers = fixHandlers({
    fixer: {
      fix: async (request) => ({ patches: [patchIn(look(request))], tried: 1 }),
      localize: async (request) => ({ root: look(request), lines: [], functions: [], failing: [own] }),
    },
    roots: nameRoots(roots),
    readText: async (absolute) => (absolute.includes("gone") ? undefined : ""),
    begin: async () => {},
    tell: () => {},
  });
  return { handlers, asked };
}

const patchIn = (root: string): FixPatch => ({
  root,
  changes: [{ kind: "changed", path: "a.py", before: "", after: "1\n" }],
  diff: "",
  verdict: "verified",
  engine: "builtin",
  evidence: {
    targets: [own],
    flipped: [own],
    stillFailing: [],
    broken: [],
    flaky: [own],
    notRun: [{ path: "a.py", line: 0 }],
    ran: 1,
    tried: 0,
    foundMs: 1,
    template: "constant",
    line: 0,
    isolation: "sandbox",
  },
});

test("with several roots tests are named as tests/discover names them, and answered so", async () => {
  const { handlers, asked } = handlersOf(["/w/one", "/w/two"]);
  const shown = `pytest:two/${path}::test_a`;
  const { patches } = await handlers.fix({ testIds: [shown] }, signal);
  expect(asked).toEqual([{ root: "/w/two", ids: [own] }]);
  expect(patches[0]!.evidence).toMatchObject({
    targets: [shown],
    flipped: [shown],
    flaky: [shown],
    path: "two/a.py",
    notRun: [{ path: "two/a.py", line: 1 }],
  });
  expect((await handlers.localize({ testIds: [shown] }, signal)).failing).toEqual([shown]);
});

test("a file of one of several roots means its tests alone", async () => {
  const { handlers, asked } = handlersOf(["/w/one", "/w/two"]);
  await handlers.fix({ path: `./two/${path}` }, signal);
  expect(asked).toEqual([{ root: "/w/two", ids: [own] }]);
});

test("with one root names stay as they are", async () => {
  const { handlers, asked } = handlersOf(["/w/one"]);
  const { patches } = await handlers.fix({ testIds: [own] }, signal);
  expect(asked).toEqual([{ root: "/w/one", ids: [own] }]);
  expect(patches[0]!.evidence).toMatchObject({ targets: [own], path: "a.py" });
});

test("tests of several roots, of no root and files that are not there are refused with the reason", async () => {
  const { handlers, asked } = handlersOf(["/w/one", "/w/two"]);
  const reasonOf = async (params: object) => (await handlers.fix(params, signal)).reason;
  expect(await reasonOf({ testIds: [`pytest:one/${path}::test_a`, `pytest:two/${path}::test_a`] })).toBe(
    "The tests are of several roots: name those of one root at a time",
  );
  expect(await reasonOf({ testIds: [own] })).toBe(
    `Cannot find the test "${own}": with several roots its path begins with one of "one/", "two/"`,
  );
  expect(await reasonOf({ path: "two/gone.py" })).toBe(
    'Cannot read the file "two/gone.py": there is none, or it is no text',
  );
  expect((await handlers.localize({ path: "two/gone.py" }, signal)).reason).toContain("Cannot read");
  for (const bad of ["../../etc/passwd", "/etc/passwd", "three/a.py"]) {
    await expect(handlers.fix({ path: bad }, signal)).rejects.toMatchObject({ type: "invalidPath" });
    await expect(handlers.localize({ path: bad }, signal)).rejects.toMatchObject({ type: "invalidPath" });
  }
  expect(asked).toEqual([]);
});
