/**
 * Sorts positions of a token sequence by the tokens before them, nearest first: a suffix array of the reversed text, cut
 * at a fixed order, since no model here looks back further.
 *
 * First a counting sort by the token just before; then multikey quicksort (Bentley & Sedgewick 1997) on the tokens
 * before that, which needs no memory beside the result. Written as a generator so that other work gets its turn.
 */

/** How many tokens back positions are compared. */
export const MAX_ORDER = 12;

/** Work between two yields, in token look-ups: about a millisecond. */
const STEP = 1 << 15;
const SMALL = 10;

/** The token `depth` places before `position`, without its white space; 0 before the start. */
export function tokenBefore(tokens: Int32Array, position: number, depth: number): number {
  return position < depth ? 0 : tokens[position - depth]! >> 1;
}

/**
 * @param tokens `id * 2 + space` each
 * @param vocabularySize every id is below it
 * @returns positions 1..tokens.length - 1, ascending by `tokenBefore` at depth 1, then 2, up to `MAX_ORDER`
 */
export function* sortByContext(tokens: Int32Array, vocabularySize: number): Generator<void, Int32Array> {
  const ends = new Int32Array(vocabularySize + 1);
  const order = new Int32Array(Math.max(0, tokens.length - 1));
  for (let i = 1; i < tokens.length; i++) {
    ends[tokens[i - 1]! >> 1]!++;
    if (i % STEP === 0) yield;
  }
  for (let id = 1; id <= vocabularySize; id++) ends[id]! += ends[id - 1]!;
  yield;
  for (let i = tokens.length - 1; i > 0; i--) {
    order[--ends[tokens[i - 1]! >> 1]!] = i;
    if (i % STEP === 0) yield;
  }
  yield* sortBuckets(tokens, order, ends);
  return order;
}

/** @param starts where the positions after each token begin in `order`; the last element is its length */
function* sortBuckets(tokens: Int32Array, order: Int32Array, starts: Int32Array): Generator<void> {
  let work = 0;
  for (let id = 0; id + 1 < starts.length; id++) {
    const low = starts[id]!;
    const high = starts[id + 1]!;
    work += 1;
    if (high - low > SMALL) yield* quicksort(tokens, order, low, high);
    else if (high - low > 1) {
      insertionSort(tokens, order, low, high, 2);
      work += (high - low) * 8;
    }
    if (work > STEP) {
      work = 0;
      yield;
    }
  }
}

function* quicksort(tokens: Int32Array, order: Int32Array, from: number, to: number): Generator<void> {
  const stack = [from, to, 2];
  let work = 0;
  while (stack.length > 0) {
    const depth = stack.pop()!;
    const high = stack.pop()!;
    const low = stack.pop()!;
    const pivot = tokenBefore(tokens, order[(low + high) >> 1]!, depth);
    let less = low;
    let more = high;
    for (let i = low; i < more; ) {
      const position = order[i]!;
      const key = position < depth ? 0 : tokens[position - depth]! >> 1;
      if (key < pivot) {
        order[i++] = order[less]!;
        order[less++] = position;
      } else if (key > pivot) {
        order[i] = order[--more]!;
        order[more] = position;
      } else i++;
      if (++work >= STEP) {
        work = 0;
        yield;
      }
    }
    work += pushPart(tokens, order, stack, low, less, depth);
    work += pushPart(tokens, order, stack, more, high, depth);
    work += pushPart(tokens, order, stack, less, more, depth + 1);
  }
}

/** Sorts a small part at once, else leaves it on the stack. Returns the work done. */
function pushPart(
  tokens: Int32Array,
  order: Int32Array,
  stack: number[],
  low: number,
  high: number,
  depth: number,
): number {
  if (high - low < 2 || depth > MAX_ORDER) return 0;
  if (high - low > SMALL) {
    stack.push(low, high, depth);
    return 0;
  }
  insertionSort(tokens, order, low, high, depth);
  return (high - low) * 8;
}

function insertionSort(
  tokens: Int32Array,
  order: Int32Array,
  low: number,
  high: number,
  depth: number,
): void {
  for (let i = low + 1; i < high; i++) {
    const position = order[i]!;
    let at = i - 1;
    while (at >= low && compareContexts(tokens, order[at]!, position, depth) > 0) {
      order[at + 1] = order[at]!;
      at--;
    }
    order[at + 1] = position;
  }
}

function compareContexts(tokens: Int32Array, a: number, b: number, depth: number): number {
  for (let d = depth; d <= MAX_ORDER; d++) {
    const difference = tokenBefore(tokens, a, d) - tokenBefore(tokens, b, d);
    if (difference !== 0) return difference;
  }
  return 0;
}
