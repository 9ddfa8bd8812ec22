/** Whose libraries code of a language can use. */
import { languageIdOf } from "../syntax/language.ts";
import type { ApiEntry, EcosystemName } from "./apiPackage.ts";

const byLanguage: Readonly<Record<string, readonly EcosystemName[]>> = {
  python: ["python"],
  javascript: ["npm"],
  javascriptreact: ["npm"],
  typescript: ["npm"],
  typescriptreact: ["npm"],
  // Their scripts.
  vue: ["npm"],
  svelte: ["npm"],
  html: ["npm"],
  php: ["composer", "npm"],
  java: ["maven"],
  kotlin: ["maven"],
  scala: ["maven"],
  groovy: ["maven"],
  go: ["go"],
  rust: ["cargo"],
  ruby: ["gem"],
  csharp: ["nuget"],
};

/** @returns undefined for languages that may hold any other, such as Markdown, and for those whose libraries nobody reads */
export const ecosystemsOf = (languageId: string): readonly EcosystemName[] | undefined =>
  byLanguage[languageId];

/** Whether an API is one for code of a language; where that is not known, it may be. */
export function isForLanguage({ package: id, path }: ApiEntry, languageId: string): boolean {
  const wanted = ecosystemsOf(languageId);
  if (wanted === undefined) return true;
  if (id.ecosystem !== "folder") return wanted.includes(id.ecosystem);
  // A folder that a person added holds what its files are.
  const own = ecosystemsOf(languageIdOf(path) ?? "");
  return own === undefined || own.some((one) => wanted.includes(one));
}
