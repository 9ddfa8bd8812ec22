/** The word being typed. */
import { isWordCode } from "../../syntax/tokens/wordCode.ts";

/** Index in a line's text before the cursor where the word that ends at the cursor starts; its length when none does. */
export function startOfWord(before: string): number {
  let start = before.length;
  while (start > 0 && isWordCode(before.charCodeAt(start - 1))) start--;
  return start;
}
