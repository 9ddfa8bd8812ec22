/** What became of the APIs of a package between two versions of it. */
import type { ApiEntry } from "../apiPackage.ts";
import { findRenames, type Rename } from "./renames.ts";
import { type SignatureDifference, signatureChanges } from "./signatureChanges.ts";

export const changeKinds = ["removed", "renamed", "changed", "deprecated"] as const;
export type ChangeKind = (typeof changeKinds)[number];

export interface ApiChange {
  readonly kind: ChangeKind;
  readonly before: ApiEntry;
  /** Missing for what was removed. */
  readonly after?: ApiEntry | undefined;
  /** Why it is taken for a rename; empty for others. */
  readonly evidence: readonly string[];
  /** How its call differs; of a rename too. */
  readonly differences: readonly SignatureDifference[];
  /** What to use instead, where the library says so. */
  readonly instead?: string | undefined;
  /** Whether nothing that it has can be there still: all that its new version declares was looked through. */
  readonly isSure: boolean;
}

export interface ApiChanges {
  /** In the order of `changeKinds`, then of the version before. Members of what is gone are not named again. */
  readonly changes: readonly ApiChange[];
  /** APIs that only the version after has, those of what is new itself left out. */
  readonly added: readonly ApiEntry[];
}

/** What a look-up in the version after found of an API that is not among its entries. */
export type Whereabouts = ApiEntry | "missing" | "unknown";

export interface Versions {
  readonly before: readonly ApiEntry[];
  readonly after: readonly ApiEntry[];
  /** By `keyOf`, of those that `unmatched` names. Without it what is no entry is gone, and not surely. */
  readonly whereabouts?: ReadonlyMap<string, Whereabouts> | undefined;
}

const lastName = ({ name }: ApiEntry) => name.slice(name.lastIndexOf(".") + 1);

export const keyOf = ({ module, name }: Pick<ApiEntry, "module" | "name">): string => `${module}:${name}`;

/** Entries of the version before that the other one has none for, by name or by another import. */
export function unmatched({ before, after }: Versions): readonly ApiEntry[] {
  const match = matcher(after);
  return comparableOf(before).filter((entry) => match(entry) === undefined);
}

export function compareApis(versions: Versions): ApiChanges {
  const before = comparableOf(versions.before);
  const after = comparableOf(versions.after);
  const match = matcher(after);
  const byKey = new Map(before.map((entry) => [keyOf(entry), entry]));
  const changes: ApiChange[] = [];
  const gone: ApiEntry[] = [];
  const matched = new Set<ApiEntry>();
  const unsure = new Set<ApiEntry>();
  for (const entry of before) {
    const told = match(entry) ?? versions.whereabouts?.get(keyOf(entry));
    const there = told === "unknown" && hasSameBases(entry, byKey, match) ? undefined : told;
    if (there === undefined || there === "missing") gone.push(entry);
    if (there === undefined) unsure.add(entry);
    if (there === undefined || typeof there === "string") continue;
    matched.add(there);
    changes.push(...changesOf(entry, there));
  }
  const fresh = after.filter((entry) => !matched.has(entry));
  const renames = renamesOf(before, after, gone, fresh);
  changes.push(...goneChanges(gone, renames, unsure, after));
  const taken = new Set(renames.map((one) => one.after));
  const order = new Map(before.map((entry, i) => [entry, i]));
  changes.sort(
    (a, b) =>
      changeKinds.indexOf(a.kind) - changeKinds.indexOf(b.kind) ||
      order.get(a.before)! - order.get(b.before)!,
  );
  return { changes, added: withoutMembersOf(fresh, fresh).filter((one) => !taken.has(one)) };
}

/**
 * Whether what a member stands in is declared as it was: then what it may inherit is what it always did, and a member of its
 * own that is not listed any more is likely gone.
 */
function hasSameBases(
  member: ApiEntry,
  byKey: ReadonlyMap<string, ApiEntry>,
  match: (entry: ApiEntry) => ApiEntry | undefined,
): boolean {
  const outer = byKey.get(containerOf(member));
  const now = outer && match(outer);
  return now !== undefined && !signatureChanges(outer!, now).some(({ kind }) => kind === "declaration");
}

/** READMEs say what a package is, not what it offers; nameless members are told by what has them. */
const comparableOf = (entries: readonly ApiEntry[]): readonly ApiEntry[] =>
  entries.filter(({ module, name }) => name !== module && /^[\w$.]+$/.test(name));

function matcher(after: readonly ApiEntry[]): (entry: ApiEntry) => ApiEntry | undefined {
  const byKey = new Map<string, ApiEntry>();
  for (const entry of after) {
    for (const key of [keyOf(entry), ...(entry.aliases ?? [])]) if (!byKey.has(key)) byKey.set(key, entry);
  }
  return (entry) => {
    for (const key of [keyOf(entry), ...(entry.aliases ?? [])]) {
      const found = byKey.get(key);
      if (found) return found;
    }
    return undefined;
  };
}

function changesOf(before: ApiEntry, after: ApiEntry): readonly ApiChange[] {
  const differences = signatureChanges(before, after);
  const found: ApiChange[] = [];
  const base = { before, after, evidence: [], isSure: true };
  if (differences.length > 0) found.push({ ...base, kind: "changed", differences });
  if (after.deprecated !== undefined && before.deprecated === undefined)
    found.push({ ...base, kind: "deprecated", differences: [], instead: after.replacedBy });
  return found;
}

/** Of names at the top first, then within each thing that is there in both versions, under its old name or a new one. */
function renamesOf(
  before: readonly ApiEntry[],
  after: readonly ApiEntry[],
  gone: readonly ApiEntry[],
  fresh: readonly ApiEntry[],
): readonly Rename[] {
  const membersBefore = membersIn(before);
  const membersAfter = membersIn(after);
  const found: Rename[] = [];
  const newNames = new Map<string, string>();
  const goneIn = grouped(gone);
  const freshIn = grouped(fresh);
  const byDepth = [...goneIn.keys()].sort((a, b) => depthOf(a) - depthOf(b));
  const goneKeys = new Set(gone.map(keyOf));
  for (const container of byDepth) {
    if (goneKeys.has(container) && !newNames.has(container)) continue;
    const isTop = container === "";
    const others = isTop ? freshIn.get("") : freshIn.get(newNames.get(container) ?? container);
    if (others === undefined) continue;
    for (const one of findRenames(goneIn.get(container)!, others, membersBefore, membersAfter)) {
      found.push(one);
      newNames.set(keyOf(one.before), keyOf(one.after));
    }
  }
  return found;
}

const depthOf = (container: string) => (container === "" ? 0 : container.split(".").length);

/** Key of what an entry stands in; empty at the top of any module. */
function containerOf({ module, name }: ApiEntry): string {
  const dot = name.lastIndexOf(".");
  return dot < 0 ? "" : `${module}:${name.slice(0, dot)}`;
}

function grouped(entries: readonly ApiEntry[]): ReadonlyMap<string, readonly ApiEntry[]> {
  const groups = new Map<string, ApiEntry[]>();
  for (const entry of entries) {
    const key = containerOf(entry);
    const same = groups.get(key);
    if (same === undefined) groups.set(key, [entry]);
    else same.push(entry);
  }
  return groups;
}

function membersIn(entries: readonly ApiEntry[]) {
  const groups = grouped(entries);
  const known = new Map<string, ReadonlySet<string>>();
  return (entry: ApiEntry): ReadonlySet<string> => {
    const key = keyOf(entry);
    let names = known.get(key);
    if (names === undefined) {
      names = new Set((groups.get(key) ?? []).map(lastName));
      known.set(key, names);
    }
    return names;
  };
}

function goneChanges(
  gone: readonly ApiEntry[],
  renames: readonly Rename[],
  unsure: ReadonlySet<ApiEntry>,
  after: readonly ApiEntry[],
): readonly ApiChange[] {
  const renamed = new Map(renames.map((one) => [one.before, one]));
  const removed = gone.filter((one) => !renamed.has(one));
  const names = new Set(after.map(lastName));
  const instead = ({ replacedBy }: ApiEntry) =>
    replacedBy !== undefined && names.has(replacedBy.slice(replacedBy.lastIndexOf(".") + 1))
      ? replacedBy
      : undefined;
  return [
    ...renames.flatMap(({ before, after: now, evidence }) => {
      const differences = signatureChanges(before, now).filter(({ kind }) => kind !== "declaration");
      const isOwn = lastName(before) !== lastName(now) || !before.name.includes(".");
      if (!isOwn && differences.length === 0) return [];
      const kind = isOwn ? ("renamed" as const) : ("changed" as const);
      return [
        {
          kind,
          before,
          after: now,
          evidence: isOwn ? evidence : [],
          differences,
          isSure: !unsure.has(before),
        },
      ];
    }),
    ...withoutMembersOf(removed, removed).map((before) => ({
      kind: "removed" as const,
      before,
      evidence: [],
      differences: [],
      instead: instead(before),
      isSure: !unsure.has(before),
    })),
  ];
}

/** Entries that stand in none of the others. */
function withoutMembersOf(entries: readonly ApiEntry[], others: readonly ApiEntry[]): readonly ApiEntry[] {
  const keys = new Set(others.map(keyOf));
  const isInside = (entry: ApiEntry): boolean => {
    const parts = entry.name.split(".");
    return parts.some((_, i) => i > 0 && keys.has(`${entry.module}:${parts.slice(0, i).join(".")}`));
  };
  return entries.filter((entry) => !isInside(entry));
}
