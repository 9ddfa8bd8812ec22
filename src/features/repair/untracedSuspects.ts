/** Suspected lines of tests that could not be traced: by stacks, and by what the failure says in words. */
import { type FailureText, mentionsIn } from "../../core/repair/localize/failureText.ts";
import { rankLines, type SuspectLine } from "../../core/repair/localize/spectrum.ts";
import type { Engine } from "../../ports/engine.ts";
import type { Reproduced } from "./reproduced.ts";
import { failureTexts } from "./suspectCode.ts";
import { type EvidenceDeps, withMoreEvidence } from "./suspectEvidence.ts";
import { linesIn } from "./suspects.ts";
import { importedPaths } from "./suspectTexts.ts";
import { mayChange } from "./targets.ts";

export interface UntracedDeps extends EvidenceDeps {
  readonly engine: EvidenceDeps["engine"] & Partial<Pick<Engine, "search">>;
}

const mostFiles = 8;
/** Pieces of the repository that are looked up for a failure. */
const mostHits = 12;
/** What a line has that only the words of the failure tell, below one that stands on its stack. Chosen by hand. */
const wordsScore = 0.09;
/** UTF-16 units of a failure that are looked up. */
const longestQuery = 2_000;

/** Best first, paths relative to the root; empty when neither stacks nor words tell. */
export async function untracedSuspects(
  reproduced: Omit<Reproduced, "suspects">,
  deps: UntracedDeps,
  signal: AbortSignal,
): Promise<SuspectLine[]> {
  const { copy, target, failing, outcomes } = reproduced;
  const ids = new Set(failing.map(({ id }) => id));
  const stacks = outcomes
    .filter(({ id }) => ids.has(id))
    .map(({ stack = [] }) => stack.filter(({ path }) => mayChange(path, target)).toReversed());
  const failures = await failureTexts(copy, failing, outcomes);
  const onStack = stacks.flat().map(({ path }) => path);
  const imported = await importedPaths(reproduced);
  const found = await foundByWords(failures, target.root, deps, signal);
  const paths = [...new Set([...onStack, ...imported, ...found.filter((path) => mayChange(path, target))])];
  const texts = new Map<string, string>();
  for (const path of paths.slice(0, mostFiles)) {
    const text = await copy.read(path);
    if (text !== undefined) texts.set(path, text.replace(/^\ufeff/, ""));
  }
  const linesOf = linesIn((path) => texts.get(path));
  const lines = [...texts.keys()].map((path): [string, readonly string[]] => [path, linesOf(path)]);
  const ranked = rankLines(stacks.map((raised) => ({ failed: true, lines: new Map(), raised })));
  const all = [...ranked, ...mentioned(new Map(lines), failures, ranked)];
  const onDisk = (path: string) => `${target.root}/${path}`;
  return [...(await withMoreEvidence({ lines: all, linesOf, failures, onDisk }, deps, signal))];
}

/** Lines that nothing but the words of failures tells. */
function mentioned(
  texts: ReadonlyMap<string, readonly string[]>,
  failures: readonly FailureText[],
  ranked: readonly SuspectLine[],
): SuspectLine[] {
  const known = new Set(ranked.map(({ path, line }) => `${line}:${path}`));
  return [...mentionsIn(texts, failures)].flatMap(([path, lines]) =>
    [...lines]
      .filter(([line]) => !known.has(`${line}:${path}`))
      .map(([line, { strength }]) => ({ path, line, score: wordsScore * strength, reasons: [] })),
  );
}

/** Paths relative to the root, best first; empty without an index. */
async function foundByWords(
  failures: readonly FailureText[],
  root: string,
  { engine }: UntracedDeps,
  signal: AbortSignal,
): Promise<string[]> {
  if (!engine.search) return [];
  const query = failures
    .map(({ name, message }) => `${name}\n${message}`)
    .join("\n")
    .slice(0, longestQuery);
  const hits = await engine.search({ query, target: "chunk", limit: mostHits }, signal);
  return hits.flatMap(({ path }) => (path.startsWith(`${root}/`) ? [path.slice(root.length + 1)] : []));
}
