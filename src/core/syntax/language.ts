/** The languages Touchstone reads, one row each. */
import type { LexicalFamilyName } from "./lexicalFamily.ts";

/** Languages with an outline: symbols and imports. */
export type OutlineKind =
  | "python"
  | "ecma"
  | "java"
  | "scala"
  | "go"
  | "rust"
  | "c"
  | "csharp"
  | "ruby"
  | "shell"
  | "lua"
  | "html"
  | "css"
  | "php"
  | "kotlin"
  | "swift"
  | "json"
  | "yaml"
  | "toml"
  | "markdown";

export interface Language {
  /** As the editor names it. */
  readonly id: string;
  /** Lower case, with the dot. */
  readonly extensions: readonly string[];
  /** Whole file names, case as written. */
  readonly fileNames?: readonly string[];
  readonly family: LexicalFamilyName;
  readonly outline?: OutlineKind;
  /** File name of the grammar without `.wasm`. */
  readonly grammar?: string;
  /** Whether the grammar is sure enough of real code to judge suggestions: see `bench:parse-check`. */
  readonly checksParse?: boolean;
}

export const languages: readonly Language[] = [
  {
    id: "python",
    extensions: [".py", ".pyi", ".pyw"],
    family: "python",
    outline: "python",
    grammar: "python",
    checksParse: true,
  },
  {
    id: "javascript",
    extensions: [".js", ".mjs", ".cjs"],
    family: "ecmaJsx",
    outline: "ecma",
    grammar: "javascript",
    checksParse: true,
  },
  {
    id: "javascriptreact",
    extensions: [".jsx"],
    family: "ecmaJsx",
    outline: "ecma",
    grammar: "javascript",
    checksParse: true,
  },
  {
    id: "typescript",
    extensions: [".ts", ".mts", ".cts"],
    family: "ecma",
    outline: "ecma",
    grammar: "typescript",
    checksParse: true,
  },
  {
    id: "typescriptreact",
    extensions: [".tsx"],
    family: "ecmaJsx",
    outline: "ecma",
    grammar: "tsx",
    checksParse: true,
  },
  { id: "java", extensions: [".java"], family: "java", outline: "java", grammar: "java", checksParse: true },
  { id: "go", extensions: [".go"], family: "go", outline: "go", grammar: "go", checksParse: true },
  { id: "rust", extensions: [".rs"], family: "rust", outline: "rust", grammar: "rust", checksParse: true },
  { id: "c", extensions: [".c"], family: "cpp", outline: "c", grammar: "c" },
  {
    id: "cpp",
    extensions: [".cpp", ".cc", ".cxx", ".h", ".hpp", ".hh", ".hxx", ".ipp", ".cu", ".cuh"],
    family: "cpp",
    outline: "c",
    grammar: "cpp",
  },
  {
    id: "csharp",
    extensions: [".cs", ".csx"],
    family: "csharp",
    outline: "csharp",
    grammar: "csharp",
    checksParse: true,
  },
  { id: "objective-c", extensions: [".m", ".mm"], family: "cpp" },
  {
    id: "kotlin",
    extensions: [".kt", ".kts"],
    family: "kotlin",
    outline: "kotlin",
    grammar: "kotlin",
    checksParse: true,
  },
  { id: "swift", extensions: [".swift"], family: "swift", outline: "swift", grammar: "swift" },
  {
    id: "scala",
    extensions: [".scala", ".sc", ".sbt"],
    family: "scala",
    outline: "scala",
    grammar: "scala",
    checksParse: true,
  },
  { id: "groovy", extensions: [".groovy", ".gradle"], fileNames: ["Jenkinsfile"], family: "java" },
  { id: "dart", extensions: [".dart"], family: "java" },
  {
    id: "php",
    extensions: [".php", ".phtml"],
    family: "php",
    outline: "php",
    grammar: "php",
    checksParse: true,
  },
  { id: "proto3", extensions: [".proto"], family: "slashes" },
  {
    id: "ruby",
    extensions: [".rb", ".rake", ".gemspec", ".podspec", ".ru"],
    fileNames: ["Gemfile", "Rakefile", "Podfile", "Vagrantfile", "Brewfile"],
    family: "ruby",
    outline: "ruby",
    grammar: "ruby",
    checksParse: true,
  },
  { id: "perl", extensions: [".pl", ".pm"], family: "hash" },
  { id: "r", extensions: [".r"], family: "hash" },
  { id: "julia", extensions: [".jl"], family: "python" },
  { id: "elixir", extensions: [".ex", ".exs"], family: "python" },
  {
    id: "shellscript",
    extensions: [".sh", ".bash", ".zsh", ".ksh", ".bats", ".zsh-theme"],
    fileNames: [
      ".bashrc",
      ".bash_profile",
      ".bash_aliases",
      ".profile",
      ".zshrc",
      ".zshenv",
      ".zprofile",
      "PKGBUILD",
    ],
    family: "shell",
    outline: "shell",
    grammar: "bash",
  },
  { id: "makefile", extensions: [".mk"], fileNames: ["Makefile", "makefile", "GNUmakefile"], family: "hash" },
  { id: "dockerfile", extensions: [".dockerfile"], fileNames: ["Dockerfile"], family: "hash" },
  { id: "cmake", extensions: [".cmake"], fileNames: ["CMakeLists.txt"], family: "hash" },
  { id: "terraform", extensions: [".tf", ".tfvars"], family: "terraform" },
  {
    id: "yaml",
    extensions: [".yaml", ".yml"],
    family: "hash",
    outline: "yaml",
    grammar: "yaml",
    checksParse: true,
  },
  { id: "toml", extensions: [".toml"], family: "hash", outline: "toml", grammar: "toml", checksParse: true },
  { id: "ini", extensions: [".ini", ".cfg", ".conf"], family: "hash" },
  {
    id: "lua",
    extensions: [".lua", ".rockspec"],
    family: "lua",
    outline: "lua",
    grammar: "lua",
    checksParse: true,
  },
  { id: "sql", extensions: [".sql"], family: "sql" },
  { id: "haskell", extensions: [".hs"], family: "sql" },
  { id: "html", extensions: [".html", ".htm", ".xhtml"], family: "markup", outline: "html", grammar: "html" },
  { id: "xml", extensions: [".xml", ".xsd", ".xsl"], family: "markup" },
  { id: "vue", extensions: [".vue"], family: "markup", outline: "html" },
  { id: "svelte", extensions: [".svelte"], family: "markup", outline: "html" },
  { id: "css", extensions: [".css"], family: "css", outline: "css", grammar: "css", checksParse: true },
  { id: "scss", extensions: [".scss"], family: "slashes", outline: "css" },
  { id: "less", extensions: [".less"], family: "slashes", outline: "css" },
  {
    id: "json",
    extensions: [".json", ".webmanifest"],
    family: "data",
    outline: "json",
    grammar: "json",
    checksParse: true,
  },
  {
    id: "jsonc",
    extensions: [".jsonc", ".code-workspace"],
    family: "slashes",
    outline: "json",
    grammar: "json",
    checksParse: true,
  },
  { id: "markdown", extensions: [".md", ".markdown", ".mdx"], family: "data", outline: "markdown" },
  { id: "restructuredtext", extensions: [".rst"], family: "data" },
];

const byId = new Map(languages.map((language) => [language.id, language]));
const byExtension = new Map(languages.flatMap((language) => language.extensions.map((e) => [e, language])));
const byFileName = new Map(
  languages.flatMap((language) => (language.fileNames ?? []).map((n) => [n, language])),
);

/** Extensions that some of these names have: only such a file may be of another language than its extension says. */
const extensionsOfNames = new Set([...byFileName.keys()].map((name) => name.slice(name.lastIndexOf("."))));

/** `undefined` for a language that has no row. */
export function findLanguage(languageId: string): Language | undefined {
  return byId.get(languageId);
}

/**
 * The editor's language identifier for a file, by its name alone; `undefined` when no row fits.
 *
 * @param path with `/`
 */
export function languageIdOf(path: string): string | undefined {
  if (path.endsWith(lastExtension)) return lastLanguageId;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const named = byFileName.get(name);
  if (named) return named.id;
  const dot = name.lastIndexOf(".");
  if (dot < 0) return undefined;
  const extension = name.slice(dot);
  const languageId = byExtension.get(extension.toLowerCase())?.id;
  if (languageId !== undefined && !extensionsOfNames.has(extension)) {
    lastExtension = extension;
    lastLanguageId = languageId;
  }
  return languageId;
}

/** What the last path was told by: files come in runs of one language. No path ends with the first. */
let lastExtension = "/";
let lastLanguageId = "";
