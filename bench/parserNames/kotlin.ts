/**
 * Kotlin: types, named objects, functions with a name, properties outside of functions and those of constructors, enum
 * entries, aliases. Constructors have no name.
 */
import type { Node } from "web-tree-sitter";
import type { Named } from "../parserNames.ts";

export function kotlinNames(node: Node): Named[] {
  const name = node.childForFieldName("name");
  switch (node.type) {
    case "class_declaration":
    case "object_declaration":
    case "companion_object":
    case "function_declaration":
      return name ? [name] : [];
    case "type_alias":
      return some(node.childForFieldName("type"));
    case "enum_entry":
      return some(node.namedChildren.find((child) => child?.type === "identifier"));
    case "class_parameter": {
      const isProperty = node.children.some((child) => child?.type === "val" || child?.type === "var");
      return isProperty ? some(node.namedChildren.find((child) => child?.type === "identifier")) : [];
    }
    case "property_declaration": {
      if (!/^(?:source_file|class_body|enum_class_body)$/.test(node.parent!.type)) return [];
      return node.namedChildren.flatMap((child) => variables(child));
    }
    default:
      return [];
  }
}

function variables(node: Node | null): Named[] {
  if (node?.type === "multi_variable_declaration") return node.namedChildren.flatMap(variables);
  if (node?.type !== "variable_declaration") return [];
  return some(node.namedChildren.find((child) => child?.type === "identifier")).filter(
    ({ text }) => text !== "_",
  );
}

function some(node: Node | null | undefined): Named[] {
  return node ? [node] : [];
}
