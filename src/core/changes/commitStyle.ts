/** How a repository writes its commit messages, learned from those that it has. */

export interface CommitStyle {
  /** Messages that it was learned from. */
  readonly count: number;
  /** Whether most begin like `fix(scope): `. */
  readonly isConventional: boolean;
  /** Types that are used, most often first: `feat`, `fix`. Empty without them. */
  readonly types: readonly string[];
  /** Scopes that are used, most often first. */
  readonly scopes: readonly string[];
  /** Share of typed messages that have a scope, 0 to 1. */
  readonly scopeShare: number;
  /** What stands before the colon where that is no type: `store: `, of folders. */
  readonly hasAreaPrefix: boolean;
  /** `add` rather than `added` or `adds`. */
  readonly mood: "imperative" | "past" | "present";
  readonly isCapitalized: boolean;
  readonly endsWithPeriod: boolean;
  /** Of the first line, UTF-16 units: nine in ten are no longer. */
  readonly usualLength: number;
  /** Share of messages with more than one line, 0 to 1. */
  readonly bodyShare: number;
}

const plain: CommitStyle = {
  count: 0,
  isConventional: false,
  types: [],
  scopes: [],
  scopeShare: 0,
  hasAreaPrefix: false,
  mood: "imperative",
  isCapitalized: true,
  endsWithPeriod: false,
  usualLength: 72,
  bodyShare: 0,
};

/** Fewer messages tell no style. */
const LEAST_MESSAGES = 3;
const LEAST_LENGTH = 50;
const MOST_LENGTH = 120;

const commitTypes =
  "feat fix docs style refactor perf test tests build ci chore revert deps feature bugfix".split(" ");
const typed = /^(\w+)(?:\(([^()]{1,60})\))?!?: +(?=\S)/;
const area = /^([\w./-]{1,40}): +(?=\S)/;

/** @param messages whole, newest first */
export function learnCommitStyle(messages: readonly string[]): CommitStyle {
  const subjects = messages
    .map((message) => ({ subject: message.split("\n")[0]!.trim(), hasBody: /\n\s*\S/.test(message) }))
    .filter(({ subject }) => subject !== "" && !/^(?:Merge|Revert) /.test(subject));
  if (subjects.length < LEAST_MESSAGES) return plain;
  const types: string[] = [];
  const scopes: string[] = [];
  let areas = 0;
  const texts: string[] = [];
  for (const { subject } of subjects) {
    const [head = "", type, scope] = typed.exec(subject) ?? [];
    const isTyped = type !== undefined && commitTypes.includes(type.toLowerCase());
    if (isTyped) types.push(type);
    if (isTyped && scope !== undefined) scopes.push(scope);
    const areaHead = isTyped ? "" : (area.exec(subject)?.[0] ?? "");
    if (areaHead !== "") areas++;
    texts.push(subject.slice(isTyped ? head.length : areaHead.length).replace(/\s*\(#\d+\)$/, ""));
  }
  const share = (count: number): number => count / subjects.length;
  const lengths = subjects.map(({ subject }) => subject.length).sort((a, b) => a - b);
  const isMost = (fits: (text: string) => boolean): boolean => share(texts.filter(fits).length) > 0.5;
  return {
    count: subjects.length,
    isConventional: share(types.length) > 0.5,
    types: byCount(types),
    scopes: byCount(scopes),
    scopeShare: types.length === 0 ? 0 : scopes.length / types.length,
    hasAreaPrefix: share(areas) > 0.5,
    mood: moodOf(texts),
    isCapitalized: isMost((text) => /^\p{Lu}/u.test(text)),
    endsWithPeriod: isMost((text) => text.endsWith(".")),
    usualLength: Math.min(
      MOST_LENGTH,
      Math.max(LEAST_LENGTH, lengths[Math.floor(0.9 * (lengths.length - 1))]!),
    ),
    bodyShare: share(subjects.filter(({ hasBody }) => hasBody).length),
  };
}

function byCount(names: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
}

/** Of the verbs that most messages begin with; anything else says nothing. */
function moodOf(texts: readonly string[]): CommitStyle["mood"] {
  const counts = { imperative: 0, past: 0, present: 0 };
  for (const text of texts) {
    const word = /^[A-Za-z]+/.exec(text)?.[0].toLowerCase() ?? "";
    if (/(?:[^e]ed|[^aeiou]ied)$/.test(word)) counts.past++;
    else if (
      /^(?:adds|fixes|removes|updates|changes|moves|makes|allows|uses|renames|improves|drops|bumps)$/.test(
        word,
      )
    )
      counts.present++;
    else if (
      /^(?:add|fix|remove|update|change|move|make|allow|use|rename|improve|drop|bump|support|handle|avoid|set|let|do|say|test|refactor|implement)$/.test(
        word,
      )
    )
      counts.imperative++;
  }
  if (counts.past > counts.imperative && counts.past >= counts.present) return "past";
  return counts.present > counts.imperative ? "present" : "imperative";
}
