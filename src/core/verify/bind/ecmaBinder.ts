/** Names of JavaScript and TypeScript, with JSX. */
import {
  type Argument,
  type Declaration,
  type Exports,
  type Expr,
  givenTo,
  listOf,
  nth,
  type Parameter,
  type Signature,
  steps,
  type TypeNames,
  wholeExport,
} from "../names.ts";
import { addTo, Binder, type DeclarationParts } from "./binder.ts";
import { after } from "./pythonBinder.ts";

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

/** Methods that give each of what an object holds to their first argument's first parameter. */
const eachOf = new Set("map forEach filter some every find findIndex findLast flatMap".split(" "));

type Self = "instance" | "class" | "unknown";

const isWord = (type: string): boolean => /\w/.test(type) && type !== "comment";

export class EcmaBinder extends Binder {
  readonly #isTyped: boolean;
  /** What `this` is. */
  #self: Self = "unknown";
  /** What functions that are arguments are given, by the place of the parameter. */
  readonly #given = new Map<number, (place: number) => Expr>();

  constructor(isTyped: boolean, ...rest: ConstructorParameters<typeof Binder>) {
    super(...rest);
    this.#isTyped = isTyped;
  }

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
        this.#call(node, tree.child(node, "function"), steps.call);
        return;
      case "new_expression":
        this.#call(node, tree.child(node, "constructor"), steps.call);
        return;
      case "import_statement":
        this.#import(node);
        return;
      case "export_statement":
        this.#export(node);
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
        this.#function(node);
        return;
      case "function_expression":
      case "generator_function":
        this.#functionValue(node, "unknown");
        return;
      case "arrow_function":
        this.#functionValue(node, this.#self);
        return;
      case "function_type":
      case "constructor_type":
      case "call_signature":
      case "construct_signature":
        this.#functionValue(node, this.#self);
        return;
      case "class_declaration":
      case "abstract_class_declaration":
      case "class":
        this.#class(node);
        return;
      case "interface_declaration":
        this.#interface(node);
        return;
      case "type_alias_declaration":
        this.#typeAlias(node);
        return;
      case "enum_declaration":
        this.#enum(node);
        return;
      case "internal_module":
      case "module":
        this.#namespace(node);
        return;
      case "method_definition":
        this.#method(node, undefined);
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
          this.#bind(tree.child(node, "parameter"), [], "variable");
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
        this.#property(node);
        return;
      case "method_signature":
      case "abstract_method_signature":
        this.#functionValue(node, this.#self);
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
        return this.#self === "unknown" ? [] : [this.#self === "instance" ? steps.self : steps.selfClass];
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
        const required = this.#required(node);
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
          this.expr(
            tree.children(node).find((child) => isWord(tree.type(child)) && tree.type(child) !== "await") ??
              -1,
          ),
          steps.await,
        );
      case "parenthesized_expression":
      case "non_null_expression":
        return this.expr(tree.children(node).find((child) => isWord(tree.type(child))) ?? -1);
      case "as_expression": {
        const [, asserted = -1] = tree
          .children(node)
          .filter((child) => isWord(tree.type(child)) && tree.type(child) !== "as");
        return this.#typeExpr(asserted);
      }
      case "satisfies_expression":
        return this.expr(tree.firstChild(node));
      default:
        return [];
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
    if (tree.type(object) === "this" && type && this.#self !== "unknown")
      noteUse(type, tree.textOf(property), tree.start(property));
    const isAsked = /^\s*\?\./.test(tree.text.slice(tree.end(node), tree.end(node) + 8));
    this.whileTried(isAsked, () => this.useMember(property, this.expr(object), role));
  }

  #call(node: number, callee: number, _step: string): void {
    const { tree } = this;
    const list = tree.child(node, "arguments");
    const module = this.#required(node);
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
    this.useCall(named, list, this.expr(callee), this.#arguments(list));
  }

  /** `list.map((one) => ...)`, `promise.then((value) => ...)`, and what a library says it gives. */
  #giveEach(callee: number, list: number): void {
    const { tree } = this;
    const isMember = tree.type(callee) === "member_expression";
    const name = isMember ? tree.textOf(tree.child(callee, "property")) : "";
    const step = eachOf.has(name) ? steps.each : name === "then" ? steps.await : undefined;
    const args = tree.children(list).filter((child) => isWord(tree.type(child)));
    for (const [argument, node] of args.entries()) {
      if (!/^(?:arrow_function|function_expression)$/.test(tree.type(node))) continue;
      const of = this.expr(step === undefined ? callee : tree.child(callee, "object"));
      const given = (place: number): Expr => {
        if (step === undefined) return after(of, givenTo(argument, place));
        return argument === 0 && place === 0 ? after(of, step) : [];
      };
      this.#given.set(node, given);
    }
  }

  /** What gives an object members that are not written at it. */
  #noteDynamics(callee: string, list: number): void {
    const { tree } = this;
    if (!/^(?:Object\.(?:assign|defineProperty|defineProperties)|Reflect\.\w+)$/.test(callee)) return;
    const [target = -1] = tree.children(list).filter((child) => isWord(tree.type(child)));
    if (tree.type(target) === "this" && this.scope.type) this.scope.type.isOpen = true;
    else this.scope.narrowed.add(tree.textOf(target));
  }

  /** The string of `require("...")` and `import("...")`. */
  #required(node: number): number | undefined {
    const { tree } = this;
    if (
      tree.type(node) !== "call_expression" ||
      !/^(?:require|import)$/.test(tree.textOf(tree.child(node, "function")))
    )
      return undefined;
    const [module = -1, ...rest] = tree
      .children(tree.child(node, "arguments"))
      .filter((child) => isWord(tree.type(child)));
    return tree.type(module) === "string" && rest.length === 0 ? module : undefined;
  }

  #arguments(list: number): Argument[] {
    const { tree } = this;
    return tree
      .children(list)
      .filter((child) => isWord(tree.type(child)))
      .map((child) => ({
        name: "",
        start: tree.start(child),
        end: tree.end(child),
        isSpread: tree.type(child) === "spread_element",
      }));
  }

  #import(node: number): void {
    const { tree } = this;
    const source = tree.child(node, "source");
    const required = tree.childOfType(node, "import_require_clause");
    const from = source >= 0 ? source : tree.child(required, "source");
    if (from < 0) {
      // import alias = Some.Name
      for (const child of tree.children(node))
        if (tree.type(child) === "identifier") this.define(child, "import");
      return;
    }
    const module = unquoted(tree.textOf(from));
    this.useImport(from, { module, name: "" });
    const bind = (node: number, name: string): void =>
      this.define(node, "import", { import: { module, name } });
    if (required >= 0) bind(tree.childOfType(required, "identifier"), wholeExport);
    const clause = tree.childOfType(node, "import_clause");
    for (const child of tree.children(clause)) {
      const type = tree.type(child);
      if (type === "identifier") bind(child, "default");
      else if (type === "namespace_import") bind(tree.childOfType(child, "identifier"), "");
      else if (type === "named_imports") {
        for (const specifier of tree.children(child)) {
          if (tree.type(specifier) !== "import_specifier") continue;
          const name = tree.child(specifier, "name");
          const alias = tree.child(specifier, "alias");
          const own = unquoted(tree.textOf(name));
          this.useImport(name, { module, name: own });
          bind(alias >= 0 ? alias : name, own);
        }
      }
    }
  }

  #exportsOf(): Exports {
    this.exports ??= { names: new Map(), isOpen: false };
    return this.exports;
  }

  #addExport(name: string, declaration: Declaration): void {
    addTo(this.#exportsOf().names, { ...declaration, name });
  }

  #export(node: number): void {
    const { tree } = this;
    if (this.at !== 0) {
      this.visitChildren(node);
      return;
    }
    this.#exportsOf();
    const source = tree.child(node, "source");
    const module = source >= 0 ? unquoted(tree.textOf(source)) : undefined;
    if (source >= 0) this.useImport(source, { module: module!, name: "" });
    const clause = tree.childOfType(node, "export_clause");
    for (const specifier of tree.children(clause)) {
      if (tree.type(specifier) !== "export_specifier") continue;
      const name = tree.child(specifier, "name");
      const alias = tree.child(specifier, "alias");
      const own = tree.textOf(name);
      if (module === undefined) this.use(name, "value");
      else this.useImport(name, { module, name: own });
      const parts: DeclarationParts =
        module === undefined ? { value: [own] } : { import: { module, name: own } };
      this.#addExport(tree.textOf(alias >= 0 ? alias : name), this.declaration(name, "import", parts));
    }
    const namespace = tree.childOfType(node, "namespace_export");
    if (namespace >= 0 && module !== undefined) {
      const name = tree.children(namespace).findLast((child) => isWord(tree.type(child))) ?? -1;
      this.#addExport(tree.textOf(name), this.declaration(name, "import", { import: { module, name: "" } }));
    } else if (module !== undefined && clause < 0) this.handsOn.push(module);
    const declaration = tree.child(node, "declaration");
    const value = tree.child(node, "value");
    const isDefault = tree.childOfType(node, "default") >= 0;
    for (const child of tree.children(node)) if (tree.type(child) === "decorator") this.visit(child);
    if (declaration >= 0) {
      const before = new Map([...this.scope.names].map(([name, all]) => [name, all.length]));
      this.visit(declaration);
      for (const [name, all] of this.scope.names)
        for (const one of all.slice(before.get(name) ?? 0))
          this.#addExport(isDefault ? "default" : name, one);
      if (isDefault && !this.exports!.names.has("default"))
        this.#addExport("default", this.declaration(declaration, "variable"));
    } else if (value >= 0) {
      this.visit(value);
      this.#addExport(
        "default",
        this.declaration(value, "variable", { value: this.expr(value), type: this.#objectType(value) }),
      );
    } else if (isDefault) this.#exportsOf().isOpen = true;
    if (/^export\s*=/.test(tree.textOf(node))) {
      const whole = tree.children(node).findLast((child) => tree.type(child) === "identifier") ?? -1;
      if (whole >= 0)
        this.#addExport(wholeExport, this.declaration(whole, "variable", { value: this.expr(whole) }));
      this.exports!.isOpen = true;
      this.visitChildren(node);
    }
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
      const required = this.#required(value);
      if (required !== undefined && tree.textOf(tree.child(value, "function")) === "require") {
        this.#bindRequired(name, unquoted(tree.textOf(required)), into);
        continue;
      }
      const typed = this.#typeExpr(tree.firstChild(type) < 0 ? -1 : this.#inner(type));
      const object =
        isConst && type < 0 && tree.type(name) === "identifier" ? this.#objectType(value) : undefined;
      const signature = type < 0 ? this.#signatureOf(value) : undefined;
      this.#bind(name, type >= 0 ? typed : this.expr(value), signature ? "function" : "variable", into, {
        type: object,
        signature,
      });
    }
  }

  #bindRequired(name: number, module: string, into: number): void {
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
      } else if (isWord(tree.type(part))) this.#bind(part, [], "variable", into);
    }
  }

  /** Declares what a pattern binds. */
  #bind(
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
          else if (isWord(tree.type(part))) this.#bind(part, after(value, nth(place)), kind, into);
        }
        return;
      }
      case "assignment_pattern":
      case "object_assignment_pattern":
        this.visit(tree.child(target, "right"));
        this.#bind(tree.child(target, "left"), [], kind, into);
        return;
      case "rest_pattern":
        for (const child of tree.children(target))
          if (isWord(tree.type(child))) this.#bind(child, [], kind, into);
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
        this.#bind(tree.child(part, "value"), after(value, tree.textOf(key)), kind, into);
        return;
      }
      case "object_assignment_pattern": {
        const left = tree.child(part, "left");
        this.visit(tree.child(part, "right"));
        if (tree.type(left) === "shorthand_property_identifier_pattern") this.useMember(left, value, "value");
        this.#bind(left, [], kind, into);
        return;
      }
      default:
        if (isWord(tree.type(part))) this.#bind(part, [], kind, into);
    }
  }

  #function(node: number): void {
    const { tree } = this;
    const name = tree.child(node, "name");
    this.define(name, "function", { signature: this.#signatureOf(node) });
    this.#functionValue(node, "unknown");
  }

  /** What is inside a function, a method or the type of one. */
  #functionValue(node: number, self: Self): void {
    const { tree } = this;
    const before = this.#self;
    this.#self = self;
    this.inScope("function", undefined, () => {
      const name = tree.child(node, "name");
      if (/^(?:function_expression|generator_function)$/.test(tree.type(node)) && name >= 0)
        this.define(name, "function");
      this.visit(tree.child(node, "type_parameters"));
      const single = tree.child(node, "parameter");
      const given = this.#given.get(node) ?? (() => []);
      if (single >= 0) this.define(single, "parameter", { value: given(0) });
      this.#parameters(tree.child(node, "parameters"), given);
      for (const field of ["return_type", "type"]) this.visit(tree.child(node, field));
      this.visit(tree.child(node, "body"));
    });
    this.#self = before;
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
        const value = isRest ? [] : annotation >= 0 ? this.#typeExpr(this.#inner(annotation)) : given(place);
        this.#bind(pattern, value, "parameter");
        this.#parameterField(parameter, pattern, value);
        place++;
      } else if (isWord(type)) this.#bind(parameter, given(place++), "parameter");
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

  #signatureOf(node: number): Signature | undefined {
    const { tree } = this;
    if (!/function|method|arrow/.test(tree.type(node))) return undefined;
    const single = tree.child(node, "parameter");
    const list = tree.child(node, "parameters");
    const body = tree.child(node, "body");
    const usesArguments = !this.#isTyped && /\barguments\b/.test(tree.textOf(body));
    const parameters: Parameter[] =
      single >= 0 ? [{ name: "", isOptional: !this.#isTyped, by: "place" }] : [];
    let takesMore = usesArguments;
    for (const parameter of tree.children(list)) {
      const type = tree.type(parameter);
      if (!isWord(type) || type === "decorator") continue;
      const pattern = tree.child(parameter, "pattern");
      if (tree.type(pattern) === "this") continue;
      if (type === "rest_pattern" || tree.type(pattern) === "rest_pattern") takesMore = true;
      else {
        const isOptional =
          !this.#isTyped || type === "optional_parameter" || tree.child(parameter, "value") >= 0;
        parameters.push({ name: "", isOptional, by: "place" });
      }
    }
    const isAsync = tree.childOfType(node, "async") >= 0;
    const returns = isAsync ? [] : this.#typeExpr(this.#inner(tree.child(node, "return_type")));
    return {
      parameters,
      takesMore,
      takesMoreNames: true,
      returns: [returns],
      scope: this.at,
      isBound: false,
    };
  }

  #class(node: number): void {
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
        : (tree.children(node).find((child) => isWord(tree.type(child)) && tree.type(child) !== "extends") ??
          -1);
    if (tree.type(value) === "implements_clause" || value < 0) return;
    const expr = this.expr(value);
    if (expr.length === 0 || expr.includes(steps.call)) type.isOpen = true;
    else type.bases.push(expr);
  }

  #classBody(body: number, type: TypeNames): void {
    const { tree } = this;
    const before = this.#self;
    this.inScope("class", type, () => {
      for (const member of tree.children(body)) {
        const kind = tree.type(member);
        this.#self =
          tree.childOfType(member, "static") >= 0 || kind === "class_static_block" ? "class" : "instance";
        if (kind === "method_definition") this.#method(member, type);
        else if (kind === "method_signature" || kind === "abstract_method_signature") {
          this.#declareMember(member, type);
          this.#functionValue(member, this.#self);
        } else if (kind === "public_field_definition" || kind === "field_definition") {
          this.#declareField(member, type);
          this.#property(member);
        } else if (kind === "index_signature") {
          type.isOpen = true;
          this.visit(member);
        } else this.visit(member);
      }
    });
    this.#self = before;
  }

  #method(node: number, type: TypeNames | undefined): void {
    const { tree } = this;
    const name = tree.child(node, "name");
    if (type) this.#declareMember(node, type);
    if (tree.type(name) === "computed_property_name") this.visit(name);
    this.#functionValue(node, type ? this.#self : "unknown");
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
      this.declaration(name, "method", { signature: this.#signatureOf(node), isProperty: isGetter }),
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
      annotation >= 0 ? this.#typeExpr(this.#inner(annotation)) : this.expr(tree.child(node, "value"));
    addTo(type.members, this.declaration(name, "field", { value }));
  }

  #property(node: number): void {
    const { tree } = this;
    for (const field of ["key", "name", "property"]) {
      const name = tree.child(node, field);
      if (tree.type(name) === "computed_property_name") this.visit(name);
    }
    for (const child of tree.children(node)) if (tree.type(child) === "decorator") this.visit(child);
    for (const field of ["type", "value"]) this.visit(tree.child(node, field));
  }

  #interface(node: number): void {
    const { tree } = this;
    const name = tree.child(node, "name");
    const type = this.newType(tree.textOf(name), "interface");
    this.define(name, "type", { type });
    this.inScope("class", type, () => {
      this.visit(tree.child(node, "type_parameters"));
      const clause = tree.childOfType(node, "extends_type_clause");
      this.visit(clause);
      for (const base of tree.childrenIn(clause, "type")) {
        const expr = this.#typeExpr(base);
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

  #typeAlias(node: number): void {
    const { tree } = this;
    const name = tree.child(node, "name");
    const value = tree.child(node, "value");
    const isObject = tree.type(value) === "object_type";
    const type = isObject ? this.newType(tree.textOf(name), "interface") : undefined;
    const other = isObject ? [] : this.#typeExpr(value);
    // The alias stands for the type, and what has the type for a value of it.
    const alias = other.at(-1) === steps.instance ? other.slice(0, -1) : [];
    this.define(name, "type", { type, value: alias });
    this.inScope("block", undefined, () => {
      this.visit(tree.child(node, "type_parameters"));
      if (type) this.#objectMembers(value, type);
      this.visit(value);
    });
  }

  #enum(node: number): void {
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

  #namespace(node: number): void {
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
  #objectType(node: number): TypeNames | undefined {
    const { tree } = this;
    if (tree.type(node) === "as_expression") return this.#objectType(tree.firstChild(node));
    if (
      /^(?:call_expression)$/.test(tree.type(node)) &&
      tree.textOf(tree.child(node, "function")) === "Object.freeze"
    ) {
      const [only = -1] = tree
        .children(tree.child(node, "arguments"))
        .filter((child) => isWord(tree.type(child)));
      return this.#objectType(only);
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
      } else if (isWord(kind)) type.isOpen = true;
    }
    return type;
  }

  #forIn(node: number): void {
    const { tree } = this;
    this.inScope("block", undefined, () => {
      this.visit(tree.child(node, "right"));
      const left = tree.child(node, "left");
      const isOf = tree.textOf(tree.child(node, "operator")) === "of";
      const each = isOf ? after(this.expr(tree.child(node, "right")), steps.each) : [];
      if (tree.child(node, "kind") >= 0) this.#bind(left, each, "variable");
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
    if (tree.type(object) === "this" && type && this.#self === "instance" && !this.#isTyped) {
      addTo(type.members, this.declaration(property, "field", { value: this.expr(right) }));
      return;
    }
    this.#exportByAssignment(tree.textOf(left), property, right);
    if (tree.type(object) !== "this" || this.#self === "unknown") this.assigned.add(tree.textOf(property));
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

  /** `module.exports = ...`, `module.exports.a = ...`, `exports.a = ...` */
  #exportByAssignment(target: string, property: number, right: number): void {
    const { tree } = this;
    if (target === "module.exports") {
      const type = this.#objectType(right);
      const value = this.expr(right);
      const whole = this.declaration(right, "variable", { value, type, signature: this.#signatureOf(right) });
      this.#addExport(wholeExport, whole);
      if (type) for (const [name, all] of type.members) for (const one of all) this.#addExport(name, one);
      if (!type || type.isOpen) this.#exportsOf().isOpen = true;
    } else if (/^(?:module\.)?exports\.[\w$]+$/.test(target)) {
      this.#addExport(
        tree.textOf(property),
        this.declaration(property, "variable", { value: this.expr(right) }),
      );
    }
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
      else if (right === "string" && this.#isTyped) this.#narrowed(inner);
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

  /** The type in an annotation. */
  #inner(annotation: number): number {
    return this.tree.children(annotation).find((child) => isWord(this.tree.type(child))) ?? -1;
  }

  /** A value of a type, where it is one that has a name. */
  #typeExpr(node: number): Expr {
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
        const element = this.#typeExpr(tree.firstChild(node));
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
        return this.#typeExpr(this.#inner(node));
      case "readonly_type":
        return this.#typeExpr(tree.children(node).findLast((child) => isWord(tree.type(child))) ?? -1);
      case "union_type": {
        const parts = tree
          .children(node)
          .filter((child) => isWord(tree.type(child)) && !/^(?:null|undefined)$/.test(tree.textOf(child)));
        return parts.length === 1 ? this.#typeExpr(parts[0]!) : [];
      }
      default:
        return [];
    }
  }
}

const unquoted = (text: string): string => text.replace(/^["'`]|["'`]$/g, "");

function noteUse(type: TypeNames, name: string, start: number): void {
  const known = type.selfUses.get(name);
  if (known) known.push(start);
  else type.selfUses.set(name, [start]);
}
