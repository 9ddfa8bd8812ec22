/** Lies: true continuations with one thing changed that then does not exist, or does not parse. */
import type { Position } from "../completion/positions.ts";
import type { Random } from "../completion/random.ts";

export const lieKinds = ["syntax", "scope", "member", "import", "argument"] as const;
export type LieKind = (typeof lieKinds)[number];

export interface Lie {
  readonly kind: LieKind;
  /** How the name was made: `typo` by one slip of the hand, `invented` from other words. */
  readonly how: string;
  readonly position: Position;
  readonly text: string;
  /** What does not exist, and where it stands in the text. */
  readonly name: string;
  readonly offset: number;
}

interface Word {
  readonly name: string;
  readonly offset: number;
}

const keywords = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from global if import in is " +
    "lambda nonlocal not or pass raise return try while with yield match case var let const function new this super typeof instanceof void " +
    "delete switch do default throw catch export extends implements interface enum static public private protected readonly abstract " +
    "package func go defer chan map struct select range type fallthrough goto final int long double float boolean char byte short " +
    "throws synchronized null true false undefined nil self cls of keyof declare namespace any unknown never string number object record " +
    "instanceof volatile transient native strictfp permits sealed satisfies infer asserts get set"
  ).split(" "),
);

/** Words of code in a text, those in strings and comments left out as far as one line tells. */
function wordsIn(text: string): Word[] {
  const found: Word[] = [];
  const pattern =
    /"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|`(?:\\.|[^`\\])*`?|\/\/.*|#.*|\/\*.*|[A-Za-z_$][\w$]*/g;
  for (const { 0: word, index } of text.matchAll(pattern))
    if (/^[A-Za-z_$]/.test(word) && word.length >= 3 && !keywords.has(word))
      found.push({ name: word, offset: index });
  return found;
}

/** A name that no text of the repository has: with a slip, or made of other words in the same style. */
export class NameMaker {
  readonly #words: ReadonlySet<string>;
  readonly #parts: readonly string[];
  readonly #random: Random;

  constructor(words: ReadonlySet<string>, random: Random) {
    this.#words = words;
    this.#random = random;
    this.#parts = [...new Set([...words].flatMap((word) => word.split(/_|(?<=[a-z])(?=[A-Z])/)))]
      .filter((part) => /^[A-Za-z][a-z]{3,8}$/.test(part))
      .sort();
  }

  typo(name: string): string | undefined {
    return this.#fresh(() => {
      const at = 1 + this.#random.below(name.length - 1);
      switch (this.#random.below(3)) {
        case 0:
          return name.slice(0, at) + name.slice(at + 1);
        case 1:
          return name.slice(0, at) + "etaoinsrhl"[this.#random.below(10)] + name.slice(at);
        default:
          return at + 1 < name.length
            ? name.slice(0, at) + name[at + 1] + name[at] + name.slice(at + 2)
            : name;
      }
    });
  }

  invented(name: string): string | undefined {
    return this.#fresh(() => {
      const [a, b] = [this.#part(), this.#part()];
      if (/^[A-Z0-9_]+$/.test(name) && name.length > 1) return `${a}_${b}`.toUpperCase();
      if (name.includes("_")) return `${a}_${b}`.toLowerCase();
      const camel = a.toLowerCase() + b[0]!.toUpperCase() + b.slice(1).toLowerCase();
      return /^[A-Z]/.test(name) ? camel[0]!.toUpperCase() + camel.slice(1) : camel;
    });
  }

  #part(): string {
    return this.#parts[this.#random.below(this.#parts.length)]!;
  }

  #fresh(make: () => string): string | undefined {
    for (let i = 0; i < 20; i++) {
      const name = make();
      if (name.length >= 3 && !this.#words.has(name) && !keywords.has(name)) return name;
    }
    return undefined;
  }
}

/** All that can be told of one true continuation: at most one lie of each kind and making. */
export function liesAt(position: Position, maker: NameMaker, random: Random): Lie[] {
  const { truth, prefix, languageId } = position;
  const lies: Lie[] = [];
  const isImport = isImportLine(currentLine(prefix) + truth, languageId);
  const add = (kind: LieKind, how: string, word: Word, name: string | undefined): void => {
    if (name === undefined) return;
    const text = truth.slice(0, word.offset) + name + truth.slice(word.offset + word.name.length);
    lies.push({ kind, how, position, text, name, offset: word.offset });
  };
  const words = wordsIn(truth);
  const pick = (from: readonly Word[]): Word | undefined => from[random.below(Math.max(1, from.length))];
  const before = (offset: number): string => prefix.slice(-40) + truth.slice(0, offset);
  const isMember = ({ offset }: Word): boolean => /(?:[\w)\]"'`]|\?)\.$/.test(before(offset));
  // Not a part of a word that was begun before the cursor.
  const whole = words.filter(({ offset }) => !/[\w$]$/.test(before(offset)));
  const both = (kind: LieKind, word: Word | undefined): void => {
    if (!word) return;
    add(kind, "typo", word, word.name.length > 3 ? maker.typo(word.name) : undefined);
    add(kind, "invented", word, maker.invented(word.name));
  };
  if (isImport) both("import", pick(whole));
  else {
    both("member", pick(whole.filter(isMember)));
    both("scope", pick(whole.filter((word) => !isMember(word) && isUsed(word, position))));
    argumentLies(position, maker, add, random);
  }
  const broken = breakSyntax(truth, random);
  if (broken && truth.length > 3)
    lies.push({ kind: "syntax", how: broken.how, position, text: broken.text, name: broken.text, offset: 0 });
  return lies;
}

/** A name that the file has before: not one that the line itself makes, nor a key or the name of an argument. */
function isUsed({ name, offset }: Word, { prefix, truth }: Position): boolean {
  const behind = truth.slice(offset + name.length);
  if (/^\s*(?:=(?![=>])|:(?!:)|=>|\+=|-=)/.test(behind) || /^\s*,.*\s(?:=|:=|in|of)\s/.test(behind))
    return false;
  if (/^(?:\s*\w+\s*(?:[,;)=]|$))/.test(behind) && /^\s+[A-Za-z_]/.test(behind)) return false;
  if (
    /(?:\bdef|\bclass|\bfunction|\bfunc|\bas|\bfor|\bconst|\blet|\bvar|\btype|\binterface|@)\s*$/.test(
      prefix.slice(-30) + truth.slice(0, offset),
    )
  )
    return false;
  return new RegExp(`(?<![\\w$.])${name.replace(/\$/g, "\\$")}(?![\\w$])`).test(prefix);
}

/** An argument by a name that is not taken, and one too many. */
function argumentLies(
  { truth, languageId }: Position,
  maker: NameMaker,
  add: (kind: LieKind, how: string, word: Word, name: string | undefined) => void,
  random: Random,
): void {
  const named = languageId === "python" ? [...truth.matchAll(/(?<=[(,]\s*)([a-z_]\w{2,})(?==[^=])/g)] : [];
  const word = named[random.below(Math.max(1, named.length))];
  if (word) {
    const found = { name: word[1]!, offset: word.index };
    add("argument", "name", found, maker.invented(found.name));
  }
  // A call that begins and ends on the line, with no call inside.
  const calls = [...truth.matchAll(/[\w$]\(([^()]*)\)/g)];
  const call = calls[random.below(Math.max(1, calls.length))];
  if (call) {
    const nothing = languageId === "python" ? "None" : languageId === "go" ? "nil" : "null";
    const inner = call[1]!;
    const offset = call.index + 2 + inner.length;
    const extra = Array.from({ length: 4 }, () => nothing).join(", ");
    if (!/\*|\.\.\.|\bfor\b|=/.test(inner))
      add("argument", "too many", { name: "", offset }, inner.trim() === "" ? extra : `, ${extra}`);
  }
}

function breakSyntax(
  truth: string,
  random: Random,
): { readonly text: string; readonly how: string } | undefined {
  const trimmed = truth.replace(/[;,:{]?\s*$/, "");
  if (random.next() < 0.5) return { text: `${trimmed}${")]}"[random.below(3)]}`, how: "extra bracket" };
  const places = [...truth.matchAll(/(?<=[\w)\]]) /g)].map(({ index }) => index);
  const at = places[random.below(Math.max(1, places.length))];
  return at === undefined
    ? undefined
    : { text: `${truth.slice(0, at)} = )${truth.slice(at)}`, how: "stray signs" };
}

const currentLine = (prefix: string): string => prefix.slice(prefix.lastIndexOf("\n") + 1);

export function isImportLine(line: string, languageId: string): boolean {
  if (languageId === "python") return /^\s*(?:import|from\s+\S+\s+import)\b/.test(line);
  if (languageId === "java") return /^\s*import\b/.test(line);
  return /^\s*(?:import\b|export\s.*\bfrom\b)|\brequire\(/.test(line);
}
