/** What may stand in place of a name that an installed library lacks, or says not to use. */
import type { ApiFinding } from "../../ports/apiChecks.ts";

export interface ApiReplacement {
  /** A name that stands in the place of the other. */
  readonly text: string;
  /** Whether it is surely what is meant. */
  readonly isSure: boolean;
}

/** Names that are offered of those that are like a missing one. */
const MOST_OFFERED = 3;

/** Best first. A replacement that belongs to something else is none: more than a name would have to change. */
export function replacementsFor(finding: ApiFinding): readonly ApiReplacement[] {
  const { reason, owner, nearest, alternatives, replacement } = finding;
  if (reason === "missing") {
    const sure = nearest === undefined ? [] : [{ text: nearest, isSure: true }];
    const others = alternatives.filter((name) => name !== nearest).slice(0, MOST_OFFERED - sure.length);
    return [...sure, ...others.map((text) => ({ text, isSure: false }))];
  }
  const parts = replacement?.replace(/\(\)$/, "").split(".") ?? [];
  const name = parts.at(-1);
  const isOfSame = parts.length === 1 || parts.at(-2) === owner;
  return name !== undefined && isOfSame && /^[A-Za-z_$][\w$]*$/.test(name) && name !== finding.name
    ? [{ text: name, isSure: true }]
    : [];
}

/** What documents a finding best: what is meant, else what the name was looked for in. */
export function documentedName({ reason, owner, name, nearest, library }: ApiFinding): string {
  const within = (last: string) => (owner === "" ? last : `${owner}.${last}`);
  if (reason === "deprecated") return within(name);
  return nearest === undefined ? owner || library : within(nearest);
}
