/** The most probable rest of the line by n-grams alone: beam search to the line break. */
import { endsLine } from "../../syntax/tokens/newline.ts";
import type { NgramTree, Node } from "./ngramTree.ts";
import { compareSequences } from "./tokenOrder.ts";

const WIDTH = 5;
const BRANCHES = 5;
const MAX_TOKENS = 24;
/** Branches less probable than this are not followed. */
const LEAST = 0.02;

export interface BeamLine {
  readonly tokens: readonly number[];
  /** Natural logarithm of the probability of the tokens and of the line's end after them. */
  readonly logProbability: number;
}

interface State extends BeamLine {
  readonly node: Node;
}

/**
 * @param endProbability what the line's end is worth among a prediction's tokens
 * @returns lines that are not empty, most probable first
 */
export function searchLines(tree: NgramTree, endProbability: (node: Node) => number): BeamLine[] {
  const { vocabulary } = tree;
  const done: BeamLine[] = [];
  let live: State[] = [{ tokens: [], logProbability: 0, node: tree.root }];
  for (let length = 0; length <= MAX_TOKENS && live.length > 0; length++) {
    const next: State[] = [];
    for (const state of live) extend(tree, state, endProbability, done, next);
    next.sort(
      (a, b) => b.logProbability - a.logProbability || compareSequences(vocabulary, a.tokens, b.tokens),
    );
    done.sort(
      (a, b) => b.logProbability - a.logProbability || compareSequences(vocabulary, a.tokens, b.tokens),
    );
    const bar = done[WIDTH - 1]?.logProbability ?? Number.NEGATIVE_INFINITY;
    live = next.slice(0, WIDTH).filter((state) => state.logProbability > bar);
  }
  return done.slice(0, WIDTH);
}

function extend(
  tree: NgramTree,
  state: State,
  endProbability: (node: Node) => number,
  done: BeamLine[],
  next: State[],
): void {
  const prediction = tree.predict(state.node);
  if (prediction === undefined) return;
  if (state.tokens.length > 0) {
    const end = endProbability(state.node);
    if (end > LEAST / 4) {
      done.push({ tokens: state.tokens, logProbability: state.logProbability + Math.log(end) });
    }
  }
  let branches = 0;
  for (let i = 0; i < prediction.tokens.length && branches < BRANCHES; i++) {
    const [token, p] = [prediction.tokens[i]!, prediction.probabilities[i]!];
    if (p < LEAST) break;
    if (endsLine(token >> 1)) continue;
    branches++;
    const tokens = [...state.tokens, token];
    next.push({
      tokens,
      logProbability: state.logProbability + Math.log(p),
      node: tree.child(state.node, token),
    });
  }
}
