/** The code that a model is shown: files with suspected lines, whole or in excerpts, and the tests that fail. */

import { symbolsOf } from "../../core/patch/wholeSymbol.ts";
import type { FailureText } from "../../core/repair/localize/failureText.ts";
import type { RepairData } from "../../core/repair/model/repairPrompt.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { TestOutcome } from "../../core/testing/testOutcome.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";

/** A file with the lines that are suspected of it, best first; 0-based. */
export interface SuspectText {
  /** Relative to the root. */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly number[];
}

/** Shorter files are shown whole. UTF-16 units. */
const wholeUnits = 8_000;
/** Functions of one file, and lines at its start, which hold what it imports. */
const mostFunctions = 4;
const headLines = 30;

/** @param skip functions to leave out, counted from the best: to look elsewhere */
export function codeOf({ path, text, lines }: SuspectText, root: string, skip = 0): RepairData {
  const sources = [{ path: `${root}/${path}`, isLibrary: false }];
  const label = `file ${path}`;
  if (text.length <= wholeUnits) return { label, text, sources };
  return { label, text: excerpt(path, text, lines, skip), sources };
}

function excerpt(path: string, text: string, suspected: readonly number[], skip: number): string {
  const all = text.split("\n");
  const functions = symbolsOf(path, text).filter(({ kind }) => kind === "function" || kind === "method");
  const spans = new Map<number, readonly [number, number]>();
  for (const line of suspected) {
    const around = functions.filter(({ startLine, endLine }) => startLine <= line && line <= endLine).at(-1);
    const start = around?.startLine ?? Math.max(0, line - 10);
    if (!spans.has(start)) spans.set(start, [start, around?.endLine ?? line + 10]);
    if (spans.size >= skip + mostFunctions) break;
  }
  const wanted = new Set<number>();
  for (let at = 0; at < headLines; at++) wanted.add(at);
  for (const [start, end] of [...spans.values()].slice(skip))
    for (let at = start; at <= end; at++) wanted.add(at);
  const kept: string[] = [];
  all.forEach((line, at) => {
    if (wanted.has(at)) kept.push(line);
    else if (wanted.has(at - 1)) kept.push("[...]");
  });
  return kept.join("\n");
}

const mostTests = 4;
/** Tests whose words are looked at. */
const mostWords = 12;
const messageUnits = 2_500;
const testUnits = 4_000;

/** Tests that fail with what was told of them, and the text of each. */
export async function failuresOf(
  copy: Pick<WorkCopy, "read">,
  root: string,
  failing: readonly TestCase[],
  outcomes: readonly TestOutcome[],
): Promise<RepairData[]> {
  const told = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
  const found: RepairData[] = [];
  for (const test of failing.slice(0, mostTests)) {
    const sources = [{ path: `${root}/${test.path}`, isLibrary: false }];
    const text = await copy.read(test.path);
    if (text !== undefined) found.push({ label: `test ${test.id}`, text: textOfTest(test, text), sources });
    const message = told.get(test.id)?.message ?? "it fails";
    found.push({ label: `failure of ${test.id}`, text: message.slice(0, messageUnits), sources });
  }
  return found;
}

/** What failing tests say in words. */
export async function failureTexts(
  copy: Pick<WorkCopy, "read">,
  failing: readonly TestCase[],
  outcomes: readonly TestOutcome[],
): Promise<FailureText[]> {
  const told = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
  const found: FailureText[] = [];
  for (const test of failing.slice(0, mostWords)) {
    const text = await copy.read(test.path);
    const { message = "", expected = "", actual = "" } = told.get(test.id) ?? {};
    found.push({
      name: [...test.suites, test.label].join(" "),
      message: `${message}\n${expected}\n${actual}`,
      source: text === undefined ? "" : textOfTest(test, text),
    });
  }
  return found;
}

export function textOfTest({ range }: TestCase, text: string): string {
  if (!range || text.length <= testUnits / 2) return text.slice(0, testUnits);
  const lines = text.split("\n");
  return lines
    .slice(range.startLine, range.endLine + 1)
    .join("\n")
    .slice(0, testUnits);
}
