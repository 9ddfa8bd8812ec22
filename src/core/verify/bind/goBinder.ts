/** Names of a Go file. */
import {
  type Declaration,
  type Expr,
  listOf,
  nth,
  type Parameter,
  type Signature,
  steps,
  type TypeNames,
} from "../names.ts";
import { addTo, after, Binder } from "./binder.ts";

export class GoBinder extends Binder {
  protected visit(node: number): void {
    const { tree } = this;
    if (node < 0) return;
    switch (tree.type(node)) {
      case "identifier":
        this.use(node, "value");
        return;
      case "type_identifier":
        this.use(node, "type");
        return;
      case "package_clause":
        this.packageName = tree.textOf(tree.childOfType(node, "package_identifier"));
        return;
      case "import_spec":
        this.#import(node);
        return;
      case "function_declaration":
        this.define(tree.child(node, "name"), "function", { signature: this.#signature(node) });
        this.#function(node);
        return;
      case "method_declaration":
        this.#method(node);
        return;
      case "func_literal":
        this.#function(node);
        return;
      case "function_type":
      case "method_elem":
        this.inScope("function", undefined, () => this.#parameters(node));
        return;
      case "type_spec":
      case "type_alias":
        this.#type(node);
        return;
      case "const_spec":
      case "var_spec":
        this.#variables(node);
        return;
      case "short_var_declaration":
      case "range_clause":
      case "receive_statement":
        this.#shortVariables(node);
        return;
      case "type_switch_statement":
        this.#typeSwitch(node);
        return;
      case "selector_expression":
        this.#selector(node, "value");
        return;
      case "qualified_type":
        this.use(tree.child(node, "package"), "value");
        this.useMember(tree.child(node, "name"), [tree.textOf(tree.child(node, "package"))], "type");
        return;
      case "call_expression":
        this.#call(node);
        return;
      case "composite_literal":
        this.visit(tree.child(node, "type"));
        this.#literalValue(tree.child(node, "body"), this.#typeExpr(tree.child(node, "type")));
        return;
      case "literal_value":
        this.#literalValue(node, []);
        return;
      case "assignment_statement":
        this.visit(tree.child(node, "right"));
        this.visit(tree.child(node, "left"));
        return;
      case "field_declaration":
        this.visit(tree.child(node, "type"));
        return;
      case "block":
      case "if_statement":
      case "for_statement":
      case "expression_switch_statement":
      case "expression_case":
      case "default_case":
      case "type_case":
      case "communication_case":
        this.inScope("block", undefined, () => this.visitChildren(node));
        return;
      case "label_name":
      case "package_identifier":
      case "field_identifier":
      case "blank_identifier":
        return;
      default:
        this.visitChildren(node);
    }
  }

  expr(node: number): Expr {
    const { tree } = this;
    switch (tree.type(node)) {
      case "identifier":
      case "type_identifier":
      case "package_identifier":
        return [tree.textOf(node)];
      case "interpreted_string_literal":
      case "raw_string_literal":
        return ["'string"];
      case "selector_expression":
        return after(this.expr(tree.child(node, "operand")), tree.textOf(tree.child(node, "field")));
      case "call_expression": {
        const callee = tree.child(node, "function");
        if (/^(?:new|make|append)$/.test(tree.textOf(callee))) return this.#made(node, tree.textOf(callee));
        return after(this.expr(callee), steps.call);
      }
      case "index_expression":
        return after(this.expr(tree.child(node, "operand")), steps.index);
      case "slice_expression":
        return this.expr(tree.child(node, "operand"));
      case "unary_expression":
        return /^[&*]$/.test(tree.textOf(tree.child(node, "operator")))
          ? this.expr(tree.child(node, "operand"))
          : [];
      case "parenthesized_expression":
        return this.expr(this.wordsOf(node)[0] ?? -1);
      case "composite_literal":
        return this.#typeExpr(tree.child(node, "type"));
      case "type_assertion_expression":
      case "type_conversion_expression":
        return this.#typeExpr(tree.child(node, "type"));
      default:
        return [];
    }
  }

  #made(node: number, how: string): Expr {
    const { tree } = this;
    const [first = -1] = this.wordsOf(tree.child(node, "arguments"));
    if (how === "append") return this.expr(first);
    const type =
      tree.type(first) === "identifier" ? [tree.textOf(first), steps.instance] : this.#typeExpr(first);
    return type;
  }

  /** A value of a type; pointers are as what they point to. */
  #typeExpr(node: number): Expr {
    const { tree } = this;
    switch (tree.type(node)) {
      case "type_identifier":
        return [tree.textOf(node), steps.instance];
      case "qualified_type":
        return [
          tree.textOf(tree.child(node, "package")),
          tree.textOf(tree.child(node, "name")),
          steps.instance,
        ];
      case "generic_type":
        return this.#typeExpr(tree.child(node, "type"));
      case "pointer_type":
      case "parenthesized_type":
        return this.#typeExpr(this.wordsOf(node)[0] ?? -1);
      case "slice_type":
      case "array_type":
      case "implicit_length_array_type":
        return this.#list(this.#typeExpr(tree.child(node, "element")));
      case "map_type":
        return this.#list(this.#typeExpr(tree.child(node, "value")));
      default:
        return [];
    }
  }

  #list(element: Expr): Expr {
    return element.length > 0 ? [...element, listOf("slice")] : [];
  }

  #import(node: number): void {
    const { tree } = this;
    const path = tree.child(node, "path");
    const module = tree.textOf(path).slice(1, -1);
    this.useImport(path, { module, name: "" });
    const alias = tree.child(node, "name");
    const type = tree.type(alias);
    if (type === "blank_identifier") return;
    if (type === "dot") {
      addTo(this.scope.names, {
        ...this.declaration(alias, "import", { import: { module, name: "*" } }),
        name: "*",
      });
      return;
    }
    const parts = { import: { module, name: "" } };
    if (alias >= 0) this.define(alias, "import", parts);
    else
      for (const name of packageNames(module))
        addTo(this.scope.names, { ...this.declaration(path, "import", parts), name });
  }

  #function(node: number): void {
    this.inScope("function", undefined, () => {
      this.#parameters(node);
      this.visit(this.tree.child(node, "body"));
    });
  }

  #parameters(node: number): void {
    const { tree } = this;
    for (const list of tree.childrenIn(node, "type_parameters")) {
      for (const parameter of tree.children(list))
        for (const name of tree.childrenIn(parameter, "name")) this.define(name, "type");
      for (const parameter of tree.children(list)) this.visit(tree.child(parameter, "type"));
    }
    for (const field of ["receiver", "parameters", "result"]) {
      const list = tree.child(node, field);
      if (tree.type(list) !== "parameter_list") {
        this.visit(list);
        continue;
      }
      for (const parameter of tree.children(list)) {
        const type = tree.child(parameter, "type");
        if (field === "receiver") this.#receiverTypes(type);
        else this.visit(type);
        const isMore = tree.type(parameter) === "variadic_parameter_declaration";
        const own = this.#typeExpr(type);
        for (const name of tree.childrenIn(parameter, "name"))
          this.define(name, "parameter", { value: isMore ? this.#list(own) : own });
      }
    }
  }

  /** A receiver names the type's parameters anew. */
  #receiverTypes(type: number): void {
    const { tree } = this;
    for (let node = type; node < tree.after(type); node++) {
      if (tree.type(node) !== "type_identifier") continue;
      if (tree.type(tree.parent(node)) === "type_elem") this.define(node, "type");
      else this.use(node, "type");
    }
  }

  #signature(node: number): Signature {
    const { tree } = this;
    const parameters: Parameter[] = [];
    let takesMore = false;
    for (const parameter of tree.children(tree.child(node, "parameters"))) {
      if (!this.isWord(parameter)) continue;
      if (tree.type(parameter) === "variadic_parameter_declaration") takesMore = true;
      else {
        const count = Math.max(1, tree.childrenIn(parameter, "name").length);
        for (let i = 0; i < count; i++) parameters.push({ name: "", isOptional: false, by: "place" });
      }
    }
    const generic = tree.child(node, "type_parameters") >= 0;
    const returns = generic ? [[]] : this.#results(tree.child(node, "result"));
    return { parameters, takesMore, takesMoreNames: false, returns, scope: this.at, isBound: false };
  }

  #results(node: number): Expr[] {
    const { tree } = this;
    if (tree.type(node) !== "parameter_list") return node < 0 ? [] : [this.#typeExpr(node)];
    return this.wordsOf(node).flatMap((parameter) => {
      const count = Math.max(1, tree.childrenIn(parameter, "name").length);
      return Array.from({ length: count }, () => this.#typeExpr(tree.child(parameter, "type")));
    });
  }

  #method(node: number): void {
    const { tree } = this;
    const name = tree.child(node, "name");
    const receiver = tree.childOfType(tree.child(node, "receiver"), "parameter_declaration");
    const [type] = this.#typeExpr(tree.child(receiver, "type"));
    if (type !== undefined)
      this.#addOutside(type, this.declaration(name, "method", { signature: this.#signature(node) }));
    this.#function(node);
  }

  #addOutside(type: string, declaration: Declaration): void {
    const members = this.outside.get(type) ?? new Map<string, Declaration[]>();
    this.outside.set(type, members);
    addTo(members, declaration);
  }

  #type(node: number): void {
    const { tree } = this;
    const name = tree.child(node, "name");
    const body = tree.child(node, "type");
    const kind = tree.type(body);
    const isOwn = kind === "struct_type" || kind === "interface_type";
    const type = this.newType(tree.textOf(name), kind === "interface_type" ? "interface" : "struct");
    const isAlias = tree.type(node) === "type_alias";
    if (isAlias) this.define(name, "type", { value: this.#typeExpr(body).slice(0, -1) });
    else this.define(name, "type", { type });
    this.inScope("block", undefined, () => {
      const list = tree.child(node, "type_parameters");
      for (const parameter of tree.children(list)) {
        for (const own of tree.childrenIn(parameter, "name")) this.define(own, "type");
        this.visit(tree.child(parameter, "type"));
      }
      if (kind === "struct_type") this.#fields(tree.childOfType(body, "field_declaration_list"), type);
      if (kind === "interface_type") this.#interface(body, type);
      if (!isOwn && !isAlias) this.#underlying(body, type);
      this.visit(body);
    });
  }

  /** A defined type has the fields, but not the methods, of what it is made of. */
  #underlying(body: number, type: TypeNames): void {
    const kind = this.tree.type(body);
    if (kind === "type_identifier" || kind === "qualified_type" || kind === "generic_type")
      type.isOpen = !/^(?:u?int\d*|float\d+|string|bool|byte|rune|error|any)$/.test(this.tree.textOf(body));
  }

  #fields(list: number, type: TypeNames): void {
    const { tree } = this;
    for (const field of tree.children(list)) {
      if (tree.type(field) !== "field_declaration") continue;
      const own = this.#typeExpr(tree.child(field, "type"));
      const names = tree.childrenIn(field, "name");
      for (const name of names) addTo(type.members, this.declaration(name, "field", { value: own }));
      if (names.length > 0) continue;
      const last = own.at(-2);
      if (own.length < 2 || last === undefined) type.isOpen = true;
      else {
        type.bases.push(own.slice(0, -1));
        addTo(type.members, {
          ...this.declaration(tree.child(field, "type"), "field", { value: own }),
          name: last,
        });
      }
    }
  }

  #interface(body: number, type: TypeNames): void {
    const { tree } = this;
    for (const member of tree.children(body)) {
      if (tree.type(member) === "method_elem")
        addTo(
          type.members,
          this.declaration(tree.child(member, "name"), "method", { signature: this.#signature(member) }),
        );
      else if (tree.type(member) === "type_elem") {
        const parts = this.wordsOf(member);
        const own = parts.length === 1 ? this.#typeExpr(parts[0]!) : [];
        if (own.length > 1) type.bases.push(own.slice(0, -1));
        else type.isOpen = true;
      }
    }
  }

  #variables(node: number): void {
    const { tree } = this;
    const type = tree.child(node, "type");
    const values = this.#parts(tree.child(node, "value"));
    this.visit(type);
    this.visit(tree.child(node, "value"));
    const own = this.#typeExpr(type);
    const names = tree.childrenIn(node, "name").filter((name) => this.isWord(name));
    for (const [place, name] of names.entries())
      this.define(name, "variable", { value: type >= 0 ? own : this.#valueAt(values, names.length, place) });
  }

  #parts(list: number): number[] {
    const { tree } = this;
    if (list < 0) return [];
    return tree.type(list) === "expression_list" ? this.wordsOf(list) : [list];
  }

  /** Of as many values as names each has its own; of one, a part. */
  #valueAt(values: readonly number[], names: number, place: number): Expr {
    const { tree } = this;
    if (values.length === names) return this.expr(values[place]!);
    const [only] = values;
    if (values.length !== 1 || only === undefined) return [];
    const kind = tree.type(only);
    // With whether it was there behind it.
    if (/^(?:index_expression|type_assertion_expression|unary_expression)$/.test(kind))
      return place === 0 ? this.expr(only) : [];
    return after(this.expr(only), nth(place));
  }

  #shortVariables(node: number): void {
    const { tree } = this;
    const right = tree.child(node, "right");
    this.visit(right);
    const left = tree.child(node, "left");
    const isNew = tree.children(node).some((child) => tree.type(child) === ":=");
    if (!isNew) {
      this.visit(left);
      return;
    }
    const names = this.#parts(left);
    const values = this.#parts(right);
    const isRange = tree.type(node) === "range_clause";
    for (const [place, name] of names.entries()) {
      const value = isRange
        ? place === 1
          ? after(this.expr(right), steps.each)
          : []
        : tree.type(node) === "receive_statement"
          ? []
          : this.#valueAt(values, names.length, place);
      if (tree.textOf(name) !== "_") this.define(name, "variable", { value });
    }
  }

  #typeSwitch(node: number): void {
    const { tree } = this;
    this.inScope("block", undefined, () => {
      for (const alias of this.#parts(tree.child(node, "alias"))) this.define(alias, "variable");
      const aliases = tree.child(node, "alias");
      for (const child of tree.children(node)) if (child !== aliases) this.visit(child);
    });
  }

  #selector(node: number, role: "value" | "call"): void {
    const { tree } = this;
    const operand = tree.child(node, "operand");
    this.visit(operand);
    this.useMember(tree.child(node, "field"), this.expr(operand), role);
  }

  #call(node: number): void {
    const { tree } = this;
    const callee = tree.child(node, "function");
    const list = tree.child(node, "arguments");
    const type = tree.type(callee);
    if (type === "identifier") this.use(callee, "call");
    else if (type === "selector_expression") this.#selector(callee, "call");
    else this.visit(callee);
    this.visit(tree.child(node, "type_arguments"));
    this.visit(list);
    const named = type === "selector_expression" ? tree.child(callee, "field") : callee;
    const args = this.wordsOf(list);
    const isForwarding = args.length === 1 && tree.type(args[0]!) === "call_expression";
    const found = args.map((child) => ({
      name: "",
      start: tree.start(child),
      end: tree.end(child),
      isSpread: isForwarding || tree.type(child) === "variadic_argument",
    }));
    this.useCall(named, list, this.expr(callee), found);
  }

  /** Keys of a struct's literal are its fields; those of a map are values. */
  #literalValue(body: number, type: Expr): void {
    const { tree } = this;
    const isList = type.at(-1)?.startsWith("%of") === true;
    const element = isList ? type.slice(0, -1) : [];
    for (const part of tree.children(body)) {
      if (tree.type(part) === "keyed_element") {
        const key = tree.firstChild(tree.child(part, "key"));
        if (tree.type(key) === "identifier" && !isList) {
          if (type.length > 0) this.useMember(key, type, "value");
        } else this.visit(tree.child(part, "key"));
        this.#element(tree.child(part, "value"), element);
      } else if (tree.type(part) === "literal_element") this.#element(part, element);
    }
  }

  #element(node: number, type: Expr): void {
    const { tree } = this;
    const inner = tree.type(node) === "literal_element" ? tree.firstChild(node) : node;
    if (tree.type(inner) === "literal_value") this.#literalValue(inner, type);
    else this.visit(inner);
  }
}

/** What a package may be called by its path: its last part, without version, prefix or suffix. */
function packageNames(module: string): readonly string[] {
  const parts = module.split("/");
  let last = parts.at(-1)!;
  if (/^v\d+$/.test(last) && parts.length > 1) last = parts.at(-2)!;
  const plain = last.replace(/\.v\d+$/, "");
  const names = new Set([last, plain, plain.replaceAll("-", "_"), plain.replaceAll("-", "")]);
  for (const piece of plain.split(/[-.]/)) names.add(piece);
  return [...names].filter((name) => /^[A-Za-z_]\w*$/.test(name));
}
