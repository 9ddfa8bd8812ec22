/**
 * Files put together for looking up: their tokens, the positions sorted by context, and lines sorted by the shape of
 * the line before and of the line after. Never changes after it was built, except that files in it die.
 *
 * Costs 8 bytes per token and 24 per line.
 */
import type { TokenFile } from "../../syntax/tokens/tokenFile.ts";
import { sortByContext } from "./suffixSort.ts";
import type { TokenSource } from "./tokenSource.ts";

/** A file of a segment. */
export interface SegmentFile {
  readonly path: string;
  readonly languageId: string;
}

const STEP = 1 << 14;

export class Segment implements TokenSource {
  readonly files: readonly SegmentFile[];
  readonly tokens: Int32Array;
  /** Index in `tokens` of the first token of each line, and the length of `tokens` at the end. */
  readonly lineStarts: Int32Array;
  /** 0-based number of each line in its file. */
  readonly lineNumbers: Int32Array;
  readonly shapes: Int32Array;
  /** First token of each file, and the length of `tokens` at the end. */
  readonly fileStarts: Int32Array;
  /** First line of each file, and the number of lines at the end. */
  readonly fileLines: Int32Array;
  /** 1 for a file that was removed or replaced since. */
  readonly dead: Uint8Array;
  /** Tokens of dead files. */
  deadTokens = 0;
  order: Int32Array = new Int32Array(0);
  /** Lines ascending by the shape of the line before them in their file (0 for none), then by place. */
  byPrevious: Int32Array = new Int32Array(0);
  /** Lines ascending by the shape of the line after them in their file (0 for none), then by place. */
  byNext: Int32Array = new Int32Array(0);

  private constructor(files: readonly SegmentFile[], tokenCount: number, lineCount: number) {
    this.files = files;
    this.tokens = new Int32Array(tokenCount);
    this.lineStarts = new Int32Array(lineCount + 1);
    this.lineNumbers = new Int32Array(lineCount);
    this.shapes = new Int32Array(lineCount);
    this.fileStarts = new Int32Array(files.length + 1);
    this.fileLines = new Int32Array(files.length + 1);
    this.dead = new Uint8Array(files.length);
  }

  /**
   * @param contents tokens of each file, as `files` has them
   * @param onFilled work to be done as soon as `content` gives what `contents` held, before anything is sorted
   */
  static *build(
    files: readonly SegmentFile[],
    contents: readonly TokenFile[],
    vocabularySize: number,
    onFilled: (segment: Segment) => Generator<void>,
  ): Generator<void, Segment> {
    let tokenCount = 0;
    let lineCount = 0;
    for (const content of contents) {
      tokenCount += content.tokens.length;
      lineCount += content.lineNumbers.length;
    }
    const segment = new Segment(files, tokenCount, lineCount);
    yield* segment.#fill(contents);
    yield* onFilled(segment);
    segment.order = yield* sortByContext(segment.tokens, vocabularySize);
    segment.byPrevious = yield* segment.#linesByShape(-1);
    segment.byNext = yield* segment.#linesByShape(1);
    return segment;
  }

  get sizeBytes(): number {
    return 8 * this.tokens.length + 20 * this.shapes.length + 9 * this.files.length;
  }

  fileAt(position: number): number {
    return lastAtMost(this.fileStarts, this.files.length, position);
  }

  fileOfLine(line: number): number {
    return lastAtMost(this.fileLines, this.files.length, line);
  }

  /** The line a token or its line break belongs to. */
  lineAt(position: number): number {
    return lastAtMost(this.lineStarts, this.shapes.length, position);
  }

  pathOf(file: number): string {
    return this.files[file]!.path;
  }

  firstLine(file: number): number {
    return this.fileLines[file]!;
  }

  endLine(file: number): number {
    return this.fileLines[file + 1]!;
  }

  /** Shape of the line `step` lines on in the same file; 0 when there is none. */
  shapeBeside(line: number, step: number): number {
    const file = this.fileOfLine(line);
    const beside = line + step;
    return beside < this.fileLines[file]! || beside >= this.fileLines[file + 1]! ? 0 : this.shapes[beside]!;
  }

  /** The tokens of a file, as views. */
  content(file: number): TokenFile {
    const start = this.fileStarts[file]!;
    const [from, to] = [this.fileLines[file]!, this.fileLines[file + 1]!];
    const tokens = this.tokens.subarray(start, this.fileStarts[file + 1]!);
    const lineStarts = this.lineStarts.slice(from, to + 1).map((at) => at - start);
    lineStarts[to - from] = tokens.length;
    return {
      tokens,
      lineStarts,
      lineNumbers: this.lineNumbers.subarray(from, to),
      shapes: this.shapes.subarray(from, to),
    };
  }

  kill(file: number): void {
    if (this.dead[file] === 1) return;
    this.dead[file] = 1;
    this.deadTokens += this.fileStarts[file + 1]! - this.fileStarts[file]!;
  }

  *#fill(contents: readonly TokenFile[]): Generator<void> {
    let token = 0;
    let line = 0;
    let work = 0;
    for (let file = 0; file < contents.length; file++) {
      const content = contents[file]!;
      this.fileStarts[file] = token;
      this.fileLines[file] = line;
      this.tokens.set(content.tokens, token);
      this.lineNumbers.set(content.lineNumbers, line);
      this.shapes.set(content.shapes, line);
      for (let i = 0; i < content.shapes.length; i++)
        this.lineStarts[line + i] = content.lineStarts[i]! + token;
      token += content.tokens.length;
      line += content.shapes.length;
      work += content.tokens.length;
      if (work > STEP * 16) {
        work = 0;
        yield;
      }
    }
    this.fileStarts[contents.length] = token;
    this.fileLines[contents.length] = line;
    this.lineStarts[line] = token;
  }

  /** Two stable passes by 16 bits, least significant first; the platform's sort could not be left half-way. */
  *#linesByShape(step: number): Generator<void, Int32Array> {
    const count = this.shapes.length;
    const keys = new Int32Array(count);
    for (let file = 0; file < this.files.length; file++) {
      const [from, to] = [this.fileLines[file]!, this.fileLines[file + 1]!];
      for (let line = from; line < to; line++) {
        const beside = line + step;
        keys[line] = beside < from || beside >= to ? 0 : this.shapes[beside]!;
      }
      if (file % 256 === 0) yield;
    }
    const lines = yield* radixPass(undefined, keys, 0);
    return yield* radixPass(lines, keys, 16);
  }
}

/**
 * One stable counting pass by 16 bits of each line's key, taken as unsigned.
 *
 * @param lines numbers of all lines in some order; in their own when undefined
 */
function* radixPass(
  lines: Int32Array | undefined,
  keys: Int32Array,
  shift: number,
): Generator<void, Int32Array> {
  const ends = new Int32Array(65537);
  const sorted = new Int32Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    ends[(keys[i]! >>> shift) & 0xffff]!++;
    if (i % (STEP * 4) === 0) yield;
  }
  for (let i = 1; i < ends.length; i++) ends[i]! += ends[i - 1]!;
  for (let i = keys.length - 1; i >= 0; i--) {
    const line = lines === undefined ? i : lines[i]!;
    sorted[--ends[(keys[line]! >>> shift) & 0xffff]!] = line;
    if (i % (STEP * 2) === 0) yield;
  }
  return sorted;
}

/** Index of the last of the first `count` elements, ascending, that is not above `value`; 0 when all are above. */
export function lastAtMost(starts: Int32Array, count: number, value: number): number {
  let low = 0;
  let high = count;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= value) low = middle;
    else high = middle;
  }
  return low;
}
