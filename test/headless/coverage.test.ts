/** Which lines ran, with each runner: those that tests reach, and those that they do not. */
import { rmSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import type { Measurement } from "../../src/core/testing/coverage/measuredFile.ts";
import type { TestRunnerName } from "../../src/core/testing/testCase.ts";
import { testsOf } from "../../src/core/testing/workspaceTests.ts";
import { runInCopy } from "../../src/features/testing/runInCopy.ts";
import { findTests } from "../support/testing/findTests.ts";
import { makeFolder } from "../support/testing/folders.ts";
import { probed, thisMachine } from "../support/testing/machine.ts";
import { openSample, samplesHere } from "../support/testing/runnersHere.ts";

const never = new AbortController().signal;
const temporaryFolder = makeFolder({});
const { copies } = thisMachine({ temporaryFolder });
const made: string[] = [temporaryFolder];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A function that no test calls, put behind the one that they call. */
const unused: Partial<Record<TestRunnerName, string>> = {
  pytest: "\n\ndef unused(a):\n    # Nobody asks.\n    return a\n",
  unittest: "\n\ndef unused(a):\n    # Nobody asks.\n    return a\n",
  node: "\nexports.unused = (a) => {\n  // Nobody asks.\n  return a;\n};\n",
  mocha: "\nexports.unused = (a) => {\n  // Nobody asks.\n  return a;\n};\n",
  jest: "\nexports.unused = (a) => {\n  // Nobody asks.\n  return a;\n};\n",
  vitest: "\nexport const unused = (a: number): number => {\n  // Nobody asks.\n  return a;\n};\n",
  cargo: "\npub fn unused(a: i32) -> i32 {\n    // Nobody asks.\n    return a;\n}\n",
  go: "\nfunc Unused(a int) int {\n\t// Nobody asks.\n\treturn a\n}\n",
};

/** Rust's compiler has its counters read by programs that come apart from it. */
const lacksTools = (told: Measurement | undefined): told is Measurement & { readonly kind: "unknown" } =>
  told?.kind === "unknown" && /llvm-tools|rustup/.test(told.reason);

describe.each(samplesHere())("$runner", (sample) => {
  test("tells which lines ran", { timeout: 240_000 }, async () => {
    const [path] = sample.fix;
    const subject = sample.files[path]! + (unused[sample.runner] ?? "");
    const root = openSample({ ...sample, files: { ...sample.files, [path]: subject } });
    made.push(root);
    const found = await findTests(root);
    const project = found.projects.find(({ runner }) => runner === sample.runner)!;
    const known = testsOf(found, project);
    const { isolation } = probed;
    const copy = await copies.create({ root, isolation, askedFor: "Test" }, never);
    try {
      const limits = { wallMs: 180_000 };
      const report = await runInCopy({ copy, project, known, limits, isMeasured: true }, never);
      expect(report.kind, `${report.reason}\n${report.output}`).toBe("complete");
      const told = report.outcomes.filter(({ status }) => status === "failed").length;
      expect(told, "Measuring changes nothing").toBe(
        Object.values(sample.outcomes).filter((status) => status === "failed").length,
      );
      if (!unused[sample.runner]) {
        expect(report.measurement).toMatchObject({ kind: "unknown", reason: expect.stringMatching(/\w/) });
        return;
      }
      if (lacksTools(report.measurement)) {
        console.warn(`NOT TRIED HERE: lines of ${sample.runner}. ${report.measurement.reason}`);
        return;
      }
      if (report.measurement?.kind !== "measured") throw new Error(JSON.stringify(report.measurement));
      const lines = report.measurement.files.find((file) => file.path === path)?.lines;
      const texts = subject.split("\n");
      const lineOf = (part: string) => texts.findIndex((line) => line.includes(part));
      expect(lines?.get(lineOf("a - b")), report.output).toBeGreaterThan(0);
      const last = texts.findLastIndex((line) => line.includes("return a"));
      expect(lines?.get(last)).toBe(0);
      expect(lines?.has(lineOf("Nobody asks"))).toBe(false);
      const outside = report.measurement.files.filter((file) =>
        /node_modules|site-packages|^\//.test(file.path),
      );
      expect(outside).toEqual([]);
    } finally {
      await copy.dispose();
    }
  });
});
