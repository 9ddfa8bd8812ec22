/** Functions of JavaScript and TypeScript: their parameters, what they are called with and what they give. */
import type { Expr, Parameter, Signature } from "../../names.ts";
import { addTo } from "../binder.ts";
import type { Self } from "./ecmaExpressions.ts";
import { EcmaPatterns } from "./ecmaPatterns.ts";

export abstract class EcmaFunctions extends EcmaPatterns {
  /** What functions that are arguments are given, by the place of the parameter. */
  protected readonly given = new Map<number, (place: number) => Expr>();

  protected function(node: number): void {
    const { tree } = this;
    const name = tree.child(node, "name");
    this.define(name, "function", { signature: this.signatureOf(node) });
    this.functionValue(node, "unknown");
  }

  /** What is inside a function, a method or the type of one. */
  protected functionValue(node: number, self: Self): void {
    const { tree } = this;
    const before = this.self;
    this.self = self;
    this.inScope("function", undefined, () => {
      const name = tree.child(node, "name");
      if (/^(?:function_expression|generator_function)$/.test(tree.type(node)) && name >= 0)
        this.define(name, "function");
      this.visit(tree.child(node, "type_parameters"));
      const single = tree.child(node, "parameter");
      const given = this.given.get(node) ?? (() => []);
      if (single >= 0) this.define(single, "parameter", { value: given(0) });
      this.#parameters(tree.child(node, "parameters"), given);
      for (const field of ["return_type", "type"]) this.visit(tree.child(node, field));
      this.visit(tree.child(node, "body"));
    });
    this.self = before;
  }

  /** @param given what each is, when nothing else is said of it */
  #parameters(list: number, given: (place: number) => Expr): void {
    const { tree } = this;
    let place = 0;
    for (const parameter of tree.children(list)) {
      const type = tree.type(parameter);
      if (type === "required_parameter" || type === "optional_parameter") {
        const annotation = tree.child(parameter, "type");
        const pattern = tree.child(parameter, "pattern");
        for (const child of tree.children(parameter)) if (tree.type(child) === "decorator") this.visit(child);
        this.visit(annotation);
        this.visit(tree.child(parameter, "value"));
        const isRest = tree.type(pattern) === "rest_pattern";
        const value = isRest ? [] : annotation >= 0 ? this.typeExpr(this.inner(annotation)) : given(place);
        this.bind(pattern, value, "parameter");
        this.#parameterField(parameter, pattern, value);
        place++;
      } else if (this.isWord(parameter)) this.bind(parameter, given(place++), "parameter");
    }
  }

  /** `constructor(private readonly store: Store)` */
  #parameterField(parameter: number, pattern: number, value: Expr): void {
    const { tree } = this;
    const type = this.scope.type;
    const isField =
      tree.childOfType(parameter, "accessibility_modifier") >= 0 ||
      tree.childOfType(parameter, "readonly") >= 0;
    if (type && isField && tree.type(pattern) === "identifier")
      addTo(type.members, this.declaration(pattern, "field", { value }));
  }

  protected signatureOf(node: number): Signature | undefined {
    const { tree } = this;
    if (!/function|method|arrow/.test(tree.type(node))) return undefined;
    const single = tree.child(node, "parameter");
    const list = tree.child(node, "parameters");
    const body = tree.child(node, "body");
    const usesArguments = !this.isTyped && /\barguments\b/.test(tree.textOf(body));
    const parameters: Parameter[] = single >= 0 ? [{ name: "", isOptional: !this.isTyped, by: "place" }] : [];
    let takesMore = usesArguments;
    for (const parameter of tree.children(list)) {
      const type = tree.type(parameter);
      if (!this.isWord(parameter) || type === "decorator") continue;
      const pattern = tree.child(parameter, "pattern");
      if (tree.type(pattern) === "this") continue;
      if (type === "rest_pattern" || tree.type(pattern) === "rest_pattern") takesMore = true;
      else {
        const isOptional =
          !this.isTyped || type === "optional_parameter" || tree.child(parameter, "value") >= 0;
        parameters.push({ name: "", isOptional, by: "place" });
      }
    }
    const isAsync = tree.childOfType(node, "async") >= 0;
    const returns = isAsync ? [] : this.typeExpr(this.inner(tree.child(node, "return_type")));
    return {
      parameters,
      takesMore,
      takesMoreNames: true,
      returns: [returns],
      scope: this.at,
      isBound: false,
    };
  }
}
