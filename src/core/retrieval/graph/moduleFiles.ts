/**
 * Which files of the repository an import means, by what each language's own rules make of the name and by the paths
 * there are. No configuration is read but the module paths of Go.
 */
import { type LexicalGroup, lexicalGroup } from "./lexicalGroup.ts";
import { isStandardModule } from "./pythonStandard.ts";

export interface ModuleFilesOptions {
  /** By directory of a `go.mod` the path of its module. */
  readonly goModules?: ReadonlyMap<string, string>;
}

/** Some packages have very many files; which of them has the name is seen by its definitions. */
const MOST_FILES = 500;

/** What an import can mean; anything where nothing is said. */
const extensions: Partial<Readonly<Record<LexicalGroup, RegExp>>> = {
  ecma: /\.(?:[cm]?[jt]sx?|json|vue|svelte|css)$/,
  python: /\.pyi?$/,
  go: /\.go$/,
  jvm: /\.(?:java|kts?|scala|groovy)$/,
  rust: /\.rs$/,
  php: /\.php$/,
  lua: /\.lua$/,
};

export class ModuleFiles {
  readonly #goModules: ReadonlyMap<string, string>;
  /** Files by their name without extensions. */
  readonly #byStem = new Map<string, string[]>();
  readonly #byDirectory = new Map<string, string[]>();
  /** Directories by their own name. */
  readonly #directories = new Map<string, string[]>();
  readonly #paths = new Set<string>();

  /** @param paths of all files, absolute, with `/` */
  constructor(paths: Iterable<string>, { goModules = new Map() }: ModuleFilesOptions = {}) {
    this.#goModules = goModules;
    for (const path of paths) this.#add(path);
  }

  /**
   * @param module as written
   * @param from path of the file that imports
   * @returns files that are the module or, for a package, in it; none when it is outside of the repository
   */
  resolve(module: string, from: string, languageId: string): readonly string[] {
    const group = lexicalGroup(languageId);
    const found = new Set(this.#resolve(module, from, group));
    const isOfGroup = (path: string) => path !== from && (extensions[group]?.test(path) ?? true);
    return [...found].filter(isOfGroup).slice(0, MOST_FILES);
  }

  /** Files of a directory, those in directories below left out. */
  filesIn(directory: string): readonly string[] {
    return this.#byDirectory.get(directory) ?? [];
  }

  #add(path: string): void {
    const directory = directoryOf(path);
    this.#paths.add(path);
    push(this.#byStem, stemOf(path), path);
    const files = this.#byDirectory.get(directory);
    if (files) files.push(path);
    else {
      this.#byDirectory.set(directory, [path]);
      this.#addDirectory(directory);
    }
  }

  /** A directory of directories alone is one too. */
  #addDirectory(directory: string): void {
    const name = directory.slice(directory.lastIndexOf("/") + 1);
    const known = this.#directories.get(name);
    if (known?.includes(directory)) return;
    push(this.#directories, name, directory);
    const parent = directoryOf(directory);
    if (parent !== "") this.#addDirectory(parent);
  }

  #resolve(module: string, from: string, group: LexicalGroup): readonly string[] {
    switch (group) {
      case "ecma":
        return this.#ecma(module, directoryOf(from));
      case "python":
        return this.#python(module, directoryOf(from));
      case "go":
        return this.#go(module);
      case "jvm":
        return this.#dotted(module.split("."), 3);
      case "rust":
        return this.#rust(module.split("::"), from);
      case "c":
        return this.#include(module, directoryOf(from));
      case "php":
        return module.includes(".") ? this.#script(module, from) : this.#namespace(module.split("\\"));
      case "lua":
        return this.#script(module.replaceAll(".", "/"), from);
      case "other":
        return this.#script(module, from);
    }
  }

  #ecma(module: string, directory: string): readonly string[] {
    if (module.startsWith(".")) return this.#ecmaFile(joinPath(directory, module));
    const alias = /^(?:[@~#]\/|~|#)(.+)$/.exec(module)?.[1];
    if (alias !== undefined) return this.#endingWith(alias, ["", "/index"]);
    const [, name, rest] = /^(?:@[^/]+\/)?([^/]+)(?:\/(.+))?$/.exec(module) ?? [];
    const packages = this.#directoriesWith(name ?? "", "package.json");
    const parts =
      rest === undefined ? ["src/index", "index", "lib/index"] : [`src/${rest}`, rest, `lib/${rest}`];
    const found = packages.flatMap((at) => parts.flatMap((part) => this.#ecmaFile(`${at}/${part}`)));
    return found.length > 0 || !module.includes("/") || module.startsWith("@")
      ? found
      : this.#endingWith(module, ["", "/index"]);
  }

  #ecmaFile(base: string): readonly string[] {
    const plain = base.replace(/\.(?:[cm]?[jt]sx?|json|vue|svelte)$/, "");
    const same = [plain, `${plain}/index`].flatMap((path) => this.#withStem(path));
    return this.#paths.has(base) ? [base] : same;
  }

  #python(module: string, directory: string): readonly string[] {
    const dots = /^\.*/.exec(module)![0].length;
    const rest = module.slice(dots).replaceAll(".", "/");
    if (dots > 0) {
      const base = joinPath(directory, `${"../".repeat(dots - 1)}${rest}`);
      return [...this.#withStem(base), ...this.#withStem(`${base}/__init__`)];
    }
    return this.#absolutePython(rest, directory);
  }

  /**
   * Only from where Python would look: a folder that is no package itself. A name of the standard library is the repository's own only
   * where a package or module of that name stands above the file. What no such folder has may be of a program that is started inside
   * of its package, as a folder above the file.
   */
  #absolutePython(rest: string, directory: string): readonly string[] {
    const top = rest.split("/")[0]!;
    const found = this.#endingWith(rest, ["", "/__init__"]).map((path) => ({
      path,
      root: path.slice(0, path.lastIndexOf(`/${rest}`)),
    }));
    const isAbove = (root: string): boolean => `${directory}/`.startsWith(`${root}/`);
    const atRoot = found.filter(({ root }) => !this.#isPackage(root));
    if (isStandardModule(top)) {
      const isModule = (root: string) => this.#isPackage(`${root}/${top}`) || rest === top;
      return atRoot.filter(({ root }) => isAbove(root) && isModule(root)).map(({ path }) => path);
    }
    const isFound = (root: string) => rest.includes("/") || isAbove(root) || /\/(?:src|lib)$/.test(root);
    const meant = atRoot.filter(({ root }) => isFound(root));
    return (meant.length > 0 ? meant : found.filter(({ root }) => isAbove(root))).map(({ path }) => path);
  }

  #isPackage(directory: string): boolean {
    return this.#paths.has(`${directory}/__init__.py`) || this.#paths.has(`${directory}/__init__.pyi`);
  }

  #go(module: string): readonly string[] {
    for (const [directory, name] of this.#goModules) {
      if (module === name) return this.filesIn(directory);
      if (module.startsWith(`${name}/`)) return this.filesIn(directory + module.slice(name.length));
    }
    return [];
  }

  /** `com.shop.models.Customer`, or a member of it, or the package. @param fewest parts that must agree */
  #dotted(parts: readonly string[], fewest: number): readonly string[] {
    for (let count = parts.length; count >= Math.min(fewest, parts.length); count--) {
      const name = parts.slice(0, count).join("/");
      const files = this.#endingWith(name, [""]);
      if (files.length > 0) return files;
      const packages = this.#directoriesEndingWith(name);
      if (packages.length > 0) return packages.flatMap((directory) => this.filesIn(directory));
    }
    return [];
  }

  /** `Shop\Models\Customer` in `src/Models/Customer.php`: the first parts stand for a directory. */
  #namespace(parts: readonly string[]): readonly string[] {
    const known = parts.filter((part) => part !== "");
    for (let from = 0; from < Math.max(1, known.length - 1); from++) {
      const files = this.#endingWith(known.slice(from).join("/"), [""]);
      if (files.length > 0) return files;
    }
    return [];
  }

  #rust(parts: readonly string[], from: string): readonly string[] {
    const [first = "", ...rest] = parts;
    const stem = stemOf(from);
    const isRoot = stem === "mod" || stem === "lib" || stem === "main";
    const own = isRoot ? directoryOf(from) : `${directoryOf(from)}/${stem}`;
    if (first === "self") return this.#rustPath(own, rest);
    if (first === "super") {
      const ups = parts.findIndex((part) => part !== "super");
      const above = parts.slice(0, ups < 0 ? parts.length : ups).reduce((at) => directoryOf(at), own);
      return this.#rustPath(above, ups < 0 ? [] : parts.slice(ups));
    }
    if (first === "crate") return this.#rustPath(this.#crateRoot(from), rest);
    const crates = [first, first.replaceAll("_", "-")].flatMap((name) => this.#directories.get(name) ?? []);
    for (const crate of crates) {
      if (this.#withStem(`${crate}/src/lib`).length > 0) return this.#rustPath(`${crate}/src`, rest);
    }
    return this.#rustPath(own, parts).filter((path) => !/\/(?:lib|main|mod)\.rs$/.test(path));
  }

  #crateRoot(from: string): string {
    let at = directoryOf(from);
    while (at !== "" && this.#withStem(`${at}/lib`).length + this.#withStem(`${at}/main`).length === 0)
      at = directoryOf(at);
    return at;
  }

  /** The last parts may be names in the file. */
  #rustPath(base: string, parts: readonly string[]): readonly string[] {
    for (let count = parts.length; count >= Math.max(0, parts.length - 2); count--) {
      const path = [base, ...parts.slice(0, count)].join("/");
      const files = ["", "/mod", "/lib", "/main"].flatMap((end) => this.#withStem(path + end));
      if (files.length > 0) return files;
    }
    return [];
  }

  /** A header, and what has its name beside it or elsewhere: it is declared here and defined there. */
  #include(module: string, directory: string): readonly string[] {
    const near = joinPath(directory, module);
    const headers = this.#paths.has(near) ? [near] : this.#endingExactly(module);
    const stems = headers.flatMap((header) => this.#byStem.get(stemOf(header)) ?? []);
    const bodies = stems.filter((path) => /\.(?:c|cc|cpp|cxx|m|mm)$/.test(path));
    return [...headers, ...bodies];
  }

  /** A path, relative or from one of several roots, with or without extension. */
  #script(module: string, from: string): readonly string[] {
    const plain = module.replace(/^(?:\$\{?\w+\}?|\$\([^)]*\))?\/?/, "").replace(/^(?:\.\/)+/, "");
    const near = joinPath(directoryOf(from), module);
    if (this.#paths.has(near)) return [near];
    const beside = this.#withStem(near);
    if (beside.length > 0) return beside;
    if (plain.startsWith("..")) return [];
    const exact = this.#endingExactly(plain);
    return exact.length > 0 ? exact : this.#endingWith(plain, ["", "/init"]);
  }

  /** Files that are this path but for their extension. */
  #withStem(path: string): string[] {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const directory = directoryOf(path);
    return (this.#byStem.get(name) ?? []).filter((file) => directoryOf(file) === directory);
  }

  /** Files whose path without extension ends with whole parts and one of these ends. */
  #endingWith(parts: string, ends: readonly string[]): string[] {
    return ends.flatMap((end) => {
      const wanted = `/${parts}${end}`;
      const name = wanted.slice(wanted.lastIndexOf("/") + 1);
      return (this.#byStem.get(name) ?? []).filter((path) =>
        path.slice(0, directoryOf(path).length + 1 + name.length).endsWith(wanted),
      );
    });
  }

  #endingExactly(parts: string): string[] {
    return (this.#byStem.get(stemOf(`/${parts}`)) ?? []).filter((path) => path.endsWith(`/${parts}`));
  }

  #directoriesEndingWith(parts: string): string[] {
    const name = parts.slice(parts.lastIndexOf("/") + 1);
    return (this.#directories.get(name) ?? []).filter((path) => path.endsWith(`/${parts}`));
  }

  #directoriesWith(name: string, file: string): string[] {
    return (this.#directories.get(name) ?? []).filter((path) => this.#paths.has(`${path}/${file}`));
  }
}

/** Without `/` at the end; empty above the top. */
export const directoryOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/** Name of a file without its extensions: `order` of `order.d.ts`. */
function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.indexOf(".", 1);
  return dot < 0 ? name : name.slice(0, isKnownEnd(name.slice(dot)) ? dot : name.lastIndexOf("."));
}

/** `.d.ts` belongs to the extension, `.test` of `.test.ts` to the name. */
const isKnownEnd = (end: string): boolean => end.lastIndexOf(".") === 0 || end.startsWith(".d.");

function joinPath(directory: string, relative: string): string {
  const parts = directory.split("/");
  for (const part of relative.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
