/** The lines that a line stands under: the one its block belongs to, and the head of the function around it. */
import { endsLine, indentChange } from "../../syntax/tokens/newline.ts";
import type { Vocabulary } from "../../syntax/tokens/vocabulary.ts";
import { hasLine, lineEnd, lineSimilarity } from "./lineCompare.ts";
import type { TokenSource } from "./tokenSource.ts";
import type { View } from "./view.ts";

/** Lines above among which they are looked for. */
const MOST_LINES = 80;
/** Tokens at the end of a function's head that are compared: what it returns. */
const RETURNED = 6;
/** What lines start with whose blocks are parts of a function. */
const CONTROL =
  "if else for while do switch case default try catch finally with elif except select match loop unless }";

export interface Enclosing {
  /** Lines of the source; undefined without one near. */
  readonly block: number | undefined;
  readonly head: number | undefined;
}

/** How alike what two lines stand under is; 0..1 but for `returned`, tokens that agree from the end of the head, 0..`RETURNED`. */
export interface EnclosingLikeness {
  readonly block: number;
  readonly head: number;
  readonly returned: number;
}

const NOTHING: EnclosingLikeness = { block: 0, head: 0, returned: 0 };

/** Compares what lines elsewhere stand under with what the cursor's line does. */
export class EnclosingLines {
  readonly #view: View;
  readonly #own: Enclosing;
  readonly #control: ReadonlySet<number>;
  readonly #open: number;

  constructor(view: View) {
    this.#view = view;
    this.#control = new Set(CONTROL.split(" ").map((word) => idOf(view.vocabulary, word)));
    this.#open = idOf(view.vocabulary, "(");
    this.#own = this.#enclosing(view.current.file, view.current.line);
  }

  likeness(source: TokenSource, line: number): EnclosingLikeness {
    const { file } = this.#view.current;
    const own = this.#own;
    if (own.block === undefined) return NOTHING;
    const other = this.#enclosing(source, line);
    if (other.block === undefined) return NOTHING;
    const isSame = source === file && other.block === own.block;
    const block = isSame ? 1 : lineSimilarity(source, other.block, file, own.block);
    if (own.head === undefined || other.head === undefined) return { block, head: 0, returned: 0 };
    if (source === file && other.head === own.head) return { block, head: 1, returned: RETURNED };
    const head = lineSimilarity(source, other.head, file, own.head);
    return { block, head, returned: equalEnd(source, other.head, file, own.head) };
  }

  #enclosing(source: TokenSource, line: number): Enclosing {
    let gained = 0;
    let most = 0;
    let block: number | undefined;
    for (let at = line - 1; at >= 0 && line - at <= MOST_LINES && hasLine(source, line, at); at--) {
      const id = source.tokens[source.lineStarts[at + 1]! - 1]! >> 1;
      if (endsLine(id)) gained += indentChange(id);
      if (gained <= most) continue;
      most = gained;
      block ??= at;
      if (this.#isHead(source, at)) return { block, head: at };
    }
    return { block, head: undefined };
  }

  #isHead(source: TokenSource, line: number): boolean {
    const start = source.lineStarts[line]!;
    if (this.#control.has(source.tokens[start]! >> 1)) return false;
    const end = Math.min(lineEnd(source, line), start + MOST_LINES);
    for (let at = start; at < end; at++) if (source.tokens[at]! >> 1 === this.#open) return true;
    return false;
  }
}

function idOf(vocabulary: Vocabulary, text: string): number {
  return vocabulary.find(text) ?? -1;
}

/** Tokens that agree from the ends of two lines. */
function equalEnd(a: TokenSource, lineA: number, b: TokenSource, lineB: number): number {
  const [endA, endB] = [lineEnd(a, lineA), lineEnd(b, lineB)];
  const most = Math.min(RETURNED, endA - a.lineStarts[lineA]!, endB - b.lineStarts[lineB]!);
  let equal = 0;
  while (equal < most && a.tokens[endA - 1 - equal]! >> 1 === b.tokens[endB - 1 - equal]! >> 1) equal++;
  return equal;
}
