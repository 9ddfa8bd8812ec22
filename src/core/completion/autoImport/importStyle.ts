/** How a file writes its imports, and where the next one goes. */
import { lexicalGroup } from "../../retrieval/graph/lexicalGroup.ts";

export interface ImportStyle {
  /** Offset at the start of a line. */
  readonly place: number;
  /** Whether an import stands right before the place. */
  readonly isAfterImport: boolean;
  /** Whether code stands right at the place, so that a blank line has to part them. */
  readonly isBeforeCode: boolean;
  readonly quote: '"' | "'";
  /** `;` or nothing. */
  readonly semicolon: string;
  readonly hasSpacedBraces: boolean;
  readonly newline: "\n" | "\r\n";
  /** Whether modules come by `require`, as in scripts of Node. */
  readonly usesRequire: boolean;
}

/** Lines of a file in which imports are looked for. */
const MOST_LINES = 400;

export function importStyle(text: string, languageId: string): ImportStyle {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const { place, isAfterImport } = placeOf(text, languageId);
  const single = text.match(/(?:from |require\()'[^'\n]+'/g)?.length ?? 0;
  const double = text.match(/(?:from |require\()"[^"\n]+"/g)?.length ?? 0;
  const ends = text.match(/(?:from ["'][^"'\n]+["']|require\(["'][^"'\n]+["']\));?/g) ?? [];
  const isJava = languageId === "java";
  const hasSemicolon =
    isJava ||
    (ends.length === 0
      ? /;[ \t]*\r?$/m.test(text) || text.trim() === ""
      : ends.filter((end) => end.endsWith(";")).length * 2 >= ends.length);
  const isSingle =
    single === double ? (text.match(/'/g)?.length ?? 0) > (text.match(/"/g)?.length ?? 0) : single > double;
  return {
    place,
    isAfterImport,
    isBeforeCode: /^[ \t]*\S/.test(text.slice(place, place + 200)),
    quote: isSingle ? "'" : '"',
    semicolon: hasSemicolon ? ";" : "",
    hasSpacedBraces: !/(?:import (?:type )?|const )\{\S/.test(text),
    newline,
    usesRequire:
      lexicalGroup(languageId) === "ecma" && requires.test(text) && !/^import\b(?![ \t]*\()/m.test(text),
  };
}

/** A module that is required at the top, on one line. */
const requires = /^(?:const|let|var)\b[^=\n]*=[ \t]*require\(/m;

/** After the last import of the top; else after what must stand first: a shebang, comments, a docstring, directives, a package. */
function placeOf(
  text: string,
  languageId: string,
): { readonly place: number; readonly isAfterImport: boolean } {
  const group = lexicalGroup(languageId);
  const importStart =
    group === "python"
      ? /^(?:from[ \t]+\S+[ \t]+import\b|import[ \t])/
      : /^(?:import\b(?![ \t]*\()|(?:const|let|var)\b[^=\n]*=[ \t]*require\()/;
  const first = firstLines[group] ?? /^(?!)/;
  let [place, isAfterImport, at] = [0, false, 0];
  for (let count = 0; at < text.length && count < MOST_LINES; count++) {
    const end = endOfLine(text, at);
    const line = text.slice(at, end);
    if (importStart.test(line)) {
      at = endOfStatement(text, at, group === "python");
      [place, isAfterImport] = [at, true];
      continue;
    }
    if (/^[ \t\r\n]*$/.test(line)) {
      at = end;
      continue;
    }
    const opening = openingOf(text, at, group);
    if (opening === undefined && !first.test(line)) break;
    at = opening ?? end;
    if (!isAfterImport) place = at;
  }
  return { place, isAfterImport };
}

const firstLines: Partial<Readonly<Record<string, RegExp>>> = {
  python: /^(?:#|from __future__)/,
  ecma: /^(?:#!|\/\/|["']use )/,
  jvm: /^(?:\/\/|package\b)/,
  go: /^(?:\/\/|package\b)/,
};

/** End of a docstring or block comment that starts here. */
function openingOf(text: string, at: number, group: string): number | undefined {
  const quotes = group === "python" ? /^[rbuf]?("""|''')/i.exec(text.slice(at, at + 5)) : null;
  const close = quotes ? quotes[1]! : text.startsWith("/*", at) && group !== "python" ? "*/" : undefined;
  if (close === undefined) return undefined;
  const end = text.indexOf(close, at + (quotes?.[0].length ?? 2));
  return end < 0 ? undefined : endOfLine(text, end);
}

function endOfStatement(text: string, at: number, isPython: boolean): number {
  let end = endOfLine(text, at);
  const [open, close] = isPython ? ["(", ")"] : ["{", "}"];
  const line = text.slice(at, end);
  if (line.includes(open!) && !line.includes(close!)) {
    const closing = text.indexOf(close!, end);
    if (closing >= 0) end = endOfLine(text, closing);
  }
  while (isPython && /\\\r?\n$/.test(text.slice(at, end))) end = endOfLine(text, end);
  return end;
}

/** Offset after the line break. */
function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}
