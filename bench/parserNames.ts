/** Names of the definitions in a syntax tree, by node types: what the outline is measured against. */
import type { Node } from "web-tree-sitter";
import { dataNames } from "./dataNames.ts";
import { cNames } from "./parserNames/c.ts";
import { csharpNames } from "./parserNames/csharp.ts";
import { kotlinNames } from "./parserNames/kotlin.ts";
import { phpNames } from "./parserNames/php.ts";
import { scalaNames } from "./parserNames/scala.ts";
import { swiftNames } from "./parserNames/swift.ts";
import { scriptNames } from "./scriptNames.ts";
import { webNames } from "./webNames.ts";

const functionValues = new Set(["arrow_function", "function_expression", "generator_function", "class"]);
const functions = new Set([
  ...functionValues,
  "function_declaration",
  "generator_function_declaration",
  "method_definition",
  "function_definition",
  "class_static_block",
  "compound_statement",
]);

/** In the order of the tree. */
export function parserNames(root: Node, languageId: string): string[] {
  const ofWhole = dataNames[languageId] ?? scriptNames[languageId] ?? webNames[languageId];
  if (ofWhole) return ofWhole(root);
  const family = languageId.startsWith("java") && languageId !== "java" ? "ecma" : languageId;
  const read = readers[family.startsWith("typescript") ? "ecma" : family]!;
  const names: string[] = [];
  const visit = (node: Node, inFunction: boolean) => {
    for (const name of read(node, inFunction)) names.push(name.text.replace(/^(?:[#"'`]+|r#)|["'`]+$/g, ""));
    const inside = inFunction || functions.has(node.type);
    for (const child of node.namedChildren) if (child) visit(child, inside);
  };
  visit(root, false);
  return names;
}

/** A name's node, or what stands for one that is written in several. */
export type Named = Pick<Node, "text">;

type Reader = (node: Node, inFunction: boolean) => Named[];

const some = (...nodes: (Node | null)[]): Node[] => nodes.filter((node) => node !== null);
const name = (node: Node) => some(node.childForFieldName("name"));

const readers: Readonly<Record<string, Reader>> = {
  python(node, inFunction) {
    if (node.type === "function_definition" || node.type === "class_definition") return name(node);
    if (node.type !== "expression_statement" || inFunction) return [];
    const assignment = node.namedChild(0);
    const left = assignment?.type === "assignment" ? assignment.childForFieldName("left") : null;
    const isPlain = left?.type === "identifier" && node.startPosition.column === left.startPosition.column;
    return isPlain ? [left] : [];
  },
  ecma(node, inFunction) {
    const { type } = node;
    if (
      /^(?:function_declaration|generator_function_declaration|function_signature|class_declaration|abstract_class_declaration|interface_declaration|enum_declaration|type_alias_declaration)$/.test(
        type,
      )
    )
      return name(node);
    if (/^(?:function_expression|generator_function|class)$/.test(type)) return name(node);
    if (type === "internal_module" || type === "module")
      return node.childForFieldName("body") ? [firstOf(node.childForFieldName("name")!)] : [];
    if (
      /^(?:method_definition|public_field_definition|field_definition|method_signature|abstract_method_signature|property_signature)$/.test(
        type,
      )
    ) {
      if (/_signature$/.test(type) && !isDeclared(node)) return [];
      const found = node.childForFieldName("name") ?? node.childForFieldName("property");
      // A number names nothing, as in objects.
      return found && found.type !== "computed_property_name" && found.type !== "number" ? [found] : [];
    }
    if (type === "enum_body")
      return node.namedChildren.flatMap((child) =>
        child?.type === "enum_assignment" ? name(child) : child?.type === "comment" ? [] : some(child),
      );
    if (type === "variable_declarator") {
      const found = node.childForFieldName("name");
      const value = node.childForFieldName("value");
      const isFunction = value !== null && functionValues.has(value.type);
      return found?.type === "identifier" && (isFunction || !inFunction) ? [found] : [];
    }
    if (type === "pair" && functionValues.has(node.childForFieldName("value")?.type ?? "")) {
      const key = node.childForFieldName("key");
      return key && key.type !== "computed_property_name" && key.type !== "number" ? [key] : [];
    }
    if (type === "assignment_expression" && functionValues.has(node.childForFieldName("right")?.type ?? "")) {
      const left = node.childForFieldName("left");
      return left?.type === "member_expression" ? some(left.childForFieldName("property")) : [];
    }
    return [];
  },
  java(node) {
    if (/^(?:class|interface|enum|record|annotation_type)_declaration$/.test(node.type)) return name(node);
    if (
      /^(?:method_declaration|constructor_declaration|compact_constructor_declaration|enum_constant|annotation_type_element_declaration)$/.test(
        node.type,
      )
    )
      return name(node);
    if (node.type === "field_declaration" || node.type === "constant_declaration") {
      return node.childrenForFieldName("declarator").flatMap((child) => (child ? name(child) : []));
    }
    return [];
  },
  go(node) {
    const { type } = node;
    if (/^(?:function_declaration|method_declaration|type_spec|type_alias|method_elem)$/.test(type))
      return name(node);
    const isTop =
      node.parent?.parent?.type === "source_file" || node.parent?.parent?.parent?.type === "source_file";
    const isValue = (type === "const_spec" || type === "var_spec") && isTop;
    if (!isValue && !(type === "field_declaration" && isOfNamedType(node))) return [];
    return node
      .childrenForFieldName("name")
      .filter((child) => child?.type !== "," && child?.text !== "_")
      .flatMap((child) => some(child));
  },
  rust(node) {
    if (
      /^(?:function_item|function_signature_item|struct_item|union_item|enum_item|trait_item|type_item|associated_type|mod_item|const_item|static_item|macro_definition|enum_variant)$/.test(
        node.type,
      )
    ) {
      return name(node).filter((found) => found.text !== "_");
    }
    const isOfStruct = /^(?:struct_item|union_item)$/.test(node.parent?.parent?.type ?? "");
    return node.type === "field_declaration" && isOfStruct ? name(node) : [];
  },
  c: cNames,
  cpp: cNames,
  csharp: csharpNames,
  php: phpNames,
  kotlin: kotlinNames,
  swift: swiftNames,
  scala: scalaNames,
};

function firstOf(node: Node): Node {
  return node.type === "nested_identifier" ? firstOf(node.namedChild(0)!) : node;
}

/** A member of an interface, of a class, or of an object type that an alias stands for or joins with others. */
function isDeclared(node: Node): boolean {
  if (node.parent?.type === "class_body") return true;
  let holder = node.parent?.parent;
  while (holder && /^(?:intersection|union)_type$/.test(holder.type)) holder = holder.parent;
  return holder?.type === "interface_declaration" || holder?.type === "type_alias_declaration";
}

/** Go: a field of `type Name struct`, not of a struct inside another type. */
function isOfNamedType(node: Node): boolean {
  return node.parent?.parent?.parent?.type === "type_spec";
}
