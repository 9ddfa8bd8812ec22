/** Units of a library as lines of text, for tests. */
import type { ApiSymbol, TypeRef } from "../../../../src/core/apiDocs/apiSymbol.ts";
import type { ApiUnit } from "../../../../src/core/apiDocs/apiUnit.ts";

export function renderType(type: TypeRef | undefined): string {
  switch (type?.kind) {
    case undefined:
      return "-";
    case "name":
      return type.name + renderArgs(type.args);
    case "import":
      return `import(${type.module})${type.name === "" ? "" : `.${type.name}`}${renderArgs(type.args)}`;
    case "union":
      return type.parts.map(renderType).join(" | ");
    case "intersection":
      return type.parts.map(renderType).join(" & ");
    case "array":
      return `${renderType(type.of)}[]`;
    case "tuple":
      return `[${type.of.map(renderType).join(", ")}]`;
    case "object":
      return `{ ${[...type.members.map(({ name }) => name), ...(type.isOpen ? ["..."] : [])].join(", ")} }`;
    case "function":
      return `() => ${renderType(type.returns)}`;
    case "literal":
      return `"${type.of}"`;
    case "valueOf":
      return `typeof ${type.name}`;
    case "resultOf":
      return `${type.name}()`;
    case "member":
      return `${renderType(type.of)}["${type.name}"]`;
    case "unknown":
      return "?";
  }
}

const renderArgs = (args: readonly TypeRef[] | undefined) =>
  args ? `<${args.map(renderType).join(", ")}>` : "";

function renderSymbol(symbol: ApiSymbol): string {
  const { name, container, kind, parameters, type, bases } = symbol;
  const listed = parameters?.map(
    (one) =>
      `${one.takes === "rest" ? "*" : one.takes === "keywords" ? "**" : ""}${one.name}${one.isOptional ? "?" : ""}`,
  );
  const marks = [
    symbol.isStatic && "static",
    symbol.isPrivate && "private",
    symbol.isOpen && "open",
    bases && `extends ${bases.map(renderType).join(", ")}`,
    symbol.doc && `"${symbol.doc.summary}"`,
    symbol.doc?.deprecated !== undefined && `deprecated(${symbol.doc.replacedBy ?? ""})`,
  ].filter(Boolean);
  const call = listed ? `(${listed.join(", ")})` : "";
  const typed = type ? `: ${renderType(type)}` : "";
  return `${kind} ${container === "" ? "" : `${container}.`}${name}${call}${typed}${marks.map((mark) => ` ${mark}`).join("")}`;
}

/** Symbols, imports and exports, one a line. */
export function renderUnits(units: readonly ApiUnit[]): string {
  return units
    .flatMap((unit, i) => [
      ...(i > 0 || unit.module !== undefined ? [`unit ${unit.module ?? "global"}`] : []),
      ...(unit.isOpen ? ["open"] : []),
      ...unit.symbols.map(renderSymbol),
      ...unit.imports.map(({ local, module, name }) => `import ${local} = ${module}#${name}`),
      ...unit.exports.map(
        ({ name, local, module }) =>
          `export ${name}${name === local && !module ? "" : ` = ${module ? `${module}#` : ""}${local}`}`,
      ),
    ])
    .join("\n");
}
