/** What a piece of code leaves open. */
import { findLanguage } from "./language.ts";
import { lexicalFamilies } from "./lexicalFamily.ts";
import { lex } from "./outline/lexer.ts";

const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/**
 * Brackets that would close what a piece of code opens and does not close, innermost first.
 *
 * @param code any piece; closing brackets of what was opened before it are passed over
 */
export function closersOf(code: string, languageId: string): string {
  const tokens = lex(code, lexicalFamilies[findLanguage(languageId)?.family ?? "data"]);
  let result = "";
  for (let i = 0; i < tokens.count; i++) {
    if (tokens.match(i) === tokens.count) result = closers[code[tokens.start(i)]!]! + result;
  }
  return result;
}
