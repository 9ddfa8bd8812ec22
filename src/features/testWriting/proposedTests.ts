/** Written tests as a patch for a person to review. */
import { countOf } from "../../core/text/counts.ts";
import type { PatchFact, ProposedPatch } from "../../ports/patchReview.ts";
import { testLabel } from "../fixView/testLabel.ts";
import type { WrittenTests } from "./writtenTests.ts";

export function proposedTests(written: WrittenTests): ProposedPatch {
  const { tests, dropped, mutants, notes, isolation, changes, root } = written;
  const where = isolation === "sandbox" ? "in a sandboxed copy" : "in a copy without a sandbox";
  const share = mutants && mutants.killed * 2 >= mutants.tried ? "good" : "open";
  const evidence: readonly PatchFact[] = [
    {
      kind: "good",
      text: `${countOf(tests.length, "test")} ran and passed ${where}`,
      details: tests.map(testLabel),
    },
    ...(mutants
      ? [
          {
            kind: share,
            text: `${mutants.killed} of ${countOf(mutants.tried, "small change")} of the function are noticed`,
          } as const,
        ]
      : []),
    ...(dropped.length > 0
      ? [
          {
            kind: "open",
            text: `${countOf(dropped.length, "test")} did not pass and ${dropped.length === 1 ? "is" : "are"} left out`,
            details: dropped.map(({ label, reason }) => `${label}: ${reason.split("\n")[0]}`),
          } as const,
        ]
      : []),
    ...notes.map((text): PatchFact => ({ kind: "open", text: text.replace(/\.$/, "") })),
  ];
  return {
    title: `Tests for ${written.function}`,
    root,
    changes,
    verdict: undefined,
    heading: "New Tests",
    evidence,
  };
}
