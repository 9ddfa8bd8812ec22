/** Each runner end to end: found, a test that fails, and the same test passing when the copy is corrected. */
import { rmSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { testsOf } from "../../src/core/testing/workspaceTests.ts";
import { type CopyReport, runInCopy } from "../../src/features/testing/runInCopy.ts";
import type { Isolation, WorkCopy } from "../../src/ports/workCopy.ts";
import { findTests } from "../support/testing/findTests.ts";
import { hashOfTree, makeFolder } from "../support/testing/folders.ts";
import { probed, thisMachine } from "../support/testing/machine.ts";
import { openSample, samplesHere } from "../support/testing/runnersHere.ts";
import type { SampleProject } from "../support/testing/samples.ts";

const never = new AbortController().signal;
const temporaryFolder = makeFolder({});
const { copies } = thisMachine({ temporaryFolder });
const made: string[] = [temporaryFolder];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

const isolations: readonly Isolation[] =
  probed.isolation === "sandbox" ? ["sandbox", "processes"] : ["processes"];

const limits = { wallMs: 180_000 };

describe.each(
  samplesHere().flatMap((sample) =>
    isolations.map((isolation) => ({ runner: sample.runner, isolation, sample })),
  ),
)("$runner with $isolation", ({ sample, isolation }) => {
  test("is found, fails, and passes when it is corrected", { timeout: 240_000 }, async () => {
    const root = openSample(sample);
    made.push(root);
    const before = hashOfTree(root);
    const found = await findTests(root);
    const project = found.projects.find(({ runner }) => runner === sample.runner)!;
    expect(found.projects.map(({ runner }) => runner)).toEqual([sample.runner]);
    expect(project.reasons.length).toBeGreaterThan(0);
    const known = testsOf(found, project);
    const copy = await copies.create({ root, isolation, askedFor: "Test" }, never);
    try {
      const report = await runInCopy({ copy, project, known, limits }, never);
      checkAll(report, sample);
      await checkOne(copy, report, sample, root);
    } finally {
      await copy.dispose();
    }
    expect(hashOfTree(root)).toBe(before);

    async function checkOne(
      copy: WorkCopy,
      report: CopyReport,
      { failure, fix }: SampleProject,
      _root: string,
    ) {
      const one = known.filter(({ id }) => id.endsWith(failure.id));
      expect(one).toHaveLength(1);
      const failing = await runInCopy({ copy, project, known, tests: one, limits }, never);
      expect(failing.outcomes[0]).toMatchObject({ id: one[0]!.id, status: "failed" });
      expect(failing.outcomes.length).toBeLessThan(report.outcomes.length);
      await copy.write(fix[0], fix[1]);
      const passing = await runInCopy({ copy, project, known, tests: one, limits }, never);
      expect(passing.outcomes[0]).toMatchObject({ id: one[0]!.id, status: "passed" });
    }
  });
});

function checkAll(report: CopyReport, { outcomes, failure }: SampleProject): void {
  expect(report.kind, `${report.reason}\n${report.output}`).toBe("complete");
  const told = report.outcomes.map(({ id, status }) => `${status} ${id}`);
  for (const [end, status] of Object.entries(outcomes)) {
    expect(told.filter((line) => line.endsWith(end))).toEqual([
      expect.stringMatching(new RegExp(`^${status} `)),
    ]);
  }
  expect(told).toHaveLength(Object.keys(outcomes).length);
  const failed = report.outcomes.find(({ id }) => id.endsWith(failure.id))!;
  expect(failed).toMatchObject({ expected: failure.expected, actual: failure.actual });
  expect(failed.message).toBeTruthy();
  const frames = (failed.stack ?? []).map(({ path, line }) => `${path}:${line + 1}`);
  expect(frames).toEqual(expect.arrayContaining([...failure.frames]));
}
