/** Outlines as text, for tests. */
import { findLanguage } from "../../src/core/syntax/language.ts";
import { lexicalFamilies } from "../../src/core/syntax/lexicalFamily.ts";
import { lex } from "../../src/core/syntax/outline/lexer.ts";
import type { Outline } from "../../src/core/syntax/outline/outline.ts";
import { readOutline } from "../../src/core/syntax/outline/readOutline.ts";

export function outlineOf(languageId: string, text: string): Outline {
  const language = findLanguage(languageId)!;
  return readOutline(lex(text, lexicalFamilies[language.family]), language.outline);
}

/** Symbols as `kind container.name startLine-endLine`, imports as `import module line`. */
export function outlineText(languageId: string, text: string): string {
  const { symbols, imports } = outlineOf(languageId, text);
  const lines = symbols.map(
    ({ kind, container, name, startLine, endLine }) =>
      `${kind} ${container === "" ? "" : `${container}.`}${name} ${startLine}-${endLine}`,
  );
  lines.push(...imports.map(({ module, line }) => `import ${module} ${line}`));
  return lines.join("\n");
}
