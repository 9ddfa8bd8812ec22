/** Asks the engine and the baseline at positions. */
import { BuiltinEngine } from "../../src/core/completion/builtin/builtinEngine.ts";
import { isTestPath } from "../../src/core/completion/builtin/features/placeFeatures.ts";
import type { RankedLines } from "../../src/core/completion/builtin/lines.ts";
import type { Ranker } from "../../src/core/completion/builtin/ranker.ts";
import { trainedRanker } from "../../test/support/trainedRanker.ts";
import { Baseline } from "./baseline.ts";
import { type Answer, collapse, editSimilarity, firstToken } from "./measures.ts";
import type { Position } from "./positions.ts";
import type { SourceFile } from "./sources.ts";
import type { TreeReader } from "./treeFollower.ts";

/** What a position gave, for those who look closer than at the answer. */
export type Observer = (position: Position, ranked: RankedLines) => void;

export class Bench implements TreeReader {
  readonly engine: BuiltinEngine;
  readonly #baseline: Baseline | undefined;
  readonly buildCpuMs: number;

  constructor(files: readonly SourceFile[], withBaseline: boolean, ranker: Ranker = trainedRanker) {
    this.engine = new BuiltinEngine(ranker);
    const started = cpuMs();
    for (const { path, languageId, text } of files) this.engine.setFile(path, languageId, text);
    for (const _ of this.engine.build());
    this.buildCpuMs = cpuMs() - started;
    this.#baseline = withBaseline ? new Baseline(files) : undefined;
  }

  setFile(file: SourceFile): void {
    this.engine.setFile(file.path, file.languageId, file.text);
    this.#baseline?.setFile(file);
  }

  removeFile(path: string): void {
    this.engine.removeFile(path);
    this.#baseline?.removeFile(path);
  }

  build(): void {
    for (const _ of this.engine.build());
  }

  ask(position: Position, observe?: Observer): Answer {
    const truth = collapse(position.truth);
    const started = cpuMs();
    const suggestion = this.engine.complete({ ...position, maxSuggestions: 1 })[0];
    const ended = cpuMs();
    const ranked = this.engine.rank({ ...position, maxSuggestions: 16 });
    observe?.(position, ranked);
    const text = suggestion?.text ?? "";
    return {
      right: collapse(text) === truth,
      firstTokenRight: firstToken(text) === firstToken(position.truth),
      reachable: ranked.ranked.some(({ candidate }) => collapse(candidate.text) === truth),
      baselineRight: this.#baseline !== undefined && collapse(this.#baseline.complete(position)) === truth,
      similarity: editSimilarity(collapse(text), truth),
      confidence: suggestion?.confidence ?? 0,
      cpuMs: ended - started,
      isTest: isTestPath(position.path),
    };
  }
}

export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
