/** What a file of JavaScript or TypeScript takes from modules and offers to others, in both systems of modules. */
import { type Declaration, type Exports, wholeExport } from "../../names.ts";
import { addTo, type DeclarationParts } from "../binder.ts";
import { unquoted } from "./ecmaExpressions.ts";
import { EcmaTypes } from "./ecmaTypes.ts";

export abstract class EcmaModules extends EcmaTypes {
  protected import(node: number): void {
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

  protected export(node: number): void {
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
      const name = this.wordsOf(namespace).at(-1) ?? -1;
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
        this.declaration(value, "variable", { value: this.expr(value), type: this.objectType(value) }),
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

  /** `module.exports = ...`, `module.exports.a = ...`, `exports.a = ...` */
  protected exportByAssignment(target: string, property: number, right: number): void {
    const { tree } = this;
    if (target === "module.exports") {
      const type = this.objectType(right);
      const value = this.expr(right);
      const whole = this.declaration(right, "variable", { value, type, signature: this.signatureOf(right) });
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

  #exportsOf(): Exports {
    this.exports ??= { names: new Map(), isOpen: false };
    return this.exports;
  }

  #addExport(name: string, declaration: Declaration): void {
    addTo(this.#exportsOf().names, { ...declaration, name });
  }
}
