/** Lines of a text as tokens, keeping those of the text before: a keystroke scans one line. */
import { indentWidth } from "./newline.ts";
import { scanLine } from "./scan.ts";
import type { TokenLine } from "./tokenFile.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Lines of a text; a carriage return before a line feed stays at the end of its line, as white space. */
export function splitLines(text: string): string[] {
  return text.split("\n");
}

/** What a line costs beside its text, in UTF-16 units. */
const LINE_WORK = 8;

/** One line as tokens without white space before the first; undefined for a blank line. */
export function scanTokenLine(line: string, vocabulary: Vocabulary): TokenLine | undefined {
  const tokens = scanLine(line, vocabulary);
  if (tokens.length === 0) return undefined;
  tokens[0] = tokens[0]! & ~1;
  return { tokens, indent: indentWidth(line) };
}

/** Text between two yields, in UTF-16 units: a millisecond or two. */
const STEP = 1 << 15;

/** The lines of a text as tokens, in small steps. */
export function* scanInSteps(
  text: string,
  vocabulary: Vocabulary,
): Generator<void, readonly (TokenLine | undefined)[]> {
  const lines: (TokenLine | undefined)[] = [];
  let work = 0;
  for (let start = 0, end = 0; start <= text.length; start = end + 1) {
    end = text.indexOf("\n", start);
    if (end < 0) end = text.length;
    lines.push(scanTokenLine(text.slice(start, end), vocabulary));
    work += end - start + LINE_WORK;
    if (work < STEP) continue;
    work = 0;
    yield;
  }
  return lines;
}

export class LineScanner {
  readonly #vocabulary: Vocabulary;
  #texts: readonly string[] = [];
  #lines: readonly (TokenLine | undefined)[] = [];

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  /** Tokens of each line; lines equal to the last call's from the start or from the end are not scanned again. */
  scan(texts: readonly string[]): readonly (TokenLine | undefined)[] {
    const shared = Math.min(texts.length, this.#texts.length);
    let head = 0;
    while (head < shared && texts[head] === this.#texts[head]) head++;
    let tail = 0;
    while (
      tail < shared - head &&
      texts[texts.length - 1 - tail] === this.#texts[this.#texts.length - 1 - tail]
    ) {
      tail++;
    }
    const changed = texts
      .slice(head, texts.length - tail)
      .map((text) => scanTokenLine(text, this.#vocabulary));
    const lines = this.#lines;
    this.#lines = lines.slice(0, head).concat(changed, tail === 0 ? [] : lines.slice(-tail));
    this.#texts = texts;
    return this.#lines;
  }
}
