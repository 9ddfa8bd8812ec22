/** Classes, interfaces, enums, namespaces and written objects of JavaScript and TypeScript, with their members. */
import { steps, type TypeNames } from "../../names.ts";
import { addTo } from "../binder.ts";
import { unquoted } from "./ecmaExpressions.ts";
import { EcmaFunctions } from "./ecmaFunctions.ts";

export abstract class EcmaTypes extends EcmaFunctions {
  protected class(node: number): void {
    const { tree } = this;
    const name = tree.child(node, "name");
    const type = this.newType(tree.textOf(name), "class");
    for (const child of tree.children(node)) if (tree.type(child) === "decorator") this.visit(child);
    this.inScope("block", undefined, () => {
      if (name >= 0) this.define(name, "class", { type });
      this.visit(tree.child(node, "type_parameters"));
      this.#heritage(tree.childOfType(node, "class_heritage"), type);
      this.#classBody(tree.child(node, "body"), type);
    });
    if (name >= 0 && tree.type(node) !== "class") this.define(name, "class", { type });
  }

  #heritage(node: number, type: TypeNames): void {
    const { tree } = this;
    if (node < 0) return;
    this.visitChildren(node);
    const clause = tree.childOfType(node, "extends_clause");
    const value =
      clause >= 0
        ? tree.child(clause, "value")
        : (this.wordsOf(node).find((child) => tree.type(child) !== "extends") ?? -1);
    if (tree.type(value) === "implements_clause" || value < 0) return;
    const expr = this.expr(value);
    if (expr.length === 0 || expr.includes(steps.call)) type.isOpen = true;
    else type.bases.push(expr);
  }

  #classBody(body: number, type: TypeNames): void {
    const { tree } = this;
    const before = this.self;
    this.inScope("class", type, () => {
      for (const member of tree.children(body)) {
        const kind = tree.type(member);
        this.self =
          tree.childOfType(member, "static") >= 0 || kind === "class_static_block" ? "class" : "instance";
        if (kind === "method_definition") this.method(member, type);
        else if (kind === "method_signature" || kind === "abstract_method_signature") {
          this.#declareMember(member, type);
          this.functionValue(member, this.self);
        } else if (kind === "public_field_definition" || kind === "field_definition") {
          this.#declareField(member, type);
          this.property(member);
        } else if (kind === "index_signature") {
          type.isOpen = true;
          this.visit(member);
        } else this.visit(member);
      }
    });
    this.self = before;
  }

  protected method(node: number, type: TypeNames | undefined): void {
    const { tree } = this;
    const name = tree.child(node, "name");
    if (type) this.#declareMember(node, type);
    if (tree.type(name) === "computed_property_name") this.visit(name);
    this.functionValue(node, type ? this.self : "unknown");
  }

  #declareMember(node: number, type: TypeNames): void {
    const { tree } = this;
    const name = tree.child(node, "name");
    if (tree.type(name) === "computed_property_name") {
      if (!/^\[Symbol\./.test(tree.textOf(name))) type.isOpen = true;
      return;
    }
    const isGetter = tree.childOfType(node, "get") >= 0 || tree.childOfType(node, "set") >= 0;
    addTo(
      type.members,
      this.declaration(name, "method", { signature: this.signatureOf(node), isProperty: isGetter }),
    );
  }

  #declareField(node: number, type: TypeNames): void {
    const { tree } = this;
    const name = tree.child(node, tree.type(node) === "field_definition" ? "property" : "name");
    if (tree.type(name) === "computed_property_name") {
      type.isOpen = true;
      return;
    }
    const annotation = tree.child(node, "type");
    const value =
      annotation >= 0 ? this.typeExpr(this.inner(annotation)) : this.expr(tree.child(node, "value"));
    addTo(type.members, this.declaration(name, "field", { value }));
  }

  protected property(node: number): void {
    const { tree } = this;
    for (const field of ["key", "name", "property"]) {
      const name = tree.child(node, field);
      if (tree.type(name) === "computed_property_name") this.visit(name);
    }
    for (const child of tree.children(node)) if (tree.type(child) === "decorator") this.visit(child);
    for (const field of ["type", "value"]) this.visit(tree.child(node, field));
  }

  protected interface(node: number): void {
    const { tree } = this;
    const name = tree.child(node, "name");
    const type = this.newType(tree.textOf(name), "interface");
    this.define(name, "type", { type });
    this.inScope("class", type, () => {
      this.visit(tree.child(node, "type_parameters"));
      const clause = tree.childOfType(node, "extends_type_clause");
      this.visit(clause);
      for (const base of tree.childrenIn(clause, "type")) {
        const expr = this.typeExpr(base);
        if (expr.at(-1) === steps.instance) type.bases.push(expr.slice(0, -1));
        else type.isOpen = true;
      }
      this.#objectMembers(tree.child(node, "body"), type);
      this.visitChildren(tree.child(node, "body"));
    });
  }

  /** Members of an object's type. */
  #objectMembers(body: number, type: TypeNames): void {
    const { tree } = this;
    for (const member of tree.children(body)) {
      const kind = tree.type(member);
      if (kind === "property_signature") this.#declareField(member, type);
      else if (kind === "method_signature") this.#declareMember(member, type);
      else if (kind === "index_signature" || kind === "call_signature" || kind === "construct_signature")
        type.isOpen = true;
    }
  }

  protected typeAlias(node: number): void {
    const { tree } = this;
    const name = tree.child(node, "name");
    const value = tree.child(node, "value");
    const isObject = tree.type(value) === "object_type";
    const type = isObject ? this.newType(tree.textOf(name), "interface") : undefined;
    const other = isObject ? [] : this.typeExpr(value);
    // The alias stands for the type, and what has the type for a value of it.
    const alias = other.at(-1) === steps.instance ? other.slice(0, -1) : [];
    this.define(name, "type", { type, value: alias });
    this.inScope("block", undefined, () => {
      this.visit(tree.child(node, "type_parameters"));
      if (type) this.#objectMembers(value, type);
      this.visit(value);
    });
  }

  protected enum(node: number): void {
    const { tree } = this;
    const name = tree.child(node, "name");
    const type = this.newType(tree.textOf(name), "enum");
    const body = tree.child(node, "body");
    for (const member of tree.children(body)) {
      const own = tree.type(member) === "enum_assignment" ? tree.child(member, "name") : member;
      if (/^(?:property_identifier|string)$/.test(tree.type(own)))
        addTo(type.members, { ...this.declaration(own, "field"), name: unquoted(tree.textOf(own)) });
      if (own !== member)
        this.inScope("block", undefined, () => {
          for (const [name, all] of type.members)
            for (const one of all) addTo(this.scope.names, { ...one, name });
          this.visit(tree.child(member, "value"));
        });
    }
    this.define(name, "class", { type });
  }

  protected namespace(node: number): void {
    const { tree } = this;
    const name = tree.child(node, "name");
    const type = this.newType(tree.textOf(name), "object");
    if (tree.type(name) === "identifier") this.define(name, "module", { type });
    this.inScope("block", undefined, () => {
      this.visitChildren(tree.child(node, "body"));
      for (const [own, all] of this.scope.names)
        for (const one of all) addTo(type.members, { ...one, name: own });
    });
  }

  /** The members of an object written out; undefined for anything else, or when it has others. */
  protected objectType(node: number): TypeNames | undefined {
    const { tree } = this;
    if (tree.type(node) === "as_expression") return this.objectType(tree.firstChild(node));
    if (
      /^(?:call_expression)$/.test(tree.type(node)) &&
      tree.textOf(tree.child(node, "function")) === "Object.freeze"
    ) {
      const [only = -1] = this.wordsOf(tree.child(node, "arguments"));
      return this.objectType(only);
    }
    if (tree.type(node) !== "object") return undefined;
    const type = this.newType("", "object");
    for (const part of tree.children(node)) {
      const kind = tree.type(part);
      const key =
        kind === "pair"
          ? tree.child(part, "key")
          : kind === "method_definition"
            ? tree.child(part, "name")
            : part;
      if (/^(?:property_identifier|shorthand_property_identifier|string)$/.test(tree.type(key))) {
        const value =
          kind === "pair"
            ? this.expr(tree.child(part, "value"))
            : kind === "method_definition"
              ? []
              : [tree.textOf(key)];
        addTo(type.members, {
          ...this.declaration(key, "field", { value }),
          name: unquoted(tree.textOf(key)),
        });
      } else if (this.isWord(part)) type.isOpen = true;
    }
    return type;
  }
}
