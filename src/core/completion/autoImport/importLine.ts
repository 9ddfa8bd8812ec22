/** One import put into a text in the style of its file, merged into an import of the same module where there is one. */
import { lexicalGroup } from "../../retrieval/graph/lexicalGroup.ts";
import { type ImportStyle, importStyle } from "./importStyle.ts";

/** `named`: a name of a module; `default`: its default; `module`: the module itself; `all`: its names as one object. */
export type ImportForm = "named" | "default" | "module" | "all";

export interface NeededImport {
  readonly form: ImportForm;
  /** As it is to be written between the quotes or after the keyword. */
  readonly module: string;
  /** What the module calls it; empty for the module itself. */
  readonly name: string;
  /** What it is called here. */
  readonly local: string;
  /** Only its type is needed, where the language says so in imports. */
  readonly isType?: boolean | undefined;
}

/** Text to be put in; nothing is taken away. Offsets in UTF-16 units. */
export interface Insertion {
  readonly offset: number;
  readonly text: string;
}

/** Undefined when the language has no imports that could be written. */
export function insertImport(text: string, languageId: string, needed: NeededImport): Insertion | undefined {
  const style = importStyle(text, languageId);
  switch (lexicalGroup(languageId)) {
    case "python":
      return mergedInPython(text, needed) ?? ownLine(style, pythonLine(needed));
    case "ecma":
      return style.usesRequire
        ? (mergedInRequire(text, needed) ?? ownLine(style, requireLine(needed, style)))
        : (mergedInEcma(text, needed) ?? ownLine(style, ecmaLine(needed, style)));
    case "jvm":
      return ownLine(style, `import ${needed.module}${style.semicolon}`);
    case "go":
      return goImport(text, style, needed);
    default:
      return undefined;
  }
}

/** The text with the import; as it is when its language has none that could be written. */
export function textWithImport(text: string, languageId: string, needed: NeededImport): string {
  const insertion = insertImport(text, languageId, needed);
  if (!insertion) return text;
  return text.slice(0, insertion.offset) + insertion.text + text.slice(insertion.offset);
}

function ownLine({ place, newline, isAfterImport, isBeforeCode }: ImportStyle, line: string): Insertion {
  const before = isAfterImport || place === 0 ? "" : newline;
  const after = !isAfterImport && isBeforeCode ? newline : "";
  return { offset: place, text: `${before}${line}${newline}${after}` };
}

function pythonLine({ form, module, name, local }: NeededImport): string {
  if (form === "named") return `from ${module} import ${named(name, local, " as ")}`;
  return local === module ? `import ${module}` : `import ${module} as ${local}`;
}

function mergedInPython(text: string, { form, module, name, local }: NeededImport): Insertion | undefined {
  if (form !== "named") return undefined;
  const escaped = module.replaceAll(".", "\\.");
  const found = new RegExp(`^from[ \\t]+${escaped}[ \\t]+import[ \\t]+(?!\\*)`, "m").exec(text);
  if (!found) return undefined;
  const start = found.index + found[0].length;
  const added = named(name, local, " as ");
  if (text[start] === "(") return intoBrackets(text, start, text.indexOf(")", start), added);
  const line = /^[^#\n\\]*/.exec(text.slice(start))![0].trimEnd();
  return text[start + line.length] === "\\" ? undefined : { offset: start + line.length, text: `, ${added}` };
}

function ecmaLine({ form, module, name, local, isType }: NeededImport, style: ImportStyle): string {
  const { quote, semicolon } = style;
  const bindings = {
    named: style.hasSpacedBraces ? `{ ${named(name, local, " as ")} }` : `{${named(name, local, " as ")}}`,
    default: local,
    module: local,
    all: `* as ${local}`,
  }[form];
  return `import ${isType ? "type " : ""}${bindings} from ${quote}${module}${quote}${semicolon}`;
}

function requireLine({ form, module, name, local }: NeededImport, style: ImportStyle): string {
  const { quote, semicolon } = style;
  const binding = named(name, local, ": ");
  const bound = form !== "named" ? local : style.hasSpacedBraces ? `{ ${binding} }` : `{${binding}}`;
  return `const ${bound} = require(${quote}${module}${quote})${semicolon}`;
}

function mergedInRequire(text: string, { form, module, name, local }: NeededImport): Insertion | undefined {
  if (form !== "named") return undefined;
  const escaped = escapeRegExp(module);
  const found = new RegExp(
    `^(?:const|let|var)[ \\t]*\\{([^}=]*)\\}[ \\t]*=[ \\t]*require\\(["']${escaped}["']\\)`,
    "m",
  ).exec(text);
  if (!found) return undefined;
  const open = found.index + found[0].indexOf("{");
  return intoBrackets(text, open, text.indexOf("}", open), named(name, local, ": "));
}

const escapeRegExp = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

function mergedInEcma(text: string, needed: NeededImport): Insertion | undefined {
  const { form, module, name, local, isType } = needed;
  if (form !== "named") return undefined;
  const escaped = escapeRegExp(module);
  const pattern = new RegExp(
    `^import[ \\t]+(type[ \\t]+)?([\\w$]+[ \\t]*,[ \\t]*)?\\{([^}]*)\\}[ \\t\\n]*from[ \\t]*["']${escaped}["']`,
    "gm",
  );
  for (const found of text.matchAll(pattern)) {
    const isTypeImport = found[1] !== undefined;
    // A value cannot come by an import of types alone.
    if (isTypeImport && !isType) continue;
    const open = found.index + found[0].indexOf("{");
    const mark = isType && !isTypeImport ? "type " : "";
    return intoBrackets(text, open, text.indexOf("}", open), mark + named(name, local, " as "));
  }
  return undefined;
}

/** Behind the last name between brackets, on a line of its own where the others have theirs. */
function intoBrackets(text: string, open: number, close: number, added: string): Insertion | undefined {
  if (close < 0) return undefined;
  const inside = text.slice(open + 1, close);
  if (inside.includes("#") || inside.includes("//")) return undefined;
  const end = open + 1 + inside.trimEnd().length;
  if (inside.trim() === "") return { offset: open + 1, text: added };
  const indent = /\n([ \t]*)\S[^\n]*\s*$/.exec(inside)?.[1];
  const hasComma = text[end - 1] === ",";
  if (indent === undefined) return { offset: end, text: hasComma ? ` ${added}` : `, ${added}` };
  return { offset: end, text: `${hasComma ? "" : ","}\n${indent}${added}${hasComma ? "," : ""}` };
}

function goImport(text: string, style: ImportStyle, { module, local }: NeededImport): Insertion {
  const last = module.slice(module.lastIndexOf("/") + 1);
  const spec = local === last || /^v\d+$/.test(last) ? `"${module}"` : `${local} "${module}"`;
  const block = /^import[ \t]*\([^)]*\)/m.exec(text);
  if (!block) return ownLine(style, `import ${spec}`);
  const rows = [...block[0].matchAll(/^[ \t]*(?:[\w.]+[ \t]+)?"([^"]+)".*$/gm)];
  const isStandard = (path: string) => !path.split("/")[0]!.includes(".");
  // Imports of a kind stand together, in the order of their paths.
  const alike = rows.filter((row) => isStandard(row[1]!) === isStandard(module));
  const before = alike.findLast((row) => row[1]! < module);
  if (before) return { offset: block.index + before.index + before[0].length, text: `\n\t${spec}` };
  const [after] = alike;
  if (after) return { offset: block.index + after.index, text: `\t${spec}\n` };
  return { offset: block.index + block[0].length - 1, text: `${rows.length > 0 ? "\n" : ""}\t${spec}\n` };
}

const named = (name: string, local: string, as: string): string =>
  name === local ? name : `${name}${as}${local}`;
