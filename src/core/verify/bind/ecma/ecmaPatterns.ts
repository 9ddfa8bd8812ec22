/** Names that patterns of JavaScript and TypeScript give to values, and to what `require` gives. */
import { type Declaration, type Expr, nth, wholeExport } from "../../names.ts";
import { after, type DeclarationParts } from "../binder.ts";
import { EcmaExpressions } from "./ecmaExpressions.ts";

export abstract class EcmaPatterns extends EcmaExpressions {
  /** Declares what a pattern binds. */
  protected bind(
    target: number,
    value: Expr,
    kind: Declaration["kind"],
    into = this.at,
    parts: DeclarationParts = {},
  ): void {
    const { tree } = this;
    if (target < 0) return;
    switch (tree.type(target)) {
      case "identifier":
      case "shorthand_property_identifier_pattern":
        this.define(target, kind, { value, ...parts }, into);
        return;
      case "object_pattern":
        for (const part of tree.children(target)) this.#bindPart(part, value, kind, into);
        return;
      case "array_pattern": {
        let place = 0;
        for (const part of tree.children(target)) {
          if (tree.type(part) === ",") place++;
          else if (this.isWord(part)) this.bind(part, after(value, nth(place)), kind, into);
        }
        return;
      }
      case "assignment_pattern":
      case "object_assignment_pattern":
        this.visit(tree.child(target, "right"));
        this.bind(tree.child(target, "left"), [], kind, into);
        return;
      case "rest_pattern":
        for (const child of this.wordsOf(target)) this.bind(child, [], kind, into);
        return;
      case "this":
        return;
      default:
        this.visit(target);
    }
  }

  #bindPart(part: number, value: Expr, kind: Declaration["kind"], into: number): void {
    const { tree } = this;
    switch (tree.type(part)) {
      case "shorthand_property_identifier_pattern":
        this.useMember(part, value, "value");
        this.define(part, kind, { value: after(value, tree.textOf(part)) }, into);
        return;
      case "pair_pattern": {
        const key = tree.child(part, "key");
        if (tree.type(key) === "property_identifier") this.useMember(key, value, "value");
        else this.visit(key);
        this.bind(tree.child(part, "value"), after(value, tree.textOf(key)), kind, into);
        return;
      }
      case "object_assignment_pattern": {
        const left = tree.child(part, "left");
        this.visit(tree.child(part, "right"));
        if (tree.type(left) === "shorthand_property_identifier_pattern") this.useMember(left, value, "value");
        this.bind(left, [], kind, into);
        return;
      }
      default:
        if (this.isWord(part)) this.bind(part, [], kind, into);
    }
  }

  protected bindRequired(name: number, module: string, into: number): void {
    const { tree } = this;
    if (tree.type(name) === "identifier") {
      this.define(name, "import", { import: { module, name: wholeExport } }, into);
      return;
    }
    for (const part of tree.children(name)) {
      const isPair = tree.type(part) === "pair_pattern";
      const key = isPair ? tree.child(part, "key") : part;
      const local = isPair ? tree.child(part, "value") : part;
      if (
        tree.type(part) === "shorthand_property_identifier_pattern" ||
        (isPair && tree.type(local) === "identifier")
      ) {
        const own = tree.textOf(key);
        this.useImport(key, { module, name: own });
        this.define(local, "import", { import: { module, name: own } }, into);
      } else if (this.isWord(part)) this.bind(part, [], "variable", into);
    }
  }
}
