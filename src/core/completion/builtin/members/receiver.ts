/**
 * What stands before a dot, and what a receiver is declared as: read from tokens alone, so that it works in any
 * language and in text that does not parse.
 */
import { endsLine, newlineId } from "../../../syntax/tokens/newline.ts";
import { Kind, type Vocabulary } from "../../../syntax/tokens/vocabulary.ts";

/** Tokens looked at for the bracket that a closing one belongs to. */
const LONGEST_ARGUMENTS = 120;

/** A name, the result of calling one, an element of one, or text: what members hang on. */
export interface Receiver {
  /** Of the name; of the quotation mark for text; 0 when there is no name. */
  readonly id: number;
  readonly form: "name" | "call" | "element" | "text";
  /** Whether it is a member itself. */
  readonly isMember: boolean;
}

/** Tokens that have a meaning here; -1 for one that was never seen. */
export class Marks {
  readonly dots: ReadonlySet<number>;
  readonly selves: ReadonlySet<number>;
  readonly definers: ReadonlySet<number>;
  readonly typeDefiners: ReadonlySet<number>;
  readonly equals: ReadonlySet<number>;
  readonly creators: ReadonlySet<number>;
  readonly quotes: ReadonlySet<number>;
  readonly colon: number;
  readonly round: readonly [number, number];
  readonly square: readonly [number, number];
  /** Line breaks before a dot: as deep, deeper, less deep. */
  readonly breaks: readonly number[];

  constructor(vocabulary: Vocabulary) {
    const id = (text: string) => vocabulary.find(text) ?? -1;
    const ids = (texts: string) =>
      new Set(
        texts
          .split(" ")
          .map(id)
          .filter((one) => one >= 0),
      );
    this.dots = ids(". ?. -> ::");
    this.selves = ids("self this cls super");
    this.definers = ids("def func function fn get set async static");
    this.typeDefiners = ids("class interface struct type enum trait record impl");
    this.equals = ids("= :=");
    this.creators = ids("new await & *");
    this.quotes = ids("\" ' `");
    this.breaks = [newlineId(0), newlineId(1), newlineId(-1)];
    this.colon = id(":");
    this.round = [id("("), id(")")];
    this.square = [id("["), id("]")];
  }
}

/** The receiver of the dot at an index; undefined when nothing that could have members stands before it. */
export function receiverAt(
  tokens: Int32Array,
  dot: number,
  marks: Marks,
  vocabulary: Vocabulary,
): Receiver | undefined {
  const isAfterDot = (index: number) => index > 0 && marks.dots.has(tokens[index - 1]! >> 1);
  let at = dot - 1;
  while (at > 0 && dot - at < 3 && endsLine(tokens[at]! >> 1)) at--;
  const id = tokens[at]! >> 1;
  const kind = vocabulary.kind(id);
  if (kind === Kind.word || marks.selves.has(id)) return { id, form: "name", isMember: isAfterDot(at) };
  if (marks.quotes.has(id)) return { id, form: "text", isMember: false };
  const pair = id === marks.round[1] ? marks.round : id === marks.square[1] ? marks.square : undefined;
  if (pair === undefined) return undefined;
  const open = openingOf(tokens, at, pair);
  if (open === undefined) return undefined;
  const before = tokens[open - 1]! >> 1;
  const isName = vocabulary.kind(before) === Kind.word || marks.selves.has(before);
  const form = pair === marks.round ? "call" : "element";
  return { id: isName ? before : 0, form, isMember: isName && isAfterDot(open - 1) };
}

function openingOf(
  tokens: Int32Array,
  close: number,
  [open, closing]: readonly [number, number],
): number | undefined {
  let depth = 0;
  for (let at = close; at > 0 && close - at < LONGEST_ARGUMENTS; at--) {
    const id = tokens[at]! >> 1;
    if (id === closing) depth++;
    else if (id === open && --depth === 0) return at;
  }
  return undefined;
}
