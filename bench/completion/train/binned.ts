/** Features as small whole numbers: what trees are grown on. */
import type { Example } from "./examples.ts";

/** Bins of a feature at the most. */
export const MAX_BINS = 64;
/** Values looked at to place the cuts. */
const SAMPLE = 50_000;

/** Candidates of all examples in order; `starts` has one more element than there are examples. */
export interface BinnedRows {
  /** By feature: the bin of each row. */
  readonly columns: readonly Uint8Array[];
  readonly starts: Int32Array;
  /** 1 for right candidates. */
  readonly right: Uint8Array;
}

/** Ascending values that part the rows of each feature into about equal bins. */
export function findCuts(examples: readonly Example[], features: number): number[][] {
  const rows = examples.flatMap((one) => one.features);
  const step = Math.max(1, Math.floor(rows.length / SAMPLE));
  const sample = rows.filter((_, i) => i % step === 0);
  return Array.from({ length: features }, (_, f) => {
    const values = Float64Array.from(sample, (row) => row[f]!).sort();
    const cuts = new Set<number>();
    for (let bin = 1; bin < MAX_BINS; bin++) {
      const at = Math.floor((bin * values.length) / MAX_BINS);
      const cut = Number(values[at]!.toPrecision(5));
      if (cut < values[values.length - 1]!) cuts.add(cut);
    }
    return [...cuts].sort((a, b) => a - b);
  });
}

export function binRows(examples: readonly Example[], cuts: readonly (readonly number[])[]): BinnedRows {
  const starts = new Int32Array(examples.length + 1);
  for (const [i, one] of examples.entries()) starts[i + 1] = starts[i]! + one.features.length;
  const count = starts[examples.length]!;
  const columns = cuts.map(() => new Uint8Array(count));
  const right = new Uint8Array(count);
  for (const [i, one] of examples.entries()) {
    for (const candidate of one.right) right[starts[i]! + candidate] = 1;
    for (const [c, row] of one.features.entries()) {
      for (const [f, column] of columns.entries()) column[starts[i]! + c] = binOf(cuts[f]!, row[f]!);
    }
  }
  return { columns, starts, right };
}

/** How many cuts are below the value: at or below a cut means a bin at or below the cut's index. */
export function binOf(cuts: readonly number[], value: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cuts[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
