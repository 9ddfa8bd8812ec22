/** How fast a version of a function is beside another, from rounds in which both were timed. */

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** CPU time of a version divided by that of the code as it is; below 1 is faster. */
export interface Speed extends Interval {
  /** Median of the rounds; `low` and `high` hold it with a confidence of at least 95 %. */
  readonly ratio: number;
  /** The same for the code as it is against itself: what noise makes. */
  readonly noise: Interval;
  readonly rounds: number;
  /** CPU time of one round of calls, its median: of the code as it is, and of the version. Seconds. */
  readonly seconds: { readonly before: number; readonly after: number };
}

/** Without fewer rounds the interval of a median means nothing. */
const LEAST_ROUNDS = 9;

/** Clocks of CPU time go in steps of a microsecond at best. Seconds. */
const SHORTEST = 0.0002;

/**
 * @param rounds in each the time of the code as it is, of the same once more, then of the versions; seconds
 * @param version 0 for the first of the versions
 * @returns undefined for too few rounds, or times too short to be told
 */
export function speedOf(rounds: readonly (readonly number[])[], version: number): Speed | undefined {
  if (
    rounds.length < LEAST_ROUNDS ||
    rounds.some((times) => !(times[0]! >= SHORTEST && times[1]! >= SHORTEST))
  )
    return undefined;
  const ratios = rounds.map((times) => (2 * times[version + 2]!) / (times[0]! + times[1]!));
  const noise = rounds.map((times) => times[1]! / times[0]!);
  return {
    ratio: median(ratios),
    ...medianInterval(ratios),
    noise: medianInterval(noise),
    rounds: rounds.length,
    seconds: {
      before: median(rounds.map((times) => (times[0]! + times[1]!) / 2)),
      after: median(rounds.map((times) => times[version + 2]!)),
    },
  };
}

/** Faster or slower than the code is beside itself. */
export function judgeSpeed({ low, high, noise }: Speed): "faster" | "slower" | "same" {
  if (high < Math.min(1, noise.low)) return "faster";
  return low > Math.max(1, noise.high) ? "slower" : "same";
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** By the sign test: it holds for every distribution, outliers or not. */
function medianInterval(values: readonly number[]): Interval {
  const sorted = values.toSorted((a, b) => a - b);
  const count = sorted.length;
  let chance = 0.5 ** count;
  let [sum, cut] = [0, 0];
  for (let at = 0; sum + chance <= 0.025; at++) {
    sum += chance;
    chance *= (count - at) / (at + 1);
    cut = at;
  }
  return { low: sorted[cut]!, high: sorted[count - 1 - cut]! };
}
