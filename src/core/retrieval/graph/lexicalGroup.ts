/** Languages that find what a name means by the same rules. */

export type LexicalGroup = "ecma" | "python" | "go" | "jvm" | "rust" | "c" | "php" | "lua" | "other";

const groups: Readonly<Record<string, LexicalGroup>> = {
  javascript: "ecma",
  javascriptreact: "ecma",
  typescript: "ecma",
  typescriptreact: "ecma",
  vue: "ecma",
  svelte: "ecma",
  python: "python",
  go: "go",
  java: "jvm",
  kotlin: "jvm",
  scala: "jvm",
  groovy: "jvm",
  rust: "rust",
  c: "c",
  cpp: "c",
  "objective-c": "c",
  php: "php",
  lua: "lua",
};

export const lexicalGroup = (languageId: string): LexicalGroup => groups[languageId] ?? "other";

/** Whether a file may use what the other files of its directory define without an import. */
export const sharesDirectory = (languageId: string): boolean =>
  /^(?:go|java|kotlin|scala|groovy|csharp|swift)$/.test(languageId);

/** Whether a member may be named without `this`. */
export const hasImplicitSelf = (languageId: string): boolean =>
  /^(?:java|kotlin|scala|groovy|csharp|swift|cpp|ruby)$/.test(languageId);

/** Whether a name from another file must be imported by that name or its module, so that one which is not means another thing. */
export const importsNames = (languageId: string): boolean =>
  /^(?:ecma|python|go|rust)$/.test(lexicalGroup(languageId));

/** Whether a file can hand on names that it imports itself. */
export const handsNamesOn = (languageId: string): boolean => !/^(?:go|jvm)$/.test(lexicalGroup(languageId));

/** Whether an import without names gives the module a name, instead of giving its names to the file. */
export const bindsModules = (languageId: string): boolean =>
  /^(?:ecma|python|go|jvm|rust)$/.test(lexicalGroup(languageId));
