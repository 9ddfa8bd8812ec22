/** Candidates with their features at many positions: what a ranker is fitted on. */
import { nextWord } from "../../src/core/completion/builtin/nextWord.ts";
import { collapse } from "./measures.ts";
import type { Position, Setting } from "./positions.ts";
import type { Bench } from "./run.ts";

export interface Example {
  readonly repo: string;
  readonly setting: Setting;
  /** Features of each candidate, best first as ranked now. */
  readonly features: readonly (readonly number[])[];
  /** Index of the right candidate; -1 when none is. */
  readonly right: number;
  readonly atStart: boolean;
  /** Probability of the most probable next word, and whether it was right; undefined when none is offered. */
  readonly word: readonly [number, boolean] | undefined;
}

export function exampleAt(bench: Bench, repo: string, setting: Setting, position: Position): Example {
  const truth = collapse(position.truth);
  const { view, ranked, prediction } = bench.engine.rank({ ...position, maxSuggestions: 16 });
  const word = nextWord(view, prediction);
  return {
    repo,
    setting,
    features: ranked.map((one) => one.features.map((value) => Math.round(value * 1e4) / 1e4)),
    right: ranked.findIndex(({ candidate }) => collapse(candidate.text) === truth),
    atStart: view.current.typed === 0 && view.current.partial === "",
    word: word === undefined ? undefined : [word.probability, isNextWord(word.text, position.truth)],
  };
}

/** Whether the truth starts with this word, and the word ends there. */
function isNextWord(word: string, truth: string): boolean {
  return (
    truth.trimStart().startsWith(word.trimStart()) &&
    !/^[\p{L}\p{N}_$]/u.test(truth.trimStart().slice(word.trimStart().length))
  );
}
