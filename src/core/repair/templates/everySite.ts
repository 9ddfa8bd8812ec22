/** The same small change at every place of a function that is written the same way. */

import type { Candidate, Replacement } from "../candidate.ts";
import type { Proposals } from "../proposals.ts";

const repeated = new Set([
  "operator",
  "constant",
  "name",
  "symbol",
  "member",
  "offByOne",
  "copyExpression",
  "collection",
]);
/** Only the best single changes are worth repeating. */
export const mostRepeated = 300;

/** @param ranked single changes, best first */
export function proposeEverySite(out: Proposals, ranked: readonly Candidate[]): void {
  const { file } = out;
  const { tree } = file;
  for (const { edits, template, line } of ranked.slice(0, mostRepeated)) {
    const only = edits[0];
    if (!only || edits.length > 1 || !repeated.has(template) || only.end === only.start) continue;
    const node = tree.around(only.start, only.end);
    const around = file.functionAround(node);
    if (around < 0) continue;
    const sites = sitesLike(out, node, around, only, template === "operator");
    if (sites.length > 1 && sites.length <= 6) out.change("everySite", sites, 0.9, out.lineScore(line));
  }
}

function sitesLike(
  out: Proposals,
  node: number,
  around: number,
  edit: Replacement,
  isOperator: boolean,
): Replacement[] {
  const { file } = out;
  const { tree } = file;
  const role = file.role(node);
  const type = tree.type(node);
  const text = tree.text.slice(edit.start, edit.end);
  const sites: Replacement[] = [];
  for (let at = around; at < tree.after(around); at++) {
    if (tree.type(at) !== type || file.textOf(at) !== text) continue;
    if (role === "name" && !file.isExpression(at)) continue;
    // The sign of a declaration is none of an assignment.
    if (isOperator && tree.type(tree.parent(at)) !== tree.type(tree.parent(node))) continue;
    if ((sites.at(-1)?.end ?? 0) <= tree.start(at)) {
      sites.push({ start: tree.start(at), end: tree.end(at), text: edit.text });
    }
  }
  return sites;
}
