import { expect, test } from "vitest";
import type { TestCase } from "../../../../src/core/testing/testCase.ts";
import { SchemaTrials } from "../../../../src/features/repair/schemaTrials.ts";
import { Turns } from "../../../../src/node/workCopy/turns.ts";
import type { Trial, TrialAnswer } from "../../../../src/ports/trials.ts";
import type { WorkCopy } from "../../../../src/ports/workCopy.ts";
import { scriptedCopy } from "../../../support/scriptedCopy.ts";

const rust: TestCase = {
  ...{ id: "src/lib.rs::adds", label: "adds", path: "src/lib.rs", suites: [] },
  ...{ runner: "cargo", folder: "" },
};
const code = "pub fn add(a: i32, b: i32) -> i32 { a - b }\n";
const artifact = JSON.stringify({
  ...{ reason: "compiler-artifact", package_id: "path+file:///w#x@0.1.0", manifest_path: "/w/Cargo.toml" },
  target: { src_path: "/w/src/lib.rs", name: "x", kind: ["lib"] },
  ...{ profile: { test: true }, executable: "/cache/target-trials/debug/deps/x" },
});

/** A window's own copy of a crate: what it runs is noted in turn with what others run. */
function windowOf(name: string, turns: Turns, noted: string[]) {
  const made = scriptedCopy({ "src/lib.rs": code });
  const copy: WorkCopy = {
    ...made.copy,
    path: `/${name}`,
    alone: (of, work, _onWait, signal) => turns.take(of, work, signal),
    run: async ({ argv }) => {
      const isBuild = argv[0] === "cargo";
      noted.push(`${name} ${isBuild ? "builds" : "runs"}`);
      // Others get their chance here.
      for (let i = 0; i < 20; i++) await Promise.resolve();
      const stdout = isBuild ? artifact : "test adds ... ok\n";
      return {
        ...{ kind: "exited", code: 0, stdout, stderr: "", droppedBytes: 0, durationMs: 1, stragglers: 0 },
      };
    },
  };
  return new SchemaTrials({
    copy,
    target: {
      ...{ root: "/w", known: [rust], asked: [rust], testPaths: new Set(["src/lib.rs"]) },
      project: { runner: "cargo", folder: "", reasons: [] },
    },
    failing: [rust],
    beside: [rust],
    cases: [
      { id: rust.id, name: "adds", file: "/w/src/lib.rs", outcome: "failed", isTarget: true, seconds: 0 },
    ],
    engine: {
      buildSchema: async ({ text, variants }) => ({
        text: `${text}// schemata\n`,
        ...{ spans: [], watched: [] },
        placed: variants.map(({ id }) => ({ id, body: 0, startLine: 1, endLine: 1 })),
      }),
    },
    texts: new Map([["src/lib.rs", code]]),
  });
}

test("windows that try changes of one crate build and run one after the other, since they build into one folder", async () => {
  const turns = new Turns();
  const noted: string[] = [];
  const trials: readonly Trial[] = [0, 1].map((id) => ({ id, path: "/w/src/lib.rs", edits: [] }));
  const answers: TrialAnswer[] = [];
  const asked = { budgetMs: 1_000, signal: new AbortController().signal };
  const left = await Promise.all(
    ["first", "second"].map((name) =>
      windowOf(name, turns, noted).tryAll(trials, asked, (answer) => void answers.push(answer)),
    ),
  );
  expect(left).toEqual([[], []]);
  expect(answers.map(({ state }) => state)).toEqual(["passed", "passed", "passed", "passed"]);
  const whole = (name: string) => [`${name} builds`, ...Array.from({ length: 4 }, () => `${name} runs`)];
  expect(noted).toEqual([...whole("first"), ...whole("second")]);
});
