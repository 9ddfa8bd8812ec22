/** Names of parameters, from the text of a signature. */
import type { ApiParameter } from "../apiSymbol.ts";
import type { SourceLanguage } from "./sourceLanguage.ts";

const MOST = 40;

/** The name in one parameter as it is written; `undefined` for one that users do not give. */
const nameIn: Readonly<Record<SourceLanguage, (parameter: string) => string | undefined>> = {
  go: (text) => /^([A-Za-z_]\w*)(?:\s|$)/.exec(text)?.[1],
  rust: (text) => /^(?:mut\s+)?([A-Za-z_]\w*)\s*:(?!:)/.exec(text)?.[1],
  java: (text) => /([A-Za-z_$][\w$]*)\s*(?:\[\s*\])*$/.exec(text)?.[1],
  kotlin: (text) =>
    /^(?:(?:vararg|noinline|crossinline|private|val|var|override)\s+)*([A-Za-z_]\w*)\s*:/.exec(text)?.[1],
  php: (text) => /\$([A-Za-z_]\w*)/.exec(text)?.[1],
  ruby: (text) => /^[*&]{0,2}([a-z_]\w*)/.exec(text)?.[1],
};

/** @param name own name of what the signature declares */
export function parameterNames(
  signature: string,
  name: string,
  language: SourceLanguage,
): readonly ApiParameter[] | undefined {
  const inside = insideOf(signature, name);
  if (inside === undefined) return undefined;
  const parts = partsOf(inside);
  // Go's interfaces may give types alone.
  if (language === "go" && !parts.some((part) => /^\s*\w+\s+\S/.test(part))) return undefined;
  const found: ApiParameter[] = [];
  for (const part of parts) {
    const text = part.trim();
    const own = nameIn[language](text);
    if (own === undefined || found.length >= MOST) continue;
    const isRest =
      language === "ruby" ? /^\*(?!\*)/.test(text) : /\.\.\./.test(text) || /^vararg\b/.test(text);
    const value =
      /(?:^|[^=!<>])=(?![=>])\s*(.+)$/.exec(text)?.[1] ??
      (language === "ruby" ? /^\w+:\s*(.+)$/.exec(text)?.[1] : undefined);
    found.push({
      name: own,
      ...(value === undefined ? {} : { default: value.slice(0, 80) }),
      ...(value === undefined && !isRest ? {} : { isOptional: true as const }),
      ...(isRest ? { takes: "rest" as const } : {}),
    });
  }
  return found;
}

/** What stands in the brackets behind the name, those of type parameters left out. */
function insideOf(signature: string, name: string): string | undefined {
  for (let at = signature.indexOf(name); at >= 0; at = signature.indexOf(name, at + 1)) {
    const isWhole = !/\w/.test(signature[at - 1] ?? " ") && !/\w/.test(signature[at + name.length] ?? " ");
    const open = isWhole ? openAfter(signature, at + name.length) : -1;
    if (open < 0) continue;
    let depth = 0;
    for (let i = open; i < signature.length; i++) {
      if (signature[i] === "(") depth++;
      else if (signature[i] === ")" && --depth === 0) return signature.slice(open + 1, i);
    }
    return undefined;
  }
  return undefined;
}

/** The bracket that opens behind `<T>` or `[T any]`; -1 without one. */
function openAfter(signature: string, from: number): number {
  let depth = 0;
  for (let i = from; i < signature.length; i++) {
    const letter = signature[i]!;
    if (depth === 0 && letter === "(") return i;
    if (letter === "<" || letter === "[") depth++;
    else if (letter === ">" || letter === "]") depth--;
    else if (depth === 0 && letter !== " ") return -1;
  }
  return -1;
}

/** Split at commas that stand in no bracket. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]!;
    const isArrow = letter === ">" && /[-=]/.test(text[i - 1] ?? "");
    if ("([{<".includes(letter)) depth++;
    else if (")]}>".includes(letter) && !isArrow) depth--;
    else if (letter === "," && depth <= 0) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}
