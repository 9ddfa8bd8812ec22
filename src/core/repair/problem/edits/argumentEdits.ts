/** Arguments that are missing, or too many. */
import { codes } from "../../../syntax/outline/tokens.ts";
import { isKeyword } from "../../../syntax/tokens/keywords.ts";
import { likeliestNames } from "../../../verify/nearest.ts";
import type { ProblemEdit, ProblemPlace } from "../problemEdit.ts";
import { callsOn } from "./placeTokens.ts";

const mostArguments = 24;

/** Names in reach are put in as arguments, best first by what the parameter is called; or an argument goes. */
export function* argumentEdits(name: string | undefined, place: ProblemPlace): Generator<ProblemEdit> {
  const { tokens, line, text } = place;
  const names = new Map<string, number>();
  for (let i = 0; i < tokens.count; i++) {
    if (!tokens.isIdentifier(i) || tokens.type(i - 1) === codes.dot || tokens.type(i + 1) === codes.openParen)
      continue;
    const distance = Math.abs(tokens.line(i) - line);
    const word = tokens.word(i);
    if (!isKeyword(word) && distance < 40) names.set(word, Math.min(names.get(word) ?? distance, distance));
  }
  const near = [...names].sort((a, b) => a[1] - b[1]).map(([word]) => word);
  const wanted =
    name === undefined
      ? near
      : [...new Set([...(names.has(name) ? [name] : []), ...likeliestNames(name, near, 4), ...near])];
  for (const open of callsOn(place)) {
    const close = tokens.match(open);
    if (close >= tokens.count) continue;
    const gaps = [tokens.end(open)];
    let last = open + 1;
    const parts: (readonly [number, number])[] = [];
    for (let i = open + 1; i <= close; i++) {
      if (i < close && tokens.type(i) !== codes.comma) {
        const end = tokens.match(i);
        if (end > i && end < close) i = end;
        continue;
      }
      if (i > last) {
        parts.push([tokens.start(last), tokens.end(i - 1)]);
        gaps.push(tokens.end(i - 1));
      }
      last = i + 1;
    }
    for (const [rank, word] of wanted.slice(0, mostArguments).entries()) {
      const isAlone = parts.length === 0;
      for (const [at, gap] of [...gaps.entries()].reverse()) {
        const inside = isAlone ? word : at === 0 ? `${word}, ` : `, ${word}`;
        const score =
          (name !== undefined && word === name ? 0.9 : 0.6) *
          0.93 ** rank *
          (at === gaps.length - 1 ? 1 : 0.8);
        yield { edits: [{ start: gap, end: gap, text: inside }], about: `give \`${word}\` as well`, score };
      }
    }
    for (const [at, [start, end]] of parts.entries()) {
      const next = parts[at + 1];
      const before = parts[at - 1];
      const range = next ? { start, end: next[0] } : before ? { start: before[1], end } : { start, end };
      yield {
        edits: [{ ...range, text: "" }],
        about: `leave out \`${text.slice(start, end).slice(0, 30)}\``,
        score: 0.4,
      };
    }
  }
}
