/** Which lines are to blame for failing tests, by what each test ran. */
import type { LineChange } from "./lineHistory.ts";

/** One test, or one assertion of it, with what it ran. */
export interface SpectrumCase {
  /** Of the test; several assertions may share it. Not given: a test of its own. */
  readonly test?: string | undefined;
  readonly failed: boolean;
  /** By path the 0-based lines that ran. */
  readonly lines: ReadonlyMap<string, readonly number[]>;
  /** Lines the failure went through, the innermost last. */
  readonly raised: readonly LinePlace[];
}

export interface LinePlace {
  readonly path: string;
  /** 0-based. */
  readonly line: number;
}

/** Why a line is suspected. */
export type SuspectReason =
  /** In so many tests; one is failing when any of its assertions is. */
  | { readonly kind: "ran"; readonly failing: number; readonly passing: number }
  | { readonly kind: "raised" }
  | { readonly kind: "onStack" }
  | LineChange
  /** The value that the failing test asserts is made of what stands here. */
  | { readonly kind: "reaches" }
  /** The failure says in words what stands here. */
  | { readonly kind: "mentions"; readonly what: string };

export interface SuspectLine extends LinePlace {
  /** Unitless, 0 to 1; comparable within one ranking. */
  readonly score: number;
  readonly reasons: readonly SuspectReason[];
}

const keyOf = (path: string, line: number): string => `${line}:${path}`;

/** What a line gains where the failure was raised, and where it passed through. Chosen by hand. */
const raisedBonus = 1.25;
const stackBonus = 1.05;

/**
 * Lines by Ochiai's coefficient over what tests ran (Abreu, Zoeteweij & van Gemund 2006), raised where an exception came
 * from. Differs: lines of stacks count without coverage, so a ranking exists for tests that could not be traced.
 *
 * @returns best first; equal ones by fewer passing tests, then by path and line
 */
export function rankLines(cases: readonly SpectrumCase[]): SuspectLine[] {
  const counts = new Map<
    string,
    { place: LinePlace; failing: number; passing: number; reasons: SuspectReason[] }
  >();
  const at = (path: string, line: number) => {
    const key = keyOf(path, line);
    let found = counts.get(key);
    if (!found) counts.set(key, (found = { place: { path, line }, failing: 0, passing: 0, reasons: [] }));
    return found;
  };
  let failures = 0;
  for (const { failed, lines, raised } of cases) {
    if (failed) failures++;
    for (const [path, ran] of lines) {
      for (const line of ran) {
        const count = at(path, line);
        if (failed) count.failing++;
        else count.passing++;
      }
    }
    if (failed) noteStack(raised, at);
  }
  const tests = countTests(cases);
  const ranked: SuspectLine[] = [];
  for (const [key, { place, failing, passing, reasons }] of counts) {
    const score = scoreOf(failing, passing, failures, reasons);
    if (score <= 0) continue;
    const ran: SuspectReason[] = failing > 0 ? [{ kind: "ran", ...tests(key) }] : [];
    ranked.push({ ...place, score: Math.min(1, score), reasons: [...reasons, ...ran] });
  }
  return ranked.sort(
    (a, b) => b.score - a.score || (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line),
  );
}

/** What people count: tests. Assertions of one that are told apart are the same test. */
function countTests(cases: readonly SpectrumCase[]) {
  const tests = new Map<string, SpectrumCase[]>();
  for (const [at, one] of cases.entries()) {
    const id = one.test ?? `${at}`;
    const known = tests.get(id);
    if (known) known.push(one);
    else tests.set(id, [one]);
  }
  const counts = new Map<string, { failing: number; passing: number }>();
  for (const parts of tests.values()) {
    const kind = parts.some(({ failed }) => failed) ? "failing" : "passing";
    const keys = parts.flatMap(({ lines }) =>
      [...lines].flatMap(([path, ran]) => ran.map((line) => keyOf(path, line))),
    );
    for (const key of new Set(keys)) {
      const count = counts.get(key) ?? { failing: 0, passing: 0 };
      count[kind]++;
      counts.set(key, count);
    }
  }
  return (key: string) => counts.get(key) ?? { failing: 0, passing: 0 };
}

function noteStack(
  raised: readonly LinePlace[],
  at: (path: string, line: number) => { reasons: SuspectReason[] },
): void {
  raised.forEach(({ path, line }, index) => {
    const kind = index === raised.length - 1 ? "raised" : "onStack";
    const { reasons } = at(path, line);
    if (!reasons.some((reason) => reason.kind === kind)) reasons.push({ kind });
  });
}

function scoreOf(
  failing: number,
  passing: number,
  failures: number,
  reasons: readonly SuspectReason[],
): number {
  const ochiai = failing === 0 ? 0 : failing / Math.sqrt(failures * (failing + passing));
  const isRaised = reasons.some(({ kind }) => kind === "raised");
  const bonus = isRaised ? raisedBonus : reasons.length > 0 ? stackBonus : 1;
  // Below 1 before the bonus, so that it can tell lines apart that all failing tests and no others ran.
  return failing > 0 ? 0.8 * ochiai * bonus : reasons.length > 0 ? 0.1 * bonus : 0;
}
