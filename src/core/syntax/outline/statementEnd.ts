/** Where a statement ends that nothing but its line's end does. */
import type { OutlineBuilder } from "./outlineBuilder.ts";
import { codes, type Tokens, tokenTypes } from "./tokens.ts";

/** Signs that leave a line unfinished; the same at the start of the next line go on with it. */
const unfinished = new Uint8Array(128);
for (const sign of "=,.:<+-*/%&|^~") unfinished[sign.charCodeAt(0)] = 1;
unfinished[tokenTypes.operator] = 1;
unfinished[tokenTypes.arrow] = 1;
const continuing = new Uint8Array(128);
for (const sign of "=,.:+-*/%&|?^>") continuing[sign.charCodeAt(0)] = 1;
continuing[tokenTypes.operator] = 1;

/**
 * The last token of a statement: where a line ends that leaves nothing open.
 *
 * @param goesOn words that go on with a statement at the start of a line
 */
export function statementEnd(
  builder: OutlineBuilder,
  i: number,
  to: number,
  goesOn: ReadonlySet<string>,
): number {
  const { tokens } = builder;
  for (let at = i; ; ) {
    const close = Math.min(tokens.match(at), to - 1);
    const next = close + 1;
    if (next >= to || tokens.type(next) === codes.semicolon) return close;
    if (builder.lastLineOf(close) !== tokens.line(next) && !continues(tokens, close, next, goesOn))
      return close;
    at = next;
  }
}

/** Whether a line goes on with the one before it. */
export function continues(tokens: Tokens, last: number, next: number, goesOn: ReadonlySet<string>): boolean {
  if (unfinished[tokens.type(last)] === 1 || isArrow(tokens, last)) return true;
  const type = tokens.type(next);
  if (type === codes.dot || type === codes.openBrace) return true;
  if (type === tokenTypes.identifier) return goesOn.has(tokens.word(next));
  return continuing[type] === 1;
}

/** `->` */
function isArrow(tokens: Tokens, i: number): boolean {
  return tokens.type(i) === codes.greater && tokens.type(i - 1) === 45;
}
