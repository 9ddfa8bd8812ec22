/** Which of the names that may stand at a cursor likely does, told from the text around it. */
import { wordsOf } from "../../text/terms/wordsOf.ts";
import { wordTerms } from "../../text/terms/wordTerms.ts";
import type { ApiSymbol } from "../apiSymbol.ts";

/** Text around the cursor whose words tell what it is about. Lines before, behind. */
const LINES_BEFORE = 8;
const LINES_BEHIND = 2;

/** What the text of a file tells of names. */
export interface Evidence {
  /** How often a name stands behind a dot elsewhere in the text. */
  readonly members: ReadonlyMap<string, number>;
  /** The same of the last word before the dot, too: `expect.equal`. */
  readonly pairs: ReadonlyMap<string, number>;
  /** How often a name is called with no dot before it. */
  readonly calls: ReadonlyMap<string, number>;
  /** How often a word stands in the text. */
  readonly words: ReadonlyMap<string, number>;
  /** Terms of the words near the cursor: of its own line 1, of others less. */
  readonly near: ReadonlyMap<string, number>;
  /** The last word before the dot at the cursor. */
  readonly receiver: string;
}

export function evidenceOf(prefix: string, suffix: string): Evidence {
  const members = new Map<string, number>();
  const pairs = new Map<string, number>();
  const calls = new Map<string, number>();
  const words = new Map<string, number>();
  const typed = /[\w$]*$/.exec(prefix)![0];
  const before = prefix.slice(0, prefix.length - typed.length);
  for (const text of [before, suffix]) {
    for (const [, receiver = "", isMember, name = "", isCall] of text.matchAll(
      /(?:([\w$]+)(?:\([^()\n]*\)|\[[^[\]\n]*\])?)?(\??\.\s*)?\b([A-Za-z_$][\w$]*)(\s*\()?/g,
    )) {
      count(words, name);
      if (isMember !== undefined) {
        count(members, name);
        if (receiver !== "") count(pairs, `${receiver}.${name}`);
      } else if (isCall !== undefined) count(calls, name);
    }
  }
  const receiver = /([\w$]+)(?:\([^()\n]*\)|\[[^[\]\n]*\])?\s*\??\.\s*$/.exec(before)?.[1] ?? "";
  return { members, pairs, calls, words, near: nearTerms(before, suffix), receiver };
}

const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);

function nearTerms(before: string, suffix: string): ReadonlyMap<string, number> {
  const near = new Map<string, number>();
  const add = (line: string, weight: number) => {
    for (const word of wordsOf(line))
      for (const term of wordTerms(word)) near.set(term, Math.max(near.get(term) ?? 0, weight));
  };
  const lines = before
    .split("\n")
    .slice(-LINES_BEFORE - 1)
    .reverse();
  lines.forEach((line, i) => {
    add(line, i === 0 ? 1 : 0.5 / i);
  });
  const behind = suffix.split("\n").slice(0, LINES_BEHIND + 1);
  behind.forEach((line, i) => {
    add(line, i === 0 ? 0.8 : 0.3 / i);
  });
  return near;
}

/** A name that may stand at the cursor. */
export interface ApiCandidate {
  readonly name: string;
  readonly symbols: readonly ApiSymbol[];
  /** Its own or taken from others: 0 for what the type itself declares. */
  readonly isInherited?: boolean | undefined;
}

const kindScores: Readonly<Partial<Record<ApiSymbol["kind"], number>>> = {
  method: 0.8,
  function: 0.8,
  class: 0.5,
  module: 0.1,
  field: 0.1,
  constant: 0,
  variable: 0,
  type: -1,
  interface: -1,
};

/** Unitless; comparable for one cursor. Weights were chosen on the development repositories of `bench:docs`. */
export function scoreOf(candidate: ApiCandidate, evidence: Evidence, isMember: boolean): number {
  const { name, symbols } = candidate;
  const first = symbols[0];
  const doc = symbols.find((one) => one.doc !== undefined)?.doc;
  let score = kindScores[first?.kind ?? "variable"] ?? 0;
  if (first?.parameters !== undefined && first.kind !== "method" && first.kind !== "function") score += 0.4;
  if (doc?.summary) score += 0.25;
  if (doc !== undefined && doc.examples.length > 0) score += 0.35;
  if (doc?.deprecated !== undefined) score -= 1;
  if (name.startsWith("_")) score -= 2.5;
  score -= 0.02 * name.length;
  score += 1.2 * overlap(name, evidence.near);
  return score + (isMember ? useAsMember(name, evidence) : useByName(name, evidence));
}

/** Share of a name's parts that stand near the cursor. */
function overlap(name: string, near: ReadonlyMap<string, number>): number {
  const terms = wordTerms(name);
  const parts = terms.length > 1 ? terms.slice(0, -1) : terms;
  return parts.reduce((sum, term) => sum + (near.get(term) ?? 0), 0) / Math.max(1, parts.length);
}

function useAsMember(name: string, { members, pairs, receiver }: Evidence): number {
  const same = pairs.get(`${receiver}.${name}`) ?? 0;
  const any = members.get(name) ?? 0;
  return 1.1 * Math.log2(1 + same) + 0.6 * Math.log2(1 + any);
}

/** A name that is imported and stands nowhere else is what its import is for. */
function useByName(name: string, { calls, words }: Evidence): number {
  const isUnused = (words.get(name) ?? 0) <= 1;
  return (isUnused ? 1.5 : 0) + 0.8 * Math.log2(1 + (calls.get(name) ?? 0));
}
