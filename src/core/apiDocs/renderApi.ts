/** An API as Markdown for a person: the installed version first, then how it is written, what it does and how it is used. */
import type { ApiEntry } from "./apiPackage.ts";

/** Of the fences, by the ending of the file that declares the API. */
const fenceLanguages: Readonly<Record<string, string>> = {
  ts: "typescript",
  mts: "typescript",
  cts: "typescript",
  tsx: "typescript",
  py: "python",
  pyi: "python",
  go: "go",
  rs: "rust",
  java: "java",
  rb: "ruby",
  php: "php",
  xml: "csharp",
};

/** Of a fence with code of a file; empty for none that is known. */
export const fenceLanguageOf = (path: string): string =>
  fenceLanguages[path.slice(path.lastIndexOf(".") + 1)] ?? "";

/** `requests 2.28.1`. */
export const packageLabel = ({ package: { name, version } }: Pick<ApiEntry, "package">): string =>
  version === "" ? name : `${name} ${version}`;

/** `requests.Session.get`. */
export const fullName = ({ module, name }: Pick<ApiEntry, "module" | "name">): string =>
  module === name ? module : `${module}.${name}`;

/**
 * What is written in a library is not ours: images would be fetched when they are shown, so their words stand in their place,
 * and markup of pages is text.
 */
export function withoutImages(markdown: string): string {
  return markdown
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/!\[([^\]]*)\]\[[^\]]*\]/g, "$1")
    .replace(/!\[/g, "\\![")
    .replace(/<(?=[a-z!/])/gi, "\\<");
}

/** A fence longer than any within the code. */
export function fenced(code: string, language: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}

/** Text as Markdown that shows it as it stands, on one line. */
export const plain = (text: string) => text.replace(/[\\`*_[\]<>#|]/g, "\\$&").replace(/\s+/g, " ");

/** @param displayPath a path of the workspace as a person knows it */
export function renderApi(entry: ApiEntry, displayPath: (path: string) => string = (path) => path): string {
  const { signatures, deprecated, replacedBy, doc, summary, examples, uses = [], since, path } = entry;
  const language = fenceLanguageOf(path);
  const instead = replacedBy === undefined ? "" : ` Use \`${replacedBy.replaceAll("`", "")}\` instead.`;
  const note =
    deprecated === undefined
      ? ""
      : `**Deprecated.**${instead}${deprecated === "" ? "" : ` ${plain(deprecated)}`}`;
  return [
    `## ${plain(fullName(entry))}`,
    `${plain(packageLabel(entry))}, as installed${since === undefined ? "" : `, since ${plain(since)}`}`,
    fenced(signatures.join("\n"), language),
    note,
    withoutImages(doc === "" ? summary : doc),
    ...uses.map(
      (use) =>
        `**Used in** ${plain(displayPath(use.path))}:${use.line + 1}\n\n${fenced(use.code, fenceLanguageOf(use.path))}`,
    ),
    ...examples.map((example) => `**Example**\n\n${fenced(example, language)}`),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}
