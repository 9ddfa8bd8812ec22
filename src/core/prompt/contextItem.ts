/** What a prompt holds besides the text around the cursor. */

/**
 * In the order in which they stand in a prompt, those that change least between two keystrokes first: servers keep what
 * they computed for an unchanged beginning.
 */
export const contextKinds = ["documentation", "signature", "snippet", "edit", "diagnostic"] as const;
export type ContextKind = (typeof contextKinds)[number];

/** One thing that helps to write at the cursor. */
export interface ContextItem {
  readonly kind: ContextKind;
  /** The file it is from, whose verdict decides whether it may be sent; undefined for what is from no file. */
  readonly path: string | undefined;
  /** What it is called where no file names it. */
  readonly title?: string;
  /** 0-based, inclusive. */
  readonly startLine?: number;
  readonly endLine?: number;
  readonly text: string;
  /** Files that its text is from besides `path`: with one that may not be sent, nothing of it is. */
  readonly sources?: readonly ContextSource[];
}

export interface ContextSource {
  readonly path: string;
  /** A file of an installed library: ignore files keep those from the index, and say nothing of prompts. */
  readonly isLibrary: boolean;
}

/** Files that a piece of a prompt is from. */
export const sourcesOf = ({ path, sources = [] }: ContextItem): readonly ContextSource[] =>
  path === undefined ? sources : [{ path, isLibrary: false }, ...sources];

/** A piece as a model reads it: under a name, as if it were a file. */
export interface PromptFile {
  readonly title: string;
  readonly text: string;
}

/** The last three parts of a path: enough to mean something, without a person's home folder. */
export const shortPath = (path: string): string => path.split("/").slice(-3).join("/");

const suffixes: Partial<Readonly<Record<ContextKind, string>>> = {
  edit: " (changed a moment ago)",
  diagnostic: " (problems)",
};

/** @returns one line */
export function titleOf({ kind, path, title }: ContextItem): string {
  const name = path === undefined ? (title ?? kind) : shortPath(path);
  return `${name}${suffixes[kind] ?? ""}`;
}
