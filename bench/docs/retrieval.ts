/** Questions to the search, and to plain BM25 over the same entries. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ApiEntry } from "../../src/core/apiDocs/apiPackage.ts";
import { PackedApis, packApis } from "../../src/core/apiDocs/search/packedApis.ts";
import { searchApis } from "../../src/core/apiDocs/search/searchApis.ts";
import { Random } from "../completion/random.ts";
import { type DocQuery, guideQueries, sentenceQueries, withoutQueries } from "./docQueries.ts";
import { PlainBm25 } from "./plainBm25.ts";
import { cpuMs, type Workspace } from "./workspace.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const utf8 = {
  encode: (text: string) => encoder.encode(text),
  decode: (bytes: Uint8Array) => decoder.decode(bytes),
};

export interface Library {
  readonly name: string;
  readonly entries: readonly ApiEntry[];
  readonly folder: string;
}

export async function readLibrary(workspace: Workspace, ecosystem: string, name: string): Promise<Library> {
  const { readable } = await workspace.libraries.installed();
  const one = readable.find(
    ({ installed: { id } }) => id.ecosystem === ecosystem && id.name.toLowerCase() === name.toLowerCase(),
  );
  if (one === undefined) throw new Error(`Cannot read the library "${name}": it is not installed`);
  const apis = await workspace.shelf.take(one);
  const entries = Array.from({ length: apis.entryCount }, (_, i) => apis.entry(i));
  return { name, entries, folder: one.installed.folder };
}

/** @param guides folder with a folder of texts for each library that has some; READMEs of packages are taken besides */
export function queriesOf(
  { name, entries, folder }: Library,
  count: number,
  guides: string | undefined,
): readonly DocQuery[] {
  const random = new Random(`docs queries ${name}`);
  const sentences = sentenceQueries(name, entries, count, random);
  const files = [folder.includes("/node_modules/") ? folder : "", guides ? join(guides, name) : ""].flatMap(
    (one) => (one === "" ? [] : textsIn(one)),
  );
  const asked = files.flatMap((path) =>
    guideQueries(name, readFileSync(path, "utf8"), path.endsWith(".rst"), entries),
  );
  return [...sentences, ...random.shuffle(asked).slice(0, count)];
}

function textsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const isPackage = folder.includes("/node_modules/");
  return readdirSync(folder, { recursive: !isPackage, encoding: "utf8" })
    .filter((name) => (isPackage ? /^readme\.md$/i : /\.(?:rst|md)$/).test(name))
    .map((name) => join(folder, name))
    .sort();
}

export interface Ranked {
  readonly query: DocQuery;
  /** 0-based ranks among ten; -1 when it is not there. */
  readonly ours: number;
  readonly plain: number;
  readonly found: readonly string[];
  readonly cpuMs: number;
}

/** All libraries are searched together. */
export function rankAll(libraries: readonly Library[], queries: readonly DocQuery[]): readonly Ranked[] {
  const entries = libraries.map(({ name, entries: all }) => ({
    name,
    entries: withoutQueries(
      all,
      queries.filter(({ library }) => library === name),
    ),
  }));
  const packed = entries.map((one) => PackedApis.open(packApis(one.entries, utf8, ""), utf8, "")!);
  const plain = new PlainBm25(entries.flatMap((one) => one.entries));
  const libraryOf = new Map(
    entries.flatMap((one) => one.entries.map((entry) => [entry.package.name, one.name] as const)),
  );
  /** Entries that say the same under the same name are one API. */
  const twin = ({ name, summary }: ApiEntry) => `${name.split(".").at(-1)} ${summary}`;
  const rank = ({ library, answers }: DocQuery, found: readonly ApiEntry[]) => {
    const all = entries.find(({ name }) => name === library)!.entries;
    const twins = new Set(all.filter(({ name, summary }) => answers.has(name) && summary !== "").map(twin));
    return found.findIndex(
      (one) => libraryOf.get(one.package.name) === library && (answers.has(one.name) || twins.has(twin(one))),
    );
  };
  return queries.map((query) => {
    const before = cpuMs();
    const hits = searchApis(packed, { text: query.text, limit: 10 }).map(({ entry }) => entry);
    const spent = cpuMs() - before;
    return {
      query,
      ours: rank(query, hits),
      plain: rank(query, plain.search(query.text, 10)),
      found: hits.map((one) => `${one.package.name}:${one.name}`),
      cpuMs: spent,
    };
  });
}

/** Each question to its own library alone, as with the name of a package given. */
export const rankWithin = (libraries: readonly Library[], queries: readonly DocQuery[]): readonly Ranked[] =>
  libraries.flatMap((library) =>
    rankAll(
      [library],
      queries.filter((query) => query.library === library.name),
    ),
  );
