/** A repair as text for a person at a terminal. */
import type { RpcFixProgress, RpcFixResult, RpcPatch } from "../../ports/rpc.ts";

const phases: Readonly<Record<RpcFixProgress["phase"], string>> = {
  finding: "Finding tests",
  copying: "Copying the files",
  reproducing: "Running the tests",
  localizing: "Tracing what the failing tests ran",
  checking: "Running the checker",
  searching: "Trying changes",
  asking: "Asking the model",
  validating: "Running all tests with what was found",
};

export function renderFixProgress({ phase, tried, found, round, tokens }: RpcFixProgress): string {
  const counts = [
    ...(tried > 0 ? [`${tried} tried, ${found} found`] : []),
    ...(round === undefined ? [] : [`question ${round}${tokens ? `, ${tokens} tokens` : ""}`]),
  ];
  return `${phases[phase]}${counts.length > 0 ? `: ${counts.join("; ")}` : ""}`;
}

/** Each patch's evidence as lines that `git apply` passes over, then its diff. */
export function renderFix({ patches, reason, tried }: RpcFixResult): string {
  if (patches.length === 0) return `No repair: ${reason ?? `${tried} changes were tried`}`;
  return patches.map(renderPatch).join("\n");
}

function renderPatch({ verdict, diff, evidence }: RpcPatch, index: number): string {
  const { path, line, flipped, broken, stillFailing, ran, tried, foundMs, isolation, limitation } = evidence;
  const { flaky = [], doubts = [], notRun, rounds, example, checked, slowPath } = evidence;
  const lines = [
    `${index + 1}. ${verdict}: ${path}:${line}`,
    `   ${ran} tests ran with it in ${isolation === "sandbox" ? "a sandboxed copy" : "a copy without sandbox"}`,
    ...(checked
      ? [
          `   ${checked.about}`,
          ...(checked.by === undefined ? [] : [`   ${checked.by} does not say any more: ${checked.finding}`]),
        ]
      : []),
    ...flipped.map((id) => `   passes now: ${id}`),
    ...stillFailing.map((id) => `   fails still: ${id}`),
    ...broken.map((id) => `   fails now: ${id}`),
    ...flaky.map((id) => `   set aside, since it passes and fails with nothing changed: ${id}`),
    ...(notRun?.length === 0 ? ["   tests run every line that it changes"] : []),
    ...doubts.map((doubt) => `   not called verified: ${doubt}`),
    ...(example ? [`   unlike the others: ${example.call} ${example.outcome}`] : []),
    ...(limitation === undefined ? [] : [`   ${limitation}`]),
    ...(rounds === undefined ? [] : [`   written by a model, asked ${rounds} times`]),
    `   found after ${tried} changes, ${(foundMs / 1000).toFixed(1)} s`,
    ...(slowPath === undefined ? [] : [`   ${slowPath}`]),
  ];
  return `${lines.join("\n")}\n\n${diff}`;
}
