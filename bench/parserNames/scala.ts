/**
 * Scala: types, objects, functions, type members, cases of enums, named givens, values outside of functions and those of
 * parameters (`val`, `var`, and the first list of a case class). Packages and extensions name nothing.
 */
import type { Node } from "web-tree-sitter";
import type { Named } from "../parserNames.ts";

const named =
  /^(?:(?:class|object|trait|enum|function|type|given)_definition|function_declaration|package_object|(?:simple|full)_enum_case)$/;

export function scalaNames(node: Node): Named[] {
  const { type } = node;
  if (named.test(type)) {
    const name = node.childForFieldName("name");
    return name ? [name] : [];
  }
  if (type === "class_parameter") return isValue(node) ? [node.childForFieldName("name")!] : [];
  if (!/^va[lr]_(?:definition|declaration)$/.test(type)) return [];
  if (!/^(?:template_body|with_template_body|enum_body|compilation_unit)$/.test(node.parent!.type)) return [];
  const pattern = node.childForFieldName("pattern");
  return pattern ? bound(pattern, true) : (node.childrenForFieldName("name") as Node[]);
}

function isValue(node: Node): boolean {
  if (node.children.some((child) => child?.type === "val" || child?.type === "var")) return true;
  const list = node.parent!;
  const owner = list.parent!;
  const isCase = owner.type === "full_enum_case" || owner.children.some((child) => child?.type === "case");
  const isFirst = owner.namedChildren.find((child) => child?.type === "class_parameters")?.id === list.id;
  return isCase && isFirst && !/^\(\s*(?:implicit|using)\b/.test(list.text);
}

/** The names that a pattern binds: a capital begins one only when it stands alone. */
function bound(node: Node, isAlone: boolean): Named[] {
  if (node.type === "identifier") return isAlone || /^[a-z_`]/.test(node.text) ? [node] : [];
  if (node.type === "operator_identifier") return isAlone ? [node] : [];
  if (node.type === "identifiers") return node.namedChildren as Node[];
  return node.namedChildren.flatMap((child, i) =>
    child && node.type === "capture_pattern" && i === 0 && child.text !== "_"
      ? [child]
      : child && /identifier$|_pattern$/.test(child.type) && node.fieldNameForNamedChild(i) !== "type"
        ? bound(child, false)
        : [],
  );
}
