/** A file as tokens, by line: what indexes and completion work on instead of text. */
import { BOUNDARY, IndentStack, newlineId } from "./newline.ts";
import { Kind, type Vocabulary } from "./vocabulary.ts";

/** One line that is not blank. */
export interface TokenLine {
  /** As `scanLine` gives them; the first has no white space before it. */
  readonly tokens: ArrayLike<number>;
  /** Columns of indentation. */
  readonly indent: number;
}

/**
 * `tokens` starts with a boundary; then each line is its tokens and one line break. `lineStarts[i]` is the index in
 * `tokens` of the first token of line i (lines that are not blank), `lineNumbers[i]` its 0-based number in the text and
 * `shapes[i]` its shape; `lineStarts` has one more element, the length of `tokens`.
 */
export interface TokenFile {
  readonly tokens: Int32Array;
  readonly lineStarts: Int32Array;
  readonly lineNumbers: Int32Array;
  readonly shapes: Int32Array;
}

/** Hash of a line with names and numbers left out: equal for lines of the same form. Never 0. */
export function shapeOf(tokens: ArrayLike<number>, vocabulary: Vocabulary): number {
  let hash = 0x2545f491;
  for (let i = 0; i < tokens.length; i++) {
    hash = Math.imul(hash ^ shapeId(tokens[i]! >> 1, vocabulary), 0x01000193);
    hash ^= hash >>> 13;
  }
  return hash | 0 || 1;
}

/** A token as a shape sees it: itself, or 1 for any name and 2 for any number. */
export function shapeId(id: number, vocabulary: Vocabulary): number {
  const kind = vocabulary.kind(id);
  return kind === Kind.word || kind === Kind.number ? kind : id;
}

/**
 * Puts lines together.
 *
 * @param lines the lines of the text in order; undefined for a blank one
 */
export function assembleFile(lines: readonly (TokenLine | undefined)[], vocabulary: Vocabulary): TokenFile {
  let lineCount = 0;
  let length = 1;
  for (const line of lines) {
    if (line === undefined) continue;
    lineCount++;
    length += line.tokens.length + 1;
  }
  const file: TokenFile = {
    tokens: new Int32Array(length),
    lineStarts: new Int32Array(lineCount + 1),
    lineNumbers: new Int32Array(lineCount),
    shapes: new Int32Array(lineCount),
  };
  fill(file, lines, vocabulary);
  return file;
}

/**
 * The file with the tokens of one line replaced by others of the same indentation, which leaves all line breaks as they
 * are: what a keystroke costs in a long text.
 *
 * @param line index among the lines that are not blank
 */
export function replaceLine(
  { tokens, lineStarts, lineNumbers, shapes }: TokenFile,
  line: number,
  replacement: ArrayLike<number>,
  vocabulary: Vocabulary,
): TokenFile {
  const start = lineStarts[line]!;
  const end = lineStarts[line + 1]! - 1;
  const moved = replacement.length - (end - start);
  const replaced: TokenFile = {
    tokens: new Int32Array(tokens.length + moved),
    lineStarts: lineStarts.slice(),
    lineNumbers,
    shapes: shapes.slice(),
  };
  replaced.tokens.set(tokens.subarray(0, start));
  replaced.tokens.set(replacement, start);
  replaced.tokens.set(tokens.subarray(end), end + moved);
  for (let i = line + 1; i < lineStarts.length; i++) replaced.lineStarts[i]! += moved;
  replaced.shapes[line] = shapeOf(replacement, vocabulary);
  return replaced;
}

function fill(file: TokenFile, lines: readonly (TokenLine | undefined)[], vocabulary: Vocabulary): void {
  const indents = new IndentStack();
  let at = 1;
  let row = 0;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    if (line === undefined) continue;
    const delta = indents.next(line.indent);
    if (row > 0) file.tokens[at - 1] = newlineId(delta) * 2;
    file.lineStarts[row] = at;
    file.lineNumbers[row] = i;
    file.shapes[row] = shapeOf(line.tokens, vocabulary);
    for (let t = 0; t < line.tokens.length; t++) file.tokens[at++] = line.tokens[t]!;
    at++;
    row++;
  }
  if (row > 0) file.tokens[at - 1] = newlineId(-1) * 2;
  file.lineStarts[row] = at;
  file.tokens[0] = BOUNDARY;
}
