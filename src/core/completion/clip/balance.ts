/** Brackets that a suggestion opens and nobody closes. */
import { noBrackets, scanBrackets } from "../brackets.ts";

/** Whether what follows the cursor begins with these closers, innermost first, blanks left out. */
function isClosedBy(suffix: string, closers: readonly string[]): boolean {
  const next = /^[\s)\]};,]*/.exec(suffix)![0].replace(/[\s;,]/g, "");
  return closers.toReversed().every((closer, at) => next[at] === closer);
}

const openIn = (text: string): readonly string[] => scanBrackets(text, noBrackets, () => false).closers;

/**
 * Goes back to the last line after which nothing is open that the text itself opened, unless what follows the cursor
 * closes it. A text of one line, or one that opens a bracket on its first and never closes it, stays.
 */
export function balanced(text: string, suffix: string): string {
  const open = openIn(text);
  if (open.length === 0 || isClosedBy(suffix, open)) return text;
  const lines = text.split("\n");
  for (let count = lines.length - 1; count > 0; count--) {
    const part = lines.slice(0, count).join("\n");
    if (part.trim() !== "" && openIn(part).length === 0) return part;
  }
  return text;
}
