/** Candidates with their features at many positions: what a ranker is trained on. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { BuiltinEngine } from "../../../src/core/completion/builtin/builtinEngine.ts";
import { FEATURES } from "../../../src/core/completion/builtin/features/features.ts";
import { lineStarts } from "../../../src/core/completion/builtin/lineStarts.ts";
import type { Ranker } from "../../../src/core/completion/builtin/ranker.ts";
import { Git } from "../git.ts";
import { collapse } from "../measures.ts";
import { columnChoices, type Position, type Setting, staticPositions } from "../positions.ts";
import { Random } from "../random.ts";
import { replayGroups } from "../replay.ts";
import { Bench } from "../run.ts";
import { readCommit, withoutCopies } from "../sources.ts";
import { TreeFollower } from "../treeFollower.ts";

export interface StartExample {
  readonly members: readonly number[];
  readonly ngram: number;
  readonly right: boolean;
}

export interface Example {
  readonly repo: string;
  readonly setting: Setting;
  /** Features of each candidate, as `FEATURES`. */
  readonly features: readonly (readonly number[])[];
  /** Indices of the right candidates: several only where they differ in white space. */
  readonly right: readonly number[];
  /** Starts that candidates share, while somebody types. */
  readonly starts?: readonly StartExample[];
}

/** How many positions of each setting are drawn from one repository. */
export type Counts = Readonly<Record<Setting, number>>;

/** The order of candidates does not matter where they are gathered. */
const unranked: Ranker = {
  probabilities: (candidates) => candidates.map(() => 1 / candidates.length),
  memberSums: (members) => members.map(() => 0),
  lineConfidence: (probability) => probability,
  startConfidence: (probability) => probability,
};

/** Examples of one repository, static ones from its HEAD and replayed ones from its newest commits. */
export function gatherExamples(dir: string, repo: string, counts: Counts): Example[] {
  const git = new Git(dir);
  return [...staticExamples(git, repo, counts), ...replayExamples(git, repo, counts)];
}

function staticExamples(git: Git, repo: string, counts: Counts): Example[] {
  const files = withoutCopies(readCommit(git, "HEAD"));
  const { engine } = new Bench(files, false, unranked);
  return (["S-a", "S-b"] as const).flatMap((setting) => {
    const random = new Random(`${repo} ${setting} training`);
    const positions = staticPositions(files, columnChoices[setting], counts[setting], random);
    return positions.map((position) => exampleAt(engine, repo, setting, position));
  });
}

/** The settings take turns, so that what git says of a commit is asked once. */
function replayExamples(git: Git, repo: string, counts: Counts): Example[] {
  const bench = new Bench([], false, unranked);
  const follower = new TreeFollower(git, bench);
  const examples: Example[] = [];
  let walks = (["R-a", "R-b", "R-t"] as const).map((setting) => {
    const random = new Random(`${repo} ${setting} training`);
    return { setting, groups: replayGroups(git, "HEAD", columnChoices[setting], counts[setting], random) };
  });
  while (walks.length > 0) {
    walks = walks.filter(({ setting, groups }) => {
      const { value: group, done } = groups.next();
      if (done) return false;
      follower.moveTo(group.base);
      for (const step of group.steps) {
        follower.apply(step);
        for (const position of step.positions) {
          examples.push(exampleAt(bench.engine, repo, setting, position));
        }
      }
      return true;
    });
  }
  return examples;
}

function exampleAt(engine: BuiltinEngine, repo: string, setting: Setting, position: Position): Example {
  const truth = collapse(position.truth);
  const lines = engine.rank({ ...position, maxSuggestions: 16 });
  const example = {
    repo,
    setting,
    features: lines.ranked.map(({ features }) => features),
    right: lines.ranked.flatMap(({ candidate }, i) => (collapse(candidate.text) === truth ? [i] : [])),
  };
  if (setting !== "R-t") return example;
  const starts = lineStarts(lines).map(({ text, members, ngram }) => {
    return { members, ngram: Number(ngram.toPrecision(3)), right: isStart(text, position.truth) };
  });
  return { ...example, starts };
}

/** Whether the truth starts with these words, and the last one ends there. */
function isStart(words: string, truth: string): boolean {
  return truth.startsWith(words) && !/^[\p{L}\p{N}_$]{2}/u.test(truth.slice(words.length - 1));
}

/** Features take most of the room: they are kept as 32-bit floats in `FILE.bin`, the rest in `FILE.json`. */
export function writeExamples(file: string, examples: readonly Example[]): void {
  const rows = examples.flatMap(({ features }) => features);
  const values = new Float32Array(rows.length * FEATURES.length);
  for (const [i, row] of rows.entries()) values.set(row, i * FEATURES.length);
  writeFileSync(`${file}.bin`, values);
  const rest = examples.map(({ features, ...one }) => ({ ...one, candidates: features.length }));
  writeFileSync(`${file}.json`, JSON.stringify({ features: FEATURES, examples: rest }));
}

/** Undefined when nothing is kept there, or what is kept has other features. */
export function readExamples(file: string): Example[] | undefined {
  if (!existsSync(`${file}.json`)) return undefined;
  const { features, examples } = JSON.parse(readFileSync(`${file}.json`, "utf8"));
  if (features.join() !== FEATURES.join()) return undefined;
  const bytes = readFileSync(`${file}.bin`);
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  let at = 0;
  return examples.map(({ candidates, ...one }: { candidates: number } & Omit<Example, "features">) => ({
    ...one,
    features: Array.from({ length: candidates }, () => [...values.subarray(at, (at += FEATURES.length))]),
  }));
}
