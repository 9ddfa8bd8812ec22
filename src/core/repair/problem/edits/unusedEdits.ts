/** Variables that nobody uses. */
import { likeliestNames } from "../../../verify/nearest.ts";
import type { ProblemEdit, ProblemPlace } from "../problemEdit.ts";
import { identifierCounts, lineRange, replaceToken, tokensNamed } from "./placeTokens.ts";

export function* unusedEdits(name: string, place: ProblemPlace): Generator<ProblemEdit> {
  const { text, tokens } = place;
  const [token] = tokensNamed(place, name);
  if (token === undefined) return;
  const line = tokens.line(token);
  const [start, end] = lineRange(place, line);
  const code = text.slice(start, end);
  const assigned = /^(\s*)(?:(?:const|let|var)\s+)?[\w$]+(?:\s*:\s*[^=]+)?\s*:?=\s*(?![=])(.*?);?\s*$/.exec(
    code,
  );
  if (assigned && !name.startsWith("_")) {
    const value = assigned[2]!;
    const isWhole = balanceOf(value) === 0;
    // What has an effect stays.
    const hasEffect = /\(|\bawait\b|\bnew\b/.test(value);
    if (isWhole && !hasEffect)
      yield { edits: [{ start, end, text: "" }], about: `remove \`${name}\``, score: 0.85 };
    if (isWhole && hasEffect) {
      const valueStart = start + code.indexOf(value, assigned[1]!.length);
      const head = { start: start + assigned[1]!.length, end: valueStart, text: "" };
      yield { edits: [head], about: `keep the call without \`${name}\``, score: 0.8 };
      yield { edits: [{ start, end, text: "" }], about: `remove \`${name}\``, score: 0.5 };
    }
  }
  // A name that was misspelt where it is declared is used under another.
  const counts = identifierCounts(place);
  for (const other of likeliestNames(name, counts.keys(), 3))
    yield {
      edits: [replaceToken(place, token, other)],
      about: `write \`${other}\` for \`${name}\``,
      score: 0.4,
    };
  if (!name.startsWith("_"))
    yield {
      edits: [replaceToken(place, token, place.languageId === "go" ? "_" : `_${name}`)],
      about: "mark it as not used",
      score: 0.45,
    };
}

/** Brackets that are opened and not closed. */
function balanceOf(code: string): number {
  let depth = 0;
  for (const letter of code) {
    if ("([{".includes(letter)) depth++;
    if (")]}".includes(letter)) depth--;
  }
  return depth;
}
