/** What the check of a suggestion says, before anybody sees it. */

/**
 * `ok`: everything it names is known. `unknown`: nothing is wrong with it, but some names could not be judged, as they
 * belong to a library or to a value of unknown type. `repaired`: names that do not exist were replaced by the one that
 * was meant. `cut`: it ends before the first name that does not exist. `dropped`: nothing of it is left.
 */
export const verdicts = ["ok", "unknown", "repaired", "cut", "dropped"] as const;
export type Verdict = (typeof verdicts)[number];

/**
 * What does not hold: `syntax`, the text would not parse; `scope`, no such name where it would stand; `import`, no such
 * module, or no such name in it; `member`, the receiver has none of that name; `argument`, the function takes no such
 * or not so many.
 */
export const findingReasons = ["syntax", "scope", "import", "member", "argument"] as const;
export type FindingReason = (typeof findingReasons)[number];

/** One thing that is wrong with a suggestion. */
export interface Finding {
  /** As the suggestion has it. */
  readonly name: string;
  /** UTF-16 offset within the suggestion as it was given. */
  readonly offset: number;
  readonly reason: FindingReason;
  /** The existing name that is likely meant. */
  readonly nearest?: string;
}

/** A name that nothing speaks against and nothing confirms. */
export interface UnknownName {
  readonly name: string;
  /** As in `Finding`. */
  readonly offset: number;
  /** `library`: it belongs to code outside of the repository; `type`: to a value whose type is not known; `import`: another file has it. */
  readonly why: "library" | "type" | "import";
}

/** A name that the installed library says not to use any more. Nothing is changed for it. */
export interface DeprecatedName {
  readonly name: string;
  /** As in `Finding`. */
  readonly offset: number;
  /** What to use instead, as the library names it. */
  readonly replacement?: string;
}

/** A call in a suggestion. */
export interface JudgedCall {
  /** The last name of what is called, and its offset as in `Finding`. */
  readonly name: string;
  readonly offset: number;
  /** Whether it is known which arguments are taken, so that those given could be judged. */
  readonly isKnown: boolean;
}

/** The outcome for one suggestion. */
export interface Verification {
  readonly verdict: Verdict;
  /** What may be shown: the suggestion, what was made of it, or nothing when it was dropped. */
  readonly text: string;
  /** Ascending by offset; empty exactly when the verdict is `ok` or `unknown`. */
  readonly findings: readonly Finding[];
  /** Ascending by offset. They are counted and shown, and never change the text. */
  readonly unknown: readonly UnknownName[];
  /** Ascending by offset; absent when there are none. */
  readonly deprecated?: readonly DeprecatedName[];
  /** How many members were taken from something, and of how many of these the type or module was known. */
  readonly members?: { readonly all: number; readonly known: number };
  /** Calls whose arguments are in the suggestion. */
  readonly calls?: readonly JudgedCall[];
}

/** The outcome for a suggestion about which nothing can be said. */
export const unjudged = (text: string): Verification => ({
  verdict: "unknown",
  text,
  findings: [],
  unknown: [],
});
