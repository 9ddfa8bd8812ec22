/** Ways to rank lines, compared on what tests told of faults before (`savedSpectra.ts`). */
import { execFileSync } from "node:child_process";
import { type FunctionFlow, functionFlows, reachedLines } from "../../src/core/repair/localize/dataFlow.ts";
import {
  type EvidenceShares,
  type LineEvidence,
  withEvidence,
} from "../../src/core/repair/localize/evidence.ts";
import { type FailureText, mentionsIn } from "../../src/core/repair/localize/failureText.ts";
import { type LineChange, lineChanges } from "../../src/core/repair/localize/lineHistory.ts";
import type { SuspectLine } from "../../src/core/repair/localize/spectrum.ts";
import { repairGrammarOf } from "../../src/core/repair/repairLanguages.ts";
import { languageIdOf } from "../../src/core/syntax/language.ts";
import { testedNames } from "../../src/features/repair/suspectEvidence.ts";
import { linesIn, suspectLines } from "../../src/features/repair/suspects.ts";
import { parseBlame } from "../../src/node/git/pastGit.ts";
import { treeOf } from "./javascriptFaults.ts";
import { type Places, placesOf, plainOchiai } from "./localization.ts";
import { gitDirOf, isTestPath, type Repository } from "./repositories.ts";
import { halfOf, type RepositoryBug } from "./repositoryBug.ts";
import { readSpectra, type SavedSpectrum } from "./savedSpectra.ts";

const mostFiles = 8;
const none: EvidenceShares = { changes: 0, flow: 0, mentions: 0 };

export interface Prepared {
  readonly saved: SavedSpectrum;
  readonly half: "development" | "heldOut";
  readonly ranked: readonly SuspectLine[];
  readonly plain: readonly SuspectLine[];
  readonly evidence: LineEvidence;
  readonly treeAt: (path: string) => ReturnType<typeof treeOf>;
}

export async function prepare(saved: SavedSpectrum, clones: string): Promise<Prepared> {
  const { baseline, texts, root } = saved;
  const isCode = ({ path }: { readonly path: string }) => !isTestPath(path.slice(root.length + 1));
  const linesOf = linesIn((path) => texts[path]);
  const ranked = suspectLines(baseline, linesOf).filter(isCode);
  const plain = plainOchiai(baseline).filter(isCode);
  const paths = [...new Set(ranked.map(({ path }) => path))].slice(0, mostFiles);
  const failures = failuresOf(saved);
  const flows = new Map<string, readonly FunctionFlow[]>();
  const trees = new Map<string, ReturnType<typeof treeOf>>();
  const treeAt = (path: string) => {
    let tree = trees.get(path);
    if (!tree) trees.set(path, (tree = treeOf(path, texts[path] ?? "")));
    return tree;
  };
  for (const path of paths) {
    const grammar = repairGrammarOf(languageIdOf(path) ?? "");
    const tree = await treeAt(path);
    if (!grammar || !tree) continue;
    const raised = ranked.filter(
      (one) => one.path === path && one.reasons.some(({ kind }) => kind === "raised" || kind === "onStack"),
    );
    flows.set(path, functionFlows(tree, grammar, new Set(raised.map(({ line }) => line))));
  }
  return {
    saved,
    half: halfOf(saved as unknown as RepositoryBug),
    ranked,
    plain,
    treeAt,
    evidence: {
      flow: reachedLines(flows, testedNames(failures), 2),
      mentions: mentionsIn(new Map(paths.map((path) => [path, linesOf(path)])), failures),
      changes: pastOf(saved, paths, clones),
    },
  };
}

/** Of failing tests their names, what they say, and the function around the line of the test that failed. */
export function failuresOf({ baseline, texts }: SavedSpectrum): FailureText[] {
  return baseline.cases
    .filter(({ outcome, isTarget = true }) => isTarget && outcome !== "passed" && outcome !== "skipped")
    .slice(0, 12)
    .map(({ id, error = "", file }) => ({
      name: id.slice(id.indexOf("::") + 2),
      message: error,
      source: sourceOf(id, texts[file] ?? ""),
    }));
}

/** Lines around where the last name of a test stands, up to the next test. */
function sourceOf(id: string, text: string): string {
  const last = id
    .replace(/\[.*$/, "")
    .replace(/#\d+$/, "")
    .split(/::| > /)
    .at(-1)!
    .trim();
  const at = text.indexOf(last);
  if (at < 0) return "";
  const rest = text.slice(at);
  const end = rest.slice(last.length).search(/^\s*(?:def test|async def test|(?:it|test)\s*\()/m);
  return end < 0 ? rest.slice(0, 1500) : rest.slice(0, Math.min(1500, last.length + end));
}

/** By the commits before the fault: of a historical one the state before its fix, of a seeded one the newest. */
function pastOf(
  { repository, kind, name, root, texts }: SavedSpectrum,
  paths: readonly string[],
  clones: string,
): NonNullable<LineEvidence["changes"]> {
  const dir = gitDirOf(clones, { repository } as Repository);
  const commit = kind === "seeded" ? "HEAD" : `${name.split(" ").at(-1)}~1`;
  const git = (...args: string[]) =>
    execFileSync("git", [`--git-dir=${dir}`, ...args], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "ignore"],
    });
  const found = new Map<string, ReadonlyMap<number, LineChange>>();
  try {
    const nowS = Number(git("log", "-1", "--format=%at", commit));
    for (const path of paths) {
      const known = parseBlame(git("blame", "--porcelain", commit, "--", path.slice(root.length + 1)));
      const lines = (texts[path] ?? "").split("\n");
      const changes = [...lineChanges(known, lines, nowS)];
      // The fault itself is the only change of the working files: it would tell itself.
      found.set(path, new Map(changes.filter(([, { kind: how }]) => how === "recent")));
    }
  } catch {
    return found;
  }
  return found;
}

export interface Way {
  readonly name: string;
  readonly rank: (one: Prepared) => readonly SuspectLine[];
}

export const ways: readonly Way[] = [
  { name: "plain Ochiai", rank: ({ plain }) => plain },
  { name: "as it was", rank: ({ ranked }) => ranked },
  ...(["changes", "flow", "mentions"] as const).flatMap((which) =>
    [0.005, 0.01, 0.02, 0.08].map((share) => ({
      name: `${which} ${share}`,
      rank: ({ ranked, evidence }: Prepared) => withEvidence(ranked, evidence, { ...none, [which]: share }),
    })),
  ),
  { name: "all, as used", rank: ({ ranked, evidence }) => withEvidence(ranked, evidence) },
];

export async function compareSaved(folder: string, clones: string): Promise<void> {
  const found = new Map<string, Map<string, Places[]>>();
  for (const saved of readSpectra(folder)) {
    const one = await prepare(saved, clones);
    for (const { name, rank } of ways) {
      const places = await placesOf(rank(one), saved, one.treeAt);
      for (const group of [`${saved.kind} ${one.half}`, `all ${one.half}`]) {
        const own = found.get(group) ?? new Map<string, Places[]>();
        found.set(group, own);
        own.set(name, [...(own.get(name) ?? []), places]);
      }
    }
  }
  for (const [group, byWay] of found) {
    console.log(`${group}: ${[...byWay.values()][0]!.length} faults`);
    for (const [name, places] of byWay) {
      const top = (level: "line" | "function", most: number) =>
        places.filter((one) => (one[level] ?? Number.POSITIVE_INFINITY) <= most).length;
      const mean =
        places.reduce((sum, { line }) => sum + (line === undefined ? 0 : 1 / line), 0) / places.length;
      console.log(
        `  ${name.padEnd(16)} line ${[1, 5, 10].map((most) => top("line", most)).join(" / ")}, function ${[1, 5].map((most) => top("function", most)).join(" / ")}, mean reciprocal place ${mean.toFixed(3)}`,
      );
    }
  }
}
