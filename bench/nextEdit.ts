/**
 * Replays real commits that made one change at three places or more: the first place is edited, and what is offered next
 * is compared with what the commit did. Edits that a commit made at one place only say how often something is offered
 * that nobody wanted.
 *
 * `npm run bench:next-edit -- --repos DIR [--role development] [--only NAME,...] [--count 25] [--show]`, where DIR holds each
 * repository with its history as `OWNER+NAME` or `OWNER/NAME`, bare or not.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { EditPlace } from "../src/core/completion/nextEdit/editPlace.ts";
import { Git } from "./completion/git.ts";
import {
  type Commit,
  type CommitChange,
  commitsOf,
  largestGroup,
  singleChanges,
  withoutCommas,
  wordsIn,
} from "./nextEdit/commitChanges.ts";
import { EditedTexts } from "./nextEdit/editedTexts.ts";
import { ReplayEngine, ROOT } from "./nextEdit/replayEngine.ts";
import { endWithUsage } from "./usage.ts";

const { values } = parseArgs({
  options: {
    repos: { type: "string" },
    role: { type: "string", default: "benchmark" },
    only: { type: "string" },
    count: { type: "string", default: "25" },
    show: { type: "boolean", default: false },
  },
});
if (values.repos === undefined)
  endWithUsage("npm run bench:next-edit -- --repos DIR [--role development] [--only NAME,...] [--count 25]");
const never = new AbortController().signal;
const most = Number(values.count);
const LIMIT = 500;

interface Replayed {
  readonly kind: Kind;
  /** After the first edit. */
  readonly offered: number;
  readonly right: number;
  readonly isFirstRight: boolean;
  /** Places of the commit that were still to be changed after the first edit, and those of them that were offered. */
  readonly wanted: number;
  readonly found: number;
  /** Places changed by accepting one offer after the other, by hand where none was right; and offers that were wrong. */
  readonly byTab: number;
  readonly wrong: number;
  readonly ms: readonly number[];
}

/** A name renamed where it is declared; another name in its place only where it is used; arguments; one place alone. */
type Kind = "renamed" | "replaced" | "argumentAdded" | "argumentRemoved" | "single";

function openRepository(name: string): Git {
  const places = [name.replace("/", "+"), name].flatMap((folder) => [folder, join(folder, "repo")]);
  const found = places
    .map((place) => join(values.repos!, place))
    .find((place) => Git.isRepository(place) || Git.isBare(place));
  if (found === undefined) throw new Error(`Cannot measure "${name}": no repository of that name`);
  return new Git(found);
}

/** The declaration where the commit changed it, else the first place. */
async function firstOf(
  places: readonly CommitChange[],
  replay: ReplayEngine,
): Promise<[CommitChange, boolean]> {
  const [{ meaning }] = places as [CommitChange];
  const name =
    meaning?.kind === "rename" ? meaning.from : meaning?.kind === "replace" ? "" : (meaning?.callee ?? "");
  const symbols = await replay.engine.findSymbols({ name, match: "exact", limit: 50 }, never);
  const isDefinition = ({ path, line }: CommitChange) =>
    symbols.some(
      (hit) => hit.path === `${ROOT}/${path}` && hit.startLine <= line && line <= hit.startLine + 1,
    );
  const declared = places.find(isDefinition) ?? places.find(({ isDeclaration }) => isDeclaration);
  return [declared ?? places[0]!, declared !== undefined];
}

/** One commit's changes, made one after the other. */
class Hand {
  readonly #replay: ReplayEngine;
  readonly #commit: Commit;
  readonly #edited = new EditedTexts();
  readonly #opened = new Set<string>();
  readonly #done = new Set<CommitChange>();
  readonly ms: number[] = [];

  constructor(replay: ReplayEngine, commit: Commit) {
    this.#replay = replay;
    this.#commit = commit;
  }

  /** Makes changes of one line. */
  async change(changes: readonly CommitChange[]): Promise<void> {
    const { engine } = this.#replay;
    for (const { path: short, languageId, base, edit } of changes) {
      const path = `${ROOT}/${short}`;
      if (!this.#opened.has(path)) engine.openDocument({ path, languageId, text: base });
      this.#opened.add(path);
      const { start, end, text } = this.#edited.add(path, edit);
      engine.editDocument(path, [{ range: { start, end }, text }]);
    }
    for (const one of changes) this.#done.add(one);
    await engine.waitForIndex(never);
  }

  /** What is offered now, each with the changes of the commit that it would make. */
  async ask(
    short: string,
  ): Promise<{ readonly place: EditPlace; readonly makes: readonly CommitChange[] }[]> {
    const path = `${ROOT}/${short}`;
    const start = performance.now();
    const found = await this.#replay.engine.nextEdits({ path, limit: LIMIT }, never);
    this.ms.push(performance.now() - start);
    return (found?.places ?? []).map((place) => ({ place, makes: this.#makes(place) }));
  }

  #makes(place: EditPlace): readonly CommitChange[] {
    const own = this.#commit.changes.filter((one) => `${ROOT}/${one.path}` === place.path);
    const base = own[0]?.base;
    if (base === undefined) return [];
    const now = this.#edited.now(place.path, base);
    const at = ({ line, column }: EditPlace["start"]) =>
      this.#edited.before(place.path, offsetAt(now, line) + column);
    const [start, end] = [at(place.start), at(place.end)];
    return own.filter((change) => !this.#done.has(change) && fits(place, start, end, change));
  }

  close(): void {
    for (const path of this.#opened) this.#replay.engine.closeDocument(path);
  }
}

async function replayChange(
  replay: ReplayEngine,
  commit: Commit,
  first: CommitChange,
  group: readonly CommitChange[],
  kind: Kind,
): Promise<Replayed> {
  const hand = new Hand(replay, commit);
  const sameLine = (a: CommitChange) => (b: CommitChange) => a.path === b.path && a.line === b.line;
  const own = group.filter(sameLine(first));
  await hand.change(own);
  const offers = await hand.ask(first.path);
  const rest = group.filter((one) => !own.includes(one));
  if (values.show) show(first, kind, offers, rest);
  const left = new Set(rest);
  let [byTab, wrong] = [0, 0];
  let next = offers;
  while (left.size > 0) {
    const makes = next[0]?.makes ?? [];
    if (next.length > 0 && makes.length === 0) wrong++;
    const chosen = makes.length > 0 ? makes.slice(0, 1) : [...left].filter(sameLine([...left][0]!));
    byTab += makes.length > 0 && left.has(chosen[0]!) ? 1 : 0;
    for (const one of chosen) left.delete(one);
    await hand.change(chosen);
    next = await hand.ask(chosen[0]!.path);
  }
  hand.close();
  return {
    kind,
    offered: offers.length,
    right: offers.filter(({ makes }) => makes.length > 0).length,
    isFirstRight: (offers[0]?.makes.length ?? 0) > 0,
    wanted: rest.length,
    found: rest.filter((change) => offers.some(({ makes }) => makes.includes(change))).length,
    byTab,
    wrong,
    ms: hand.ms,
  };
}

/** Whether a place offers what the commit did there, alone or as a part of more. */
function fits(place: EditPlace, start: number, end: number, change: CommitChange): boolean {
  if (end < change.start || change.end < start) return false;
  if (change.old.includes(place.old) && change.now.includes(place.text)) return true;
  return (
    withoutCommas(wordsIn(place.old, change.languageId)) === withoutCommas(change.old) &&
    withoutCommas(wordsIn(place.text, change.languageId)) === withoutCommas(change.now)
  );
}

function offsetAt(text: string, line: number): number {
  let at = 0;
  for (let i = 0; i < line; i++) at = text.indexOf("\n", at) + 1;
  return at;
}

function show(
  first: CommitChange,
  kind: Kind,
  offers: Awaited<ReturnType<Hand["ask"]>>,
  rest: readonly CommitChange[],
): void {
  const at = ({ path, line }: CommitChange) => `${path}:${line + 1}`;
  console.log(`\n${kind} at ${at(first)}: ${first.old.join(" ")} => ${first.now.join(" ")}`);
  for (const { place, makes } of offers.slice(0, 12)) {
    const where = `${place.path.slice(ROOT.length + 1)}:${place.start.line + 1}`;
    console.log(
      `  ${makes.length > 0 ? "right" : "WRONG"} ${place.score.toFixed(2)} ${where} ${place.old} => ${place.text}`,
    );
  }
  for (const one of rest.filter((other) => !offers.some(({ makes }) => makes.includes(other))).slice(0, 6))
    console.log(`  missed ${at(one)}: ${one.base.split("\n")[one.line]?.trim().slice(0, 100)}`);
}

async function measure(name: string, head: string): Promise<Replayed[]> {
  const git = openRepository(name);
  const replay = new ReplayEngine(git);
  const results: Replayed[] = [];
  let groups = 0;
  let singles = 0;
  for (const commit of commitsOf(git, head)) {
    if (groups >= most && singles >= most) break;
    const group = groups < most ? largestGroup(commit) : undefined;
    const [single] = singles < most ? singleChanges(commit) : [];
    if (!group && !single) continue;
    await replay.goTo(commit.parent);
    if (group) {
      groups++;
      const [first, isDeclared] = await firstOf(group.places, replay);
      const kind = group.kind === "rename" ? (isDeclared ? "renamed" : "replaced") : group.kind;
      results.push(await replayChange(replay, commit, first, group.places, kind));
    } else if (single) {
      singles++;
      results.push(await replayChange(replay, commit, single, [single], "single"));
    }
  }
  await replay.engine.dispose();
  return results;
}

const percent = (part: number, whole: number): string =>
  whole === 0 ? "-" : ((100 * part) / whole).toFixed(0);
const sum = (results: readonly Replayed[], of: (one: Replayed) => number): number =>
  results.reduce((total, one) => total + of(one), 0);
const quantile = (ms: readonly number[], part: number): string =>
  ([...ms].sort((a, b) => a - b)[Math.floor(part * (ms.length - 1))] ?? 0).toFixed(0);

function row(title: string, all: readonly Replayed[]): string {
  const results = all.filter(({ kind }) => kind !== "single");
  const singles = all.filter(({ kind }) => kind === "single");
  const some = results.filter(({ offered }) => offered > 0);
  const times = all.flatMap(({ ms }) => ms);
  const cells = [
    title,
    results.length,
    percent(some.length, results.length),
    percent(some.filter(({ isFirstRight }) => isFirstRight).length, some.length),
    percent(
      sum(results, ({ right }) => right),
      sum(results, ({ offered }) => offered),
    ),
    // Each commit counts as one.
    percent(
      sum(some, ({ right, offered }) => right / offered),
      some.length,
    ),
    percent(
      sum(results, ({ found }) => found),
      sum(results, ({ wanted }) => wanted),
    ),
    percent(
      sum(results, ({ byTab }) => byTab),
      sum(results, ({ wanted }) => wanted),
    ),
    percent(
      sum(results, ({ wrong }) => wrong),
      sum(results, ({ wanted }) => wanted),
    ),
    `${percent(singles.filter(({ offered }) => offered > 0).length, singles.length)} of ${singles.length}`,
    `${quantile(times, 0.5)}, ${quantile(times, 0.95)}`,
  ];
  return `| ${cells.join(" | ")} |`;
}

const listed = new URL("repositories.json", import.meta.url);
const { repositories } = JSON.parse(readFileSync(listed, "utf8")) as {
  readonly repositories: readonly { readonly name: string; readonly role: string; readonly commit: string }[];
};
const only = values.only?.split(",");
const chosen = repositories.filter(({ name, role }) => (only ? only.includes(name) : role === values.role));
console.log(
  "| | commits | offered something % | first right % | precision % | the same by commit % | recall % | places by Tab % | wrong offers per place % | offered after a single change % | ms p50, p95 |\n|---|---|---|---|---|---|---|---|---|---|---|",
);
const everything: Replayed[] = [];
for (const { name, commit } of chosen) {
  const results = await measure(name, commit);
  everything.push(...results);
  console.log(row(name, results));
}
for (const kind of ["renamed", "replaced", "argumentAdded", "argumentRemoved"] as const)
  console.log(
    row(
      `all: ${kind}`,
      everything.filter((one) => one.kind === kind),
    ),
  );
console.log(row("all", everything));
