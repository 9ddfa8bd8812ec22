/** What a compiler, type checker or linter says of a file. */

/** 0-based, in UTF-16 units; or the offset in the text, where the checker tells that. */
export type FixPlace = number | { readonly line: number; readonly column: number };

/** A change that the checker itself proposes. */
export interface CheckerFix {
  readonly edits: readonly { readonly start: FixPlace; readonly end: FixPlace; readonly text: string }[];
}

export interface CheckFinding {
  /** Relative to the root. */
  readonly path: string;
  /** 0-based. */
  readonly line: number;
  /** 0-based; undefined where only the line is told. */
  readonly column?: number | undefined;
  /** Such as `TS2304`, `F821` or `attr-defined`; may be empty. */
  readonly code: string;
  readonly message: string;
  /** `style` is of no consequence for what the code does; undefined where the checker tells none. */
  readonly severity?: Severity | undefined;
  readonly fixes?: readonly CheckerFix[] | undefined;
}

export type Severity = "error" | "warning" | "style";

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, style: 2 };
const rankOf = ({ severity = "error" }: CheckFinding): number => ranks[severity];

/** Whether what a change brings counts against it: nobody leaves an error for the sake of an order of imports. */
export const weighsAgainst = (appeared: CheckFinding, target: CheckFinding): boolean =>
  appeared.severity !== "style" || target.severity === "style";

/** As the checker writes it, for people. */
export const findingText = ({ path, line, code, message }: CheckFinding): string =>
  `${path}:${line + 1}: ${message.split("\n")[0]}${code === "" ? "" : ` (${code})`}`;

/** The same finding wherever it stands: lines move when code is changed. */
export const findingKey = ({ path, code, message }: CheckFinding): string =>
  `${path}\n${code}\n${message.replace(/\b(line|lines) \d+/g, "$1")}`;

export interface FindingChange {
  readonly gone: readonly CheckFinding[];
  readonly appeared: readonly CheckFinding[];
}

/** Findings of one checker before and after a change; equal ones are counted. */
export function compareFindings(
  before: readonly CheckFinding[],
  after: readonly CheckFinding[],
): FindingChange {
  return { gone: without(before, after), appeared: without(after, before) };
}

function without(all: readonly CheckFinding[], others: readonly CheckFinding[]): CheckFinding[] {
  const left = new Map<string, number>();
  for (const one of others) left.set(findingKey(one), (left.get(findingKey(one)) ?? 0) + 1);
  return all.filter((one) => {
    const count = left.get(findingKey(one)) ?? 0;
    left.set(findingKey(one), count - 1);
    return count <= 0;
  });
}

/** What a person points at: a place, and what their editor says of it. */
export interface ReportedProblem {
  /** Relative to the root. */
  readonly path: string;
  /** 0-based. */
  readonly line: number;
  readonly column?: number | undefined;
  readonly message?: string | undefined;
  /** Who says so, as the editor names it: `ts`, `eslint`, `Pylance`. */
  readonly source?: string | undefined;
  readonly code?: string | undefined;
}

/** The finding that a person points at; undefined when the checker says nothing there. */
export function findingAt(
  findings: readonly CheckFinding[],
  problem: ReportedProblem,
): CheckFinding | undefined {
  const { path, line, column, message, code } = problem;
  const there = findings.filter((one) => one.path === path && one.line === line);
  const score = (one: CheckFinding): number =>
    (message !== undefined && sameWords(one.message, message) ? 8 : 0) +
    (message !== undefined && sharesName(one.message, message) ? 4 : 0) +
    (code !== undefined && code !== "" && one.code.endsWith(code) ? 2 : 0) +
    (column !== undefined && one.column === column ? 1 : 0);
  // Several findings of one line: the one that the place is nearest to.
  const distance = (one: CheckFinding): number =>
    column === undefined || one.column === undefined ? 0 : Math.abs(one.column - column);
  const [best] = there
    .map((one) => ({ one, score: score(one) }))
    .sort((a, b) => b.score - a.score || rankOf(a.one) - rankOf(b.one) || distance(a.one) - distance(b.one));
  return best?.one;
}

const sameWords = (a: string, b: string): boolean => a.split("\n")[0] === b.split("\n")[0];

/** Whether both quote the same name: what two checkers of one language have in common. */
function sharesName(a: string, b: string): boolean {
  const quoted = (text: string) => [...text.matchAll(/["'`“‘]([\w$.@/-]+)["'`”’]/g)].map(([, name]) => name!);
  const own = new Set(quoted(a));
  return quoted(b).some((name) => own.has(name));
}
