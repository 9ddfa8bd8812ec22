/**
 * Three-way merge of one conflict by its words and signs, where git merges whole lines (as diff3 does with lines: Khanna, Kunal & Pierce
 * 2007). Differs: changes that touch, or that no unchanged word parts, are not merged, since neither order is sure.
 */
import { diffArrays } from "diff";

/** How a proposal came about, for a person. */
export type MergeRule = "same" | "oneSide" | "tokens" | "imports";

export interface Merged {
  readonly lines: readonly string[];
  readonly rule: MergeRule;
}

export interface Sides {
  readonly base: readonly string[];
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

/** A conflict of more is left to people. */
const MOST_TOKENS = 6000;

/**
 * @param isCode whether the result will be parsed: in prose and data two changes beside each other are mostly meant in another way
 * @returns undefined where no result is sure
 */
export function mergeSides({ base, ours, theirs }: Sides, isCode: boolean): Merged | undefined {
  const text = (lines: readonly string[]): string => lines.join("\n");
  if (text(ours) === text(theirs)) return { lines: ours, rule: "same" };
  if (text(base) === text(ours)) return { lines: theirs, rule: "oneSide" };
  if (text(base) === text(theirs)) return { lines: ours, rule: "oneSide" };
  const bare = (lines: readonly string[]): string => text(lines).replace(/\s+/g, "");
  if (bare(base) !== "" && bare(base) === bare(ours)) return { lines: theirs, rule: "oneSide" };
  if (bare(base) !== "" && bare(base) === bare(theirs)) return { lines: ours, rule: "oneSide" };
  if (!isCode) return undefined;
  const imports = mergeImports(base, ours, theirs);
  if (imports !== undefined) return { lines: imports, rule: "imports" };
  const merged = mergeTokens(tokensOf(text(base)), tokensOf(text(ours)), tokensOf(text(theirs)));
  return merged === undefined
    ? undefined
    : { lines: merged === "" ? [] : merged.split("\n"), rule: "tokens" };
}

const tokensOf = (text: string): string[] =>
  text.match(/\r?\n|[^\S\n]+|\d+(?:\.\w+)+|[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu) ?? [];

interface Edit {
  /** Tokens of the base that are replaced, the end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly string[];
}

function editsTo(base: string[], side: string[]): readonly Edit[] {
  const edits: Edit[] = [];
  let at = 0;
  let open: { start: number; end: number; tokens: string[] } | undefined;
  for (const { added, removed, value } of diffArrays(base, side)) {
    if (added || removed) {
      open ??= { start: at, end: at, tokens: [] };
      if (added) open.tokens.push(...value);
      else {
        at += value.length;
        open.end = at;
      }
    } else {
      if (open) edits.push(open);
      open = undefined;
      at += value.length;
    }
  }
  if (open) edits.push(open);
  return edits;
}

/** @returns undefined where changes of the two sides meet */
export function mergeTokens(base: string[], ours: string[], theirs: string[]): string | undefined {
  if (base.length + ours.length + theirs.length > MOST_TOKENS || base.length === 0) return undefined;
  const all = [
    ...editsTo(base, ours).map((edit) => ({ ...edit, side: 0 })),
    ...editsTo(base, theirs).map((edit) => ({ ...edit, side: 1 })),
  ].sort((a, b) => a.start - b.start || a.end - b.end || a.side - b.side);
  const merged: string[] = [];
  let at = 0;
  let last: (typeof all)[number] | undefined;
  for (const edit of all) {
    const isTwin =
      last !== undefined &&
      last.side !== edit.side &&
      last.start === edit.start &&
      last.end === edit.end &&
      last.tokens.join("") === edit.tokens.join("");
    if (isTwin) continue;
    if (last !== undefined && last.side !== edit.side) {
      const between = base.slice(last.end, edit.start);
      if (edit.start < last.end || !between.some((token) => /\S/.test(token))) return undefined;
    }
    merged.push(...base.slice(at, edit.start), ...edit.tokens);
    at = edit.end;
    last = edit;
  }
  return [...merged, ...base.slice(at)].join("");
}

/** Whole statements on one line. */
const importLine =
  /^\s*(?:import\s[^{}]*(?:from\s+["'][^"']+["']|["'][^"']+["']|[\w.* ,]+)\s*;?|import\s*\{[^{}]*\}\s*from\s+["'][^"']+["']\s*;?|from\s+[\w.]+\s+import\s+[\w., *]+|(?:const|let|var)\s+[\w{}, :]+\s*=\s*require\(["'][^"']+["']\)\s*;?|use\s+[\w:{}, *]+;|using\s+[\w.]+;|#include\s+\S+|\t?(?:\w+\s+)?"[\w./-]+")\s*$/;

/** Imports that both sides added are all wanted, those that one side took away are not. */
function mergeImports(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): readonly string[] | undefined {
  const all = [...base, ...ours, ...theirs].filter((line) => line.trim() !== "");
  if (all.length === 0 || !all.every((line) => importLine.test(line))) return undefined;
  const key = (line: string): string => line.trim();
  const has = (lines: readonly string[]) => new Set(lines.map(key));
  const [inBase, inOurs, inTheirs] = [has(base), has(ours), has(theirs)];
  const isKept = (line: string): boolean =>
    inBase.has(key(line)) ? inOurs.has(key(line)) && inTheirs.has(key(line)) : true;
  const kept = [...ours.filter(isKept), ...theirs.filter((line) => isKept(line) && !inOurs.has(key(line)))];
  // What was changed into something else is gone on one side and new there: both sides' new forms of one import are not both wanted.
  const modules = kept.map(moduleOf).filter((module) => module !== "");
  if (new Set(modules).size !== modules.length) return undefined;
  const isSorted = (lines: readonly string[]): boolean =>
    lines.every((line, i) => i === 0 || key(lines[i - 1]!) <= key(line));
  return isSorted(ours) && isSorted(theirs) ? [...kept].sort((a, b) => (key(a) < key(b) ? -1 : 1)) : kept;
}

const moduleOf = (line: string): string =>
  /["']([^"']+)["']/.exec(line)?.[1] ?? /^\s*(?:from|import|use|using)\s+([\w.:]+)/.exec(line)?.[1] ?? "";
