/** Names of JavaScript and TypeScript, with JSX: the walk over a tree, and what its statements and calls say. */
import { type Expr, givenTo, steps } from "../../names.ts";
import { addTo, after, noteUse } from "../binder.ts";
import { unquoted } from "./ecmaExpressions.ts";
import { EcmaModules } from "./ecmaModules.ts";

/** Methods that give each of what an object holds to their first argument's first parameter. */
const eachOf = new Set("map forEach filter some every find findIndex findLast flatMap".split(" "));

export class EcmaBinder extends EcmaModules {
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
      case "shorthand_property_identifier":
        this.use(node, "value");
        return;
      case "nested_type_identifier":
      case "nested_identifier":
        this.#nested(node);
        return;
      case "member_expression":
        this.#member(node, "value");
        return;
      case "call_expression":
        this.#call(node, tree.child(node, "function"));
        return;
      case "new_expression":
        this.#call(node, tree.child(node, "constructor"));
        return;
      case "import_statement":
        this.import(node);
        return;
      case "export_statement":
        this.export(node);
        return;
      case "ambient_declaration":
        this.visitChildren(node);
        return;
      case "lexical_declaration":
      case "variable_declaration":
        this.#variables(node);
        return;
      case "function_declaration":
      case "generator_function_declaration":
      case "function_signature":
        this.function(node);
        return;
      case "function_expression":
      case "generator_function":
        this.functionValue(node, "unknown");
        return;
      case "arrow_function":
        this.functionValue(node, this.self);
        return;
      case "function_type":
      case "constructor_type":
      case "call_signature":
      case "construct_signature":
        this.functionValue(node, this.self);
        return;
      case "class_declaration":
      case "abstract_class_declaration":
      case "class":
        this.class(node);
        return;
      case "interface_declaration":
        this.interface(node);
        return;
      case "type_alias_declaration":
        this.typeAlias(node);
        return;
      case "enum_declaration":
        this.enum(node);
        return;
      case "internal_module":
      case "module":
        this.namespace(node);
        return;
      case "method_definition":
        this.method(node, undefined);
        return;
      case "statement_block":
      case "for_statement":
      case "switch_body":
        this.inScope("block", undefined, () => this.visitChildren(node));
        return;
      case "for_in_statement":
        this.#forIn(node);
        return;
      case "catch_clause":
        this.inScope("block", undefined, () => {
          this.bind(tree.child(node, "parameter"), [], "variable");
          this.visit(tree.child(node, "body"));
        });
        return;
      case "assignment_expression":
        this.#assign(node);
        return;
      case "binary_expression":
        this.#narrow(node);
        if (/^(?:&&|\|\||\?\?)$/.test(tree.textOf(tree.child(node, "operator"))))
          this.#tested(tree.child(node, "left"));
        this.visitChildren(node);
        return;
      case "if_statement":
      case "ternary_expression":
        this.#tested(tree.child(node, "condition"));
        this.visitChildren(node);
        return;
      case "as_expression":
      case "satisfies_expression":
      case "type_assertion":
        this.visitChildren(node);
        return;
      case "conditional_type":
        this.inScope("block", undefined, () => this.visitChildren(node));
        return;
      case "infer_type":
        for (const child of tree.children(node))
          if (tree.type(child) === "type_identifier") this.define(child, "type");
        return;
      case "mapped_type_clause":
        this.define(tree.child(node, "name"), "type");
        this.visit(tree.child(node, "type"));
        return;
      case "object_type":
        this.inScope("block", undefined, () => this.visitChildren(node));
        return;
      case "type_parameter":
        this.define(tree.child(node, "name"), "type");
        for (const field of ["constraint", "value"]) this.visit(tree.child(node, field));
        return;
      case "property_signature":
      case "public_field_definition":
      case "field_definition":
      case "pair":
        this.property(node);
        return;
      case "method_signature":
      case "abstract_method_signature":
        this.functionValue(node, this.self);
        return;
      case "index_signature":
        this.inScope("block", undefined, () => {
          const name = tree.child(node, "name");
          this.define(name, "parameter");
          for (const child of tree.children(node)) if (child !== name) this.visit(child);
        });
        return;
      case "type_predicate":
      case "asserts":
        this.visit(tree.child(node, "type"));
        return;
      case "tuple_parameter":
      case "optional_tuple_parameter":
        this.visit(tree.child(node, "type"));
        return;
      case "jsx_opening_element":
      case "jsx_closing_element":
      case "jsx_self_closing_element":
        this.#jsxTag(node);
        return;
      case "statement_identifier":
      case "property_identifier":
      case "private_property_identifier":
      case "jsx_namespace_name":
        return;
      default:
        this.visitChildren(node);
    }
  }

  #nested(node: number): void {
    const { tree } = this;
    const isType = tree.type(node) === "nested_type_identifier";
    const object = tree.child(node, isType ? "module" : "object");
    const name = tree.child(node, isType ? "name" : "property");
    this.visit(object);
    this.useMember(name, this.expr(object), "type");
  }

  #member(node: number, role: "value" | "call" | "store"): void {
    const { tree } = this;
    const object = tree.child(node, "object");
    const property = tree.child(node, "property");
    this.visit(object);
    const type = this.scope.type;
    if (tree.type(object) === "this" && type && this.self !== "unknown")
      noteUse(type, tree.textOf(property), tree.start(property));
    const isAsked = /^\s*\?\./.test(tree.text.slice(tree.end(node), tree.end(node) + 8));
    this.whileTried(isAsked, () => this.useMember(property, this.expr(object), role));
  }

  #call(node: number, callee: number): void {
    const { tree } = this;
    const list = tree.child(node, "arguments");
    const module = this.required(node);
    if (module !== undefined) this.useImport(module, { module: unquoted(tree.textOf(module)), name: "" });
    const type = tree.type(callee);
    if (type === "identifier") this.use(callee, "call");
    else if (type === "member_expression") this.#member(callee, "call");
    else this.visit(callee);
    this.visit(tree.child(node, "type_arguments"));
    this.#giveEach(callee, list);
    this.visit(list);
    this.#noteDynamics(tree.textOf(callee), list);
    if (tree.type(list) !== "arguments") return;
    const named = type === "member_expression" ? tree.child(callee, "property") : callee;
    this.useCall(named, list, this.expr(callee), this.argumentsOf(list, "spread_element"));
  }

  /** `list.map((one) => ...)`, `promise.then((value) => ...)`, and what a library says it gives. */
  #giveEach(callee: number, list: number): void {
    const { tree } = this;
    const isMember = tree.type(callee) === "member_expression";
    const name = isMember ? tree.textOf(tree.child(callee, "property")) : "";
    const step = eachOf.has(name) ? steps.each : name === "then" ? steps.await : undefined;
    const args = this.wordsOf(list);
    for (const [argument, node] of args.entries()) {
      if (!/^(?:arrow_function|function_expression)$/.test(tree.type(node))) continue;
      const of = this.expr(step === undefined ? callee : tree.child(callee, "object"));
      const given = (place: number): Expr => {
        if (step === undefined) return after(of, givenTo(argument, place));
        return argument === 0 && place === 0 ? after(of, step) : [];
      };
      this.given.set(node, given);
    }
  }

  /** What gives an object members that are not written at it. */
  #noteDynamics(callee: string, list: number): void {
    const { tree } = this;
    if (!/^(?:Object\.(?:assign|defineProperty|defineProperties)|Reflect\.\w+)$/.test(callee)) return;
    const [target = -1] = this.wordsOf(list);
    if (tree.type(target) === "this" && this.scope.type) this.scope.type.isOpen = true;
    else this.scope.narrowed.add(tree.textOf(target));
  }

  #variables(node: number): void {
    const { tree } = this;
    const isVar = tree.type(node) === "variable_declaration";
    const into = isVar ? this.nearest("function", "module") : this.at;
    const isConst = tree.textOf(tree.firstChild(node)) === "const";
    for (const declarator of tree.children(node)) {
      if (tree.type(declarator) !== "variable_declarator") continue;
      const [name, type, value] = ["name", "type", "value"].map((field) => tree.child(declarator, field)) as [
        number,
        number,
        number,
      ];
      this.visit(type);
      this.visit(value);
      const required = this.required(value);
      if (required !== undefined && tree.textOf(tree.child(value, "function")) === "require") {
        this.bindRequired(name, unquoted(tree.textOf(required)), into);
        continue;
      }
      const typed = this.typeExpr(tree.firstChild(type) < 0 ? -1 : this.inner(type));
      const object =
        isConst && type < 0 && tree.type(name) === "identifier" ? this.objectType(value) : undefined;
      const signature = type < 0 ? this.signatureOf(value) : undefined;
      this.bind(name, type >= 0 ? typed : this.expr(value), signature ? "function" : "variable", into, {
        type: object,
        signature,
      });
    }
  }

  #forIn(node: number): void {
    const { tree } = this;
    this.inScope("block", undefined, () => {
      this.visit(tree.child(node, "right"));
      const left = tree.child(node, "left");
      const isOf = tree.textOf(tree.child(node, "operator")) === "of";
      const each = isOf ? after(this.expr(tree.child(node, "right")), steps.each) : [];
      if (tree.child(node, "kind") >= 0) this.bind(left, each, "variable");
      else this.visit(left);
      this.visit(tree.child(node, "body"));
    });
  }

  #assign(node: number): void {
    const { tree } = this;
    const left = tree.child(node, "left");
    const right = tree.child(node, "right");
    this.visit(right);
    if (tree.type(left) !== "member_expression") {
      if (tree.type(left) === "subscript_expression") this.#openIndexed(tree.child(left, "object"));
      if (tree.type(left) === "identifier") this.#reassign(left);
      this.visit(left);
      return;
    }
    const object = tree.child(left, "object");
    const property = tree.child(left, "property");
    const type = this.scope.type;
    if (tree.type(object) === "this" && type && this.self === "instance" && !this.isTyped) {
      addTo(type.members, this.declaration(property, "field", { value: this.expr(right) }));
      return;
    }
    this.exportByAssignment(tree.textOf(left), property, right);
    if (tree.type(object) !== "this" || this.self === "unknown") this.assigned.add(tree.textOf(property));
    this.#member(left, "store");
  }

  /** A variable that is given something else may be of any type. */
  #reassign(left: number): void {
    const { tree } = this;
    for (let at = this.at; at >= 0; at = this.scopes[at]!.parent) {
      const found = this.scopes[at]!.names.get(tree.textOf(left));
      if (!found) continue;
      this.scopes[at]!.narrowed.add(tree.textOf(left));
      return;
    }
  }

  #openIndexed(object: number): void {
    const { tree } = this;
    if (tree.type(object) === "this" && this.scope.type) this.scope.type.isOpen = true;
    else this.scopes[0]!.narrowed.add(tree.textOf(object));
  }

  #narrow(node: number): void {
    const { tree } = this;
    const operator = tree.textOf(tree.child(node, "operator"));
    if (operator === "instanceof") this.#narrowed(tree.child(node, "left"));
    else if (operator === "in") this.#narrowed(tree.child(node, "right"));
    else if (/^[!=]==?$/.test(operator)) {
      // A union is told apart by a member, or by its type's name.
      const left = tree.child(node, "left");
      const inner = tree.type(left) === "member_expression" ? tree.child(left, "object") : left;
      const right = tree.type(tree.child(node, "right"));
      if (right === "string" && tree.type(left) === "unary_expression")
        this.#narrowed(tree.child(left, "argument"));
      else if (right === "string" && this.isTyped) this.#narrowed(inner);
    }
  }

  /** Members whose being there a condition asks for. */
  #tested(node: number): void {
    const { tree } = this;
    const type = tree.type(node);
    if (type === "member_expression") this.tested.add(tree.textOf(node));
    else if (type === "parenthesized_expression" || type === "unary_expression")
      for (const child of tree.children(node)) this.#tested(child);
  }

  #narrowed(node: number): void {
    this.scopes[this.nearest("function", "module")]!.narrowed.add(this.tree.textOf(node));
  }

  #jsxTag(node: number): void {
    const { tree } = this;
    const name = tree.child(node, "name");
    const isOwn = tree.type(name) !== "identifier" || /^[A-Z_$]/.test(tree.textOf(name));
    if (tree.type(name) === "member_expression" || tree.type(name) === "nested_identifier" || isOwn)
      this.visit(name);
    for (const child of tree.children(node)) if (child !== name) this.visit(child);
  }
}
