/** Candidates for repairs, made in the worker from syntax trees. */
import { generateCandidates } from "../../core/repair/generateCandidates.ts";
import { repairGrammarOf } from "../../core/repair/repairLanguages.ts";
import type { RepairQueries } from "../../ports/repairQueries.ts";
import type { Trees } from "../../ports/trees.ts";

/** A large file on a busy machine; whoever repairs waits for more than that. */
export const parseMs = 3_000;

export function repairProposer(trees: Pick<Trees, "tree">): RepairQueries["proposeRepairs"] {
  return async ({ languageId, text, lineScores, ...rest }) => {
    const grammar = repairGrammarOf(languageId);
    const tree = grammar && (await trees.tree(languageId, text, parseMs));
    if (!grammar || !tree) return [];
    return generateCandidates({ tree, grammar, lineScores: new Map(lineScores), ...rest });
  };
}
