/** Names in the syntax trees of HTML and CSS: what the outline is measured against. */
import type { Node } from "web-tree-sitter";

const named = (node: Node | null | undefined): Node[] =>
  node?.namedChildren.filter((child) => child !== null) ?? [];
const childOf = (node: Node, type: RegExp) => named(node).find((child) => type.test(child.type));

function* nodesOf(root: Node): Generator<Node> {
  yield root;
  for (const child of named(root)) yield* nodesOf(child);
}

const plain = (text: string) => text.replace(/\s+/g, " ").trim();

/** Identifiers of elements that no template makes, and the words of headings and of the title. */
function html(root: Node): string[] {
  return [...nodesOf(root)].flatMap((node) => {
    const start = childOf(node, /^(?:start|self_closing)_tag$/);
    if (!/^(?:element|script_element|style_element)$/.test(node.type) || !start) return [];
    const names: string[] = [];
    const tag = childOf(start, /^tag_name$/)?.text.toLowerCase() ?? "";
    for (const attribute of named(start).filter(({ type }) => type === "attribute")) {
      const [name, value] = named(attribute);
      const id = value?.text.replace(/^["']|["']$/g, "") ?? "";
      const isElement = node.type === "element" && tag !== "title" && tag !== "textarea";
      if (isElement && name?.text.toLowerCase() === "id" && /^[\w:.-]+$/.test(id)) names.push(id);
    }
    const end = childOf(node, /^end_tag$/);
    if (/^(?:h[1-6]|title)$/.test(tag) && end) {
      const inner = node.text.slice(start.endIndex - node.startIndex, end.startIndex - node.startIndex);
      const title = plain(inner.replace(/<[^>]*>/g, " ")).slice(0, 160);
      if (title !== "") names.push(title);
    }
    return names;
  });
}

/** Selectors and conditions before blocks, animations, and each custom property once. */
function css(root: Node): string[] {
  const names: string[] = [];
  const variables = new Set<string>();
  for (const node of nodesOf(root)) {
    const block = childOf(node, /^(?:block|keyframe_block_list)$/);
    if (node.type === "keyframes_statement") names.push(childOf(node, /^keyframes_name$/)?.text ?? "");
    else if (
      /^(?:rule_set|media_statement|supports_statement|at_rule|scope_statement)$/.test(node.type) &&
      block
    ) {
      const prelude = node.text.slice(0, block.startIndex - node.startIndex);
      names.push(plain(prelude.replace(/\/\*[\s\S]*?\*\//g, " ")).slice(0, 120));
    } else if (node.type === "declaration") {
      const name = childOf(node, /^property_name$/)?.text ?? "";
      if (name.startsWith("--")) variables.add(name);
    }
  }
  return [...names, ...variables];
}

export const webNames: Readonly<Record<string, (root: Node) => string[]>> = { html, css };
