/** Times as counts in bins that widen with them: small to keep, and a percentile is good to a quarter. */

/** Upper bounds of the bins, in milliseconds; what took longer is in one more. */
const latencyBoundsMs = [
  1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 65, 80, 100, 130, 160, 200, 250, 320, 400, 500, 650,
  800, 1000, 1300, 1600, 2000, 2500, 3200, 4000, 5000, 6500, 8000, 10_000,
] as const;

/** One count per bin. */
export type LatencyBins = readonly number[];

export const noLatencies: LatencyBins = new Array(latencyBoundsMs.length + 1).fill(0);

export function addLatency(bins: LatencyBins, ms: number): LatencyBins {
  const found = latencyBoundsMs.findIndex((bound) => ms <= bound);
  return bins.with(found < 0 ? latencyBoundsMs.length : found, bins.at(found)! + 1);
}

/**
 * The time within which this share of all stayed: the upper bound of its bin, or infinity beyond the last.
 * @param share 0 < share <= 1
 * @returns undefined when nothing was counted
 */
export function latencyPercentile(bins: LatencyBins, share: number): number | undefined {
  const total = bins.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  let seen = 0;
  for (let bin = 0; bin < bins.length; bin++) {
    seen += bins[bin]!;
    if (share * total <= seen) return latencyBoundsMs[bin] ?? Number.POSITIVE_INFINITY;
  }
  return Number.POSITIVE_INFINITY;
}
