/** Names of a Java file. */
import {
  constructorName,
  type Expr,
  type Parameter,
  type Signature,
  steps,
  type TypeNames,
} from "../names.ts";
import { addTo, after, Binder } from "./binder.ts";

/** `org.example.Thing` written out in code. */
const qualifiedName = /^[a-z_][\w]*(?:\s*\.\s*[a-z_]\w*)+\s*\.\s*[A-Z]/;

export class JavaBinder extends Binder {
  protected visit(node: number): void {
    const { tree } = this;
    if (node < 0) return;
    switch (tree.type(node)) {
      case "identifier":
        this.use(node, "value");
        return;
      case "type_identifier":
        if (tree.textOf(node) !== "var") this.use(node, "type");
        return;
      case "scoped_type_identifier":
        this.#scopedType(node);
        return;
      case "package_declaration":
        this.packageName = tree
          .textOf(node)
          .replace(/^package\s+|;\s*$/g, "")
          .trim();
        return;
      case "import_declaration":
        this.#import(node);
        return;
      case "class_declaration":
      case "record_declaration":
      case "interface_declaration":
      case "annotation_type_declaration":
      case "enum_declaration":
        this.#type(node);
        return;
      case "class_body":
        // Of an object with members of its own, or an enum's constant.
        this.#anonymous(node);
        return;
      case "method_declaration":
      case "constructor_declaration":
      case "compact_constructor_declaration":
      case "annotation_type_element_declaration":
        this.#method(node);
        return;
      case "field_declaration":
      case "constant_declaration":
      case "local_variable_declaration":
        this.#variables(node);
        return;
      case "resource":
      case "enhanced_for_statement":
        this.#single(node);
        return;
      case "catch_clause":
        this.inScope("block", undefined, () => this.visitChildren(node));
        return;
      case "catch_formal_parameter": {
        const types = tree.childOfType(node, "catch_type");
        this.visit(types);
        const own = this.wordsOf(types);
        this.define(tree.child(node, "name"), "variable", {
          value: own.length === 1 ? this.#typeExpr(own[0]!) : [],
        });
        return;
      }
      case "lambda_expression":
        this.#lambda(node);
        return;
      case "method_reference": {
        const [object = -1, ...rest] = this.wordsOf(node);
        this.#receiver(object);
        const name = rest.at(-1) ?? -1;
        if (tree.type(name) === "identifier") this.useMember(name, this.expr(object), "value");
        return;
      }
      case "method_invocation":
        this.#invocation(node);
        return;
      case "field_access":
        this.#fieldAccess(node);
        return;
      case "object_creation_expression":
        this.#creation(node);
        return;
      case "instanceof_expression":
        this.visitChildrenBut(node, tree.child(node, "name"));
        if (tree.child(node, "name") >= 0)
          this.define(
            tree.child(node, "name"),
            "variable",
            { value: this.#typeExpr(tree.child(node, "right")) },
            this.nearest("function", "class", "module"),
          );
        return;
      case "type_pattern":
      case "record_pattern_component": {
        const name = tree.children(node).findLast((child) => tree.type(child) === "identifier") ?? -1;
        this.visitChildrenBut(node, name);
        this.define(name, "variable");
        return;
      }
      case "switch_label":
        for (const child of tree.children(node)) if (tree.type(child) !== "identifier") this.visit(child);
        return;
      case "labeled_statement":
        this.visitChildrenBut(node, tree.firstChild(node));
        return;
      case "break_statement":
      case "continue_statement":
        return;
      case "annotation":
      case "marker_annotation":
        this.#annotation(node);
        return;
      case "element_value_pair":
        this.visit(tree.child(node, "value"));
        return;
      case "type_parameter": {
        const name = tree.childOfType(node, "type_identifier");
        this.define(name, "type");
        this.visitChildrenBut(node, name);
        return;
      }
      case "block":
      case "constructor_body":
      case "for_statement":
      case "switch_block":
      case "try_with_resources_statement":
        this.inScope("block", undefined, () => this.visitChildren(node));
        return;
      default:
        this.visitChildren(node);
    }
  }

  protected visitChildrenBut(node: number, other: number): void {
    for (const child of this.tree.children(node)) if (child !== other) this.visit(child);
  }

  expr(node: number): Expr {
    const { tree } = this;
    switch (tree.type(node)) {
      case "identifier":
      case "type_identifier":
        return [tree.textOf(node)];
      case "string_literal":
        return ["'String"];
      case "this":
        return [steps.self];
      case "super":
        return [steps.parent];
      case "field_access": {
        const field = tree.child(node, "field");
        if (tree.type(field) === "this") return after(this.expr(tree.child(node, "object")), steps.instance);
        if (qualifiedName.test(tree.textOf(node))) return [];
        return after(this.expr(tree.child(node, "object")), tree.textOf(field));
      }
      case "method_invocation": {
        const object = tree.child(node, "object");
        const name = tree.textOf(tree.child(node, "name"));
        return object < 0 ? [name, steps.call] : after(after(this.expr(object), name), steps.call);
      }
      case "object_creation_expression":
        return this.#typeExpr(tree.child(node, "type"));
      case "cast_expression":
        return this.#typeExpr(tree.child(node, "type"));
      case "parenthesized_expression":
        return this.expr(this.wordsOf(node)[0] ?? -1);
      case "array_access":
        return after(this.expr(tree.child(node, "array")), steps.index);
      case "scoped_type_identifier": {
        if (qualifiedName.test(tree.textOf(node))) return this.#wholeName(node);
        const parts = this.wordsOf(node).filter((child) => !/annotation/.test(tree.type(child)));
        return parts.length === 2 ? after(this.expr(parts[0]!), tree.textOf(parts[1]!)) : [];
      }
      case "generic_type":
        return this.expr(tree.firstChild(node));
      default:
        return [];
    }
  }

  /** A value of a type. */
  #typeExpr(node: number): Expr {
    const { tree } = this;
    const type = tree.type(node);
    if (type === "array_type") {
      const element = this.#typeExpr(tree.child(node, "element"));
      return element.length > 0 ? [...element, "%of []"] : ["'[]"];
    }
    if (/^(?:type_identifier|scoped_type_identifier|generic_type)$/.test(type)) {
      return tree.textOf(node) === "var" ? [] : after(this.expr(node), steps.instance);
    }
    return [];
  }

  /** A type that is named with its package is as good as imported, under a name that nothing else can have. */
  #wholeName(node: number): Expr {
    const module = this.tree.textOf(node).replace(/\s+/g, "");
    const top = this.scopes[0]!.names;
    if (!top.has(module))
      addTo(top, {
        ...this.declaration(node, "import", { import: { module, name: "" } }),
        name: module,
        scope: 0,
      });
    return [module];
  }

  #scopedType(node: number): void {
    const { tree } = this;
    const parts = this.wordsOf(node).filter((child) => !/annotation/.test(tree.type(child)));
    const [scope = -1, name = -1] = parts;
    const whole = tree.textOf(node);
    if (qualifiedName.test(whole)) {
      this.useImport(name, { module: whole.replace(/\s+/g, ""), name: "", isInPlace: true });
      return;
    }
    this.visit(scope);
    this.useMember(name, this.expr(scope), "type");
  }

  #import(node: number): void {
    const { tree } = this;
    const isStatic = tree.childOfType(node, "static") >= 0;
    const name = tree.children(node).find((child) => /identifier/.test(tree.type(child))) ?? -1;
    const module = tree.textOf(name).replace(/\s/g, "");
    if (tree.childOfType(node, "asterisk") >= 0) {
      this.useImport(name, { module, name: isStatic ? "*static" : "*" });
      this.handsOn.push(module);
      const imported = { module, name: isStatic ? "*static" : "*" };
      addTo(this.scope.names, { ...this.declaration(name, "import", { import: imported }), name: "*" });
      return;
    }
    const last = tree.child(name, "name") >= 0 ? tree.child(name, "name") : name;
    const owner = module.slice(0, Math.max(0, module.lastIndexOf(".")));
    const imported = { module: isStatic ? owner : module, name: isStatic ? tree.textOf(last) : "" };
    this.useImport(last, imported);
    this.define(last, "import", { import: imported });
  }

  #type(node: number): void {
    const { tree } = this;
    const kind = tree.type(node);
    const name = tree.child(node, "name");
    const type = this.newType(
      tree.textOf(name),
      kind === "enum_declaration" ? "enum" : /interface|annotation/.test(kind) ? "interface" : "class",
    );
    const around = this.scope.kind === "class" ? this.scope.type : undefined;
    if (around) addTo(around.members, this.declaration(name, "class", { type }));
    this.define(name, "class", { type });
    this.visit(tree.childOfType(node, "modifiers"));
    this.inScope("class", type, () => {
      this.visit(tree.child(node, "type_parameters"));
      for (const child of tree.children(node)) {
        if (!/^(?:superclass|super_interfaces|extends_interfaces|permits)$/.test(tree.type(child))) continue;
        this.visitChildren(child);
        if (tree.type(child) !== "permits") this.#bases(child, type);
      }
      if (kind === "record_declaration") this.#record(tree.child(node, "parameters"), type);
      const body = tree.child(node, "body");
      for (const member of tree.children(body)) this.#member(member, type);
    });
  }

  #bases(clause: number, type: TypeNames): void {
    const { tree } = this;
    const list = tree.childOfType(clause, "type_list");
    for (const child of tree.children(list >= 0 ? list : clause)) {
      if (!/^(?:type_identifier|scoped_type_identifier|generic_type)$/.test(tree.type(child))) continue;
      const expr = this.expr(child);
      if (expr.length === 0) type.isOpen = true;
      else type.bases.push(expr);
    }
  }

  #record(parameters: number, type: TypeNames): void {
    const { tree } = this;
    type.hasFieldConstructor = true;
    for (const parameter of tree.children(parameters)) {
      const name = tree.child(parameter, "name");
      if (name < 0) continue;
      this.visit(tree.child(parameter, "type"));
      const value = this.#typeExpr(tree.child(parameter, "type"));
      const signature = {
        parameters: [],
        takesMore: false,
        takesMoreNames: false,
        returns: [value],
        scope: this.at,
        isBound: true,
      };
      addTo(type.members, this.declaration(name, "field", { value }));
      addTo(type.members, this.declaration(name, "method", { signature }));
      this.define(name, "field", { value });
    }
  }

  #member(member: number, type: TypeNames): void {
    const { tree } = this;
    if (tree.type(member) === "enum_constant") {
      const name = tree.child(member, "name");
      addTo(type.members, this.declaration(name, "field", { value: [type.name, steps.instance] }));
      this.define(name, "field", { value: [type.name, steps.instance] });
      this.visit(tree.child(member, "arguments"));
      this.visit(tree.child(member, "body"));
    } else if (tree.type(member) === "enum_body_declarations") {
      for (const child of tree.children(member)) this.#member(child, type);
    } else this.visit(member);
  }

  #anonymous(body: number): void {
    const { tree } = this;
    const type = this.newType("", "class");
    const parent = tree.parent(body);
    if (tree.type(parent) === "object_creation_expression")
      type.bases.push(this.expr(tree.child(parent, "type")));
    else type.bases.push([this.scope.type?.name ?? ""]);
    this.inScope("class", type, () => {
      for (const member of tree.children(body)) this.#member(member, type);
    });
  }

  #method(node: number): void {
    const { tree } = this;
    const type = this.scope.kind === "class" ? this.scope.type : undefined;
    const isConstructor = /constructor/.test(tree.type(node));
    const name = tree.child(node, "name");
    this.visit(tree.childOfType(node, "modifiers"));
    const signature = this.#signature(node);
    if (isConstructor && type)
      addTo(type.members, { ...this.declaration(name, "method", { signature }), name: constructorName });
    else {
      if (type) addTo(type.members, this.declaration(name, "method", { signature }));
      this.define(name, "method", { signature });
    }
    this.inScope("function", undefined, () => {
      this.visit(tree.child(node, "type_parameters"));
      this.visit(tree.child(node, "type"));
      this.visit(tree.childOfType(node, "throws"));
      for (const parameter of tree.children(tree.child(node, "parameters"))) this.#parameter(parameter);
      this.visit(tree.child(node, "body"));
      this.visit(tree.child(node, "value"));
    });
  }

  #parameter(parameter: number): void {
    const { tree } = this;
    const type = tree.type(parameter);
    if (type === "spread_parameter") {
      const declarator = tree.childOfType(parameter, "variable_declarator");
      this.visitChildrenBut(parameter, declarator);
      this.define(tree.child(declarator, "name"), "parameter");
    } else if (type === "formal_parameter") {
      const name = tree.child(parameter, "name");
      this.visitChildrenBut(parameter, name);
      this.define(name, "parameter", { value: this.#typeExpr(tree.child(parameter, "type")) });
    }
  }

  #signature(node: number): Signature {
    const { tree } = this;
    const parameters: Parameter[] = [];
    let takesMore = tree.type(node) === "compact_constructor_declaration";
    for (const parameter of tree.children(tree.child(node, "parameters"))) {
      if (tree.type(parameter) === "spread_parameter") takesMore = true;
      else if (tree.type(parameter) === "formal_parameter")
        parameters.push({ name: "", isOptional: false, by: "place" });
    }
    // A method's own type parameter says nothing of the value.
    const generic = tree.child(node, "type_parameters") >= 0;
    const returns = generic ? [] : this.#typeExpr(tree.child(node, "type"));
    return {
      parameters,
      takesMore,
      takesMoreNames: false,
      returns: [returns],
      scope: this.at,
      isBound: true,
    };
  }

  #variables(node: number): void {
    const { tree } = this;
    const type = tree.child(node, "type");
    this.visit(tree.childOfType(node, "modifiers"));
    this.visit(type);
    const own = this.scope.kind === "class" ? this.scope.type : undefined;
    for (const declarator of tree.childrenIn(node, "declarator")) {
      const name = tree.child(declarator, "name");
      const initial = tree.child(declarator, "value");
      this.visit(initial);
      const isArray = tree.child(declarator, "dimensions") >= 0;
      const value = isArray
        ? ["'[]"]
        : tree.textOf(type) === "var"
          ? this.expr(initial)
          : this.#typeExpr(type);
      if (own) addTo(own.members, this.declaration(name, "field", { value }));
      this.define(name, own ? "field" : "variable", { value });
    }
  }

  /** A variable that is declared together with what it goes through. */
  #single(node: number): void {
    const { tree } = this;
    const name = tree.child(node, "name");
    if (name < 0) {
      this.visitChildren(node);
      return;
    }
    const type = tree.child(node, "type");
    const work = (): void => {
      this.visit(type);
      this.visit(tree.child(node, "value"));
      const value = tree.textOf(type) === "var" ? [] : this.#typeExpr(type);
      this.define(name, "variable", { value });
      this.visit(tree.child(node, "body"));
    };
    if (tree.type(node) === "resource") work();
    else this.inScope("block", undefined, work);
  }

  #lambda(node: number): void {
    const { tree } = this;
    this.inScope("block", undefined, () => {
      const parameters = tree.child(node, "parameters");
      if (tree.type(parameters) === "identifier") this.define(parameters, "parameter");
      else if (tree.type(parameters) === "inferred_parameters") {
        for (const child of tree.children(parameters))
          if (tree.type(child) === "identifier") this.define(child, "parameter");
      } else for (const child of tree.children(parameters)) this.#parameter(child);
      this.visit(tree.child(node, "body"));
    });
  }

  /** What stands before a dot: a whole qualified name is nobody's business here. */
  #receiver(node: number): void {
    if (!qualifiedName.test(`${this.tree.textOf(node)}`)) this.visit(node);
  }

  #invocation(node: number): void {
    const { tree } = this;
    const object = tree.child(node, "object");
    const name = tree.child(node, "name");
    const list = tree.child(node, "arguments");
    const isOutside = object >= 0 && qualifiedName.test(tree.textOf(object));
    if (object >= 0) {
      this.#receiver(object);
      if (!isOutside) this.useMember(name, this.expr(object), "call");
    } else this.use(name, "call");
    this.visit(tree.child(node, "type_arguments"));
    this.visit(list);
    const callee =
      object < 0 ? [tree.textOf(name)] : isOutside ? [] : after(this.expr(object), tree.textOf(name));
    this.useCall(name, list, callee, this.argumentsOf(list));
  }

  #creation(node: number): void {
    const { tree } = this;
    const type = tree.child(node, "type");
    const list = tree.child(node, "arguments");
    for (const child of tree.children(node)) if (child !== list) this.visit(child);
    this.visit(list);
    const named = tree.type(type) === "generic_type" ? tree.firstChild(type) : type;
    this.useCall(named, list, this.expr(type), this.argumentsOf(list));
  }

  #fieldAccess(node: number): void {
    const { tree } = this;
    if (qualifiedName.test(tree.textOf(node))) return;
    const object = tree.child(node, "object");
    const field = tree.child(node, "field");
    this.visit(object);
    if (tree.type(field) !== "identifier") return;
    const isStore = tree.type(tree.parent(node)) === "assignment_expression" && tree.field(node) === "left";
    this.useMember(field, this.expr(object), isStore ? "store" : "value");
  }

  #annotation(node: number): void {
    const { tree } = this;
    const name = tree.child(node, "name");
    if (tree.type(name) === "identifier") this.use(name, "type");
    else {
      const first = tree.child(name, "scope");
      if (tree.type(first) === "identifier" && /^[A-Z]/.test(tree.textOf(first))) this.use(first, "type");
    }
    this.visit(tree.child(node, "arguments"));
  }
}
