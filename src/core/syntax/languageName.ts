/** Languages as people write them. */

const names: Readonly<Record<string, string>> = {
  c: "C",
  cmake: "CMake",
  cpp: "C++",
  csharp: "C#",
  css: "CSS",
  dockerfile: "Dockerfile",
  html: "HTML",
  ini: "INI",
  javascript: "JavaScript",
  javascriptreact: "JavaScript (JSX)",
  json: "JSON",
  jsonc: "JSON with comments",
  less: "Less",
  "objective-c": "Objective-C",
  php: "PHP",
  proto3: "Protocol Buffers",
  r: "R",
  restructuredtext: "reStructuredText",
  scss: "SCSS",
  shellscript: "Shell",
  sql: "SQL",
  toml: "TOML",
  typescript: "TypeScript",
  typescriptreact: "TypeScript (TSX)",
  xml: "XML",
  yaml: "YAML",
};

/** `TypeScript` for `typescript`; the identifier with a capital for those written so. */
export const languageName = (languageId: string): string =>
  names[languageId] ?? languageId.charAt(0).toUpperCase() + languageId.slice(1);
