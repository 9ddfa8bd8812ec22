import { readFileSync } from "node:fs";
import type { Ranker } from "../../core/completion/builtin/ranker.ts";
import { type TreeWeights, treeRanker } from "../../core/completion/builtin/treeRanker.ts";

/**
 * The trained ranker, read by the first request that needs it.
 *
 * @param path the file of weights, `media/completion-ranker.json` as shipped
 * @returns a ranker that throws when the file cannot be read or was written for other features
 */
export function shippedRanker(path: string): Ranker {
  let loaded: Ranker | undefined;
  const ranker = () => {
    loaded ??= treeRanker(readWeights(path));
    return loaded;
  };
  return {
    probabilities: (candidates) => ranker().probabilities(candidates),
    memberSums: (members) => ranker().memberSums(members),
    lineConfidence: (probability) => ranker().lineConfidence(probability),
    startConfidence: (probability) => ranker().startConfidence(probability),
  };
}

function readWeights(path: string): TreeWeights {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new Error(`Cannot read the ranker's weights "${path}": the file is missing or damaged`, { cause });
  }
}
