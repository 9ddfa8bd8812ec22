/** Which nodes of a graph others point to. */

const DAMPING = 0.85;
const ROUNDS = 30;

export type Edge = readonly [from: number, to: number, weight: number];

/**
 * PageRank (Page, Brin, Motwani & Winograd 1999), with jumps by `weights` in place of even ones.
 *
 * @param edges from, to, weight above 0; several between two nodes add up
 * @param weights 0 <= weight, one for each node
 * @returns sums to 1, or all 0 for no nodes
 */
export function pageRank(nodes: number, edges: readonly Edge[], weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const jumps = weights.map((weight) => weight / total);
  const out = new Float64Array(nodes);
  for (const [from, , weight] of edges) out[from]! += weight;
  let ranks = Float64Array.from(jumps);
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Float64Array(nodes);
    for (const [from, to, weight] of edges) next[to]! += (ranks[from]! * weight) / out[from]!;
    // What flows nowhere jumps.
    const flown = next.reduce((sum, rank) => sum + rank, 0);
    const jumping = 1 - DAMPING * flown;
    for (let node = 0; node < nodes; node++) next[node] = DAMPING * next[node]! + jumping * jumps[node]!;
    ranks = next;
  }
  return total > 0 ? ranks : new Float64Array(nodes);
}
