/** A faster version as a patch for a person to review, with what was measured. */
import { judgeSpeed } from "../../core/optimize/speed.ts";
import { countOf, formatCount, formatSeconds } from "../../core/text/counts.ts";
import type { PatchFact, ProposedPatch } from "../../ports/patchReview.ts";
import { testLabel } from "../fixView/testLabel.ts";
import { figuresOf } from "./measureVersions.ts";
import type { MeasuredCalls, Optimized } from "./optimized.ts";

export function proposedSpeed(optimized: Optimized): ProposedPatch {
  const { version, measured, tests, known, ownCalls, others, root, path, before } = optimized;
  const where = optimized.isolation === "sandbox" ? "in a sandboxed copy" : "in a copy without a sandbox";
  const compared = measured.reduce((all, one) => all + one.compared, 0);
  const odd = measured.flatMap((one) => one.odd);
  const evidence: readonly PatchFact[] = [
    ...measured.map(speedFact),
    {
      kind: "good",
      text: `${countOf(compared, "call")} give the same and leave the same in their arguments; ${formatCount(ownCalls)} of them ${ownCalls === 1 ? "is" : "are"} the project's own`,
    },
    tests.length > 0
      ? {
          kind: "good",
          text: `${tests.length < known ? `The first ${formatCount(tests.length)} of ` : ""}${countOf(known, "affected test")} ${known === 1 ? "passes" : "pass"} before and with it, ${where}`,
          details: tests.map(testLabel),
        }
      : { kind: "open", text: "No test is known that uses the file" },
    ...version.differs.map((text): PatchFact => ({ kind: "open", text })),
    ...(odd.length > 0
      ? [
          {
            kind: "bad",
            text: `So it does in ${countOf(odd.length, "call")} that ${odd.length === 1 ? "was" : "were"} tried and ${odd.length === 1 ? "is" : "are"} not the project's`,
            details: odd,
          } as const,
        ]
      : []),
    ...(others.length > 0
      ? [{ kind: "open", text: "Measured and not proposed", details: others } as const]
      : []),
    { kind: "open", text: "Measured on this machine, with these inputs: others can differ" },
  ];
  return {
    title: `Make ${optimized.function} faster: ${version.about.join("; ")}`,
    root,
    changes: [{ kind: "changed", path, before, after: version.text }],
    verdict: undefined,
    heading: "Measured",
    evidence,
  };
}

function speedFact(measured: MeasuredCalls): PatchFact {
  const is = judgeSpeed(measured.speed);
  const { rounds, seconds } = measured.speed;
  const calls = countOf(measured.timed * measured.turns, "call");
  const details = [
    `a round of ${calls} takes ${formatSeconds(seconds.after)} of CPU time, and ${formatSeconds(seconds.before)} with the code as it is`,
  ];
  const figures = `${figuresOf(measured)}: median of ${rounds} rounds with its 95 % interval, CPU time`;
  if (is === "slower")
    return { kind: "bad", text: `It is slower with short inputs: it takes ${figures}`, details };
  return is === "faster"
    ? { kind: "good", text: `It takes ${figures}`, details }
    : { kind: "open", text: `No difference beyond noise: it takes ${figures}`, details };
}
