/** Functions and classes of Python, with their decorators and parameters. */
import { type Expr, type Parameter, type Signature, steps, type TypeNames } from "../../names.ts";
import { addTo } from "../binder.ts";
import { PythonTargets } from "./pythonTargets.ts";

/** Decorators that leave the members of a class as they are written. */
const plainDecorators =
  /^(?:(?:functools\.)?total_ordering|(?:typing\.)?(?:final|runtime_checkable)|(?:enum\.)?unique)$/;
const dataclassDecorators = /^(?:dataclasses\.)?dataclass$/;
/** Decorators after which a function is called as it is written. */
const plainFunctionDecorators =
  /^(?:(?:abc\.)?abstractmethod|staticmethod|classmethod|(?:typing\.)?(?:override|final|no_type_check)|(?:functools\.)?(?:cache|lru_cache|wraps)|[\w.]*deprecated)$/;

export abstract class PythonDefinitions extends PythonTargets {
  protected decorated(node: number): void {
    const { tree } = this;
    const decorators = tree.children(node).filter((child) => tree.type(child) === "decorator");
    for (const decorator of decorators) this.visitChildren(decorator);
    const names = decorators.map((decorator) =>
      tree
        .textOf(decorator)
        .replace(/^@\s*/, "")
        .replace(/\([\s\S]*$/, ""),
    );
    const definition = tree.child(node, "definition");
    if (tree.type(definition) === "class_definition") this.class(definition, names);
    else this.function(definition, names);
  }

  protected function(node: number, decorators: readonly string[]): void {
    const { tree } = this;
    const type = this.scope.kind === "class" ? this.scope.type : undefined;
    const isStatic = decorators.includes("staticmethod");
    const isClassMethod = decorators.includes("classmethod");
    const parameters = tree.child(node, "parameters");
    const returns = tree.child(node, "return_type");
    this.visit(returns);
    const signature = this.#signature(parameters, this.annotation(returns), type !== undefined && !isStatic);
    const isProperty = decorators.some((name) =>
      /(?:^|\.)(?:cached_)?property$|^\w+\.(?:setter|getter|deleter)$/.test(name),
    );
    const isPlain = decorators.every((name) => plainFunctionDecorators.test(name));
    const name = tree.child(node, "name");
    const parts = {
      signature: isPlain || isProperty ? signature : undefined,
      isProperty,
    };
    if (type) {
      addTo(type.members, this.declaration(name, "method", parts));
      this.define(name, "function", parts);
    } else this.define(name, "function", parts);
    const before = this.self;
    this.inScope("function", undefined, () => {
      const first = this.#parameters(parameters, type, isStatic, isClassMethod);
      if (type && !isStatic && first !== undefined) this.self = { name: first, type };
      this.visit(tree.child(node, "body"));
    });
    this.self = before;
  }

  /** Declares parameters and visits what they say. @returns the name of the first */
  #parameters(
    list: number,
    type: TypeNames | undefined,
    isStatic: boolean,
    isClassMethod: boolean,
  ): string | undefined {
    const { tree } = this;
    let first: string | undefined;
    for (const parameter of tree.children(list)) {
      const found = this.#parameterName(parameter);
      if (found < 0) continue;
      const annotation = tree.child(parameter, "type");
      this.visit(annotation);
      this.visit(tree.child(parameter, "value"));
      const kind = tree.type(parameter);
      const isSplat = /splat/.test(kind) || /splat/.test(tree.type(tree.firstChild(parameter)));
      let value = isSplat
        ? [/dict/.test(kind + tree.type(tree.firstChild(parameter))) ? "'dict" : "'tuple"]
        : this.annotation(annotation);
      if (first === undefined && type && !isStatic && !isSplat)
        value = [isClassMethod ? steps.selfClass : steps.self];
      this.define(found, "parameter", { value });
      first ??= tree.textOf(found);
    }
    return first;
  }

  #parameterName(parameter: number): number {
    const { tree } = this;
    switch (tree.type(parameter)) {
      case "identifier":
        return parameter;
      case "default_parameter":
      case "typed_default_parameter":
        return tree.child(parameter, "name");
      case "typed_parameter": {
        const inner = tree.firstChild(parameter);
        return tree.type(inner) === "identifier" ? inner : tree.childOfType(inner, "identifier");
      }
      case "list_splat_pattern":
      case "dictionary_splat_pattern":
        return tree.childOfType(parameter, "identifier");
      default:
        return -1;
    }
  }

  #signature(list: number, returns: Expr, isBound: boolean): Signature {
    const { tree } = this;
    let parameters: Parameter[] = [];
    let takesMore = false;
    let takesMoreNames = false;
    let by: Parameter["by"] = "both";
    for (const parameter of tree.children(list)) {
      const type = tree.type(parameter);
      const inner = type === "typed_parameter" ? tree.type(tree.firstChild(parameter)) : type;
      if (type === "keyword_separator") by = "name";
      else if (type === "positional_separator")
        parameters = parameters.map((one) => ({ ...one, by: "place" }));
      else if (inner === "list_splat_pattern") [takesMore, by] = [true, "name"];
      else if (inner === "dictionary_splat_pattern") takesMoreNames = true;
      else {
        const name = this.#parameterName(parameter);
        if (name >= 0) parameters.push({ name: tree.textOf(name), isOptional: /default/.test(type), by });
      }
    }
    const results = [returns];
    const own = isBound ? parameters.slice(1) : parameters;
    return { parameters: own, takesMore, takesMoreNames, returns: results, scope: this.at, isBound };
  }

  protected lambda(node: number): void {
    const { tree } = this;
    this.inScope("function", undefined, () => {
      for (const parameter of tree.children(tree.child(node, "parameters"))) {
        this.visit(tree.child(parameter, "value"));
        const name = this.#parameterName(parameter);
        if (name >= 0) this.define(name, "parameter");
      }
      this.visit(tree.child(node, "body"));
    });
  }

  protected class(node: number, decorators: readonly string[]): void {
    const { tree } = this;
    const bases = tree.child(node, "superclasses");
    this.visit(bases);
    const type = this.newType(tree.textOf(tree.child(node, "name")), "class");
    for (const base of tree.children(bases)) this.#base(type, base);
    if (decorators.some((name) => dataclassDecorators.test(name))) type.hasFieldConstructor = true;
    else if (!decorators.every((name) => plainDecorators.test(name))) type.isOpen = true;
    this.define(tree.child(node, "name"), "class", { type });
    this.inScope("class", type, () => this.visit(tree.child(node, "body")));
  }

  #base(type: TypeNames, node: number): void {
    const { tree } = this;
    const kind = tree.type(node);
    if (kind === "keyword_argument") {
      const isMetaclass = tree.textOf(tree.child(node, "name")) === "metaclass";
      if (isMetaclass && !/(?:^|\.)ABCMeta$/.test(tree.textOf(tree.child(node, "value")))) type.isOpen = true;
      return;
    }
    if (!this.isWord(node)) return;
    const inner = kind === "subscript" ? tree.child(node, "value") : node;
    const expr = this.expr(inner);
    if (expr.length === 0 || expr.includes(steps.call)) type.isOpen = true;
    else type.bases.push(expr);
  }
}
