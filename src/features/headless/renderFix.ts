/** A repair as text for a person at a terminal. */
import type { RpcFixProgress, RpcFixResult, RpcPatch } from "../../ports/rpc.ts";

const phases: Readonly<Record<RpcFixProgress["phase"], string>> = {
  finding: "Finding tests",
  copying: "Copying the files",
  reproducing: "Running the tests",
  localizing: "Tracing what the failing tests ran",
  searching: "Trying changes",
  validating: "Running all tests with what was found",
};

export function renderFixProgress({ phase, tried, found }: RpcFixProgress): string {
  return `${phases[phase]}${tried > 0 ? `: ${tried} tried, ${found} found` : ""}`;
}

/** Each patch's evidence as lines that `git apply` passes over, then its diff. */
export function renderFix({ patches, reason, tried }: RpcFixResult): string {
  if (patches.length === 0) return `No repair: ${reason ?? `${tried} changes were tried`}`;
  return patches.map(renderPatch).join("\n");
}

function renderPatch({ verdict, diff, evidence }: RpcPatch, index: number): string {
  const { path, line, flipped, broken, stillFailing, ran, tried, foundMs, isolation, limitation } = evidence;
  const lines = [
    `${index + 1}. ${verdict}: ${path}:${line}`,
    `   ${ran} tests ran with it in ${isolation === "sandbox" ? "a sandboxed copy" : "a copy without sandbox"}`,
    ...flipped.map((id) => `   passes now: ${id}`),
    ...stillFailing.map((id) => `   fails still: ${id}`),
    ...broken.map((id) => `   fails now: ${id}`),
    ...(limitation === undefined ? [] : [`   ${limitation}`]),
    `   found after ${tried} changes, ${(foundMs / 1000).toFixed(1)} s`,
  ];
  return `${lines.join("\n")}\n\n${diff}`;
}
