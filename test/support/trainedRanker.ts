import { join } from "node:path";
import { shippedRanker } from "../../src/node/ranker/shippedRanker.ts";

/** The ranker that ships. */
export const trainedRanker = shippedRanker(join(import.meta.dirname, "../../media/completion-ranker.json"));
