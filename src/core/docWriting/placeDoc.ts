/** Documentation as lines of a file, in the place of what was there. */
import type { DocStyle } from "./docStyle.ts";
import type { DocLanguage, DocSubject } from "./docSubject.ts";

/** @returns the file's text with it. @param doc without signs of a comment */
export function placeDoc(
  text: string,
  subject: DocSubject,
  language: DocLanguage,
  style: DocStyle,
  doc: string,
): string {
  const { indent, offset, doc: old } = subject;
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = doc.replace(/\r/g, "").split("\n");
  const written = commentLines(lines, language, style).map((line) => `${indent}${line}`.trimEnd() + eol);
  const start = old?.start ?? offset;
  return text.slice(0, start) + written.join("") + text.slice(old?.end ?? offset);
}

function commentLines(lines: readonly string[], language: DocLanguage, style: DocStyle): readonly string[] {
  if (language === "python") return docstring(lines, style);
  if (language === "go" || language === "rust") {
    const sign = language === "go" ? "//" : "///";
    return lines.map((line) => (line === "" ? sign : `${sign} ${line}`));
  }
  const safe = lines.map((line) => line.replaceAll("*/", "*\\/"));
  if (safe.length === 1) return [`/** ${safe[0]} */`];
  return ["/**", ...safe.map((line) => ` * ${line}`), " */"];
}

function docstring(lines: readonly string[], { quotes, beginsAtOnce }: DocStyle): readonly string[] {
  const safe = lines.map((line) => line.replaceAll(quotes, quotes === '"""' ? "'''" : '"""'));
  const prefix = safe.some((line) => line.includes("\\")) ? "r" : "";
  const open = prefix + quotes;
  const [first = "", ...rest] = safe;
  // A quote before the closing ones would belong to them.
  const last = (line: string) => (line.endsWith(quotes[0]!) ? `${line} ` : line);
  if (rest.length === 0) return [`${open}${last(first)}${quotes}`];
  return beginsAtOnce ? [`${open}${first}`, ...rest, quotes] : [open, first, ...rest, quotes];
}
