/** Python's logical lines: statements with the column that tells their block. */
import { codes, type Tokens, tokenTypes } from "../../syntax/outline/tokens.ts";

export interface LogicalLine {
  /** Tokens from `first` up to before `end`. */
  readonly first: number;
  readonly end: number;
  readonly column: number;
}

export function logicalLines(tokens: Tokens): readonly LogicalLine[] {
  const lines: LogicalLine[] = [];
  for (let first = 0; first < tokens.count; ) {
    let end = first;
    do {
      const match = tokens.match(end);
      end = match < tokens.count && tokens.type(end) !== tokenTypes.string ? match + 1 : end + 1;
    } while (end < tokens.count && (!tokens.isFirstOfLine(end) || isContinued(tokens, end)));
    const column = tokens.start(first) - tokens.lineStarts[tokens.line(first)]!;
    lines.push({ first, end, column });
    first = end;
  }
  return lines;
}

/** Whether a backslash ends the line before a token. */
function isContinued(tokens: Tokens, i: number): boolean {
  const start = tokens.lineStarts[tokens.line(i)]!;
  return start >= 2 && /\\\r?\n$/.test(tokens.text.slice(Math.max(0, start - 3), start));
}

/** The colon that ends the head of a block, or `end`. */
export function headEnd(tokens: Tokens, { first, end }: LogicalLine): number {
  let isLambda = false;
  for (let i = first; i < end; i = tokens.match(i) + 1) {
    if (tokens.is(i, "lambda")) isLambda = true;
    if (tokens.type(i) !== codes.colon) continue;
    if (!isLambda) return i;
    isLambda = false;
  }
  return end;
}
