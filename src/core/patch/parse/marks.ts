/** The lines by which the formats of edits are recognised. */

/** A fence of Markdown at the beginning of a line. */
export interface Fence {
  /** Which sign, and how many of them: only a line of at least as many closes it. */
  readonly sign: string;
  readonly length: number;
  /** What follows on the line: a language, perhaps a path. */
  readonly info: string;
}

export function fenceIn(line: string): Fence | undefined {
  const match = /^ {0,12}(`{3,20}|~{3,20})[ \t]*([^`]*)$/.exec(line);
  if (!match || line.length > 500) return undefined;
  return { sign: match[1]![0]!, length: match[1]!.length, info: match[2]!.trim() };
}

export const closesFence = (line: string, { sign, length }: Fence): boolean => {
  const fence = fenceIn(line);
  return fence !== undefined && fence.sign === sign && fence.length >= length && fence.info === "";
};

/** `<<<<<<< SEARCH` with the usual other words and lengths; gives the number of signs and what precedes them. */
export function searchMark(line: string): { readonly length: number; readonly indent: string } | undefined {
  const match = /^([ \t]{0,40})(<{5,20}|-{5,20})[ \t]*(?:SEARCH|ORIGINAL|HEAD|OLD|BEFORE)\b/i.exec(line);
  return match ? { length: match[2]!.length, indent: match[1]! } : undefined;
}

export const dividerLength = (line: string): number => /^[ \t]*(={5,20})[ \t]*$/.exec(line)?.[1]?.length ?? 0;

export const isReplaceMark = (line: string): boolean =>
  /^[ \t]*(?:>{5,20}|\+{5,20})[ \t]*(?:REPLACE|UPDATED?|NEW|AFTER|UPSTREAM|MODIFIED)\b/i.test(line) ||
  /^[ \t]*>{5,20}[ \t]*$/.test(line);

export const isGitHeader = (line: string): boolean => line.startsWith("diff --git ");

/** Two lines that begin the diff of a file. */
export const isPlainHeader = (line: string, next: string | undefined): boolean =>
  /^--- \S/.test(line) && next !== undefined && /^\+\+\+ \S/.test(next);

export const isHunkHeader = (line: string): boolean => /^@@(?:\s|$)/.test(line);

export const isBeginPatch = (line: string): boolean => /^\s*\*\*\* Begin Patch\s*$/.test(line);
export const isEndPatch = (line: string): boolean => /^\s*\*\*\* End Patch\s*$/.test(line);

export type EnvelopeHeader =
  | { readonly kind: "update" | "add" | "delete" | "move"; readonly path: string }
  | { readonly kind: "endOfFile" };

export function envelopeHeader(line: string): EnvelopeHeader | undefined {
  const match = /^\*\*\* (?:(Update|Add|Delete) File|Move to|End of File)(?:: ?(.*))?$/.exec(line.trimEnd());
  if (!match) return undefined;
  if (match[2] === undefined) return line.includes("End of File") ? { kind: "endOfFile" } : undefined;
  const verb = match[1]?.toLowerCase() as "update" | "add" | "delete" | undefined;
  return { kind: verb ?? "move", path: match[2].trim() };
}
