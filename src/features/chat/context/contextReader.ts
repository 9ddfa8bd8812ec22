/** Reads what a person put beside a question, at the time of asking: text with the files it is from, bounded. */
import type { ContextRef, ShownContext } from "../../../core/chat/contextRef.ts";
import { describeContext } from "../../../core/chat/contextRef.ts";
import type { ShortPath } from "../../../core/chat/renderAnswer.ts";
import type { ContextSource } from "../../../core/prompt/contextItem.ts";
import { countOf } from "../../../core/text/counts.ts";
import type { ApiDocs } from "../../../ports/apiDocs.ts";
import type { RepoQueries } from "../../../ports/repoQueries.ts";
import type { Problem, Surroundings, TestFailure } from "../../../ports/surroundings.ts";

export interface ContextDeps {
  readonly queries: Pick<RepoQueries, "findSymbols" | "outline">;
  readonly docs: Pick<ApiDocs, "searchApis">;
  readonly surroundings: Surroundings;
  readonly shortPath: ShortPath;
  /** @throws when it leads nowhere in the workspace */
  readonly wholePath: (short: string) => string;
}

/** One thing beside a question, as it was when the question was asked. */
export interface AttachedContext {
  readonly ref: ContextRef;
  /** What it is, in a line. */
  readonly title: string;
  readonly text: string;
  /** Files that the text is from: with one that may not leave the machine, nothing of it does. */
  readonly sources: readonly ContextSource[];
  /** Places that it names; absolute, lines 0-based. */
  readonly places: readonly { readonly path: string; readonly line: number; readonly text: string }[];
}

export interface ReadContext {
  readonly attached: readonly AttachedContext[];
  /** All that was asked for, with what became of it. */
  readonly shown: readonly ShownContext[];
}

/** Of one file or piece. */
const MOST_LINES = 1500;
const LONGEST_TEXT = 60_000;
const MOST_PROBLEMS = 100;
const MOST_FAILURES = 20;
const MOST_FILES = 60;
const MOST_SYMBOLS = 12;
const MOST_APIS = 12;

/** What one reference came to; a text alone says why there is nothing. */
type Found =
  | (Omit<AttachedContext, "ref" | "title"> & {
      readonly note?: string | undefined;
      /** The reference with its place, where that had to be found. */
      readonly ref?: ContextRef;
    })
  | string;

export async function readContext(
  deps: ContextDeps,
  refs: readonly ContextRef[],
  signal: AbortSignal,
): Promise<ReadContext> {
  const all = await Promise.all(refs.map((ref) => readOne(deps, ref, signal)));
  signal.throwIfAborted();
  return {
    attached: all.flatMap((one) => (one.attached ? [one.attached] : [])),
    shown: all.map((one) => one.shown),
  };
}

async function readOne(
  deps: ContextDeps,
  ref: ContextRef,
  signal: AbortSignal,
): Promise<{ readonly attached?: AttachedContext; readonly shown: ShownContext }> {
  const found = await readers[ref.kind](deps, ref, signal).catch((error: unknown): Found => {
    signal.throwIfAborted();
    return error instanceof Error ? error.message : String(error);
  });
  if (typeof found === "string") return { shown: { ...ref, note: found } };
  const { note, ref: placed = ref, ...rest } = found;
  const attached = { ...rest, ref: placed, title: describeContext(placed) };
  return { attached, shown: note === undefined ? placed : { ...placed, note } };
}

const readers: Readonly<
  Record<ContextRef["kind"], (deps: ContextDeps, ref: ContextRef, signal: AbortSignal) => Promise<Found>>
> = {
  file: readFile,
  rules: readFile,
  lines: readFile,
  symbol: readSymbol,
  folder: readFolder,
  docs: readDocs,
  problems: readProblems,
  tests: readFailures,
  changes: readChanges,
  terminal: readTerminal,
};

/** @returns undefined when no file of the workspace is meant */
async function pathOf({ wholePath, surroundings }: ContextDeps, short: string): Promise<string | undefined> {
  const whole = wholePath(short);
  if ((await surroundings.readText(whole)) !== undefined) return whole;
  // A person may write the end of a path alone.
  const found = await surroundings.findFiles(short.slice(short.lastIndexOf("/") + 1), MOST_FILES);
  return found.filter((path) => path.endsWith(`/${short}`)).sort((a, b) => a.length - b.length)[0];
}

async function readFile(deps: ContextDeps, ref: ContextRef): Promise<Found> {
  const path = await pathOf(deps, ref.path ?? "");
  const text = path && (await deps.surroundings.readText(path));
  if (path === undefined || text === undefined) return "it is no longer there, or no text";
  const short = deps.shortPath(path);
  const placed = short === undefined ? ref : { ...ref, path: short };
  return { ...linesOf(path, text, ref.line, ref.endLine), ref: placed };
}

/** @param line 1-based, as `endLine`; the whole text when absent */
function linesOf(path: string, text: string, line = 1, endLine = Number.POSITIVE_INFINITY) {
  const all = text.split(/\r?\n/).slice(line - 1, endLine);
  const kept = bounded(all.slice(0, MOST_LINES).join("\n"));
  const count = kept.split("\n").length;
  return {
    text: kept,
    sources: [{ path, isLibrary: false }],
    places: [{ path, line: line - 1, text: "" }],
    note: count < all.length ? `its first ${countOf(count, "line")}` : undefined,
  };
}

/** A text that is cut ends with a whole line. */
function bounded(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const cut = text.slice(0, LONGEST_TEXT);
  return cut.slice(0, Math.max(cut.lastIndexOf("\n"), 0) || LONGEST_TEXT);
}

async function readSymbol(deps: ContextDeps, ref: ContextRef, signal: AbortSignal): Promise<Found> {
  const name = ref.name ?? "";
  if (ref.path !== undefined && ref.line !== undefined) {
    const placed = await readFile(deps, ref);
    if (typeof placed !== "string") return placed;
  }
  const last = name.slice(name.lastIndexOf(".") + 1);
  const hits = await deps.queries.findSymbols({ name: last, match: "exact", limit: 50 }, signal);
  const around = name.slice(0, Math.max(0, name.length - last.length - 1));
  const hit = hits.find(({ container }) => container.endsWith(around)) ?? hits[0];
  const text = hit && (await deps.surroundings.readText(hit.path));
  const short = hit && deps.shortPath(hit.path);
  if (!hit || text === undefined || short === undefined) return "no definition of that name is indexed";
  const place = { path: short, line: hit.startLine + 1, endLine: hit.endLine + 1 };
  return { ...linesOf(hit.path, text, place.line, place.endLine), ref: { ...ref, ...place } };
}

/** What the files of a folder define, without their code. */
async function readFolder(deps: ContextDeps, ref: ContextRef, signal: AbortSignal): Promise<Found> {
  const files = await deps.surroundings.filesBelow(deps.wholePath(ref.path ?? ""), MOST_FILES + 1);
  if (files.length === 0) return "it is no longer there, or holds no files";
  const kept = files.slice(0, MOST_FILES);
  const outlines: string[] = [];
  for (const path of kept) {
    const { symbols } = (await deps.queries.outline(path, signal)) ?? { symbols: [] };
    const lines = symbols.slice(0, MOST_SYMBOLS).map(({ signature, container }) => {
      const depth = container === "" ? 1 : container.split(".").length + 1;
      return `${"  ".repeat(depth)}${signature}`;
    });
    outlines.push([deps.shortPath(path) ?? path, ...lines].join("\n"));
  }
  return {
    text: bounded(outlines.join("\n")),
    sources: kept.map((path) => ({ path, isLibrary: false })),
    places: [],
    note: files.length > kept.length ? `its first ${countOf(kept.length, "file")}` : undefined,
  };
}

async function readDocs(deps: ContextDeps, ref: ContextRef, signal: AbortSignal): Promise<Found> {
  const name = ref.name ?? "";
  const hits = await deps.docs.searchApis({ query: name, package: name, limit: MOST_APIS }, signal);
  if (hits.length === 0) return "no package of that name is installed, or it says nothing of its APIs";
  const text = hits
    .map(({ entry }) =>
      [
        `${entry.module}: ${entry.name} (${entry.package.name} ${entry.package.version})`,
        ...entry.signatures,
        entry.doc || entry.summary,
      ].join("\n"),
    )
    .join("\n\n");
  const paths = [...new Set(hits.map(({ entry }) => entry.path))];
  return { text: bounded(text), sources: paths.map((path) => ({ path, isLibrary: true })), places: [] };
}

async function readProblems(deps: ContextDeps, ref: ContextRef): Promise<Found> {
  const path = ref.path === undefined ? undefined : deps.wholePath(ref.path);
  const all = deps.surroundings.problems().filter((one) => path === undefined || one.path === path);
  if (all.length === 0) return "there are none";
  const kept = all.slice(0, MOST_PROBLEMS);
  const line = (one: Problem) =>
    `${deps.shortPath(one.path) ?? one.path}:${one.line + 1}: ${one.severity}: ${one.message}`;
  return {
    text: kept.map(line).join("\n"),
    sources: sourcesOf(kept.map((one) => one.path)),
    places: kept.map((one) => ({ path: one.path, line: one.line, text: `${one.severity}: ${one.message}` })),
    note: all.length > kept.length ? `the first ${kept.length} of ${all.length}` : undefined,
  };
}

async function readFailures(deps: ContextDeps): Promise<Found> {
  const all = deps.surroundings.failedTests();
  if (all.length === 0) return "no test failed when tests last ran here";
  const kept = all.slice(0, MOST_FAILURES);
  const paths = kept.flatMap(({ path }) => (path === undefined ? [] : [path]));
  return {
    text: bounded(kept.map((one) => `${one.name}\n${one.message}`).join("\n\n")),
    sources: sourcesOf(paths),
    places: kept.flatMap((one: TestFailure) =>
      one.path === undefined
        ? []
        : [{ path: one.path, line: one.line ?? 0, text: `${one.name}: ${firstLine(one.message)}` }],
    ),
    note: all.length > kept.length ? `the first ${kept.length} of ${all.length}` : undefined,
  };
}

const firstLine = (text: string): string => text.trim().split("\n")[0] ?? "";

async function readChanges(deps: ContextDeps): Promise<Found> {
  const changes = await deps.surroundings.changes();
  if (!changes) return "there is no git repository that may be asked";
  if (changes.diff.trim() === "") return "nothing is changed";
  const text = bounded(changes.diff);
  return {
    text,
    sources: sourcesOf(changes.paths),
    places: [],
    note: text.length < changes.diff.length ? "its beginning" : undefined,
  };
}

async function readTerminal(deps: ContextDeps): Promise<Found> {
  const last = deps.surroundings.lastCommand();
  if (!last) return "no terminal has told of a command";
  const { command, output, exitCode } = last;
  const end = exitCode === undefined ? "" : `\n(exit code ${exitCode})`;
  return { text: `$ ${command}\n${output}${end}`, sources: [], places: [] };
}

const sourcesOf = (paths: readonly string[]): readonly ContextSource[] =>
  [...new Set(paths)].map((path) => ({ path, isLibrary: false }));
