/** Documentation without the signs around it: of a string, of a comment, of what a model wrote. */

/** Of a docstring as it stands in the text, quotes included. */
export function docstringText(literal: string): string {
  const [, quote = '"'] = /^[A-Za-z]*("""|'''|"|')/.exec(literal) ?? [];
  const start = literal.indexOf(quote) + quote.length;
  const end = literal.endsWith(quote) ? literal.length - quote.length : literal.length;
  return withoutIndent(literal.slice(start, Math.max(start, end)));
}

/** Of a block comment or lines of comment, with their signs. */
export function commentText(comment: string): string {
  const plain = comment.trim();
  if (plain.startsWith("/*")) {
    const inside = plain.replace(/^\/\*+/, "").replace(/\*+\/$/, "");
    return tidy(inside.split("\n").map((line) => line.replace(/^\s*\*? ?/, "")));
  }
  return tidy(plain.split("\n").map((line) => line.replace(/^\s*\/\/+!? ?/, "")));
}

/** What a model wrote, whether as plain text, in a fence, as a comment or as a string. */
export function writtenText(answer: string): string {
  const fenced = /```[^\n]*\n([\s\S]*?)\n?```/.exec(answer)?.[1] ?? answer;
  const plain = fenced.trim();
  const literal = /^[A-Za-z]?("""|''')[\s\S]*?\1/.exec(withoutHead(plain))?.[0];
  if (literal !== undefined) return docstringText(literal);
  const block = /^\/\*\*[\s\S]*?\*\//.exec(plain)?.[0];
  if (block !== undefined) return commentText(block);
  const lines = /^(?:\/\/[^\n]*\n?)+/.exec(plain)?.[0];
  return lines === undefined ? withoutIndent(plain) : commentText(lines);
}

/** Some models write the whole definition although they are asked for its documentation alone. */
const withoutHead = (text: string): string =>
  text.replace(/^(?:@[^\n]*\n)*(?:async +)?(?:def|class) [^"']*?:[ \t]*\n\s*/, "");

/** The first line stands behind the quotes and has no indentation of its own. */
function withoutIndent(text: string): string {
  const [first = "", ...rest] = text.split("\n");
  const widths = rest.flatMap((line) => (line.trim() === "" ? [] : [/^\s*/.exec(line)![0].length]));
  const common = Math.min(...widths, 1000);
  return tidy([first.trimStart(), ...rest.map((line) => line.slice(common))]);
}

const tidy = (lines: readonly string[]): string =>
  lines
    .map((line) => line.trimEnd())
    .join("\n")
    .replace(/^\n+|\n+$/g, "")
    .trimEnd();
