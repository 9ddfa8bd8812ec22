/** What is known of a repository without Touchstone, for questions whose answers are proven. */

/** A place that bears out a fact; lines are 1-based, paths relative to the root. */
export interface Site {
  readonly path: string;
  readonly line: number;
  /** Dotted name of what is around it; empty where it is not known. */
  readonly within: string;
}

interface Placed {
  readonly name: string;
  readonly path: string;
  readonly line: number;
  readonly endLine?: number;
}

export type Fact =
  | ({ readonly kind: "definition" | "configure" } & Placed)
  /** `doc`: the first paragraph of what is written about it. */
  | ({ readonly kind: "open"; readonly doc: string } & Placed)
  | {
      readonly kind: "callers" | "tests" | "implementers" | "importedBy";
      readonly name: string;
      /** All that there are. */
      readonly sites: readonly Site[];
    }
  /** Of the file of that name. */
  | { readonly kind: "changes"; readonly name: string };

export interface Facts {
  readonly facts: readonly Fact[];
  /** Identifiers of the whole repository. */
  readonly words: readonly string[];
}
