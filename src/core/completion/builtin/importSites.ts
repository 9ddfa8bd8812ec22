/**
 * Where an import is being written: lines elsewhere that import a name which this text uses and does not import. The text
 * before the cursor cannot say which of a hundred imports comes next; what follows can.
 */

import { renderTokens } from "../../syntax/tokens/render.ts";
import { Kind, type Vocabulary } from "../../syntax/tokens/vocabulary.ts";
import type { CurrentText } from "./currentText.ts";
import { lineEnd } from "./lineCompare.ts";
import { findIntervals, sampleRing } from "./matcher.ts";
import type { Segment } from "./segment.ts";
import type { TokenSource } from "./tokenSource.ts";
import type { View } from "./view.ts";

/** Names that are looked up, and places looked at for each. */
const MOST_NAMES = 1500;
const PLACES = 24;
/** What stands before a name where it is imported, in one language or another. */
const BEFORE_IMPORTED = [".", "import", "{", ",", "/", "::", "as", '"'];
const OPENING = ["{", "("];
const CLOSING = ["}", ")"];

/** A line that imports a name, in a source other than the current text. */
export interface ImportLine {
  readonly source: TokenSource;
  readonly line: number;
  /** Whether it stands between the imports just before and after the cursor by the order of their texts. */
  readonly inOrder: boolean;
}

/** Names that stand in the text outside imports and are not imported, and those that are. */
export interface ImportNeeds {
  readonly needed: ReadonlySet<number>;
  readonly imported: ReadonlySet<number>;
}

/** What imports are lacking; undefined unless an import is written. */
export function importNeeds({ current, vocabulary }: View): ImportNeeds | undefined {
  const words = new ImportWords(vocabulary, current.file.languageId);
  const imports = importLines(current, words);
  return isImportPlace(current, imports, words) ? namesOf(current, imports, vocabulary, words) : undefined;
}

/** Lines that import names the text needs and that start as the cursor's line does; none unless an import is written. */
export function findImportLines(view: View): ImportLine[] {
  const { current, vocabulary } = view;
  const words = new ImportWords(vocabulary, current.file.languageId);
  const imports = importLines(current, words);
  if (!isImportPlace(current, imports, words)) return [];
  const { needed } = namesOf(current, imports, vocabulary, words);
  const inOrder = orderBeside(view, imports);
  const found: ImportLine[] = [];
  for (const { segment, weights } of view.segments) {
    for (const name of needed) {
      forEachPlace(segment, name, words, (position) => {
        if (weights[segment.fileAt(position)]! === 0) return;
        const line = segment.lineAt(position);
        if (words.leading.has(segment.tokens[position + 1]! >> 1)) return;
        if (isImport(segment, line, words) && startsAsTyped(segment, line, current)) {
          found.push({ source: segment, line, inOrder: inOrder(segment, line) });
        }
      });
    }
  }
  for (const { file } of view.loose) {
    for (let line = 0; line < file.shapes.length; line++) {
      if (!isImport(file, line, words) || !startsAsTyped(file, line, current)) continue;
      for (let at = file.lineStarts[line]!, end = lineEnd(file, line); at < end; at++) {
        if (!needed.has(file.tokens[at]! >> 1) || words.leading.has(file.tokens[at + 1]! >> 1)) continue;
        found.push({ source: file, line, inOrder: inOrder(file, line) });
        break;
      }
    }
  }
  return found;
}

/** Tells of tokens that follow the cursor whether they make the line an import that the text has already. */
export function importRepeats({ current, vocabulary }: View): (tokens: readonly number[]) => boolean {
  const { file, line, cursor, typed } = current;
  const { starts } = new ImportWords(vocabulary, file.languageId);
  const before = [...file.tokens.subarray(cursor - typed, cursor)];
  return (tokens) => {
    const whole = [...before, ...tokens].map((token) => token >> 1);
    if (!starts.has(whole[0]!)) return false;
    for (let other = 0; other < file.shapes.length; other++) {
      const start = file.lineStarts[other]!;
      if (other === line || file.tokens[start]! >> 1 !== whole[0]) continue;
      if (lineEnd(file, other) - start !== whole.length) continue;
      if (whole.every((id, i) => file.tokens[start + i]! >> 1 === id)) return true;
    }
    return false;
  };
}

export class ImportWords {
  readonly starts: ReadonlySet<number>;
  readonly opening: ReadonlySet<number>;
  readonly closing: ReadonlySet<number>;
  readonly before: readonly number[];
  /** What stands after a name that only leads to what is imported. */
  readonly leading: ReadonlySet<number>;
  readonly comments: ReadonlySet<number>;
  /** What an import that is nothing but a string starts and ends with. */
  readonly quotes: ReadonlySet<number>;

  constructor(vocabulary: Vocabulary, languageId: string) {
    const ids = (texts: readonly string[]) =>
      texts.map((text) => vocabulary.find(text)).filter((id) => id !== undefined);
    this.starts = new Set(ids(["import", "from", "use", "using", "require"]));
    this.opening = new Set(ids(OPENING));
    this.closing = new Set(ids(CLOSING));
    this.before = ids(BEFORE_IMPORTED);
    this.leading = new Set(ids([".", "/", "::"]));
    this.comments = new Set(ids(["//", "/*", "*", "#"]));
    this.quotes = new Set(languageId === "go" ? ids(['"']) : []);
  }
}

/** For each line of the text whether it belongs to an import; one that opens a bracket goes on to where it closes. */
function importLines(current: CurrentText, words: ImportWords): Uint8Array {
  const { file } = current;
  const imports = new Uint8Array(file.shapes.length);
  let open = false;
  for (let line = 0; line < imports.length; line++) {
    const [start, end] = [file.lineStarts[line]!, lineEnd(file, line)];
    const first = file.tokens[start]! >> 1;
    if (!open && !words.starts.has(first)) continue;
    imports[line] = 1;
    for (let at = start; at < end; at++) {
      const id = file.tokens[at]! >> 1;
      if (words.opening.has(id)) open = true;
      if (words.closing.has(id)) open = false;
    }
  }
  return imports;
}

/** Whether the cursor's line is an import already, or starts beside one. */
function isImportPlace(current: CurrentText, imports: Uint8Array, words: ImportWords): boolean {
  const { file, line, typed, cursor } = current;
  if (typed > 0) {
    return words.starts.has(file.tokens[cursor - typed]! >> 1) || imports[line] === 1;
  }
  return imports[line - 1] === 1 || (current.hasNext && imports[line + 1] === 1);
}

/** Names are needed that stand outside imports, not as members, and in no import. */
function namesOf(
  current: CurrentText,
  imports: Uint8Array,
  vocabulary: Vocabulary,
  words: ImportWords,
): ImportNeeds {
  const { file } = current;
  const imported = new Set<number>();
  const used = new Set<number>();
  const dot = vocabulary.find(".");
  for (let line = 0; line < imports.length; line++) {
    const end = lineEnd(file, line);
    if (words.comments.has(file.tokens[file.lineStarts[line]!]! >> 1)) continue;
    for (let at = file.lineStarts[line]!; at < end; at++) {
      const id = file.tokens[at]! >> 1;
      if (vocabulary.kind(id) !== Kind.word) continue;
      if (imports[line] === 1) imported.add(id);
      else if (used.size < MOST_NAMES && file.tokens[at - 1]! >> 1 !== dot) used.add(id);
    }
  }
  for (const id of imported) used.delete(id);
  return { needed: used, imported };
}

/** Compares a line with the imports that stand right above and below the cursor. */
function orderBeside({ current, vocabulary }: View, imports: Uint8Array) {
  const { file, line } = current;
  const textOf = (source: TokenSource, at: number) =>
    renderTokens(source.tokens.subarray(source.lineStarts[at]!, lineEnd(source, at)), vocabulary);
  const beside = (step: number) =>
    imports[line + step] === 1 && file.lineNumbers[line + step] === file.lineNumbers[line]! + step
      ? textOf(file, line + step)
      : undefined;
  const [above, below] = [beside(-1), current.hasNext ? beside(1) : undefined];
  return (source: TokenSource, at: number) => {
    if (above === undefined && below === undefined) return false;
    const text = textOf(source, at);
    return (above === undefined || above < text) && (below === undefined || text < below);
  };
}

/** Whether a line is an import of its language. */
export function isImport(source: TokenSource, line: number, words: ImportWords): boolean {
  const start = source.lineStarts[line]!;
  const first = source.tokens[start]! >> 1;
  if (words.starts.has(first)) return true;
  const end = lineEnd(source, line);
  return words.quotes.has(first) && end - start > 2 && words.quotes.has(source.tokens[end - 1]! >> 1);
}

function startsAsTyped(source: TokenSource, line: number, { file, cursor, typed }: CurrentText): boolean {
  const start = source.lineStarts[line]!;
  if (lineEnd(source, line) - start <= typed) return false;
  for (let i = 0; i < typed; i++) {
    if (source.tokens[start + i]! >> 1 !== file.tokens[cursor - typed + i]! >> 1) return false;
  }
  return true;
}

/** Positions of a name: all of a rare one, some of those that could be imports of a frequent one. */
function forEachPlace(
  segment: Segment,
  name: number,
  words: ImportWords,
  visit: (position: number) => void,
): void {
  const all = findIntervals(segment, [name]);
  if (all.depth === 0) return;
  const [low, high] = [all.low[1]!, all.high[1]!];
  if (high - low <= PLACES * 2) {
    for (let at = low; at < high; at++) visit(segment.order[at]! - 1);
    return;
  }
  for (const before of words.before) {
    const intervals = findIntervals(segment, [name, before]);
    if (intervals.depth === 2) sampleRing(segment, intervals, 2, PLACES, (position) => visit(position - 1));
  }
}
