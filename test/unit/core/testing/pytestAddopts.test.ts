/** Options of `addopts` whose plugin is missing: what is said, and when tests run without. */
import { expect, test } from "vitest";
import { pytest } from "../../../../src/core/testing/runners/pytest.ts";
import { unknownOptions } from "../../../../src/core/testing/runners/pytestAddopts.ts";

const said = (unrecognized: string, file = "/w/pytest.ini") =>
  `ERROR: usage: __main__.py [options] [file_or_dir] [file_or_dir] [...]\n__main__.py: error: unrecognized arguments: ${unrecognized}\n  inifile: ${file}\n  rootdir: /w\n\n`;

test.each([
  [
    "--cov=src --cov-report=term-missing",
    "pytest does not know --cov and --cov-report, named by addopts in pytest.ini: pytest-cov is not installed for the interpreter that runs the tests. Install what is missing there, or take the options out of pytest.ini",
    true,
  ],
  [
    "-n --cov=src",
    "pytest does not know -n and --cov, named by addopts in pytest.ini: pytest-xdist and pytest-cov are not installed for the interpreter that runs the tests. Install what is missing there, or take the options out of pytest.ini",
    true,
  ],
  [
    "--asyncio-mode=auto",
    "pytest does not know --asyncio-mode, named by addopts in pytest.ini: pytest-asyncio is not installed for the interpreter that runs the tests. Install what is missing there, or take the options out of pytest.ini",
    false,
  ],
  [
    "--never-heard-of",
    "pytest does not know --never-heard-of, named by addopts in pytest.ini: the plugin that brings it is not installed for the interpreter that runs the tests. Install what is missing there, or take the options out of pytest.ini",
    false,
  ],
])("%s", (options, why, isBeside) =>
  expect(unknownOptions(said(options), "/w")).toMatchObject({ why, isBeside }),
);

test("an option that was given in another way is none of addopts", () =>
  expect(unknownOptions(said("--cov", "None"), "/w")).toBeUndefined());

test("other errors are not taken for it", () =>
  expect(unknownOptions("ERROR: file or directory not found: --cov\n", "/w")).toBeUndefined());

test("the command without addopts is the same otherwise", () => {
  const request = {
    project: { runner: "pytest", folder: "", reasons: [] },
    tests: undefined,
    known: [],
    root: "/w",
    scratch: "/scratch",
    cache: "/cache",
  } as const;
  const { argv } = pytest.plan(request);
  const result = { stdout: "", stderr: said("--cov=src"), code: 4, reports: [] };
  const remedy = pytest.remedy!(result, request, argv);
  expect(
    remedy?.instead?.argv.filter((one, at, all) => one !== "addopts=" && all[at + 1] !== "addopts="),
  ).toEqual(argv);
  expect(remedy?.instead?.note).toBe(
    "The tests ran without the addopts of pytest.ini: pytest does not know --cov, since pytest-cov is not installed",
  );
  expect(
    pytest.remedy!({ ...result, stderr: said("--ds=settings") }, request, argv)?.instead,
  ).toBeUndefined();
});
