/** What a suite printed, in short: the tests that failed, each with the first line of its error, and their files. */
import { stripVTControlCharacters } from "node:util";

/** How Vitest, Node's test runner (reporter `spec`) and Mocha (reporter `spec`) name a test that failed in their list at the end. */
const headings: readonly RegExp[] = [
  /^ FAIL +(?<test>\S.*)$/,
  /^⎯+ (?<test>Uncaught Exception|Unhandled Rejection) ⎯+$/,
  /^✖ (?<test>.*) \([\d.]+ms\)$/,
  /^ {2}\d+\) (?<test>\S.*)$/,
];

/** Where the list at the end begins: the same signs stand before it, beside the tests as they run. */
const listStart = /^(?:⎯+ (?:Failed|Unhandled) |✖ failing tests:$| {2}\d+ failing$)/;

const longest = 240;

const shorten = (line: string): string => (line.length > longest ? `${line.slice(0, longest - 1)}…` : line);

/**
 * @param output all that a suite printed, with or without colours
 * @returns a line for each failed test, `limit` at the most; the last lines of the output where no list of failed tests is in it (a compiler's,
 * a linter's)
 */
export function failedTests(output: string, limit = 6): readonly string[] {
  const lines = stripVTControlCharacters(output)
    .split("\n")
    .map((line) => line.trimEnd());
  const start = lines.findIndex((line) => listStart.test(line));
  const found =
    start === -1 ? [] : lines.flatMap((_, at) => (at > start ? failure(lines.slice(at, at + 3)) : []));
  if (found.length === 0) return lines.filter(Boolean).slice(-limit).map(shorten);
  const more = found.length - limit;
  return [...found.slice(0, limit), ...(more > 0 ? [`and ${more} more`] : [])];
}

/** @param lines from a line of the list on. @returns nothing where it is not the heading of a failed test */
function failure(lines: readonly string[]): readonly string[] {
  const test = headings.map((heading) => heading.exec(lines[0]!)?.groups?.["test"]).find(Boolean);
  if (!test) return [];
  const below = lines.slice(1, 3).map((line) => line.trim());
  const end = below.findIndex((line) => line === "" || line.startsWith("at "));
  return [shorten([test, ...(end === -1 ? below : below.slice(0, end))].join(" | "))];
}

/** How Vitest and Node's test runner tell in which file a test failed. */
const fileOfFailure = /^(?: FAIL +\S+ +|test at )(?<file>test\/[^\s:]+\.test\.ts)\b/;

/**
 * @param output all that a suite printed, with or without colours
 * @returns paths from the root of the project, each once; none where the runner does not tell them
 */
export function failedFiles(output: string): readonly string[] {
  const files = stripVTControlCharacters(output)
    .split("\n")
    .flatMap((line) => fileOfFailure.exec(line)?.groups?.["file"] ?? []);
  return [...new Set(files)];
}

/** How the tests of the window and of the extension host say that one failed and is tried once more. */
const retry = /Failed once, tried again: "(?<test>.*)"/;

/** @returns names of the tests that were tried a second time, whether or not they passed then */
export const retriedTests = (output: string): readonly string[] =>
  stripVTControlCharacters(output)
    .split("\n")
    .flatMap((line) => retry.exec(line)?.groups?.["test"] ?? []);
