/** A function that tests are written for, as its file's syntax tree shows it. */
import type { FasterForm } from "../optimize/fasterForm.ts";
import type { Candidate } from "../repair/candidate.ts";

export interface SubjectParameter {
  readonly name: string;
  /** As annotated; empty for none. */
  readonly type: string;
  /** Source of the default value; undefined for none. */
  readonly default?: string;
  /** Can only be given by name. */
  readonly isKeywordOnly?: true;
  /** Takes any number of values; may be left out. */
  readonly isRest?: true;
}

/** An argument as it stands in a call. */
export interface CallArgument {
  /** When it is given by name. */
  readonly name?: string;
  readonly text: string;
}

export type SubjectCall = readonly CallArgument[];

export interface TestSubject {
  readonly name: string;
  /** Names of the classes around it, outermost first. */
  readonly containers: readonly string[];
  /** Whether it can be called without making an object first. */
  readonly isFree: boolean;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** Whether other files can import it; where a language says so. */
  readonly isExported: boolean;
  /** How others name it in an import; `default` for a module's default. */
  readonly exportedAs: string;
  readonly parameters: readonly SubjectParameter[];
  /** 0-based, both inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** Sources of the literals in its body, each once. */
  readonly literals: readonly string[];
  /** Names of the errors that it raises itself. */
  readonly raises: readonly string[];
  /** Calls of it whose arguments are all literals, from the texts that were given; each once. */
  readonly calls: readonly SubjectCall[];
  /** Small changes of its body that tests should notice. */
  readonly mutants: readonly Candidate[];
  /** Offsets in the file, UTF-16 units, where a statement that counts may be put into each loop; undefined when one has no place for it. */
  readonly loopStarts: readonly number[] | undefined;
  /** Rewrites of it that could be faster. */
  readonly fasterForms: readonly FasterForm[];
}
