/** Texts with many changes side by side, made in the worker from syntax trees. */
import { buildCompiledSchema, hasCompiledSchema } from "../../core/repair/compiledSchema.ts";
import { buildSchema } from "../../core/repair/schema.ts";
import type { RepairQueries } from "../../ports/repairQueries.ts";
import type { Trees } from "../../ports/trees.ts";
import { parseMs } from "./repairProposer.ts";

const ecma = new Set(["javascript", "javascriptreact", "typescript", "typescriptreact"]);

export function schemaBuilder(trees: Pick<Trees, "tree">): RepairQueries["buildSchema"] {
  return async ({ languageId, text, variants, probeAs, watch }) => {
    const isCompiled = hasCompiledSchema(languageId);
    if (!isCompiled && !ecma.has(languageId)) return undefined;
    const tree = await trees.tree(languageId, text, parseMs);
    if (!tree) return undefined;
    return isCompiled
      ? buildCompiledSchema(tree, languageId, variants)
      : buildSchema({ tree, variants, probeAs, watch });
  };
}
