/** What speaks for a suspected line besides the tests that ran it: asked for the most suspected files alone. */
import { type FunctionFlow, reachedLines } from "../../core/repair/localize/dataFlow.ts";
import { type LineEvidence, withEvidence } from "../../core/repair/localize/evidence.ts";
import { type FailureText, mentionsIn } from "../../core/repair/localize/failureText.ts";
import { type LineChange, lineChanges } from "../../core/repair/localize/lineHistory.ts";
import type { SuspectLine } from "../../core/repair/localize/spectrum.ts";
import { languageIdOf } from "../../core/syntax/language.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Engine } from "../../ports/engine.ts";
import type { PastGit } from "../../ports/pastGit.ts";
import type { LinesOf } from "./suspects.ts";

export interface EvidenceDeps {
  readonly engine: Partial<Pick<Engine, "dataFlows">>;
  /** Not given: what was changed and when is no reason. */
  readonly history?: LineHistory;
}

export interface LineHistory {
  readonly git: Pick<PastGit, "blameFile">;
  readonly clock: Pick<Clock, "now">;
}

/** What the lines are of. */
export interface EvidenceQuestion {
  /** Best first. */
  readonly lines: readonly SuspectLine[];
  readonly linesOf: LinesOf;
  readonly failures: readonly FailureText[];
  /** A path of the ranking as it is in a person's folder; undefined for one outside. */
  readonly onDisk: (path: string) => string | undefined;
}

/** Files that are looked at, most suspected first. */
const mostFiles = 8;
/** Calls that are followed from the functions that a test names. */
const followedCalls = 2;

/** The lines with what else is known of them, best first. */
export async function withMoreEvidence(
  question: EvidenceQuestion,
  deps: EvidenceDeps,
  signal: AbortSignal,
): Promise<readonly SuspectLine[]> {
  const paths = [...new Set(question.lines.map(({ path }) => path))].slice(0, mostFiles);
  if (paths.length === 0) return question.lines;
  const [changes, flow] = await Promise.all([
    changesOf(paths, question, deps, signal),
    flowOf(paths, question, deps, signal),
  ]);
  const mentions = mentionsIn(
    new Map(paths.map((path) => [path, question.linesOf(path)])),
    question.failures,
  );
  return withEvidence(question.lines, { changes, flow, mentions });
}

async function changesOf(
  paths: readonly string[],
  { linesOf, onDisk }: EvidenceQuestion,
  { history }: EvidenceDeps,
  signal: AbortSignal,
): Promise<NonNullable<LineEvidence["changes"]>> {
  if (!history) return new Map();
  const nowS = history.clock.now() / 1000;
  const found = await Promise.all(
    paths.map(async (path): Promise<[string, ReadonlyMap<number, LineChange>]> => {
      const own = onDisk(path);
      const known = own === undefined ? undefined : await history.git.blameFile(own, signal);
      if (known === undefined) return [path, new Map()];
      return [path, lineChanges(known === "untracked" ? undefined : known, linesOf(path), nowS)];
    }),
  );
  return new Map(found);
}

async function flowOf(
  paths: readonly string[],
  { lines, linesOf, failures }: EvidenceQuestion,
  { engine }: EvidenceDeps,
  signal: AbortSignal,
): Promise<NonNullable<LineEvidence["flow"]>> {
  if (!engine.dataFlows) return new Map();
  const flows = new Map<string, readonly FunctionFlow[]>();
  for (const path of paths) {
    const languageId = languageIdOf(path);
    if (languageId === undefined) continue;
    const raised = lines.filter((one) => one.path === path && isRaised(one)).map(({ line }) => line);
    const text = linesOf(path).join("\n");
    const asked = engine
      .dataFlows({ languageId, text, raised }, signal)
      .catch((): readonly FunctionFlow[] => {
        // Without it the other reasons stand.
        signal.throwIfAborted();
        return [];
      });
    flows.set(path, await asked);
  }
  return reachedLines(flows, testedNames(failures), followedCalls);
}

const isRaised = ({ reasons }: SuspectLine): boolean =>
  reasons.some(({ kind }) => kind === "raised" || kind === "onStack");

/** Words that stand in the tests. */
export function testedNames(failures: readonly FailureText[]): ReadonlySet<string> {
  return new Set(failures.flatMap(({ source }) => source.match(/[A-Za-z_$][\w$]*/g) ?? []));
}
