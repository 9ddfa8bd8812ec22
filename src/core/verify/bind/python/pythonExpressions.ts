/** What expressions and annotations of Python stand for, as far as names tell. */
import { type Expr, listOf, steps } from "../../names.ts";
import { after, Binder } from "../binder.ts";

const literals: Readonly<Record<string, string>> = {
  string: "'str",
  concatenated_string: "'str",
  integer: "'int",
  float: "'float",
  list: "'list",
  list_comprehension: "'list",
  dictionary: "'dict",
  dictionary_comprehension: "'dict",
  set: "'set",
  set_comprehension: "'set",
  tuple: "'tuple",
  true: "'bool",
  false: "'bool",
  none: "'None",
};

export abstract class PythonExpressions extends Binder {
  expr(node: number): Expr {
    const { tree } = this;
    const type = tree.type(node);
    const literal = literals[type];
    if (literal) return [literal];
    switch (type) {
      case "identifier":
        return [tree.textOf(node)];
      case "attribute":
        return after(this.expr(tree.child(node, "object")), tree.textOf(tree.child(node, "attribute")));
      case "call":
        if (tree.textOf(tree.child(node, "function")) === "super") return [steps.parent];
        return after(this.expr(tree.child(node, "function")), steps.call);
      case "subscript":
        return after(this.expr(tree.child(node, "value")), steps.index);
      case "await":
      case "parenthesized_expression": {
        const of = this.expr(this.wordsOf(node).at(-1) ?? -1);
        return type === "await" ? after(of, steps.await) : of;
      }
      default:
        return [];
    }
  }

  /** The value of something annotated: of the one class that is named, `None` apart. */
  protected annotation(node: number): Expr {
    const { tree } = this;
    if (node < 0) return [];
    const inner = tree.type(node) === "type" ? tree.firstChild(node) : node;
    switch (tree.type(inner)) {
      case "identifier":
      case "attribute":
        return after(this.expr(inner), steps.instance);
      case "string": {
        const text = tree.textOf(tree.childOfType(inner, "string_content"));
        return /^[A-Za-z_][\w.]*$/.test(text) ? [...text.split("."), steps.instance] : [];
      }
      case "binary_operator":
      case "union_type":
        return this.#onlyOne(this.wordsOf(inner));
      case "generic_type":
        return this.#generic(inner);
      case "subscript": {
        const value = tree.textOf(tree.child(inner, "value"));
        const parts = tree.childrenIn(inner, "subscript");
        return this.#genericOf(value, parts);
      }
      default:
        return [];
    }
  }

  #generic(node: number): Expr {
    const { tree } = this;
    const name = tree.textOf(tree.firstChild(node));
    const list = tree.childOfType(node, "type_parameter");
    return this.#genericOf(
      name,
      tree.children(list).filter((child) => tree.type(child) === "type"),
    );
  }

  #genericOf(name: string, parts: readonly number[]): Expr {
    const last = name.slice(name.lastIndexOf(".") + 1);
    if (last === "Optional") return this.annotation(parts[0] ?? -1);
    if (last === "Union") return this.#onlyOne(parts);
    const element = parts.length === 1 ? this.annotation(parts[0]!) : [];
    const list = /^(?:[Ll]ist|[Ss]et)$/.exec(last);
    if (list && element.length > 0) return [...element, listOf(last.toLowerCase())];
    const builtin = /^(?:List|Dict|Set|Tuple|FrozenSet)$/.test(last) ? last.toLowerCase() : last;
    if (/^(?:list|dict|set|tuple|frozenset)$/.test(builtin)) return [`'${builtin}`];
    return [];
  }

  #onlyOne(parts: readonly number[]): Expr {
    const { tree } = this;
    const real = parts.filter((part) => tree.textOf(part) !== "None");
    return real.length === 1 ? this.annotation(real[0]!) : [];
  }
}
