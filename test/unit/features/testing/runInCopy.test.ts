/** A runner that runs nothing as the project says is started once more where its tests mean the same, which is told. */
import { expect, test } from "vitest";
import { runInCopy } from "../../../../src/features/testing/runInCopy.ts";
import type { ProcessEnd } from "../../../../src/ports/processes.ts";
import { scriptedCopy } from "../../../support/scriptedCopy.ts";

/** pytest without plugins, with this in `addopts` of `pytest.ini`. */
async function runWith(addopts: string) {
  const { copy, files } = scriptedCopy({});
  const runs: string[] = [];
  const run = async ({ argv }: { readonly argv: readonly string[] }): Promise<ProcessEnd> => {
    runs.push(argv.includes("addopts=") ? "without addopts" : "as it is");
    const end = {
      kind: "exited",
      stdout: "",
      stderr: "",
      droppedBytes: 0,
      durationMs: 1,
      stragglers: 0,
    } as const;
    if (!argv.includes("addopts="))
      return {
        ...end,
        code: 4,
        stderr: `error: unrecognized arguments: ${addopts}\n  inifile: ${copy.seenAs}/pytest.ini\n`,
      };
    files.set(
      `${copy.scratch}/pytest.xml`,
      '<testsuites><testsuite><testcase classname="test_a" name="test_it" file="test_a.py" time="0.1"/></testsuite></testsuites>',
    );
    return { ...end, code: 0 };
  };
  const project = { runner: "pytest", folder: "", reasons: [] } as const;
  const request = { copy: { ...copy, run }, project, known: [], limits: { wallMs: 1000 } };
  const { kind, reason, outcomes } = await runInCopy(request, new AbortController().signal);
  return { kind, reason, statuses: outcomes.map(({ status }) => status), runs };
}

test("options that only measure are left out, which is told", async () => {
  expect(await runWith("--cov=src")).toEqual({
    kind: "complete",
    reason: expect.stringContaining(
      "The tests ran without the addopts of pytest.ini: pytest does not know --cov",
    ),
    statuses: ["passed"],
    runs: ["as it is", "without addopts"],
  });
});

test("options that tests may hang on are not, and the next step is told", async () => {
  expect(await runWith("--ds=shop.settings")).toEqual({
    kind: "broken",
    reason: expect.stringContaining("pytest-django is not installed"),
    statuses: [],
    runs: ["as it is"],
  });
});
