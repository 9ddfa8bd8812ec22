/** For which languages the editor's own search of symbols is left to an extension that knows the language. */

/** Extensions that find symbols of a whole workspace, by language identifier; those built into the editor begin with `vscode.`. */
const knownExtensions: Readonly<Record<string, readonly string[]>> = {
  python: [
    "ms-python.python",
    "ms-python.vscode-pylance",
    "detachhead.basedpyright",
    "ms-pyright.pyright",
    "astral-sh.ty",
  ],
  javascript: ["vscode.typescript-language-features"],
  javascriptreact: ["vscode.typescript-language-features"],
  typescript: ["vscode.typescript-language-features"],
  typescriptreact: ["vscode.typescript-language-features"],
  markdown: ["vscode.markdown-language-features"],
  java: ["redhat.java", "oracle.oracle-java", "asf.apache-netbeans-java"],
  go: ["golang.go"],
  rust: ["rust-lang.rust-analyzer"],
  c: ["ms-vscode.cpptools", "llvm-vs-code-extensions.vscode-clangd", "ccls-project.ccls"],
  cpp: ["ms-vscode.cpptools", "llvm-vs-code-extensions.vscode-clangd", "ccls-project.ccls"],
  "objective-c": ["llvm-vs-code-extensions.vscode-clangd", "ccls-project.ccls"],
  csharp: ["ms-dotnettools.csharp", "ms-dotnettools.csdevkit", "muhammad-sammy.csharp"],
  kotlin: ["jetbrains.kotlin", "fwcd.kotlin"],
  swift: ["swiftlang.swift-vscode", "sswg.swift-lang"],
  scala: ["scalameta.metals"],
  dart: ["dart-code.dart-code"],
  php: ["bmewburn.vscode-intelephense-client", "devsense.phptools-vscode", "zobo.php-intellisense"],
  ruby: ["shopify.ruby-lsp", "castwide.solargraph", "rebornix.ruby"],
  perl: ["bscan.perlnavigator"],
  r: ["reditorsupport.r"],
  julia: ["julialang.language-julia"],
  elixir: ["jakebecker.elixir-ls", "lexical-lsp.lexical"],
  haskell: ["haskell.haskell"],
  lua: ["sumneko.lua"],
  shellscript: ["mads-hartmann.bash-ide-vscode"],
  terraform: ["hashicorp.terraform"],
  vue: ["vue.volar"],
  svelte: ["svelte.svelte-vscode"],
};

/**
 * Whether an extension is installed that tells what names of a language mean.
 *
 * @param isInstalled whether an extension is installed and switched on, by its identifier in lower case
 */
export const isServedByOthers = (
  languageId: string,
  isInstalled: (extensionId: string) => boolean,
): boolean => (knownExtensions[languageId] ?? []).some(isInstalled);

/** Values of `symbols.workspaceProvider`. */
export type ProviderChoice = "auto" | "on" | "off";

/**
 * Whether symbols of a language are shown.
 *
 * @param isInstalled whether an extension is installed and switched on, by its identifier in lower case
 */
export function showsLanguage(
  languageId: string,
  choice: ProviderChoice,
  isInstalled: (extensionId: string) => boolean,
): boolean {
  if (choice !== "auto") return choice === "on";
  return !isServedByOthers(languageId, isInstalled);
}
