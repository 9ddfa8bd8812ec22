/** What a title says of its place before a colon, as in `fix(router): ...`, `tpl/fmt: ...` and `client, server: ...`. */
import { wordsOf } from "../../text/terms/wordsOf.ts";
import { wordTerms } from "../../text/terms/wordTerms.ts";

/** One word with a place in brackets, or places alone; in small letters, unlike the name of an error. */
const SCOPE = /^([a-z*][\w.*/-]*(?:, ?[a-z*][\w.*/-]*){0,3})(?:\(([^()\n]{1,80})\))?!?:\s/;
/** Says what kind of change it is, or begins a message. */
const NO_PLACE =
  /^(?:fix(?:e[sd])?|feat(?:ure)?|chore|docs?|refactor|perf|style|build|ci|bug(?:fix)?|hotfix|revert|error|warning|issue|note|question|todo)$/i;

/** Terms of the place that a text begins with; empty when it names none. */
export function readScope(text: string): readonly string[] {
  const [, word, place] = SCOPE.exec(text) ?? [];
  if (word === undefined || (place === undefined && NO_PLACE.test(word))) return [];
  return [...new Set(wordsOf(place ?? word).flatMap((one) => wordTerms(one)))];
}
