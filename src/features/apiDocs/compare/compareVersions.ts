/** Compares two versions of a package that are on this machine. */
import type { ApiEntry, InstalledPackage, PackageId } from "../../../core/apiDocs/apiPackage.ts";
import {
  type ApiChange,
  type ApiChanges,
  compareApis,
  keyOf,
  unmatched,
} from "../../../core/apiDocs/compare/compareApis.ts";
import {
  type ApiComparison,
  compareVersions as compareNumbers,
  type PackageVersion,
  type PackageVersions,
  type UsedChange,
} from "../../../core/apiDocs/compare/comparison.ts";
import type { ApiComparisonQuery } from "../../../ports/apiDocs.ts";
import type { Yielder } from "../../../ports/files.ts";
import type { ApiShelf } from "../apiShelf.ts";
import type { WorkspaceUses } from "../apiUses.ts";
import type { Libraries } from "../libraries.ts";
import type { Readable } from "../readable.ts";
import { type FoundUses, findUses } from "./findUses.ts";
import { type Copy, lostExports, whereaboutsOf } from "./whereabouts.ts";

export interface ComparisonDeps {
  readonly libraries: Libraries;
  readonly shelf: ApiShelf;
  /** Where uses are looked for; without it there are none. */
  readonly workspace: WorkspaceUses | undefined;
  readonly yielder: Yielder;
}

/** A version with what reads it; what is kept is read already. */
interface Side {
  readonly shown: PackageVersion;
  readonly readable?: Readable | undefined;
  readonly entries: readonly ApiEntry[];
}

export async function versionsOf(
  name: string,
  { libraries, shelf }: Pick<ComparisonDeps, "libraries" | "shelf">,
): Promise<PackageVersions | undefined> {
  const copies = await copiesOf(name, libraries);
  const first = copies[0];
  if (first === undefined) return undefined;
  const { ecosystem, name: own } = first.installed.id;
  const shown: PackageVersion[] = [];
  for (const { installed } of copies) {
    const { version } = installed.id;
    if (!shown.some((one) => one.version === version))
      shown.push({ version, source: "installed", folder: installed.folder });
  }
  for (const version of shelf.kept(first.installed.id)) {
    if (!shown.some((one) => one.version === version)) shown.push({ version, source: "kept" });
  }
  const [installed, ...others] = shown;
  others.sort((a, b) => compareNumbers(b.version, a.version));
  return { ecosystem, name: own, versions: [installed!, ...others] };
}

/** Copies of the package that a name means; its types may be a package of their own. */
async function copiesOf(name: string, libraries: Libraries): Promise<readonly Readable[]> {
  const { readable } = await libraries.installed();
  const isNamed = ({ installed: { id, importNames } }: Readable) =>
    id.name.toLowerCase() === name.toLowerCase() || importNames.includes(name);
  const named = readable.filter(isNamed);
  const chosen = named.find(({ installed }) => installed.id.name === name) ?? named[0];
  return chosen === undefined ? [] : libraries.copiesOf(await withTypes(chosen, named));
}

/** A package without types of its own is told by the one that has them. */
async function withTypes(chosen: Readable, named: readonly Readable[]): Promise<Readable> {
  const types = named.find(({ installed }) => installed.id.name.startsWith("@types/"));
  if (types === undefined || chosen === types || chosen.load === undefined) return chosen;
  const modules = await chosen.load().ecosystem.publicModules(chosen.installed);
  return modules.length > 0 ? chosen : types;
}

export async function compareVersions(
  query: ApiComparisonQuery,
  deps: ComparisonDeps,
  signal: AbortSignal,
): Promise<ApiComparison | string> {
  const { libraries, shelf } = deps;
  const copies = await copiesOf(query.package, libraries);
  const installed = copies[0];
  if (installed === undefined) return `No package "${query.package}" is installed`;
  const other = await otherSide(query, copies, deps, signal);
  if (typeof other === "string") return other;
  const own: Side = {
    shown: {
      version: installed.installed.id.version,
      source: "installed",
      folder: installed.installed.folder,
    },
    readable: installed,
    entries: (await shelf.take(installed)).entries(),
  };
  const isUpgrade = compareNumbers(own.shown.version, other.shown.version) <= 0;
  const [before, after] = isUpgrade ? [own, other] : [other, own];
  signal.throwIfAborted();
  const { changes, added } = await changesBetween(before, after, signal);
  const sides = [own.readable, other.readable].flatMap((one) => one?.installed ?? []);
  const { uses, looked, all } = await usesOf(changes, sides, deps, signal);
  const { ecosystem, name } = installed.installed.id;
  return {
    ecosystem,
    name,
    before: before.shown,
    after: after.shown,
    changes: shownOf(changes, (change) => ({ ...change, uses: uses.get(change) ?? [] }), query.all),
    added: query.all ? added.map(({ module, name: own, kind }) => ({ module, name: own, kind })) : [],
    changeCount: changes.length,
    files: { looked, all },
  };
}

async function usesOf(
  changes: readonly ApiChange[],
  installed: readonly InstalledPackage[],
  { libraries, workspace, yielder }: ComparisonDeps,
  signal: AbortSignal,
): Promise<FoundUses> {
  if (workspace === undefined) return { uses: new Map(), looked: 0, all: 0 };
  const loaderFor = (languageId: string) => libraries.loaderFor(languageId);
  return findUses(changes, { files: workspace, loaderFor, yielder, installed }, signal);
}

/** What matters to who uses the package: what it uses, and of its calls what may break. */
function shownOf(
  changes: readonly ApiChange[],
  withUses: (change: ApiChange) => UsedChange,
  isAll: boolean,
): readonly UsedChange[] {
  const all = changes.map(withUses);
  if (isAll) return all;
  const isHarmless = ({ kind, differences }: UsedChange) =>
    kind === "changed" && differences.every(({ weight }) => weight === "harmless");
  return all.filter((change) => change.uses.length > 0 && !isHarmless(change));
}

async function otherSide(
  query: ApiComparisonQuery,
  copies: readonly Readable[],
  { libraries, shelf }: ComparisonDeps,
  signal: AbortSignal,
): Promise<Side | string> {
  const [installed] = copies;
  const { id } = installed!.installed;
  if ("folder" in query.with) {
    const readable = await libraries.copyIn(query.with.folder, installed!);
    if (readable === undefined) return `The folder "${query.with.folder}" has no ${id.name}`;
    const { version } = readable.installed.id;
    const { entries } = await readable.read(signal);
    return { shown: { version, source: "folder", folder: readable.installed.folder }, readable, entries };
  }
  const { version } = query.with;
  const readable = copies.find(({ installed: one }, at) => one.id.version === version && at > 0);
  if (readable !== undefined) {
    const entries = (await shelf.take(readable)).entries();
    return { shown: { version, source: "installed", folder: readable.installed.folder }, readable, entries };
  }
  if (version === id.version) return `${id.name} ${version} is the version that is installed`;
  const kept = shelf.takeKept({ ...id, version } satisfies PackageId);
  if (kept === undefined) return `${id.name} ${version} is neither installed here nor kept on this machine`;
  return { shown: { version, source: "kept" }, entries: kept.entries() };
}

/** What the version after has by inheritance or from elsewhere is not gone. */
async function changesBetween(before: Side, after: Side, signal: AbortSignal): Promise<ApiChanges> {
  const [old, now] = [copyOf(before), copyOf(after)];
  const versions = { before: before.entries, after: after.entries };
  if (now === undefined) return compareApis(versions);
  const whereabouts = await whereaboutsOf(unmatched(versions), now, signal);
  const { changes, added } = compareApis({ ...versions, whereabouts });
  const known = new Set(before.entries.flatMap((entry) => [keyOf(entry), ...(entry.aliases ?? [])]));
  const lost = old === undefined ? [] : await lostExports(old, now, known, signal);
  const removed = lost.map(({ entry, instead }) => ({
    kind: "removed" as const,
    before: entry,
    evidence: [],
    differences: [],
    instead,
    isSure: true,
  }));
  return { changes: [...removed, ...changes], added };
}

function copyOf({ readable }: Side): Copy | undefined {
  const loader = readable?.load?.();
  return readable && loader && { loader, installed: readable.installed };
}
