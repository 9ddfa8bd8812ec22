/**
 * PHP: functions, types, methods, constants, cases, properties without their sign (promoted ones too), and namespaces
 * by their last name. Anonymous classes have members and no name.
 */
import type { Node } from "web-tree-sitter";
import type { Named } from "../parserNames.ts";

const named =
  /^(?:function_definition|(?:class|interface|trait|enum|method)_declaration|enum_case|property_element|property_promotion_parameter)$/;

export function phpNames(node: Node): Named[] {
  const name = node.childForFieldName("name");
  if (named.test(node.type)) return name ? [{ text: name.text.replace(/^&?\$/, "") }] : [];
  if (node.type === "const_element") return [node.namedChild(0)!];
  if (node.type === "namespace_definition") return name ? [name.namedChildren.at(-1)!] : [];
  return [];
}
