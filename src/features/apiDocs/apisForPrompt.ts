/** APIs that a model should be told of for a cursor, judged also by what the built-in engine would write there. */
import type { ApiEntry, InstalledPackage } from "../../core/apiDocs/apiPackage.ts";
import type { Declared } from "../../core/apiDocs/library/known.ts";
import { memberOf, membersOf } from "../../core/apiDocs/library/memberOf.ts";
import { type PromptReason, promptReason } from "../../core/apiDocs/use/promptReason.ts";
import { type Evidence, evidenceOf } from "../../core/apiDocs/use/rankApis.ts";
import { wordTerms } from "../../core/text/terms/wordTerms.ts";
import { editDistance, smallEdit } from "../../core/verify/nearest.ts";
import type { ApiPromptQuery, PromptApi } from "../../ports/apiDocs.ts";
import { findApiNamed } from "./apiNamedAt.ts";
import { CALLEE, candidatesAt } from "./apisAt.ts";
import { CursorEntries } from "./cursorEntries.ts";
import type { Libraries } from "./libraries.ts";
import type { LibraryLoader } from "./libraryLoader.ts";
import { openProgram, valueAtCursor } from "./openProgram.ts";

/** Names of a draft that are looked at. */
const MOST_DRAFTED = 4;
/** Existing names that are told for one that does not exist. */
const MOST_NEAR = 2;
/** Members that may be written next, when nothing says which. */
const MOST_LIKELY = 3;

export interface OwnedPromptApi extends PromptApi {
  readonly owner: InstalledPackage;
}

interface Owned {
  readonly entry: ApiEntry;
  readonly owner: InstalledPackage;
}

/** Those that matter most first. Never reads a package as a whole. @throws the signal's reason */
export async function findApisForPrompt(
  { draft, limit, ...text }: ApiPromptQuery,
  libraries: Libraries,
  signal: AbortSignal,
): Promise<readonly OwnedPromptApi[]> {
  const loader = libraries.loaderFor(text.languageId);
  const open = loader && (await openProgram(loader, text));
  if (loader === undefined || open === undefined || open.place.isNew) return [];
  const evidence = evidenceOf(text.prefix, text.suffix);
  const picked = new Picked(evidence, limit);
  await addDrafted(loader, text, draft, picked, signal);
  const entries = new CursorEntries(loader, text.path);
  const { receiver, typed } = open.place;
  const known = await candidatesAt(loader, open, evidence, signal);
  const isArgument = known[0]?.score === CALLEE;
  let likely = 0;
  for (const { declared, name, score } of known) {
    if (picked.isFull || likely >= MOST_LIKELY) break;
    const isCalled = score === CALLEE;
    // A name that is imported and not used yet is what its import is for.
    const isLikely =
      receiver !== undefined || typed !== "" || (evidence.words.get(name ?? declared.name) ?? 0) <= 1;
    if (!isCalled && (isArgument || !isLikely)) continue;
    const owned = await entries.owned(declared, name);
    if (!isCalled) likely++;
    if (owned) picked.add(owned, { isCalled, isDrafted: false });
  }
  return picked.all;
}

class Picked {
  readonly #evidence: Evidence;
  readonly #limit: number;
  readonly #apis: OwnedPromptApi[] = [];

  constructor(evidence: Evidence, limit: number) {
    this.#evidence = evidence;
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.#apis.length >= this.#limit;
  }

  get all(): readonly OwnedPromptApi[] {
    return this.#apis;
  }

  /** Adds it where a model should be told of it. */
  add(
    owned: Owned,
    how: { readonly isCalled: boolean; readonly isDrafted: boolean },
  ): PromptReason | undefined {
    const candidate = { entry: owned.entry, isPrivate: owned.owner.role === "private", ...how };
    const reason = promptReason(candidate, this.#evidence);
    if (reason !== undefined) this.push(owned, reason);
    return reason;
  }

  push({ entry, owner }: Owned, reason: PromptReason): void {
    const isThere = this.#apis.some(
      ({ entry: one }) => one.path === entry.path && one.line === entry.line && one.name === entry.name,
    );
    if (!isThere && !this.isFull) this.#apis.push({ entry, owner, reason });
  }
}

type Text = Omit<ApiPromptQuery, "draft" | "limit">;

/** What a draft names: with what should stand in its place where that is deprecated or does not exist. */
async function addDrafted(
  loader: LibraryLoader,
  { path, languageId, prefix, suffix }: Text,
  draft: string,
  picked: Picked,
  signal: AbortSignal,
): Promise<void> {
  const from = /[\w$]*$/.exec(prefix)!.index;
  const text = prefix + draft + suffix;
  const firstLine = draft.split("\n", 1)[0]!.length;
  const names = [
    ...text
      .slice(from, prefix.length + firstLine)
      .matchAll(/[A-Za-z_$][\w$]*(?=\s*[(.<])|(?<=\.)[A-Za-z_$][\w$]*/g),
  ];
  for (const { 0: name, index } of names.slice(0, draft === "" ? 0 : MOST_DRAFTED)) {
    const end = from + index + name.length;
    const found = await findApiNamed(loader, { path, languageId, text, end }, signal);
    if (found === "other") await addNear(loader, { path, languageId, text, end, name }, picked, signal);
    else if (found !== undefined) {
      const reason = picked.add(found, { isCalled: false, isDrafted: true });
      if (reason === "deprecated")
        await addReplacement(loader, { path, languageId, text, end, name }, found, picked, signal);
    }
  }
}

interface DraftedName {
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  readonly end: number;
  readonly name: string;
}

/** Members whose names are near to one that does not exist. */
async function addNear(
  loader: LibraryLoader,
  { path, languageId, text, end, name }: DraftedName,
  picked: Picked,
  signal: AbortSignal,
): Promise<void> {
  const members = await membersBefore(loader, { path, languageId, text, end }, signal);
  if (members === undefined || members.has(name)) return;
  const ranked = [...members.keys()]
    .map((one) => ({ one, far: farness(name, one) }))
    .filter(({ far }) => far < 1)
    .sort((a, b) => a.far - b.far)
    .slice(0, MOST_NEAR);
  const entries = new CursorEntries(loader, path);
  for (const { one } of ranked) {
    const owned = await entries.owned(members.get(one)!, undefined);
    if (owned) picked.push(owned, "nearMiss");
  }
}

async function addReplacement(
  loader: LibraryLoader,
  { path, languageId, text, end }: DraftedName,
  { entry }: Owned,
  picked: Picked,
  signal: AbortSignal,
): Promise<void> {
  const wanted = entry.replacedBy?.split(".").at(-1);
  if (wanted === undefined) return;
  const members = await membersBefore(loader, { path, languageId, text, end }, signal);
  const declared = members?.get(wanted);
  const owned = declared && (await new CursorEntries(loader, path).owned(declared, undefined));
  if (owned) picked.push(owned, "replacement");
}

/** All members of the value before the dot of a name. */
async function membersBefore(
  loader: LibraryLoader,
  { path, languageId, text, end }: Omit<DraftedName, "name">,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Declared> | undefined> {
  const open = await openProgram(loader, {
    path,
    languageId,
    prefix: text.slice(0, end),
    suffix: text.slice(end),
  });
  const receiver = open?.place.receiver;
  if (open === undefined || receiver === undefined) return undefined;
  const value = await valueAtCursor(loader, open, receiver, signal);
  const isMissing = await loader.settle(
    () => memberOf(loader.library, value, open.place.typed).kind === "missing",
    signal,
  );
  const { names } = await loader.settle(() => membersOf(loader.library, value), signal);
  return isMissing || names.has(open.place.typed) ? names : undefined;
}

/** 0: the same letters; from 1 on it is another name. */
function farness(a: string, b: string): number {
  const most = smallEdit(a.length);
  const distance = editDistance(a, b, most);
  if (distance <= most) return distance / (most + 1);
  const [mine, other] = [new Set(wordTerms(a)), new Set(wordTerms(b))];
  const shared = [...mine].filter((term) => other.has(term)).length;
  return shared === 0 ? 1 : 1 - (0.9 * shared) / new Set([...mine, ...other]).size;
}
