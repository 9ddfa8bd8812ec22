/** What may follow a dot: members by the type of what stands before it, then by what is written elsewhere. */
import type { LanguageRules } from "./languages.ts";
import type { FileNames } from "./names.ts";
import { Resolver } from "./resolve/resolver.ts";
import type { Declared, Value } from "./resolve/values.ts";
import type { World } from "./resolve/world.ts";

export type MemberSource = "receiver" | "module" | "repository" | "ngram";

/** A name that may stand after the dot at the cursor. */
export interface MemberCandidate {
  readonly name: string;
  /** As in outlines; absent when it is not known. */
  readonly kind?: string;
  /** Type or module that has it. */
  readonly container?: string;
  /** Higher is more likely; comparable only within one answer. */
  readonly score: number;
  readonly source: MemberSource;
}

export interface MemberPlace {
  /** Names of the text with a name put in at the cursor, the only one whose use was wanted. */
  readonly file: FileNames;
  /** What stands in the name's place already. */
  readonly typed: string;
  /** The text around the name. */
  readonly before: string;
  readonly after: string;
}

export interface MemberEvidence {
  /** Words that usually follow here, most likely first. */
  readonly nextWords: readonly string[];
  /** In how many files of the repository a name stands. */
  countFiles(name: string): number;
}

interface Known {
  readonly source: MemberSource;
  readonly container: string;
  readonly declared: Declared | undefined;
}

/**
 * Best first. A known receiver has all the say: others follow behind its members. Members are in the order of what
 * usually follows here, then of how often they stand behind a dot in this file and in how many files at all.
 */
export function rankMembers(
  place: MemberPlace,
  world: World,
  rules: LanguageRules,
  evidence: MemberEvidence,
): MemberCandidate[] {
  const use = place.file.uses.find((one) => one.kind === "member");
  const resolver = new Resolver(world, rules);
  const values = use?.kind === "member" ? resolver.evaluate(use.receiver, place.file, use.scope) : [];
  const known = knownMembers(resolver, values);
  const inFile = countBehindDots(place);
  const names = new Set([...known.keys(), ...evidence.nextWords, ...inFile.keys()]);
  const candidates: MemberCandidate[] = [];
  for (const name of names) {
    if (!fits(name, place.typed)) continue;
    const own = known.get(name);
    const next = evidence.nextWords.indexOf(name);
    const source = own?.source ?? (next >= 0 ? "ngram" : "repository");
    const uses = Math.log1p(3 * (inFile.get(name) ?? 0) + (own ? evidence.countFiles(name) : 0));
    const usual = next < 0 ? 0 : 4 / (1 + next);
    const isPrivate = name.startsWith("_") && !/(?:self|cls|this)\s*\.\s*$/.test(place.before.slice(-12));
    const score = (own ? 10 : 0) + usual + uses - (isPrivate ? 6 : 0);
    candidates.push({ name, score, source, ...describe(own) });
  }
  return candidates.sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1));
}

function knownMembers(resolver: Resolver, values: readonly Value[]): Map<string, Known> {
  const known = new Map<string, Known>();
  for (const value of values) {
    const source = value.kind === "module" ? "module" : "receiver";
    const container =
      value.kind === "module"
        ? value.module
        : "type" in value
          ? value.type.name
          : "name" in value
            ? value.name
            : "";
    for (const [name, declared] of resolver.membersOf(value))
      if (/^[A-Za-z_$][\w$]*$/.test(name) && !/^__\w+__$/.test(name) && !known.has(name))
        known.set(name, { source, container, declared });
  }
  return known;
}

function describe(known: Known | undefined): Pick<MemberCandidate, "kind" | "container"> {
  if (!known) return {};
  const kind = known.declared?.declaration.kind;
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(known.container === "" ? {} : { container: known.container }),
  };
}

/** The typed part begins the name, letters' case aside. */
const fits = (name: string, typed: string): boolean =>
  name.length > typed.length && name.slice(0, typed.length).toLowerCase() === typed.toLowerCase();

function countBehindDots({ before, after }: MemberPlace): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of [before, after])
    for (const [, name] of text.matchAll(/[\w)\]]\??\.([A-Za-z_$][\w$]*)/g))
      counts.set(name!, (counts.get(name!) ?? 0) + 1);
  return counts;
}
