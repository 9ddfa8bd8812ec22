/** The two sides of an assertion, from the words in which test libraries tell that they differ. */

export interface Comparison {
  readonly expected: string;
  readonly actual: string;
}

type Side = "expected" | "actual";

/** Each has two groups; `first` says which side the first one is. */
const forms: readonly (readonly [pattern: RegExp, first: Side])[] = [
  // Jest, several lines each.
  [/^\s*Expected(?: value)?: (.+)\n+\s*Received(?: value)?: +(.+)$/m, "expected"],
  // Rust.
  [/^\s*left: (.+),?\n\s*right: (.+)$/m, "actual"],
  // JUnit 5, JUnit 4, AssertJ.
  [/expected: ?<([^\n]*?)> but was: ?<([^\n]*)>/, "expected"],
  [/expected:<([^\n]*?)> but was:<([^\n]*?)>/, "expected"],
  [/expected: (.+)\n\s*but was: (.+)$/m, "expected"],
  // Testify.
  [/expected: (.+)\n\s*actual *: (.+)$/m, "expected"],
  // Chai and Vitest.
  [
    /expected ([^\n]+?) to (?:be|equal|deeply equal|strictly equal|deep equal) ([^\n]+?)(?: \/\/ [^\n]*)?$/m,
    "actual",
  ],
  // Node's assert.
  [/Expected values to be (?:strictly|loosely) (?:deep-)?equal:\n\n([^\n]+) (?:!==|!=) ([^\n]+)$/m, "actual"],
  // pytest.
  [/^E\s+assert (.+) == (.+)$/m, "actual"],
  // unittest.
  [/^(?:AssertionError: )?([^\n]+) != ([^\n]+?)(?: : [^\n]*)?$/m, "actual"],
  // By hand, as Go's tests are written.
  [/\bgot:?\s+(.+?)[,;]?\s+(?:want|wanted|expected):?\s+(.+)$/im, "actual"],
  [/\b(?:want|wanted|expected):?\s+(.+?)[,;]?\s+(?:but )?(?:got|was|actual):?\s+(.+)$/im, "expected"],
];

/** Longest text that is searched: what differs is told at the beginning. */
const mostUnits = 4_000;

export function findComparison(message: string): Comparison | undefined {
  const text = message.slice(0, mostUnits);
  for (const [pattern, first] of forms) {
    const match = pattern.exec(text);
    if (!match) continue;
    const [one, two] = [match[1]!.trim(), match[2]!.trim()];
    return first === "expected" ? { expected: one, actual: two } : { expected: two, actual: one };
  }
  return undefined;
}
