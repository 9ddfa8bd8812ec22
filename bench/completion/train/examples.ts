/** Candidates with their features at many positions: what a ranker is trained on. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { BuiltinEngine } from "../../../src/core/completion/builtin/builtinEngine.ts";
import { FEATURES } from "../../../src/core/completion/builtin/features/features.ts";
import { nextWord } from "../../../src/core/completion/builtin/nextWord.ts";
import type { Ranker } from "../../../src/core/completion/builtin/ranker.ts";
import { Git } from "../git.ts";
import { collapse } from "../measures.ts";
import { columnChoices, type Position, type Setting, staticPositions } from "../positions.ts";
import { Random } from "../random.ts";
import { replayGroups } from "../replay.ts";
import { readCommit, withoutCopies } from "../sources.ts";
import { MovingIndex } from "./movingIndex.ts";

export interface Example {
  readonly repo: string;
  readonly setting: Setting;
  /** Features of each candidate, as `FEATURES`. */
  readonly features: readonly (readonly number[])[];
  /** Indices of the right candidates: several only where they differ in white space. */
  readonly right: readonly number[];
  /** Probability of the most probable next word, and whether it was right; undefined when none is offered. */
  readonly word?: readonly [number, boolean] | undefined;
}

/** How many positions of each setting are drawn from one repository. */
export type Counts = Readonly<Record<Setting, number>>;

/** The order of candidates does not matter where they are gathered. */
const unranked: Ranker = {
  probabilities: (candidates) => candidates.map(() => 1 / candidates.length),
  lineConfidence: (probability) => probability,
  wordConfidence: (probability) => probability,
};

/** Examples of one repository, static ones from its HEAD and replayed ones from its newest commits. */
export function gatherExamples(dir: string, repo: string, counts: Counts): Example[] {
  const git = new Git(dir);
  return [...staticExamples(git, repo, counts), ...replayExamples(git, repo, counts)];
}

function staticExamples(git: Git, repo: string, counts: Counts): Example[] {
  const files = withoutCopies(readCommit(git, "HEAD"));
  const engine = new BuiltinEngine(unranked);
  for (const { path, languageId, text } of files) engine.setFile(path, languageId, text);
  for (const _ of engine.build());
  return (["S-a", "S-b"] as const).flatMap((setting) => {
    const random = new Random(`${repo} ${setting} training`);
    const positions = staticPositions(files, columnChoices[setting], counts[setting], random);
    return positions.map((position) => exampleAt(engine, repo, setting, position));
  });
}

/** The settings take turns, so that what git says of a commit is asked once. */
function replayExamples(git: Git, repo: string, counts: Counts): Example[] {
  const index = new MovingIndex(git, unranked);
  const examples: Example[] = [];
  let walks = (["R-a", "R-b", "R-t"] as const).map((setting) => {
    const random = new Random(`${repo} ${setting} training`);
    return { setting, groups: replayGroups(git, "HEAD", columnChoices[setting], counts[setting], random) };
  });
  while (walks.length > 0) {
    walks = walks.filter(({ setting, groups }) => {
      const { value: group, done } = groups.next();
      if (done) return false;
      index.moveTo(group.base);
      for (const step of group.steps) {
        index.apply(step);
        for (const position of step.positions) {
          examples.push(exampleAt(index.engine, repo, setting, position));
        }
      }
      return true;
    });
  }
  return examples;
}

function exampleAt(engine: BuiltinEngine, repo: string, setting: Setting, position: Position): Example {
  const truth = collapse(position.truth);
  const { view, ranked, prediction } = engine.rank({ ...position, maxSuggestions: 16 });
  const word = nextWord(view, prediction);
  return {
    repo,
    setting,
    features: ranked.map(({ features }) => features),
    right: ranked.flatMap(({ candidate }, i) => (collapse(candidate.text) === truth ? [i] : [])),
    word: word === undefined ? undefined : [word.probability, isNextWord(word.text, position.truth)],
  };
}

/** Whether the truth starts with this word, and the word ends there. */
function isNextWord(word: string, truth: string): boolean {
  const [start, whole] = [word.trimStart(), truth.trimStart()];
  return whole.startsWith(start) && !/^[\p{L}\p{N}_$]/u.test(whole.slice(start.length));
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
