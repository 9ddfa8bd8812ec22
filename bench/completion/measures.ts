/** What is reported of many answers. */

export interface Answer {
  readonly right: boolean;
  readonly firstTokenRight: boolean;
  /** Whether any of the ranked candidates was right. */
  readonly reachable: boolean;
  readonly baselineRight: boolean;
  /** Edit similarity to the truth, 0..1. */
  readonly similarity: number;
  readonly confidence: number;
  readonly cpuMs: number;
  /** Whether the file holds tests. */
  readonly isTest: boolean;
}

export interface Summary {
  readonly count: number;
  /** All shares are in percent. */
  readonly exact: number;
  readonly baseline: number;
  /** Mean edit similarity. */
  readonly similarity: number;
  readonly reachable: number;
  readonly firstToken: number;
  readonly precisionAt: readonly [number, number, number];
  /** Expected calibration error over ten bins of equal width. */
  readonly calibrationError: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** Shares of answers shown for the precision figures. */
const COVERAGES = [0.1, 0.2, 0.4] as const;

export function collapse(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

export function firstToken(text: string): string {
  return /[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/u.exec(text)?.[0] ?? "";
}

/** 1 less Levenshtein distance by the longer length. */
export function editSimilarity(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      next.push(Math.min(row[j]! + (a[i] === b[j] ? 0 : 1), row[j + 1]! + 1, next[j]! + 1));
    }
    row = next;
  }
  return 1 - row[b.length]! / Math.max(1, a.length, b.length);
}

export function summarise(answers: readonly Answer[]): Summary {
  const share = (of: readonly Answer[], holds: (answer: Answer) => boolean) =>
    of.length === 0 ? 0 : (100 * of.filter(holds).length) / of.length;
  const sure = [...answers].sort((a, b) => b.confidence - a.confidence);
  const precision = (coverage: number) =>
    share(sure.slice(0, Math.max(1, Math.round(coverage * sure.length))), (one) => one.right);
  const times = answers.map((one) => one.cpuMs).sort((a, b) => a - b);
  const quantile = (q: number) => times[Math.min(times.length - 1, Math.floor(q * times.length))] ?? 0;
  return {
    count: answers.length,
    exact: share(answers, (one) => one.right),
    baseline: share(answers, (one) => one.baselineRight),
    similarity: (100 * answers.reduce((sum, one) => sum + one.similarity, 0)) / Math.max(1, answers.length),
    reachable: share(answers, (one) => one.reachable),
    firstToken: share(answers, (one) => one.firstTokenRight),
    precisionAt: [precision(COVERAGES[0]), precision(COVERAGES[1]), precision(COVERAGES[2])],
    calibrationError: reliability(answers).reduce(
      (sum, bin) => sum + (bin.count * Math.abs(bin.confidence - bin.right)) / Math.max(1, answers.length),
      0,
    ),
    p50Ms: quantile(0.5),
    p95Ms: quantile(0.95),
  };
}

export interface Bin {
  readonly from: number;
  readonly count: number;
  /** Mean confidence and share of right answers, in percent. */
  readonly confidence: number;
  readonly right: number;
}

export function reliability(answers: readonly Answer[]): Bin[] {
  return Array.from({ length: 10 }, (_, i) => {
    const of = answers.filter((one) => Math.min(9, Math.floor(one.confidence * 10)) === i);
    const mean = (value: (answer: Answer) => number) =>
      of.length === 0 ? 0 : (100 * of.reduce((sum, one) => sum + value(one), 0)) / of.length;
    return {
      from: i / 10,
      count: of.length,
      confidence: mean((one) => one.confidence),
      right: mean((one) => (one.right ? 1 : 0)),
    };
  });
}
