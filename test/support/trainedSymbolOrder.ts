import { join } from "node:path";
import { shippedSymbolOrder } from "../../src/node/ranker/shippedSymbolOrder.ts";

/** The order of symbols that ships. */
export const trainedSymbolOrder = shippedSymbolOrder(
  join(import.meta.dirname, "../../media/symbol-order.bin"),
);
