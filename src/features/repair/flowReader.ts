/** What results of functions depend on, told in the worker from syntax trees. */
import { functionFlows } from "../../core/repair/localize/dataFlow.ts";
import { repairGrammarOf } from "../../core/repair/repairLanguages.ts";
import type { RepairQueries } from "../../ports/repairQueries.ts";
import type { Trees } from "../../ports/trees.ts";
import { parseMs } from "./repairProposer.ts";

export function flowReader(trees: Pick<Trees, "tree">): RepairQueries["dataFlows"] {
  return async ({ languageId, text, raised }) => {
    const grammar = repairGrammarOf(languageId);
    const tree = grammar && (await trees.tree(languageId, text, parseMs));
    return tree ? functionFlows(tree, grammar, new Set(raised)) : [];
  };
}
