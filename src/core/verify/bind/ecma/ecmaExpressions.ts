/** What expressions and written types of JavaScript and TypeScript stand for, as far as names tell. */
import { type Expr, listOf, steps } from "../../names.ts";
import { after, Binder } from "../binder.ts";

const literals: Readonly<Record<string, string>> = {
  string: "'String",
  template_string: "'String",
  number: "'Number",
  regex: "'RegExp",
  array: "'Array",
  true: "'Boolean",
  false: "'Boolean",
};
const predefined: Readonly<Record<string, string>> = {
  string: "'String",
  number: "'Number",
  boolean: "'Boolean",
};

/** What `this` is: the object of a class, the class itself, or nothing that is known. */
export type Self = "instance" | "class" | "unknown";

export abstract class EcmaExpressions extends Binder {
  /** Whether types are written, so that what is not written counts. */
  protected readonly isTyped: boolean;
  protected self: Self = "unknown";

  constructor(isTyped: boolean, ...rest: ConstructorParameters<typeof Binder>) {
    super(...rest);
    this.isTyped = isTyped;
  }

  expr(node: number): Expr {
    const { tree } = this;
    const type = tree.type(node);
    const literal = literals[type];
    if (literal) return [literal];
    switch (type) {
      case "identifier":
      case "type_identifier":
        return [tree.textOf(node)];
      case "this":
        return this.self === "unknown" ? [] : [this.self === "instance" ? steps.self : steps.selfClass];
      case "super":
        return [steps.parent];
      case "member_expression":
        return after(this.expr(tree.child(node, "object")), tree.textOf(tree.child(node, "property")));
      case "nested_type_identifier":
        return after(this.expr(tree.child(node, "module")), tree.textOf(tree.child(node, "name")));
      case "nested_identifier":
        return after(this.expr(tree.child(node, "object")), tree.textOf(tree.child(node, "property")));
      case "subscript_expression":
        return after(this.expr(tree.child(node, "object")), steps.index);
      case "call_expression": {
        const required = this.required(node);
        if (required !== undefined) return [];
        const callee = tree.child(node, "function");
        // The grammar takes `await f<T>()` for a call of what is waited for.
        if (tree.type(callee) === "await_expression") {
          const of = this.expr(callee);
          return of.at(-1) === steps.await ? [...of.slice(0, -1), steps.call, steps.await] : [];
        }
        return after(this.expr(callee), steps.call);
      }
      case "new_expression":
        return after(this.expr(tree.child(node, "constructor")), steps.make);
      case "await_expression":
        return after(
          this.expr(this.wordsOf(node).find((child) => tree.type(child) !== "await") ?? -1),
          steps.await,
        );
      case "parenthesized_expression":
      case "non_null_expression":
        return this.expr(this.wordsOf(node)[0] ?? -1);
      case "as_expression": {
        const [, asserted = -1] = this.wordsOf(node).filter((child) => tree.type(child) !== "as");
        return this.typeExpr(asserted);
      }
      case "satisfies_expression":
        return this.expr(tree.firstChild(node));
      default:
        return [];
    }
  }

  /** A value of a type, where it is one that has a name. */
  protected typeExpr(node: number): Expr {
    const { tree } = this;
    switch (tree.type(node)) {
      case "type_identifier":
      case "nested_type_identifier":
        return after(this.expr(node), steps.instance);
      case "predefined_type": {
        const builtin = predefined[tree.textOf(node)];
        return builtin ? [builtin] : [];
      }
      case "array_type": {
        const element = this.typeExpr(tree.firstChild(node));
        return element.length > 0 ? [...element, listOf("Array")] : ["'Array"];
      }
      case "tuple_type":
        return ["'Array"];
      case "generic_type": {
        const name = tree.textOf(tree.child(node, "name"));
        if (/^(?:Array|ReadonlyArray)$/.test(name)) return ["'Array"];
        return /^(?:Partial|Required|Readonly|Pick|Omit|Record|Promise|Awaited|NonNullable|ReturnType|Exclude|Extract|InstanceType)$/.test(
          name,
        )
          ? []
          : after(this.expr(tree.child(node, "name")), steps.instance);
      }
      case "parenthesized_type":
        return this.typeExpr(this.inner(node));
      case "readonly_type":
        return this.typeExpr(this.wordsOf(node).at(-1) ?? -1);
      case "union_type": {
        const parts = this.wordsOf(node).filter((child) => !/^(?:null|undefined)$/.test(tree.textOf(child)));
        return parts.length === 1 ? this.typeExpr(parts[0]!) : [];
      }
      default:
        return [];
    }
  }

  /** The type in an annotation. */
  protected inner(annotation: number): number {
    return this.wordsOf(annotation)[0] ?? -1;
  }

  /** The string of `require("...")` and `import("...")`. */
  protected required(node: number): number | undefined {
    const { tree } = this;
    if (
      tree.type(node) !== "call_expression" ||
      !/^(?:require|import)$/.test(tree.textOf(tree.child(node, "function")))
    )
      return undefined;
    const [module = -1, ...rest] = this.wordsOf(tree.child(node, "arguments"));
    return tree.type(module) === "string" && rest.length === 0 ? module : undefined;
  }
}

export const unquoted = (text: string): string => text.replace(/^["'`]|["'`]$/g, "");
