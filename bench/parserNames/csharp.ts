/** C#: namespaces by their last name, types, members, enum members and local functions; indexers have no name. */
import type { Node } from "web-tree-sitter";
import type { Named } from "../parserNames.ts";

const named =
  /^(?:class|struct|interface|enum|record|delegate|method|constructor|property|event|enum_member)_declaration$|^local_function_statement$/;

export function csharpNames(node: Node): Named[] {
  const { type } = node;
  const name = node.childForFieldName("name");
  if (named.test(type)) return name ? [name] : [];
  if (/^(?:file_scoped_)?namespace_declaration$/.test(type)) {
    return [name?.childForFieldName("name") ?? name!];
  }
  if (type === "destructor_declaration") return [{ text: `~${name!.text}` }];
  if (type === "operator_declaration" || type === "conversion_operator_declaration") {
    const of = node.childForFieldName("operator") ?? node.childForFieldName("type")!;
    const text = of.text.replace(/\s+/g, "");
    return [{ text: `operator${/^\w/.test(text) ? " " : ""}${text}` }];
  }
  const isField = type === "field_declaration" || type === "event_field_declaration";
  if (!isField) return [];
  const declaration = node.namedChildren.find((child) => child?.type === "variable_declaration");
  return (declaration?.namedChildren ?? []).flatMap((child) => {
    const found = child?.type === "variable_declarator" ? child.childForFieldName("name") : null;
    return found ? [found] : [];
  });
}
