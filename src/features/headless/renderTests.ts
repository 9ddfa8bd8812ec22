/** Tests as text for a terminal. */
import type { RpcTestOutcome, RpcTests, RpcTestsRun } from "../../ports/rpc.ts";

const bad = (outcome: RpcTestOutcome): boolean => outcome.status !== "passed" && outcome.status !== "skipped";

/** Whether all that was asked for passed, or was skipped. */
export const isGreen = ({ outcomes, runs, unknown }: RpcTestsRun): boolean =>
  !outcomes.some(bad) && unknown.length === 0 && runs.every(({ kind }) => kind === "complete");

export function renderTestsRun(run: RpcTestsRun): string {
  const failures = run.outcomes.filter(bad).map(renderFailure);
  const broken = run.runs.filter(({ kind }) => kind !== "complete");
  const notes = run.runs.flatMap(({ kind, runner, reason }) =>
    kind === "complete" && reason !== undefined ? [`${runner}: ${reason}\n`] : [],
  );
  const counts = ["passed", "failed", "errored", "timedOut", "skipped"] as const;
  const told = counts.flatMap((status) => {
    const count = run.outcomes.filter((outcome) => outcome.status === status).length;
    return count === 0 ? [] : `${count} ${status === "timedOut" ? "timed out" : status}`;
  });
  const seconds = run.runs.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
  const where = run.isolation === "sandbox" ? "in a sandbox" : "in a copy, without a sandbox";
  return [
    ...failures,
    ...broken.map(
      ({ runner, reason, output }) => `${runner}: ${reason}${output ? `\n${output.trimEnd()}` : ""}\n`,
    ),
    ...notes,
    ...run.unknown.map((id) => `There is no test "${id}"`),
    `${told.join(", ") || "No tests ran"} (${seconds.toFixed(1)} s, ${where})`,
  ].join("\n");
}

function renderFailure({ id, status, message, expected, actual, stack, isFlaky }: RpcTestOutcome): string {
  const sides =
    expected === undefined || actual === undefined
      ? []
      : [`  expected: ${expected}`, `  actual:   ${actual}`];
  const lines = (message ?? "")
    .split("\n")
    .slice(0, 20)
    .map((line) => `  ${line}`);
  const calls = (stack ?? [])
    .slice(0, 5)
    .map(({ path, line, function: name }) => `  at ${path}:${line}${name ? ` ${name}` : ""}`);
  return [`${isFlaky ? "flaky" : status} ${id}`, ...lines, ...sides, ...calls, ""].join("\n");
}

export function renderTests({ projects, tests, incomplete }: RpcTests): string {
  const parts = projects.map(({ runner, folder, reasons }) => {
    const own = tests.filter((test) => test.runner === runner && test.folder === folder);
    const why = reasons.map(({ text }) => `  because of ${text}`);
    return [
      `${runner} in ${folder || "."}: ${own.length} tests`,
      ...why,
      ...own.map(({ id }) => `  ${id}`),
    ].join("\n");
  });
  return [...parts, ...incomplete].join("\n") || "No tests were found";
}
