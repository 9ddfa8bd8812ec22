/** A change that may answer a problem, and what is known when one is looked for. */
import type { NeededImport } from "../../completion/autoImport/importLine.ts";
import type { Tokens } from "../../syntax/outline/tokens.ts";
import type { Replacement } from "../candidate.ts";

/** One change of the file that the problem stands in. */
export interface ProblemEdit {
  /** Ascending, not overlapping, at least one. */
  readonly edits: readonly Replacement[];
  /** What is done, for a person: `rename to`, `import`. */
  readonly about: string;
  /** How likely; comparable within one problem. Unitless, 0 to 1. */
  readonly score: number;
}

export interface ProblemPlace {
  readonly text: string;
  readonly languageId: string;
  /** Of the whole text. */
  readonly tokens: Tokens;
  /** 0-based. */
  readonly line: number;
  readonly column?: number | undefined;
}

/** What the repository and its libraries know, the likeliest first in each list. */
export interface ProblemKnowledge {
  /** Ways to import the name that is missing. */
  readonly imports: readonly NeededImport[];
  /** What may stand behind the dot, or what the module has; empty when nobody knows. */
  readonly members: readonly string[];
  /** Names of definitions anywhere in the repository. */
  readonly names: readonly string[];
  /** Modules that others import. */
  readonly modules: readonly string[];
  /** In how many pieces of the repository the rarest word of a name stands: what is misspelt stands in few. */
  readonly familiarity: (name: string) => number;
}
