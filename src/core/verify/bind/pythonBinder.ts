/** Names of a Python file. */
import {
  type Argument,
  type Expr,
  listOf,
  nth,
  type Parameter,
  type Signature,
  steps,
  type TypeNames,
} from "../names.ts";
import { addTo, Binder } from "./binder.ts";

/** Decorators that leave the members of a class as they are written. */
const plainDecorators =
  /^(?:(?:functools\.)?total_ordering|(?:typing\.)?(?:final|runtime_checkable)|(?:enum\.)?unique)$/;
const dataclassDecorators = /^(?:dataclasses\.)?dataclass$/;
/** Decorators after which a function is called as it is written. */
const plainFunctionDecorators =
  /^(?:(?:abc\.)?abstractmethod|staticmethod|classmethod|(?:typing\.)?(?:override|final|no_type_check)|(?:functools\.)?(?:cache|lru_cache|wraps)|[\w.]*deprecated)$/;

/** Conditions of code that is for some versions only. */
const versionTest = /version|hasattr|\bPY\d|\bPYPY|\bHAS_|_AVAILABLE\b/i;

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

export class PythonBinder extends Binder {
  /** Name by which the method at hand calls its object, and the class it belongs to. */
  #self: { readonly name: string; readonly type: TypeNames } | undefined;

  protected visit(node: number): void {
    const { tree } = this;
    switch (tree.type(node)) {
      case "identifier":
        this.use(node, "value");
        return;
      case "attribute":
        this.#attribute(node, "value");
        return;
      case "call":
        this.#call(node);
        return;
      case "function_definition":
        this.#function(node, []);
        return;
      case "class_definition":
        this.#class(node, []);
        return;
      case "decorated_definition":
        this.#decorated(node);
        return;
      case "lambda":
        this.#lambda(node);
        return;
      case "assignment":
        this.#assignment(node);
        return;
      case "augmented_assignment":
        this.visit(tree.child(node, "right"));
        this.visit(tree.child(node, "left"));
        return;
      case "named_expression":
        this.visit(tree.child(node, "value"));
        this.#bind(
          tree.child(node, "name"),
          this.expr(tree.child(node, "value")),
          this.nearest("function", "module"),
        );
        return;
      case "for_statement":
      case "for_in_clause":
        this.visit(tree.child(node, "right"));
        this.#bind(tree.child(node, "left"), after(this.expr(tree.child(node, "right")), steps.each));
        for (const field of ["body", "alternative"]) this.visit(tree.child(node, field));
        return;
      case "list_comprehension":
      case "set_comprehension":
      case "dictionary_comprehension":
      case "generator_expression":
        this.#comprehension(node);
        return;
      case "try_statement":
        this.#try(node);
        return;
      case "if_statement":
        this.whileTried(versionTest.test(tree.textOf(tree.child(node, "condition"))), () =>
          this.visitChildren(node),
        );
        return;
      case "as_pattern":
        this.#asPattern(node);
        return;
      case "case_pattern":
        this.#casePattern(node);
        return;
      case "import_statement":
        this.#import(node);
        return;
      case "import_from_statement":
        this.#importFrom(node);
        return;
      case "future_import_statement":
        for (const name of tree.childrenIn(node, "name"))
          this.useImport(name, { module: "__future__", name: tree.textOf(name) });
        return;
      case "global_statement":
        for (const name of tree.children(node))
          if (tree.type(name) === "identifier") this.define(name, "variable", {}, 0);
        return;
      case "nonlocal_statement":
        return;
      case "keyword_argument":
        this.visit(tree.child(node, "value"));
        return;
      case "type_alias_statement":
        this.#typeAlias(node);
        return;
      default:
        this.visitChildren(node);
    }
  }

  expr(node: number): Expr {
    const { tree } = this;
    const type = tree.type(node);
    const literal = literals[type];
    if (literal) return [literal];
    switch (type) {
      case "identifier":
        return this.#nameExpr(tree.textOf(node));
      case "attribute":
        return after(this.expr(tree.child(node, "object")), tree.textOf(tree.child(node, "attribute")));
      case "call":
        if (tree.textOf(tree.child(node, "function")) === "super") return [steps.parent];
        return after(this.expr(tree.child(node, "function")), steps.call);
      case "subscript":
        return after(this.expr(tree.child(node, "value")), steps.index);
      case "await":
      case "parenthesized_expression": {
        const inner = tree
          .children(node)
          .findLast((child) => /\w/.test(tree.type(child)) && tree.type(child) !== "comment");
        const of = this.expr(inner ?? -1);
        return type === "await" ? after(of, steps.await) : of;
      }
      default:
        return [];
    }
  }

  #nameExpr(name: string): Expr {
    return [name];
  }

  #attribute(node: number, role: "value" | "call" | "store"): void {
    const { tree } = this;
    const object = tree.child(node, "object");
    const attribute = tree.child(node, "attribute");
    this.visit(object);
    const self = this.#self;
    if (self && tree.textOf(object) === self.name)
      noteUse(self.type, tree.textOf(attribute), tree.start(attribute));
    this.useMember(attribute, this.expr(object), role);
  }

  #call(node: number): void {
    const { tree } = this;
    const callee = tree.child(node, "function");
    const list = tree.child(node, "arguments");
    const name = tree.textOf(callee);
    if (tree.type(callee) === "identifier") this.use(callee, "call");
    else if (tree.type(callee) === "attribute") this.#attribute(callee, "call");
    else this.visit(callee);
    this.visit(list);
    this.#noteDynamics(name, list);
    if (tree.type(list) !== "argument_list") return;
    const named = tree.type(callee) === "attribute" ? tree.child(callee, "attribute") : callee;
    this.useCall(named, list, this.expr(callee), this.#arguments(list));
  }

  /** What makes names that are not written down, and what checks the type of a variable. */
  #noteDynamics(name: string, list: number): void {
    const { tree } = this;
    const first = tree.children(list).find((child) => /\w/.test(tree.type(child))) ?? -1;
    const text = tree.textOf(first);
    if (/^(?:isinstance|issubclass|hasattr|callable|cast)$/.test(name))
      this.scopes[this.nearest("function", "module")]!.narrowed.add(text);
    if (/^(?:setattr|vars)$/.test(name) || /__dict__/.test(name)) {
      if (this.#self?.name === text || name.startsWith(`${this.#self?.name}.__dict__`))
        this.#self!.type.isOpen = true;
    }
    if (name === "globals().update" || (name === "exec" && this.at === 0)) this.scopes[0]!.isOpen = true;
  }

  #arguments(list: number): Argument[] {
    const { tree } = this;
    return tree.children(list).flatMap((child): Argument[] => {
      const type = tree.type(child);
      if (!/\w/.test(type) || type === "comment") return [];
      const place = { start: tree.start(child), end: tree.end(child) };
      if (type === "keyword_argument")
        return [{ ...place, name: tree.textOf(tree.child(child, "name")), isSpread: false }];
      return [
        {
          ...place,
          name: "",
          isSpread: type === "list_splat" || type === "dictionary_splat" || type === "for_in_clause",
        },
      ];
    });
  }

  #decorated(node: number): void {
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
    if (tree.type(definition) === "class_definition") this.#class(definition, names);
    else this.#function(definition, names);
  }

  #function(node: number, decorators: readonly string[]): void {
    const { tree } = this;
    const type = this.scope.kind === "class" ? this.scope.type : undefined;
    const isStatic = decorators.includes("staticmethod");
    const isClassMethod = decorators.includes("classmethod");
    const parameters = tree.child(node, "parameters");
    const returns = tree.child(node, "return_type");
    this.visit(returns);
    const signature = this.#signature(parameters, this.#annotation(returns), type !== undefined && !isStatic);
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
    const before = this.#self;
    this.inScope("function", undefined, () => {
      const first = this.#parameters(parameters, type, isStatic, isClassMethod);
      if (type && !isStatic && first !== undefined) this.#self = { name: first, type };
      this.visit(tree.child(node, "body"));
    });
    this.#self = before;
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
        : this.#annotation(annotation);
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

  #class(node: number, decorators: readonly string[]): void {
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
    if (!/\w/.test(kind) || kind === "comment") return;
    const inner = kind === "subscript" ? tree.child(node, "value") : node;
    const expr = this.expr(inner);
    if (expr.length === 0 || expr.includes(steps.call)) type.isOpen = true;
    else type.bases.push(expr);
  }

  #lambda(node: number): void {
    const { tree } = this;
    this.inScope("function", undefined, () => {
      const { at } = this;
      void at;
      for (const parameter of tree.children(tree.child(node, "parameters"))) {
        this.visit(tree.child(parameter, "value"));
        const name = this.#parameterName(parameter);
        if (name >= 0) this.define(name, "parameter");
      }
      this.visit(tree.child(node, "body"));
    });
  }

  #comprehension(node: number): void {
    const { tree } = this;
    this.inScope("function", undefined, () => {
      const children = tree.children(node);
      for (const child of children) if (tree.type(child) === "for_in_clause") this.visit(child);
      for (const child of children) if (tree.type(child) !== "for_in_clause") this.visit(child);
    });
  }

  #assignment(node: number): void {
    const { tree } = this;
    const [left, right, type] = ["left", "right", "type"].map((field) => tree.child(node, field)) as [
      number,
      number,
      number,
    ];
    this.visit(right);
    this.visit(type);
    const declared = this.#annotation(type);
    this.#bind(left, declared.length > 0 ? declared : this.expr(right), this.at, right);
  }

  /** Gives names to a value: a name, an attribute, or several. */
  #bind(target: number, value: Expr, into = this.at, source = -1): void {
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
        const parts = tree.children(target).filter((child) => /\w/.test(tree.type(child)));
        const values = /^(?:expression_list|tuple)$/.test(tree.type(source))
          ? tree.children(source).filter((child) => /\w/.test(tree.type(child)))
          : [];
        const isEven = values.length === parts.length;
        for (const [place, part] of parts.entries())
          this.#bind(
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
        for (const child of tree.children(target))
          if (/\w/.test(tree.type(child))) this.#bind(child, [], into);
        return;
      default:
        this.visit(target);
    }
  }

  #bindAttribute(target: number, value: Expr): void {
    const { tree } = this;
    const object = tree.child(target, "object");
    const attribute = tree.child(target, "attribute");
    const self = this.#self;
    if (self && tree.type(object) === "identifier" && tree.textOf(object) === self.name) {
      this.use(object, "value");
      addTo(self.type.members, this.declaration(attribute, "field", { value }));
    } else {
      this.assigned.add(tree.textOf(attribute));
      this.#attribute(target, "store");
    }
  }

  #try(node: number): void {
    const { tree } = this;
    const body = tree.child(node, "body");
    const isTried = tree
      .children(node)
      .some(
        (child) =>
          tree.type(child) === "except_clause" &&
          /^except\b[^:]*(?:ImportError|ModuleNotFoundError|AttributeError|\bException\b)|^except\s*:/.test(
            tree.textOf(child),
          ),
      );
    for (const child of tree.children(node))
      if (child === body) this.whileTried(isTried, () => this.visit(child));
      else this.visit(child);
  }

  #asPattern(node: number): void {
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
      for (const child of tree.children(alias)) this.#bind(child, found);
      return;
    }
    for (const child of tree.children(node)) if (tree.type(child) === "identifier") this.#bind(child, []);
  }

  #casePattern(node: number): void {
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

  #import(node: number): void {
    const { tree } = this;
    for (const name of tree.childrenIn(node, "name")) {
      const isAliased = tree.type(name) === "aliased_import";
      const dotted = isAliased ? tree.child(name, "name") : name;
      const module = tree.textOf(dotted);
      this.useImport(dotted, { module, name: "" });
      if (isAliased) this.define(tree.child(name, "alias"), "import", { import: { module, name: "" } });
      else {
        const first = tree.firstChild(dotted);
        this.define(first, "import", { import: { module: tree.textOf(first), name: "" } });
      }
    }
  }

  #importFrom(node: number): void {
    const { tree } = this;
    const from = tree.child(node, "module_name");
    const module = tree.textOf(from).replace(/\s/g, "");
    this.useImport(from, { module, name: "" });
    if (tree.childOfType(node, "wildcard_import") >= 0) {
      this.handsOn.push(module);
      const star = tree.childOfType(node, "wildcard_import");
      const imported = { module, name: "*" };
      addTo(this.scope.names, { ...this.declaration(star, "import", { import: imported }), name: "*" });
      return;
    }
    for (const name of tree.childrenIn(node, "name")) {
      const isAliased = tree.type(name) === "aliased_import";
      const own = isAliased ? tree.child(name, "name") : name;
      const imported = { module, name: tree.textOf(own) };
      this.useImport(own, imported);
      this.define(isAliased ? tree.child(name, "alias") : own, "import", { import: imported });
    }
  }

  #typeAlias(node: number): void {
    const { tree } = this;
    const [left = -1] = tree.childrenIn(node, "left");
    const name = tree.childOfType(left, "identifier");
    this.define(name, "type");
    for (const right of tree.childrenIn(node, "right")) this.visit(right);
  }

  /** The value of something annotated: of the one class that is named, `None` apart. */
  #annotation(node: number): Expr {
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
        return this.#onlyOne(tree.children(inner).filter((child) => /\w/.test(tree.type(child))));
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
    if (last === "Optional") return this.#annotation(parts[0] ?? -1);
    if (last === "Union") return this.#onlyOne(parts);
    const element = parts.length === 1 ? this.#annotation(parts[0]!) : [];
    const list = /^(?:[Ll]ist|[Ss]et)$/.exec(last);
    if (list && element.length > 0) return [...element, listOf(last.toLowerCase())];
    const builtin = /^(?:List|Dict|Set|Tuple|FrozenSet)$/.test(last) ? last.toLowerCase() : last;
    if (/^(?:list|dict|set|tuple|frozenset)$/.test(builtin)) return [`'${builtin}`];
    return [];
  }

  #onlyOne(parts: readonly number[]): Expr {
    const { tree } = this;
    const real = parts.filter((part) => tree.textOf(part) !== "None");
    return real.length === 1 ? this.#annotation(real[0]!) : [];
  }
}

/** The expression with a step more, unknown as long as it is. */
export const after = (expr: Expr, step: string): Expr => (expr.length === 0 ? [] : [...expr, step]);

function noteUse(type: TypeNames, name: string, start: number): void {
  const known = type.selfUses.get(name);
  if (known) known.push(start);
  else type.selfUses.set(name, [start]);
}
