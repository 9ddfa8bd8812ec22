/** Written tests as text for a person at a terminal. */
import type { RpcWriteProgress, RpcWrittenTests } from "../../ports/rpc.ts";

const phases: Readonly<Record<RpcWriteProgress["phase"], string>> = {
  reading: "Reading the function and its tests",
  copying: "Copying the files",
  observing: "Calling the function",
  asking: "Asking the model",
  running: "Running the tests",
  measuring: "Trying small changes of the function",
};

export const renderWriteProgress = ({ phase }: RpcWriteProgress): string => phases[phase];

/** What is known of the tests as lines that `git apply` passes over, then their diff. */
export function renderWrittenTests(written: RpcWrittenTests): string {
  const { diff, path, tests, dropped, mutants, notes, isolation, reason } = written;
  if (tests.length === 0) return `No tests: ${reason ?? "none could be kept"}`;
  const one = tests.length === 1;
  const lines = [
    `${tests.length} ${one ? "test" : "tests"} for ${written.function} in ${path}: ${one ? "it passes" : "all pass"} in ${isolation === "sandbox" ? "a sandboxed copy" : "a copy without sandbox"}`,
    ...(mutants
      ? [`   ${mutants.killed} of ${mutants.tried} small changes of the function are noticed`]
      : []),
    ...dropped.map(({ label, reason: why }) => `   left out: ${label}: ${why.split("\n")[0]}`),
    ...notes.map((note) => `   ${note}`),
  ];
  return `${lines.join("\n")}\n\n${diff}`;
}
