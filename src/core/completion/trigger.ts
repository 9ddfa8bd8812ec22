/** When to stay silent while a person types. */

/** Right of the cursor only what an editor closes by itself, or ends a statement or argument. */
const closersOnly = /^[\s)\]}>"'`;,:]*$/;
const wordCharacter = /[\p{L}\p{N}_$]/u;
/** Nothing useful is written by hand in lines this long; they are data. UTF-16 units. */
const maxLineCharacters = 2_000;

export type SilenceReason = "midWord" | "midLine" | "statementDone" | "longLine" | "emptyDocument";

/** The text between the last line break and the cursor. */
export const lineBefore = (prefix: string): string => prefix.slice(prefix.lastIndexOf("\n") + 1);

/** The text between the cursor and the next line break. */
export const lineAfter = (suffix: string): string => /^[^\r\n]*/.exec(suffix)![0];

/**
 * Why no suggestion should appear by itself here; undefined when one may. A suggestion amid a word or before other code
 * disturbs more than it helps, and after a finished statement there is nothing to finish.
 */
export function silenceReason(prefix: string, suffix: string): SilenceReason | undefined {
  const before = lineBefore(prefix);
  const after = lineAfter(suffix);
  if (before.length + after.length > maxLineCharacters) return "longLine";
  if (wordCharacter.test(after.charAt(0))) return "midWord";
  if (!closersOnly.test(after)) return "midLine";
  if (/[;}]\s*$/.test(before) && after.trim() === "") return "statementDone";
  if (prefix.trim() === "" && suffix.trim() === "") return "emptyDocument";
  return undefined;
}
