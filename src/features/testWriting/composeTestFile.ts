/** Tests put into a file of tests, with the imports that they need. */
import { type NeededImport, textWithImport } from "../../core/completion/autoImport/importLine.ts";
import type { ObservedCall } from "../../core/testWriting/observation.ts";
import { withPythonImport } from "../../core/testWriting/pythonImports.ts";
import { type RenderedTests, renderTests } from "../../core/testWriting/renderTests.ts";
import type { TestStyle } from "../../core/testWriting/testStyle.ts";
import type { Assignment } from "./subject.ts";

/** The whole text of the file, and what is new in it. */
export interface ComposedTests {
  readonly text: string;
  readonly tests: RenderedTests["tests"];
}

export function composeTestFile(
  { subject, style, testText, subjectImport, languageId }: Assignment,
  calls: readonly ObservedCall[],
): ComposedTests {
  const before = testText ?? "";
  const taken = new Set(before.match(/(?<=def |class )\w+|(?<=\b(?:it|test)\(\s*(["'`])).*?(?=\1)/g) ?? []);
  const { body, imports, tests } = renderTests({ subject, calls, style, taken });
  const newline = before.includes("\r\n") ? "\r\n" : "\n";
  const gap = languageId === "python" ? "\n\n\n" : "\n\n";
  if (before.trim() === "") {
    const head =
      languageId === "python"
        ? pythonHead(imports, subjectImport)
        : ecmaHead([...imports, subjectImport], style);
    return { text: `${head}${gap}${body}`, tests };
  }
  // Lines that are there stay to the byte, however they end.
  const whole = before.trimEnd() + `${gap}${body}`.replaceAll("\n", newline);
  const text = [...imports, subjectImport].reduce(
    (so, needed) =>
      isImported(so, languageId, needed) ? so : imported(so, languageId, needed, subjectImport),
    whole,
  );
  return { text, tests };
}

/** Python's in their groups; a name goes into the import of its module where there is one. */
function imported(text: string, languageId: string, needed: NeededImport, own: NeededImport): string {
  const { module, form, name, local } = needed;
  const isMerged = new RegExp(`^from\\s+${module.replaceAll(".", "\\.")}\\s+import\\b`, "m").test(text);
  if (languageId !== "python" || (form === "named" && isMerged))
    return textWithImport(text, languageId, needed);
  const line =
    form === "named"
      ? `from ${module} import ${name === local ? name : `${name} as ${local}`}`
      : `import ${module}`;
  return (
    withPythonImport(text, { line, module }, own.module.split(".")[0]!) ??
    textWithImport(text, languageId, needed)
  );
}

/** Of the language first, then of libraries, then of the project, as formatters want it. */
function pythonHead(imports: readonly NeededImport[], own: NeededImport): string {
  const modules = imports.map(({ module }) => module);
  const groups = [modules.filter((one) => one !== "pytest"), modules.filter((one) => one === "pytest")];
  const lines = groups.map((group) =>
    group
      .sort()
      .map((module) => `import ${module}`)
      .join("\n"),
  );
  return [...lines, `from ${own.module} import ${own.local}`].filter((group) => group !== "").join("\n\n");
}

function ecmaHead(all: readonly NeededImport[], { quote, semicolon, usesRequire }: TestStyle): string {
  const modules = [...new Set(all.map(({ module }) => module))];
  const lines = modules.map((module) => {
    const own = all.filter((one) => one.module === module);
    const named = own.filter(({ form }) => form === "named").map(({ local }) => local);
    const whole = own.find(({ form }) => form !== "named")?.local;
    const bound = [whole, named.length > 0 ? `{ ${named.join(", ")} }` : undefined]
      .filter(Boolean)
      .join(", ");
    const name = quote + module + quote;
    return usesRequire
      ? `const ${bound} = require(${name})${semicolon}`
      : `import ${bound} from ${name}${semicolon}`;
  });
  return [...(usesRequire ? [`${quote}use strict${quote}${semicolon}\n`] : []), ...lines].join("\n");
}

function isImported(text: string, languageId: string, { form, local, module }: NeededImport): boolean {
  const own = local.replace(/\$/g, "\\$");
  const patterns =
    languageId === "python"
      ? form === "module"
        ? [String.raw`^import[^\n]*\b${module}\b`]
        : [
            String.raw`^from\s+\S+\s+import\b[^(\n]*\b${own}\b`,
            String.raw`^from\s+\S+\s+import\s*\([^)]*\b${own}\b`,
          ]
      : [
          String.raw`^import\b[^;"']*?\b${own}\b[^;"']*?\bfrom\b`,
          String.raw`^(?:const|let|var)\b[^=;]*\b${own}\b[^=;]*=\s*require`,
        ];
  return patterns.some((pattern) => new RegExp(pattern, "m").test(text));
}
