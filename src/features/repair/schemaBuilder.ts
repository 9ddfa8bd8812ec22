/** Texts with many changes side by side, made in the worker from syntax trees. */
import { buildSchema } from "../../core/repair/schema.ts";
import type { RepairQueries } from "../../ports/repairQueries.ts";
import type { Trees } from "../../ports/trees.ts";
import { parseMs } from "./repairProposer.ts";

const known = new Set(["javascript", "javascriptreact", "typescript", "typescriptreact"]);

export function schemaBuilder(trees: Pick<Trees, "tree">): RepairQueries["buildSchema"] {
  return async ({ languageId, text, variants, probeAs, watch }) => {
    const tree = known.has(languageId) ? await trees.tree(languageId, text, parseMs) : undefined;
    return tree && buildSchema({ tree, variants, probeAs, watch });
  };
}
