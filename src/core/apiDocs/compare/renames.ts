/** Which of the APIs that are new is one that is gone, under another name: told by what both say and have, with what tells it. */
import { wordsOf } from "../../text/terms/wordsOf.ts";
import { wordTerms } from "../../text/terms/wordTerms.ts";
import type { ApiEntry } from "../apiPackage.ts";
import { plainText } from "./signatureParts.ts";

export interface Rename {
  readonly before: ApiEntry;
  readonly after: ApiEntry;
  /** Why, for a person, the strongest first. */
  readonly evidence: readonly string[];
  /** 0 < score; above 1 is beyond doubt. */
  readonly score: number;
}

/** Below it two APIs are two. Chosen on the releases of `docs/libraries.md`. */
const ENOUGH = 0.6;
/** How much better than any other pair one has to be. */
const MARGIN = 0.05;
/** Pairs that are looked at for one package. */
const MOST_PAIRS = 400_000;

const OLD_NAMED = "its documentation names the old one";

/** Names of members of a class or interface. */
export type MembersOf = (entry: ApiEntry) => ReadonlySet<string>;

interface Traits {
  readonly entry: ApiEntry;
  readonly last: string;
  readonly terms: ReadonlySet<string>;
  readonly doc: ReadonlySet<string>;
  readonly shape: string;
  readonly members: ReadonlySet<string>;
  readonly deprecated: string | undefined;
}

/** @returns at most one for each that is gone and for each that is new */
export function findRenames(
  gone: readonly ApiEntry[],
  added: readonly ApiEntry[],
  membersBefore: MembersOf,
  membersAfter: MembersOf,
): readonly Rename[] {
  const olds = gone.map((entry) => traitsOf(entry, membersBefore));
  const news = added.map((entry) => traitsOf(entry, membersAfter));
  if (olds.length * news.length > MOST_PAIRS) return [];
  const pairs: Rename[] = [];
  for (const before of olds) {
    const found = news.flatMap((after) => renameOf(before, after) ?? []).sort((a, b) => b.score - a.score);
    const [best, second] = found;
    if (best && (second === undefined || best.score - second.score >= MARGIN)) pairs.push(best);
  }
  const taken = new Set<ApiEntry>();
  return pairs
    .sort((a, b) => b.score - a.score)
    .filter(({ after, evidence }) => {
      // Several may have become one, where the library says so.
      if (taken.has(after) && !evidence[0]!.startsWith(OLD_NAMED)) return false;
      taken.add(after);
      return true;
    });
}

function traitsOf(entry: ApiEntry, membersOf: MembersOf): Traits {
  const last = lastName(entry.name);
  const terms = new Set(wordTerms(last));
  terms.delete(last.toLowerCase());
  return {
    entry,
    last,
    terms: terms.size === 0 ? new Set([last.toLowerCase()]) : terms,
    doc: new Set(wordsOf(`${entry.summary} ${entry.doc}`).map((word) => word.toLowerCase())),
    shape: shapeOf(entry, last),
    members: membersOf(entry),
    deprecated: entry.deprecated,
  };
}

const lastName = (name: string) => name.slice(name.lastIndexOf(".") + 1);

/** The signature without the name itself; empty for one that says nothing. */
function shapeOf({ signatures, kind }: ApiEntry, last: string): string {
  const shape = plainText(signatures.join(" ; "))
    .split(/\b/)
    .map((word) => (word === last ? "·" : word))
    .join("");
  return kind === "class" || kind === "interface" || shape.length < 12 ? "" : shape;
}

const kindGroups: Readonly<Record<string, string>> = {
  constant: "value",
  variable: "value",
  field: "value",
  interface: "type",
  type: "type",
  class: "class",
  method: "function",
};

function renameOf(before: Traits, after: Traits): Rename | undefined {
  if (groupOf(before) !== groupOf(after)) return undefined;
  const evidence: { readonly text: string; readonly score: number }[] = [];
  const add = (score: number, text: string) => {
    if (score > 0) evidence.push({ score, text });
  };
  const said = saidBy(before, after);
  if (said !== undefined) add(1, said);
  const spelled =
    before.last.toLowerCase().replaceAll("_", "") === after.last.toLowerCase().replaceAll("_", "");
  const shared = share(before.terms, after.terms);
  if (spelled)
    add(0.7, before.last === after.last ? "it has the same name" : "the name differs in spelling alone");
  else if (shared > 0)
    add(
      0.45 * shared,
      `the names share ${[...before.terms].filter((one) => after.terms.has(one)).join(", ")}`,
    );
  if (before.shape !== "" && before.shape === after.shape) add(0.35, "the signature is the same");
  const docs = before.doc.size >= 4 && after.doc.size >= 4 ? share(before.doc, after.doc) : 0;
  if (docs >= 0.4)
    add(0.5 * docs, `${Math.round(100 * docs)} % of the words that document them are the same`);
  const members =
    before.members.size >= 2 && after.members.size >= 2 ? share(before.members, after.members) : 0;
  if (members >= 0.4) add(0.85 * members, `${Math.round(100 * members)} % of their members are the same`);
  const score = evidence.reduce((sum, one) => sum + one.score, 0);
  const isTold = said !== undefined || spelled || shared > 0 || docs >= 0.7 || members >= 0.7;
  if (score < ENOUGH || !isTold) return undefined;
  const shown = evidence.sort((a, b) => b.score - a.score).map(({ text }) => text);
  return { before: before.entry, after: after.entry, evidence: shown, score };
}

const groupOf = ({ entry: { kind } }: Traits): string => kindGroups[kind] ?? kind;

/** What the library itself says of it. */
function saidBy(before: Traits, after: Traits): string | undefined {
  const { replacedBy } = before.entry;
  if (replacedBy !== undefined && lastName(replacedBy) === after.last)
    return `the version before says to use ${replacedBy}`;
  const note = new RegExp(
    `(?:renamed from|formerly|previously|used to be|was called|replaces|alias (?:of|for))\\b[^.]{0,80}?\\b${escaped(before.last)}\\b`,
    "i",
  );
  return note.test(after.entry.doc) ? OLD_NAMED : undefined;
}

const escaped = (text: string) => text.replace(/[^\w]/g, "\\$&");

/** Part of all that both have in common (Jaccard 1912). */
function share(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  let both = 0;
  for (const one of a) if (b.has(one)) both++;
  return both / (a.size + b.size - both);
}
