/** Signs that a change answers the tests and not the task: it may pass them all and is still not called verified. */
import type { FileChange } from "../../patch/fileTexts.ts";

/** What a function did with one input, without a change and with it. */
export interface ProbedInput {
  /** Whether a test made this very call. */
  readonly isOfTests: boolean;
  readonly before: string;
  readonly after: string;
}

/** Fewer inputs than these say nothing. Chosen so that a guard for one kind of value is not condemned by chance. */
const fewestInputs = 8;

/** A special case that is written as a sum or a length meets another input by chance: so many more make a real difference. */
const byChance = 1;

/** @returns why a change is doubted, for a person and for a model; empty when nothing speaks against it */
export function overfittingDoubts(
  changes: readonly FileChange[],
  testText: string,
  probed: readonly ProbedInput[],
): readonly string[] {
  return [...formDoubts(changes, testText), ...behaviourDoubts(changes, probed)];
}

/** By what the change says: values of the tests in conditions, tables and answers. */
function formDoubts(changes: readonly FileChange[], testText: string): string[] {
  const doubts: string[] = [];
  const ofTests = literalsIn(testText);
  for (const change of changes) {
    if (change.kind !== "changed") continue;
    const known = literalsIn(withoutTexts(change.before));
    const added = addedLines(change.before, change.after);
    const copied = new Set<string>();
    let asks = false;
    for (const line of added) {
      const own = [...literalsIn(line)].filter((text) => ofTests.has(text) && !known.has(text));
      for (const text of own) copied.add(text);
      if (own.length > 0 && addsCases(change) && asksForValue.test(line)) asks = true;
    }
    if (asks || copied.size >= 3)
      doubts.push(
        `it names values of the tests (${[...copied].slice(0, 4).join(", ")}): it may hold for these alone`,
      );
    if (comparesItself.test(added.join("\n")) && !comparesItself.test(change.before))
      doubts.push("it defines how values are compared: what it gives may only seem equal");
  }
  return doubts;
}

/**
 * By what it does: another answer for the tests' inputs alone, or one answer for everything. A bound that moves by one changes few
 * inputs too, and adds no case: only a change that tells more cases apart than before is doubted for the former.
 */
function behaviourDoubts(changes: readonly FileChange[], probed: readonly ProbedInput[]): string[] {
  const near = probed.filter(({ isOfTests }) => !isOfTests);
  const ofTests = probed.filter(({ isOfTests }) => isOfTests);
  if (near.length < fewestInputs) return [];
  const changed = ofTests.filter(({ before, after }) => before !== after);
  const same = near.filter(({ before, after }) => before === after).length;
  if (changed.length > 0 && changes.some(addsCases) && near.length - same <= byChance) {
    return [
      `it changes what happens for inputs of the tests alone: ${same} of ${near.length} inputs like them give what they gave before`,
    ];
  }
  const answers = new Set(near.map(({ after }) => after));
  const wanted = new Set(ofTests.map(({ after }) => after));
  const had = new Set(near.map(({ before }) => before));
  if (answers.size === 1 && wanted.size >= 2 && had.size >= 2)
    return [`it gives ${[...answers][0]} for each of ${near.length} inputs like those of the tests`];
  return [];
}

const cases =
  /\b(?:if|elif|else|case|when|match|switch|try|except|catch|in|and|or)\b|\?|[=!]=|\.get\s*\(|\.has\s*\(|&&|\|\|/g;

const addsCases = (change: FileChange): boolean =>
  change.kind === "changed" && count(change.after) > count(change.before);
const count = (text: string): number => text.match(cases)?.length ?? 0;

const asksForValue =
  /[=!]=|\bin\b|\bis\b|\bcase\b|\.get\s*\(|\bif\b|\?|\bmatch\b|\.equals\s*\(|\.has\s*\(|:\s*[^\s,]+,?$/;
const comparesItself =
  /def __(?:eq|ne|lt|le|gt|ge|hash|bool|instancecheck)__|Symbol\.toPrimitive|\bvalueOf\s*\(/;

/** Values so common that they tell nothing. */
const common = new Set(["0", "1", "2", "-1", "0.0", "1.0", "10", "100", '""', "''", '" "', "' '"]);

/** Code without comments and texts of several lines: examples there are no part of what it does. */
const withoutTexts = (text: string): string =>
  text.replace(/"""[\s\S]*?"""|'''[\s\S]*?'''|\/\*[\s\S]*?\*\/|(?:^|\s)(?:#|\/\/).*$/gm, "");

/** Numbers and strings of a text, as they are written but for the kind of quotes. */
function literalsIn(text: string): ReadonlySet<string> {
  const found = text.match(/(?<![\w.])-?\d+(?:\.\d+)?\b|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g) ?? [];
  return new Set(found.map((one) => one.replace(/^'|'$/g, '"')).filter((one) => !common.has(one)));
}

/** Lines of the new text that the old one does not have as often. */
function addedLines(before: string, after: string): string[] {
  const counts = new Map<string, number>();
  for (const line of before.split("\n")) counts.set(line.trim(), (counts.get(line.trim()) ?? 0) + 1);
  return after.split("\n").filter((line) => {
    const left = counts.get(line.trim()) ?? 0;
    counts.set(line.trim(), left - 1);
    return left <= 0 && line.trim() !== "";
  });
}
