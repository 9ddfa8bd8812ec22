/** Files that seldom are what a question is about, unless it speaks of them: tests, documents, data and style sheets. */
import { asksForTests } from "./testPath.ts";

/** Kinds of asides that a question speaks of. */
export interface AskedAsides {
  readonly tests: boolean;
  readonly documents: boolean;
  readonly data: boolean;
}

const documentLanguages = new Set(["markdown", "restructuredtext", "plaintext", "html", "xhtml"]);
const dataLanguages = new Set(["json", "jsonc", "yaml", "toml", "ini", "xml", "css", "scss", "less"]);

const DOCUMENTS =
  /\b(?:docs?|documentation|documents?|readme|changelog|release notes|guides?|tutorials?|manual|markdown|headings?|html)\b/i;
const DATA =
  /\b(?:configs?|configuration|settings?|manifest|schema|ya?ml|json|toml|ini|xml|s?css|less|styles?|stylesheets?|workflows?|pipeline)\b/i;

export function askedAsides(query: string): AskedAsides {
  return { tests: asksForTests(query), documents: DOCUMENTS.test(query), data: DATA.test(query) };
}

/** Whether files of a language are documents or data that the question does not speak of. */
export function isAsideLanguage(languageId: string, asked: AskedAsides): boolean {
  if (documentLanguages.has(languageId)) return !asked.documents;
  return dataLanguages.has(languageId) && !asked.data;
}
