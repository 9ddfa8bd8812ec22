/** Names of a Python file: the walk over its tree, and what its statements, calls and imports say. */
import { type Argument, steps } from "../../names.ts";
import { addTo, after } from "../binder.ts";
import { PythonDefinitions } from "./pythonDefinitions.ts";

/** Conditions of code that is for some versions only. */
const versionTest = /version|hasattr|\bPY\d|\bPYPY|\bHAS_|_AVAILABLE\b/i;

export class PythonBinder extends PythonDefinitions {
  protected visit(node: number): void {
    const { tree } = this;
    switch (tree.type(node)) {
      case "identifier":
        this.use(node, "value");
        return;
      case "attribute":
        this.attribute(node, "value");
        return;
      case "call":
        this.#call(node);
        return;
      case "function_definition":
        this.function(node, []);
        return;
      case "class_definition":
        this.class(node, []);
        return;
      case "decorated_definition":
        this.decorated(node);
        return;
      case "lambda":
        this.lambda(node);
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
        this.bind(
          tree.child(node, "name"),
          this.expr(tree.child(node, "value")),
          this.nearest("function", "module"),
        );
        return;
      case "for_statement":
      case "for_in_clause":
        this.visit(tree.child(node, "right"));
        this.bind(tree.child(node, "left"), after(this.expr(tree.child(node, "right")), steps.each));
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
        this.asPattern(node);
        return;
      case "case_pattern":
        this.casePattern(node);
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

  #call(node: number): void {
    const { tree } = this;
    const callee = tree.child(node, "function");
    const list = tree.child(node, "arguments");
    const name = tree.textOf(callee);
    if (tree.type(callee) === "identifier") this.use(callee, "call");
    else if (tree.type(callee) === "attribute") this.attribute(callee, "call");
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
    const first = this.wordsOf(list)[0] ?? -1;
    const text = tree.textOf(first);
    if (/^(?:isinstance|issubclass|hasattr|callable|cast)$/.test(name))
      this.scopes[this.nearest("function", "module")]!.narrowed.add(text);
    if (/^(?:setattr|vars)$/.test(name) || /__dict__/.test(name)) {
      if (this.self?.name === text || name.startsWith(`${this.self?.name}.__dict__`))
        this.self!.type.isOpen = true;
    }
    if (name === "globals().update" || (name === "exec" && this.at === 0)) this.scopes[0]!.isOpen = true;
  }

  #arguments(list: number): Argument[] {
    const { tree } = this;
    return this.wordsOf(list).map((child): Argument => {
      const type = tree.type(child);
      const place = { start: tree.start(child), end: tree.end(child) };
      if (type === "keyword_argument")
        return { ...place, name: tree.textOf(tree.child(child, "name")), isSpread: false };
      return { ...place, name: "", isSpread: /^(?:list_splat|dictionary_splat|for_in_clause)$/.test(type) };
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
    const declared = this.annotation(type);
    this.bind(left, declared.length > 0 ? declared : this.expr(right), this.at, right);
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
}
