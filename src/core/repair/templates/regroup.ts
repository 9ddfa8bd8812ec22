/** A parenthesis in another place: `f(a) + b` for `f(a + b)`, and the reverse. */
import type { Proposals } from "../proposals.ts";

/** Calls that an operand is taken out of at once. */
const mostCalls = 2;

export function proposeRegrouping(out: Proposals, node: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  const [left, right] = grammar.operands(tree, node);
  const operator = grammar.operatorNodes(tree, node)[0];
  if (left === undefined || right === undefined || operator === undefined) return;
  const sign = ` ${file.textOf(operator)} `;
  const binding = file.binding(node);
  takeOut(out, node, left, `${sign}${file.textOf(right)}`, binding);
  const given = file.role(left) === "call" ? grammar.callArguments(tree, left).at(-1) : undefined;
  if (given === undefined) return;
  const own = file.binding(given) < binding ? `(${file.textOf(given)})` : file.textOf(given);
  const before = tree.text.slice(tree.start(left), tree.start(given));
  const behind = tree.text.slice(tree.end(given), tree.end(left));
  out.replace(
    "regroup",
    node,
    { text: `${before}${own}${sign}${file.textOf(right)}${behind}`, binding: 100 },
    0.8,
  );
}

/** Behind the call that the node is the last argument of, and behind the call around that. */
function takeOut(out: Proposals, node: number, left: number, rest: string, binding: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  let inner = node;
  for (let depth = 0; depth < mostCalls; depth++) {
    const call = file.nearest(inner, "call");
    if (call < 0 || grammar.callArguments(tree, call).at(-1) !== inner) return;
    const before = tree.text.slice(tree.start(call), tree.start(node));
    const behind = tree.text.slice(tree.end(node), tree.end(call));
    out.replace(
      "regroup",
      call,
      { text: `${before}${file.textOf(left)}${behind}${rest}`, binding },
      0.8 - 0.2 * depth,
    );
    inner = call;
  }
}

/** `-a - 1` for `-(a - 1)`. */
export function dropParentheses(out: Proposals, node: number): void {
  const { file } = out;
  const inner = file.role(node) === "group" ? file.grammar.operands(file.tree, node)[0] : undefined;
  if (inner !== undefined && file.grammar.globals) out.edit("regroup", node, file.textOf(inner), 0.5);
}
