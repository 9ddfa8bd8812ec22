/**
 * Swift: types, functions and operators, initializers, properties outside of functions, cases, aliases, associated types,
 * macros. An extension names nothing new; subscripts have no name.
 */
import type { Node } from "web-tree-sitter";
import type { Named } from "../parserNames.ts";

export function swiftNames(node: Node): Named[] {
  switch (node.type) {
    case "class_declaration":
      return node.childForFieldName("declaration_kind")?.type === "extension" ? [] : first(node);
    case "protocol_declaration":
    case "function_declaration":
    case "protocol_function_declaration":
    case "init_declaration":
    case "typealias_declaration":
    case "associatedtype_declaration":
      return first(node);
    case "macro_declaration":
      return node.namedChildren.filter((child) => child?.type === "simple_identifier").slice(0, 1) as Node[];
    case "enum_entry":
      return node
        .childrenForFieldName("name")
        .filter((child) => child?.type === "simple_identifier") as Node[];
    case "property_declaration":
    case "protocol_property_declaration": {
      const isOut = /^(?:source_file|class_body|enum_class_body|protocol_body)$/.test(node.parent!.type);
      return isOut ? node.childrenForFieldName("name").flatMap((child) => bound(child)) : [];
    }
    default:
      return [];
  }
}

function first(node: Node): Named[] {
  const name = node.childForFieldName("name");
  return name ? [name] : [];
}

/** The names that a pattern binds. */
function bound(node: Node | null): Named[] {
  if (!node || node.type === "user_type") return [];
  if (node.type === "simple_identifier") return node.text === "_" ? [] : [node];
  return node.namedChildren.flatMap((child) =>
    child?.type === "pattern" || child?.type === "simple_identifier" ? bound(child) : [],
  );
}
