/** Strings of languages that have several kinds: where one begins, and how it goes on. */
import type { StringSyntax } from "../lexicalFamily.ts";

/** What ends a string, and what in it is something else. */
export interface StringStyle {
  readonly close: string;
  /** What takes the meaning from the character after it; `""` when nothing does. */
  readonly escape: string;
  /** What code begins with, which ends with `}`, or with `)` for Swift; `""` when there is none. */
  readonly hole: string;
  /** The mark twice is the mark itself: `""` in C#'s `@"..."`. */
  readonly doubled?: true;
  readonly overLines: boolean;
}

export interface FoundString {
  readonly style: StringStyle;
  /** Offset after the opening mark. */
  readonly from: number;
}

/** Characters besides identifiers' that may begin a string. */
export const stringStarts: Readonly<Record<StringSyntax, string>> = {
  cpp: "",
  csharp: '"@',
  kotlin: '"',
  swift: '"#',
  scala: '"',
  php: `"'<`,
};

/** Where an identifier may belong to the string after it. */
export const stringPrefixes: ReadonlySet<StringSyntax> = new Set(["cpp", "csharp", "scala"]);

/**
 * The string whose prefix or opening mark stands at an offset; `undefined` when none begins there.
 *
 * @param at offset of an identifier's start or of one of `stringStarts`
 */
export function findString(syntax: StringSyntax, text: string, at: number): FoundString | undefined {
  return finders[syntax](text, at);
}

type Finder = (text: string, at: number) => FoundString | undefined;

const plain: StringStyle = { close: '"', escape: "\\", hole: "", overLines: false };
const withBraces: StringStyle = { ...plain, hole: "${" };
const triple: StringStyle = { close: '"""', escape: "", hole: "", overLines: true };
const tripleWithBraces: StringStyle = { ...triple, hole: "${" };

const finders: Readonly<Record<StringSyntax, Finder>> = {
  cpp(text, at) {
    const found = match(/(?:u8|[LuU])?R"([^()\\\s"]{0,16})\(/y, text, at);
    return found && { style: { ...triple, close: `)${found[1]}"` }, from: at + found[0].length };
  },
  csharp(text, at) {
    const found = match(/(\$*)(@?)(\$?)("{1,40})/y, text, at);
    if (!found) return undefined;
    const [all, dollars, verbatim, dollar, quotes] = found as unknown as [
      string,
      string,
      string,
      string,
      string,
    ];
    const hole = "{".repeat(dollars.length + dollar.length);
    if (verbatim) {
      const style: StringStyle = { ...plain, escape: "", hole, doubled: true, overLines: true };
      return { style, from: at + all.length - quotes.length + 1 };
    }
    if (quotes.length > 2) return { style: { ...triple, close: quotes, hole }, from: at + all.length };
    return { style: hole ? { ...plain, hole } : plain, from: at + all.length - quotes.length + 1 };
  },
  kotlin(text, at) {
    const isTriple = text.startsWith('"""', at);
    return isTriple ? { style: tripleWithBraces, from: at + 3 } : { style: withBraces, from: at + 1 };
  },
  swift(text, at) {
    const found = match(/(#*)("""|")/y, text, at);
    if (!found) return undefined;
    const [all, hashes, quotes] = found as unknown as [string, string, string];
    const sign = `\\${hashes}`;
    const overLines = quotes.length > 1;
    return {
      style: { close: quotes + hashes, escape: sign, hole: `${sign}(`, overLines },
      from: at + all.length,
    };
  },
  scala(text, at) {
    const found = match(/([A-Za-z_]\w*)?("""|")/y, text, at);
    if (!found) return undefined;
    const isTriple = found[2]!.length > 1;
    const style = found[1] ? (isTriple ? tripleWithBraces : withBraces) : isTriple ? triple : plain;
    return { style, from: at + found[0].length };
  },
  php(text, at) {
    if (text[at] === "'") return { style: { ...plain, close: "'", overLines: true }, from: at + 1 };
    if (text[at] === '"') return { style: { ...plain, hole: "{$", overLines: true }, from: at + 1 };
    const found = match(/<<<[ \t]*(["']?)([A-Za-z_]\w*)\1\r?\n/y, text, at);
    if (!found) return undefined;
    const from = at + found[0].length - 1;
    const end = new RegExp(`\\n[ \\t]*${found[2]}(?!\\w)`, "g");
    end.lastIndex = from;
    const close = end.exec(text)?.[0];
    const hole = found[1] === "'" ? "" : "{$";
    return {
      style: { close: close ?? "", escape: "", hole, overLines: true },
      from: close ? from : text.length,
    };
  },
};

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
