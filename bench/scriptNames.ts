/** Names of the definitions in syntax trees of Ruby, Bash and Lua: what the outline is measured against. */
import type { Node } from "web-tree-sitter";

const named = (node: Node | null | undefined): Node[] =>
  node?.namedChildren.filter((child) => child !== null) ?? [];
const field = (node: Node, name: string) => node.childForFieldName(name);

/** Every node below a root, each before those inside it. */
function* nodesOf(root: Node): Generator<Node> {
  yield root;
  for (const child of named(root)) yield* nodesOf(child);
}

function isInside(node: Node, type: RegExp): boolean {
  for (let at = node.parent; at; at = at.parent) if (type.test(at.type)) return true;
  return false;
}

const unmarked = (text: string) => text.replace(/^[:"']+|["']+$/g, "");
const isLiteral = ({ type }: Node) => type === "simple_symbol" || type === "string";

/** Classes, modules, methods, aliases, constants, and what `attr_...` and `define_method` name. */
function ruby(node: Node): string[] {
  const { type } = node;
  const name = field(node, "name");
  if (/^(?:class|module|method|singleton_method|alias)$/.test(type) && name) {
    return [unmarked((name.type === "scope_resolution" ? field(name, "name")! : name).text)];
  }
  if (type === "assignment" || type === "operator_assignment") {
    const left = field(node, "left")!;
    const constants = left.type === "left_assignment_list" ? named(left) : [left];
    return constants.flatMap((constant) => {
      const at = constant.type === "scope_resolution" ? field(constant, "name")! : constant;
      return at.type === "constant" ? [at.text] : [];
    });
  }
  if (type !== "call" || field(node, "receiver")) return [];
  const method = field(node, "method")?.text ?? "";
  const args = named(field(node, "arguments")).filter(({ type }) => type !== "comment");
  const count = /^attr(?:_accessor|_reader|_writer)?$/.test(method)
    ? args.length
    : /^(?:define_method|define_singleton_method|alias_method)$/.test(method)
      ? 1
      : 0;
  const given = args.slice(0, count).filter(isLiteral);
  return given.filter(({ text }) => !text.includes("#{")).map(({ text }) => unmarked(text));
}

/** Functions, aliases, and each variable once that is set outside of functions for more than one command. */
function bash(root: Node): string[] {
  const names: string[] = [];
  const variables = new Set<string>();
  for (const node of nodesOf(root)) {
    if (node.type === "function_definition") names.push(field(node, "name")!.text);
    else if (node.type === "command" && field(node, "name")?.text === "alias") {
      const texts = named(node).map(({ text }) => text);
      const given = texts.map((text) => /^["']?([^\s="'`$;|&()]+)=/.exec(text)?.[1]).find((text) => text);
      if (given) names.push(given);
    } else if (
      node.type === "variable_assignment" &&
      !/^(?:command|c_style_for_statement)$/.test(node.parent?.type ?? "")
    ) {
      const isOut = isInside(
        node,
        /^(?:function_definition|command_substitution|process_substitution|arithmetic_expansion|subscript|expansion)$/,
      );
      const name = field(node, "name");
      if (!isOut && name?.type === "variable_name") variables.add(name.text);
    }
  }
  return [...names, ...variables];
}

/** Functions by name or by what they are assigned to, and each variable and field once that a file sets at its top. */
function lua(root: Node): string[] {
  const names: string[] = [];
  const variables = new Set<string>();
  const last = (node: Node) => field(node, "field") ?? field(node, "method") ?? node;
  for (const node of nodesOf(root)) {
    const name = field(node, "name");
    if (node.type === "function_declaration" && name) names.push(last(name).text);
    else if (node.type === "field" && field(node, "value")?.type === "function_definition" && name) {
      const isComputed = node.child(0)?.type === "[" && name.type !== "string";
      if (!isComputed && /^["']?[\w.:-]+["']?$/.test(name.text)) names.push(unmarked(name.text));
    } else if (node.type === "assignment_statement" || node.type === "variable_declaration") {
      if (named(node).some(({ type }) => type === "assignment_statement")) continue;
      const targets = namesOf(named(node)[0]!);
      const value = named(named(node)[1])[0];
      const holder = node.parent?.type === "variable_declaration" ? node.parent.parent : node.parent;
      if (value?.type === "function_definition") {
        const target = last(targets[0]!);
        const isComputed = targets[0]!.type === "bracket_index_expression" && target.type !== "string";
        if (isComputed) continue;
        if (target.type === "identifier" || /^["'][\w.:-]+["']$/.test(target.text))
          names.push(unmarked(target.text));
      } else if (holder?.type === "chunk") {
        for (const target of targets) {
          if (/^[\w.]+$/.test(target.text)) variables.add(target.text);
        }
      }
    }
  }
  return [...names, ...[...variables].map((path) => path.slice(path.lastIndexOf(".") + 1))];
}

const namesOf = (list: Node): Node[] => list.childrenForFieldName("name").filter((node) => node !== null);

export const scriptNames: Readonly<Record<string, (root: Node) => string[]>> = {
  ruby: (root) => [...nodesOf(root)].flatMap(ruby),
  shellscript: bash,
  lua,
};
