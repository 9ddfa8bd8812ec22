/** What real commits changed, token by token, and which of it was the same change at several places. */
import { type EditMeaning, meaningOfChanges } from "../../src/core/completion/nextEdit/editMeaning.ts";
import { isBinding } from "../../src/core/completion/nextEdit/nameScope.ts";
import { diffWords, tokenAt, wordsOf } from "../../src/core/completion/nextEdit/tokenChange.ts";
import { findLanguage } from "../../src/core/syntax/language.ts";
import { lexicalFamilies } from "../../src/core/syntax/lexicalFamily.ts";
import { lex } from "../../src/core/syntax/outline/lexer.ts";
import type { Tokens } from "../../src/core/syntax/outline/tokens.ts";
import type { Git } from "../completion/git.ts";
import { EXTENSIONS, isWritten, languageOf } from "../completion/sources.ts";

/** One change of a file. Offsets are those of the file before the commit. */
export interface CommitChange {
  readonly path: string;
  readonly languageId: string;
  readonly base: string;
  readonly line: number;
  /** From the end of the token before to the start of the token behind. */
  readonly start: number;
  readonly end: number;
  readonly old: readonly string[];
  readonly now: readonly string[];
  readonly meaning: EditMeaning | undefined;
  /** Whether the first name that is changed is bound there: a parameter, a declaration, an assignment. */
  readonly isDeclaration: boolean;
  /** What is replaced, and by what, as a person would type it. */
  readonly edit: { readonly start: number; readonly end: number; readonly text: string };
}

export interface Commit {
  readonly hash: string;
  readonly parent: string;
  readonly changes: readonly CommitChange[];
}

export type GroupKind = "rename" | "argumentAdded" | "argumentRemoved";

export interface SiblingGroup {
  readonly kind: GroupKind;
  readonly places: readonly CommitChange[];
}

const MOST_COMMITS = 1500;
const MOST_FILES = 40;
const MOST_TOKENS = 300;
const FEWEST_PLACES = 3;
const MOST_PLACES = 150;

export function* commitsOf(git: Git, head: string): Generator<Commit> {
  const rows = git
    .run("log", "--no-merges", "--format=%H %P", "-n", String(MOST_COMMITS), head)
    .trim()
    .split("\n");
  for (const row of rows) {
    const [hash, parent, ...others] = row.split(" ");
    if (!parent || others.length > 0) continue;
    const changes = changesOf(git, hash!, parent);
    if (changes.length > 0) yield { hash: hash!, parent, changes };
  }
}

/** The largest group of places at which the same was changed; undefined when there are fewer than three. */
export function largestGroup({ changes }: Commit): SiblingGroup | undefined {
  const groups = new Map<string, CommitChange[]>();
  for (const change of changes) {
    const key = keyOf(change.meaning);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(change);
    else groups.set(key, [change]);
  }
  const [best] = [...groups.values()].sort((a, b) => b.length - a.length);
  if (!best || best.length < FEWEST_PLACES || best.length > MOST_PLACES) return undefined;
  return { kind: best[0]!.meaning!.kind as GroupKind, places: best };
}

/** Changes that no other change of the commit is like. */
export function singleChanges({ changes }: Commit): readonly CommitChange[] {
  const counts = new Map<string, number>();
  for (const { meaning } of changes) {
    const key = keyOf(meaning);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return changes.filter(({ meaning }) => counts.get(keyOf(meaning) ?? "") === 1);
}

function keyOf(meaning: EditMeaning | undefined): string | undefined {
  if (!meaning || meaning.kind === "replace") return undefined;
  return meaning.kind === "rename"
    ? `rename ${meaning.from} ${meaning.to}`
    : `${meaning.kind} ${meaning.callee}`;
}

function changesOf(git: Git, hash: string, parent: string): CommitChange[] {
  const options = ["-U0", "--no-renames", "--no-color", "--diff-filter=M"];
  const diff = git.tryOnce("diff", ...options, parent, hash, "--", ...EXTENSIONS.map((one) => `*${one}`));
  const sections = diff?.split(/^diff --git /m).slice(1) ?? [];
  if (sections.length === 0 || sections.length > MOST_FILES) return [];
  return sections.flatMap((section) => {
    const path = /^\+\+\+ b\/(.*?)\t?$/m.exec(section)?.[1];
    const [, oldHash, newHash] = /^index (\w+)\.\.(\w+)/m.exec(section) ?? [];
    const languageId = path === undefined ? undefined : languageOf(path);
    if (!path || !languageId || !oldHash || !newHash) return [];
    const [base, text] = git.blobs([oldHash, newHash]);
    if (base === undefined || text === undefined || !isWritten(base) || !isWritten(text)) return [];
    return fileChanges({ path, languageId, base }, text, section);
  });
}

type File = Pick<CommitChange, "path" | "languageId" | "base">;

function fileChanges(file: File, text: string, section: string): CommitChange[] {
  const family = lexicalFamilies[findLanguage(file.languageId)?.family ?? "data"];
  const [old, now] = [lex(file.base, family), lex(text, family)];
  const hunks = [...section.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)];
  return hunks.flatMap(([, oldLine, oldCount = "1", line, count = "1"]) => {
    if (oldCount === "0" || count === "0") return [];
    const [oldFrom, oldTo] = tokensOf(old, Number(oldLine) - 1, Number(oldCount));
    const [from, to] = tokensOf(now, Number(line) - 1, Number(count));
    if (oldTo - oldFrom > MOST_TOKENS || to - from > MOST_TOKENS) return [];
    return diffWords(wordsOf(old, oldFrom, oldTo), wordsOf(now, from, to)).map((change) =>
      changeAt(file, old, now, {
        oldFrom: change.oldFrom + oldFrom,
        oldTo: change.oldTo + oldFrom,
        from: change.from + from,
        to: change.to + from,
      }),
    );
  });
}

function tokensOf(tokens: Tokens, line: number, count: number): [number, number] {
  const at = (index: number) => tokenAt(tokens, tokens.lineStarts[index] ?? tokens.text.length);
  return [at(line), at(line + count)];
}

function changeAt(
  file: File,
  old: Tokens,
  now: Tokens,
  change: { readonly oldFrom: number; readonly oldTo: number; readonly from: number; readonly to: number },
): CommitChange {
  const { oldFrom, oldTo, from, to } = change;
  const start = oldFrom === 0 ? 0 : old.end(oldFrom - 1);
  const end = oldTo >= old.count ? old.text.length : old.start(oldTo);
  const isReplaced = oldTo > oldFrom && to > from;
  const edited = {
    start: isReplaced ? old.start(oldFrom) : start,
    end: oldTo > oldFrom ? old.end(oldTo - 1) : start,
    text:
      to > from
        ? now.text.slice(isReplaced ? now.start(from) : from === 0 ? 0 : now.end(from - 1), now.end(to - 1))
        : "",
  };
  return {
    ...file,
    line: old.line(oldFrom),
    start,
    end,
    old: wordsOf(old, oldFrom, oldTo),
    now: wordsOf(now, from, to),
    meaning: meaningOfChanges([change], old, now),
    isDeclaration: oldTo > oldFrom && isBinding(old, oldFrom, file.languageId),
    edit: edited,
  };
}

export const withoutCommas = (words: readonly string[]): string =>
  words.join(" ").replace(/^, | ,$|^,$/g, "");

export function wordsIn(text: string, languageId: string): readonly string[] {
  const tokens = lex(text, lexicalFamilies[findLanguage(languageId)?.family ?? "data"]);
  return wordsOf(tokens, 0, tokens.count);
}
