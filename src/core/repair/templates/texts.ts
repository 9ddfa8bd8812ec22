/** Texts as the failing tests have them: whole, or where two of their values differ. */
import type { Proposals } from "../proposals.ts";

/** UTF-16 units: longer texts are no messages. */
const longestText = 200;
const fewestCommon = 4;
const parts = new Set(["string_fragment", "string_content"]);

interface Change {
  readonly from: string;
  readonly to: string;
}

export function proposeTexts(out: Proposals, node: number): void {
  const { tree, grammar } = out.file;
  if (!grammar.globals || !parts.has(tree.type(node)) || tree.end(node) - tree.start(node) > longestText)
    return;
  const text = tree.textOf(node);
  for (const { from, to } of changesOf(out)) {
    const at = text.indexOf(from);
    if (at < 0 || text.includes(from, at + 1)) continue;
    out.edit("text", node, text.slice(0, at) + to + text.slice(at + from.length), 0.8);
  }
}

const known = new WeakMap<Proposals, readonly Change[]>();

/** What makes one value of the tests another, with a little of what is around it, both ways. */
function changesOf(out: Proposals): readonly Change[] {
  let changes = known.get(out);
  if (!changes)
    known.set(out, (changes = readChanges(out.literals.strings.map((text) => text.slice(1, -1)))));
  return changes;
}

function readChanges(values: readonly string[]): Change[] {
  const changes: Change[] = [];
  for (const from of values) {
    for (const to of values) {
      if (from === to) continue;
      let start = 0;
      while (start < from.length && start < to.length && from[start] === to[start]) start++;
      let end = 0;
      const most = Math.min(from.length, to.length) - start;
      while (end < most && from.at(-1 - end) === to.at(-1 - end)) end++;
      if (start + end < Math.max(fewestCommon, 0.4 * Math.min(from.length, to.length))) continue;
      const [before, behind] = [Math.min(start, fewestCommon), Math.min(end, fewestCommon)];
      changes.push({
        from: from.slice(start - before, from.length - end + behind),
        to: to.slice(start - before, to.length - end + behind),
      });
    }
  }
  return changes.filter(({ from }) => from.length >= fewestCommon);
}
