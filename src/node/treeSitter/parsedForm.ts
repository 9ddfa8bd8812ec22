/** What grammars are given in place of what they do not know: of the same length, so that every place stays. */

const typeOfAll = /\bexport(\s+)type(?=\s*\*)/g;

/**
 * The text as its grammar can parse it. `export type * from "./x"` of TypeScript 5 is an error to the grammar, which then makes neither
 * an import nor an export of it: to it the same without `type`.
 */
export function parsedForm(grammar: string, text: string): string {
  const isTypeScript = grammar === "typescript" || grammar === "tsx";
  if (!isTypeScript || !text.includes("export type")) return text;
  return text.replace(typeOfAll, (_, space: string) => `export${space}    `);
}
