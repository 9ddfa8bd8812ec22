/** Which lines each test of Go or Rust runs: one process for each, bounded in number and time. */
import type { MeasuredFile } from "../../core/testing/coverage/measuredFile.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import {
  aloneWithBuilds,
  buildTests,
  type LineReader,
  lineReader,
  runProgram,
} from "../testing/builtTests.ts";
import type { TargetTests } from "./targets.ts";

export interface TracedTests {
  /** By a test's id, by path relative to the root the 1-based lines that ran; tests that were not traced have no entry. */
  readonly lines: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;
}

/** Passing tests that excuse lines: more of them tell little. */
const mostPassing = 120;
const mostFailing = 30;
/** Of all tests together, ms, what the compiler takes not counted. */
const tracingMs = 20_000;
const oneMs = 10_000;

/**
 * @param failing never empty
 * @param passing the most telling first
 * @returns why there are none, for a person, as text
 */
export async function traceTests(
  copy: WorkCopy,
  { project, known }: TargetTests,
  { failing, passing }: TracedParts,
  signal: AbortSignal,
): Promise<TracedTests | string> {
  const reader = await lineReader(copy, project, known, signal);
  if (typeof reader === "string") return reader;
  return aloneWithBuilds(
    { copy, project },
    () => traceWith(reader, copy, { project, known }, { failing, passing }, signal),
    signal,
  );
}

interface TracedParts {
  readonly failing: readonly TestCase[];
  readonly passing: readonly TestCase[];
}

async function traceWith(
  reader: LineReader,
  copy: WorkCopy,
  { project, known }: Pick<TargetTests, "project" | "known">,
  { failing, passing }: TracedParts,
  signal: AbortSignal,
): Promise<TracedTests | string> {
  const tests = [...failing.slice(0, mostFailing), ...passing.slice(0, mostPassing)];
  const built = await buildTests({ copy, project, known, tests, isCounted: true }, signal);
  if (!("programs" in built)) return "The tests do not compile with counters of lines";
  const lines = new Map<string, ReadonlyMap<string, readonly number[]>>();
  let ranMs = 0;
  for (const test of tests) {
    if (ranMs + reader.spentMs() > tracingMs) break;
    for (const program of built.programs.filter((one) => one.tests.includes(test))) {
      const options = { wallMs: oneMs, notes: reader.notes };
      const run = await runProgram(copy, project, program, [test], options, signal);
      signal.throwIfAborted();
      ranMs += run.durationMs;
      const files = await reader.read(program);
      // A program that holds no such test notes lines too: of its start.
      if (files && run.verdicts.has(test.id)) lines.set(test.id, linesOf(files));
    }
  }
  return lines.size > 0 ? { lines } : "The tests noted no lines";
}

const linesOf = (files: readonly MeasuredFile[]): ReadonlyMap<string, readonly number[]> =>
  new Map(
    files.flatMap(({ path, lines }) => {
      const ran = [...lines].filter(([, count]) => count > 0).map(([line]) => line + 1);
      return ran.length > 0 ? [[path, ran] as const] : [];
    }),
  );
