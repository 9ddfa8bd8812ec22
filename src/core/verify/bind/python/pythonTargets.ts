/** Names and attributes that Python gives to values: by assignment, `as`, `case` and the patterns in these. */
import { type Expr, nth, steps, type TypeNames } from "../../names.ts";
import { addTo, after, noteUse } from "../binder.ts";
import { PythonExpressions } from "./pythonExpressions.ts";

export abstract class PythonTargets extends PythonExpressions {
  /** Name by which the method at hand calls its object, and the class it belongs to. */
  protected self: { readonly name: string; readonly type: TypeNames } | undefined;

  /** Gives names to a value: a name, an attribute, or several. */
  protected bind(target: number, value: Expr, into = this.at, source = -1): void {
    const { tree } = this;
    switch (tree.type(target)) {
      case "identifier":
        this.define(target, "variable", { value }, into);
        if (this.scopes[into]!.kind === "class")
          addTo(this.scopes[into]!.type!.members, this.declaration(target, "field", { value }));
        return;
      case "attribute":
        this.#bindAttribute(target, value);
        return;
      case "pattern_list":
      case "tuple_pattern":
      case "list_pattern":
      case "tuple":
      case "list": {
        const parts = this.wordsOf(target);
        const values = /^(?:expression_list|tuple)$/.test(tree.type(source)) ? this.wordsOf(source) : [];
        const isEven = values.length === parts.length;
        for (const [place, part] of parts.entries())
          this.bind(
            part,
            isEven ? this.expr(values[place]!) : after(value, nth(place)),
            into,
            isEven ? values[place]! : -1,
          );
        return;
      }
      case "list_splat_pattern":
      case "parenthesized_expression":
      case "as_pattern_target":
        for (const child of this.wordsOf(target)) this.bind(child, [], into);
        return;
      default:
        this.visit(target);
    }
  }

  #bindAttribute(target: number, value: Expr): void {
    const { tree } = this;
    const object = tree.child(target, "object");
    const attribute = tree.child(target, "attribute");
    const self = this.self;
    if (self && tree.type(object) === "identifier" && tree.textOf(object) === self.name) {
      this.use(object, "value");
      addTo(self.type.members, this.declaration(attribute, "field", { value }));
    } else {
      this.assigned.add(tree.textOf(attribute));
      this.attribute(target, "store");
    }
  }

  protected asPattern(node: number): void {
    const { tree } = this;
    const alias = tree.child(node, "alias");
    const [value = -1] = tree.children(node);
    this.visit(value);
    const parent = tree.type(tree.parent(node));
    const isTuple = tree.type(value) === "tuple";
    const step = parent === "except_clause" ? steps.instance : steps.enter;
    const isBound = parent === "except_clause" || parent === "with_item";
    const found = isBound && !isTuple ? after(this.expr(value), step) : [];
    if (alias >= 0) {
      for (const child of tree.children(alias)) this.bind(child, found);
      return;
    }
    for (const child of tree.children(node)) if (tree.type(child) === "identifier") this.bind(child, []);
  }

  protected casePattern(node: number): void {
    const { tree } = this;
    for (let at = node + 1; at < tree.after(node); at++) {
      const type = tree.type(at);
      const parent = tree.type(tree.parent(at));
      if (type === "dotted_name") {
        const parts = tree.children(at).filter((child) => tree.type(child) === "identifier");
        const first = parts[0] ?? -1;
        if (parts.length > 1 || parent === "class_pattern") {
          this.use(first, "value");
          for (let i = 1; i < parts.length; i++)
            this.useMember(
              parts[i]!,
              parts.slice(0, i).map((part) => tree.textOf(part)),
              "value",
            );
        } else this.define(first, "variable");
      } else if (type === "identifier" && (parent === "splat_pattern" || parent === "as_pattern"))
        this.define(at, "variable");
    }
  }

  protected attribute(node: number, role: "value" | "call" | "store"): void {
    const { tree } = this;
    const object = tree.child(node, "object");
    const attribute = tree.child(node, "attribute");
    this.visit(object);
    const self = this.self;
    if (self && tree.textOf(object) === self.name)
      noteUse(self.type, tree.textOf(attribute), tree.start(attribute));
    this.useMember(attribute, this.expr(object), role);
  }
}
