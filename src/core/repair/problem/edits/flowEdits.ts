/** Values that are to be waited for, given back, or may be missing. */
import { codes, tokenTypes } from "../../../syntax/outline/tokens.ts";
import { isKeyword } from "../../../syntax/tokens/keywords.ts";
import type { ProblemEdit, ProblemPlace } from "../problemEdit.ts";
import { callsOn, isEcma, isPython } from "./placeTokens.ts";

export function* awaitEdits(place: ProblemPlace): Generator<ProblemEdit> {
  const { tokens, line } = place;
  for (const open of callsOn(place)) {
    let first = open - 1;
    while (
      tokens.type(first - 1) === codes.dot &&
      (tokens.isIdentifier(first - 2) || tokens.type(first - 2) === codes.closeParen)
    ) {
      if (!tokens.isIdentifier(first - 2)) break;
      first -= 2;
    }
    if (tokens.is(first - 1, "await") || tokens.line(first) !== line) continue;
    const start = tokens.start(first);
    const close = tokens.match(open);
    const end = tokens.end(close);
    const isMember = tokens.type(close + 1) === codes.dot;
    yield isMember
      ? {
          edits: [
            { start, end: start, text: "(await " },
            { start: end, end, text: ")" },
          ],
          about: "wait for it",
          score: 0.95,
        }
      : { edits: [{ start, end: start, text: "await " }], about: "wait for it", score: 0.9 };
  }
  for (let i = 0; i < tokens.count; i++) {
    const isPlain =
      tokens.line(i) === line &&
      tokens.isIdentifier(i) &&
      tokens.type(i - 1) !== codes.dot &&
      tokens.type(i + 1) !== codes.openParen;
    if (!isPlain || isKeyword(tokens.word(i))) continue;
    const [start, end] = [tokens.start(i), tokens.end(i)];
    const isMember = tokens.type(i + 1) === codes.dot;
    yield {
      edits: isMember
        ? [
            { start, end: start, text: "(await " },
            { start: end, end, text: ")" },
          ]
        : [{ start, end: start, text: "await " }],
      about: "wait for it",
      score: 0.6,
    };
  }
}

/** The last expression of the function, or the last name that was set, is given back. */
export function* returnEdits(place: ProblemPlace): Generator<ProblemEdit> {
  const { text, line, tokens } = place;
  const lines = text.split("\n");
  const indentOf = (one: string) => /^\s*/.exec(one)![0].length;
  const outer = indentOf(lines[line] ?? "");
  let last = -1;
  for (let at = line + 1; at < lines.length; at++) {
    const one = lines[at]!;
    if (one.trim() === "") continue;
    if (indentOf(one) <= outer) break;
    last = at;
  }
  for (let at = last; at > line && at > last - 4; at--) {
    const one = lines[at]!;
    const start = (tokens.lineStarts[at] ?? 0) + indentOf(one);
    const isExpression =
      /^\s*(?!(?:return|if|for|while|else|elif|try|except|with|raise|throw|const|let|var|def|class|function|switch|case|break|continue|pass|import)\b)[\w$(["'`!-]/.test(
        one,
      );
    if (isExpression && !/(?<![=!<>])=(?![=>])/.test(one))
      yield {
        edits: [{ start, end: start, text: "return " }],
        about: "give it back",
        score: 0.85 - 0.1 * (last - at),
      };
  }
  const names: string[] = [];
  for (let i = 0; i < tokens.count; i++) {
    const at = tokens.line(i);
    if (at <= line || at > last || !tokens.isIdentifier(i)) continue;
    if (
      tokens.type(i + 1) === codes.equals ||
      (tokens.type(i + 1) === tokenTypes.operator && /[-+*/|&]=/.test(tokens.word(i + 1)))
    )
      names.unshift(tokens.word(i));
  }
  if (last < 0) return;
  const lineStart = tokens.lineStarts[line + 1] ?? text.length;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))![0];
  const end = tokens.lineStarts[last + 1] ?? text.length;
  const newline = text.endsWith("\n") || end < text.length ? "" : "\n";
  const mark = isPython(place) || !/;\s*$/m.test(text) ? "" : ";";
  for (const [rank, name] of [...new Set(names)].slice(0, 4).entries())
    yield {
      edits: [{ start: end, end, text: `${newline}${indent}return ${name}${mark}\n` }],
      about: `give \`${name}\` back`,
      score: 0.7 * 0.85 ** rank,
    };
}

export function* nullableEdits(place: ProblemPlace): Generator<ProblemEdit> {
  const { tokens, line } = place;
  if (!isEcma(place)) return;
  for (let i = 1; i < tokens.count; i++) {
    if (tokens.line(i) !== line || tokens.text[tokens.start(i) - 1] === "?") continue;
    const start = tokens.start(i);
    if (tokens.type(i) === codes.dot)
      yield { edits: [{ start, end: start, text: "?" }], about: "go on only where there is one", score: 0.7 };
    if (tokens.type(i) === codes.openBracket)
      yield {
        edits: [{ start, end: start, text: "?." }],
        about: "go on only where there is one",
        score: 0.6,
      };
  }
}
