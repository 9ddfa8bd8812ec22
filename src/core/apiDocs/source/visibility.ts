/** What of a source file its users see. */
import type { WrittenSymbol } from "../../syntax/outline/describeOutline.ts";
import type { SymbolKind } from "../../syntax/outline/outline.ts";
import type { SourceLanguage } from "./sourceLanguage.ts";

/** @param container kind of what the symbol stands in; `undefined` at the top and for what another file declares */
type IsPublic = (written: WrittenSymbol, container: SymbolKind | undefined) => boolean;

const isPublicBy: Readonly<Record<SourceLanguage, IsPublic>> = {
  go: ({ symbol }) =>
    /^\p{Lu}/u.test(symbol.name) && (symbol.container === "" || /^\p{Lu}/u.test(symbol.container)),
  rust: ({ symbol, header }, container) => {
    if (container === "trait" || (container === "enum" && symbol.kind === "field")) return true;
    if (symbol.kind === "macro") return /#\[macro_export\b/.test(header);
    const before = lastLine(header).split(new RegExp(`\\b${symbol.name}\\b`))[0]!;
    return /\bpub\s+(?:(?:const|async|unsafe|extern|"[^"]*"|mut|static|fn|struct|enum|union|trait|type|mod)\s+)*(?:r#)?$/.test(
      before,
    );
  },
  java: ({ header, symbol }, container) => {
    const declaration = header.replace(/@[\w.]+(?:\([^)]*\))?/g, "");
    const before = declaration.split(symbol.name)[0]!;
    return !/\bprivate\b/.test(before) && (container === "interface" || /\bpublic\b/.test(before));
  },
  kotlin: ({ header, symbol }) => !/\b(?:private|internal|protected)\b/.test(header.split(symbol.name)[0]!),
  php: ({ header, symbol }) => !/\b(?:private|protected)\b/.test(header.split(symbol.name)[0]!),
  ruby: ({ symbol, header }) =>
    !symbol.name.startsWith("_") && !/\b(?:private|protected)\s+def\b/.test(header),
};

const lastLine = (text: string) => text.slice(text.lastIndexOf("\n") + 1);

export const isPublic = (
  language: SourceLanguage,
  written: WrittenSymbol,
  container: SymbolKind | undefined,
): boolean => isPublicBy[language](written, container);

/**
 * Lines from which on what follows in a class is not public: Ruby's `private` by itself, up to the next such word or the
 * end of the class.
 *
 * @returns for each line whether it is
 */
export function privateRubyLines(text: string): Uint8Array {
  const lines = text.split("\n");
  const isPrivate = new Uint8Array(lines.length);
  let depth = -1;
  lines.forEach((line, i) => {
    const column = line.search(/\S/);
    if (column < 0) {
      isPrivate[i] = depth < 0 ? 0 : 1;
      return;
    }
    if (depth >= 0 && column < depth) depth = -1;
    const word = /^\s*(private|protected|public)\s*(?:#.*)?$/.exec(line)?.[1];
    if (word === "public") depth = -1;
    else if (word !== undefined) depth = column;
    isPrivate[i] = depth < 0 ? 0 : 1;
  });
  return isPrivate;
}
