/**
 * C and C++: functions with and without a body, variables outside of functions, fields, types with a body wherever they
 * stand, enumerators, aliases, concepts, namespaces by their last name, macros. Not: friends without a body; calls of
 * macros that look like a function without a type (a constructor has none either, but the name of its class).
 */
import type { Node } from "web-tree-sitter";
import type { Named } from "../parserNames.ts";

export function cNames(node: Node, inFunction: boolean): Named[] {
  const { type } = node;
  const name = node.childForFieldName("name");
  switch (type) {
    case "preproc_def":
    case "preproc_function_def":
    case "alias_declaration":
    case "concept_definition":
    case "enumerator":
      return name ? [name] : [];
    case "namespace_definition":
      return name ? [lastOf(name)] : [];
    case "class_specifier":
    case "struct_specifier":
    case "union_specifier":
    case "enum_specifier":
      return name && node.childForFieldName("body") ? [lastOf(name)] : [];
    case "field_declaration":
    case "type_definition":
      return declared(node);
    case "function_definition":
      return declared(node).filter((found) => isTyped(node, found));
    case "declaration": {
      const isMember = node.parent?.type === "field_declaration_list";
      const isOut = (inFunction && !isMember) || node.parent?.type === "friend_declaration";
      return isOut ? [] : declared(node).filter((found) => isTyped(node, found));
    }
    default:
      return [];
  }
}

interface Declared extends Named {
  readonly isSpecial: boolean;
}

function declared(node: Node): Declared[] {
  return node.childrenForFieldName("declarator").flatMap((child) => {
    const found = child && declaredBy(child);
    return found ? [found] : [];
  });
}

/** The name in a declarator. Special: qualified, an operator or a destructor, which need no type. */
function declaredBy(node: Node): Declared | undefined {
  switch (node.type) {
    case "identifier":
    case "field_identifier":
    case "type_identifier":
    case "primitive_type":
      return node.text === "" ? undefined : { text: node.text, isSpecial: false };
    case "destructor_name":
      return { text: node.text.replace(/\s/g, ""), isSpecial: true };
    case "operator_name":
    case "operator_cast":
      return { text: operatorText(node), isSpecial: true };
    case "qualified_identifier":
    case "template_function":
    case "template_method":
    case "template_type": {
      const found = declaredBy(node.childForFieldName("name")!);
      return (
        found && { text: found.text, isSpecial: node.type === "qualified_identifier" || found.isSpecial }
      );
    }
    case "structured_binding_declarator":
      return undefined;
    default: {
      const inner =
        node.childForFieldName("declarator") ??
        node.namedChildren.find((child) => child && /declarator$|identifier$|_name$/.test(child.type));
      return inner ? declaredBy(inner) : undefined;
    }
  }
}

function operatorText(node: Node): string {
  const text = node.type === "operator_cast" ? node.text.replace(/\(.*/s, "") : node.text;
  return text
    .replace(/\s+/g, " ")
    .replace(/ ?(\W) ?/g, (all, sign) => (sign === " " ? all : sign))
    .trim();
}

function isTyped(node: Node, found: Declared): boolean {
  if (found.isSpecial || node.childForFieldName("type")) return true;
  for (let around = node.parent; around; around = around.parent) {
    if (!/^(?:class|struct|union)_specifier$/.test(around.type)) continue;
    const name = around.childForFieldName("name");
    return name !== null && lastOf(name).text === found.text;
  }
  return false;
}

/** Of `a::b<c>` the `b`. */
function lastOf(node: Node): Node {
  if (node.type === "nested_namespace_specifier") return lastOf(node.namedChildren.at(-1)!);
  const inner = node.childForFieldName("name");
  return inner ? lastOf(inner) : node;
}
