/** From lines that ran to all lines of what ran: tests are traced by the first line of a statement. */
import type { RepairFile } from "../repairFile.ts";

/** What parameters and their defaults get of the most suspected line of their function. */
const headerShare = 0.35;

/**
 * @param scores by 0-based line, unitless, 0 to 1
 * @returns the same with continuation lines and heads of functions
 */
export function spreadLines(file: RepairFile, scores: ReadonlyMap<number, number>): Map<number, number> {
  const spread = new Map(scores);
  const { tree } = file;
  for (let node = 0; node < tree.count; node++) {
    if (file.role(tree.parent(node)) !== "block") continue;
    if (file.role(node) === "function") spreadHeader(file, node, scores, spread);
    else spreadStatement(file, node, scores, spread);
  }
  return spread;
}

function spreadStatement(
  file: RepairFile,
  node: number,
  scores: ReadonlyMap<number, number>,
  spread: Map<number, number>,
): void {
  const { tree } = file;
  const first = file.lineOf(node);
  const block = tree.children(node).find((at) => file.role(at) === "block");
  const last = block === undefined ? file.lineAt(tree.end(node)) : file.lineOf(block) - 1;
  const best = bestOf(scores, first, Math.max(first, last));
  if (best === 0) return;
  for (let line = first; line <= last; line++) if (!spread.has(line)) spread.set(line, best);
}

function spreadHeader(
  file: RepairFile,
  node: number,
  scores: ReadonlyMap<number, number>,
  spread: Map<number, number>,
): void {
  const { tree } = file;
  const first = file.lineOf(node);
  const body = tree.children(node).find((at) => file.role(at) === "block") ?? node;
  const best = bestOf(scores, first, file.lineAt(tree.end(node)));
  if (best === 0) return;
  for (let line = first; line < Math.max(file.lineOf(body), first + 1); line++) {
    if (!spread.has(line)) spread.set(line, best * headerShare);
  }
}

function bestOf(scores: ReadonlyMap<number, number>, first: number, last: number): number {
  let best = 0;
  for (let line = first; line <= last; line++) best = Math.max(best, scores.get(line) ?? 0);
  return best;
}
