/** `THIRD_PARTY_NOTICES.txt`: the licences of all that is bundled, as its authors wrote them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { grammarSources } from "./grammarSources.ts";
import { root } from "./run.ts";

const grammarPackages = Object.fromEntries(
  Object.values(grammarSources).map((source) => [source.package, [source.licence]]),
);

/**
 * Packages whose code or grammars are in `dist/`, with their licence files: their own first, then those of what they
 * carry along. A test compares the names with the bundles.
 */
export const bundledPackages: Readonly<Record<string, readonly string[]>> = {
  "@kwsites/file-exists": ["LICENSE"],
  "@kwsites/promise-deferred": ["LICENSE"],
  "@nodable/entities": [],
  "@simple-git/args-pathspec": ["LICENSE"],
  "@simple-git/argv-parser": ["LICENSE"],
  anynum: ["LICENSE"],
  debug: ["LICENSE"],
  diff: ["LICENSE"],
  dompurify: ["LICENSE"],
  "fast-xml-parser": ["LICENSE"],
  "highlight.js": ["LICENSE"],
  ignore: ["LICENSE-MIT"],
  "is-unsafe": ["LICENSE"],
  "linkify-it": ["LICENSE"],
  "markdown-it": ["LICENSE"],
  mdurl: ["LICENSE"],
  ms: ["license.md"],
  openai: ["LICENSE", "src/internal/qs/LICENSE.md", "src/_vendor/partial-json-parser/LICENSE"],
  "path-expression-matcher": ["LICENSE"],
  "punycode.js": ["LICENSE-MIT.txt"],
  "simple-git": ["LICENSE"],
  strnum: ["LICENSE"],
  "uc.micro": ["LICENSE.txt"],
  "web-tree-sitter": ["LICENSE"],
  "xml-naming": ["LICENSE"],
  zod: ["LICENSE"],
  ...grammarPackages,
};

/** Licences that a package names, or of what it carries along, without a file of their text, which stands in `licences/` here. */
const carriedAlong: Readonly<Record<string, string>> = {
  "@nodable/entities": "nodable-entities",
  "@repomix/tree-sitter-wasms": "tree-sitter-swift",
};

const introduction = `Third-party notices

The packaged extension contains the following software beside its own. Written by \`npm run generate\` from the licence
files of the packages; do not edit.
`;

const read = (name: string, file: string): string =>
  readFileSync(join(root, "node_modules", name, file), "utf8");

/** Line ends and blanks at line ends differ between packages; the words are kept as they are. */
const tidy = (text: string): string =>
  text
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .join("\n")
    .trim();

function notice([name, files]: readonly [string, readonly string[]]): string {
  const { version, license } = JSON.parse(read(name, "package.json")) as { version: string; license: string };
  const texts = files.map((file) => {
    const of = file.includes("/") ? `In it, ${file.slice(0, file.lastIndexOf("/"))}:\n\n` : "";
    return of + tidy(read(name, file));
  });
  const carried = carriedAlong[name];
  if (carried) {
    const text = readFileSync(join(root, "scripts/lib/licences", `${carried}.txt`), "utf8");
    texts.push(`In it, ${carried}:\n\n${tidy(text)}`);
  }
  return [`${name} ${version} (${license})`, ...texts].join("\n\n");
}

const notices = (): string[] =>
  Object.entries(bundledPackages)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(notice);

/** The whole document. @throws when a package is not installed or its licence file is gone */
export function renderThirdPartyNotices(): string {
  const line = "-".repeat(80);
  return `${[introduction.trimEnd(), ...notices()].join(`\n\n${line}\n\n`)}\n`;
}
