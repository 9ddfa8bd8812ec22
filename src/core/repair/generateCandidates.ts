/** All single repairs of a file that the templates know, most likely first. */

import type { FlatTree } from "../syntax/tree/flatTree.ts";
import type { Candidate } from "./candidate.ts";
import { isOddForm } from "./oddForms.ts";
import { type KnownLiterals, Proposals } from "./proposals.ts";
import { RepairFile } from "./repairFile.ts";
import type { RepairGrammar } from "./repairGrammar.ts";
import { proposeAlike, proposeCallForms, proposeUnwrapping, proposeWrapping } from "./templates/calls.ts";
import { proposeIndexes } from "./templates/collections.ts";
import { proposeConditions } from "./templates/conditions.ts";
import { proposeEntries, proposeHandedOn, proposeQualified, proposeTypes } from "./templates/entries.ts";
import { mostRepeated, proposeEverySite } from "./templates/everySite.ts";
import { fillBlock, proposeObjects, proposeOptional } from "./templates/fill.ts";
import { proposeArithmetic, proposeConstants, proposeOffByOne } from "./templates/literals.ts";
import {
  proposeArguments,
  proposeCopies,
  proposeMembers,
  proposeNames,
  proposeSymbols,
} from "./templates/names.ts";
import { proposeNegation, proposeOperands, proposeOperators } from "./templates/operators.ts";
import { proposePatterns } from "./templates/patterns.ts";
import { proposeFallbacks, proposeGuards, proposeStronger } from "./templates/presence.ts";
import { dropParentheses, proposeRegrouping } from "./templates/regroup.ts";
import { proposeReturns, proposeStatements, proposeTargets } from "./templates/statements.ts";
import { proposeTexts } from "./templates/texts.ts";

/** What to change, where, and with what. */
export interface RepairQuestion {
  readonly tree: FlatTree;
  readonly grammar: RepairGrammar;
  /** By 0-based line how suspicious it is, unitless, 0 to 1; lines without a score are left alone. */
  readonly lineScores: ReadonlyMap<number, number>;
  readonly literals: KnownLiterals;
  /** Most candidates that are given. */
  readonly limit: number;
  /** Not given: all templates. */
  readonly part?: TemplatePart | undefined;
}

/** Templates that hold most repairs and make few candidates, and all others. */
export type TemplatePart = "likely" | "further";

/** The most that a candidate of the further templates scores on a line of score 1: their highest prior. */
export const furtherScore = 0.4;

const likelyTemplates = [
  proposeNegation,
  proposeOffByOne,
  proposeConstants,
  proposeNames,
  proposeSymbols,
  proposeMembers,
  proposeArguments,
  proposeIndexes,
  proposeUnwrapping,
  proposeAlike,
];
const furtherTemplates = [
  proposeArithmetic,
  proposeCopies,
  proposeConditions,
  proposeWrapping,
  proposeObjects,
  proposeOptional,
  proposeCallForms,
  proposeFallbacks,
  proposeGuards,
  proposeStronger,
  proposeHandedOn,
  proposeQualified,
  proposeTypes,
  dropParentheses,
];

/** Deterministic: the same question gives the same list. */
export function generateCandidates({
  tree,
  grammar,
  lineScores,
  literals,
  limit,
  part,
}: RepairQuestion): Candidate[] {
  const file = new RepairFile(tree, grammar);
  // Some of the best are odd.
  const out = new Proposals(file, lineScores, literals, 2 * Math.max(limit, mostRepeated));
  for (let node = 0; node < tree.count; node++) {
    if (out.nodeScore(node) > 0) proposeAt(out, node, part);
  }
  proposeEverySite(out, out.ranked());
  const best: Candidate[] = [];
  for (const candidate of out.ranked()) {
    if (best.length >= limit) break;
    if (!isOddForm(file, candidate)) best.push(candidate);
  }
  return best;
}

function proposeAt(out: Proposals, node: number, part: TemplatePart | undefined): void {
  if (part !== "further") proposeLikely(out, node);
  if (part !== "likely") proposeFurther(out, node);
}

function proposeLikely(out: Proposals, node: number): void {
  const { file } = out;
  const role = file.role(node);
  if (["binary", "comparison", "boolean"].includes(role)) {
    proposeOperators(out, node);
    proposeOperands(out, node);
    proposeRegrouping(out, node);
  } else if (role === "assign" || role === "augment" || role === "update") proposeOperators(out, node);
  if (file.isExpression(node)) for (const propose of likelyTemplates) propose(out, node);
  proposePatterns(out, node);
}

function proposeFurther(out: Proposals, node: number): void {
  if (out.file.isExpression(node)) for (const propose of furtherTemplates) propose(out, node);
  fillBlock(out, node);
  proposeEntries(out, node);
  proposeTexts(out, node);
  proposeTargets(out, node);
  proposeReturns(out, node);
  proposeStatements(out, node);
}
