/**
 * Facts of a TypeScript or JavaScript repository by the compiler's own language service. Only what it proves is a fact: names that
 * are declared once in the whole repository, and the references that the compiler resolves to them. For bench/chat.ts:
 * `node typeScriptFacts.mjs ROOT FOLDER` -> one JSON on standard output, where FOLDER holds `node_modules/typescript` 5.
 */
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, resolve } from "node:path";

const [root, typescript] = process.argv.slice(2).map((path) => resolve(path));
/** A version that still has this service, which the compiler of this project has not. */
const ts = createRequire(join(typescript, "package.json"))("typescript");

const skipped = new Set(["node_modules", ".git", "build", "dist", "docs", "examples", "benchmarks"]);
const isTest = (path) => /(?:^|\/)tests?\//.test(path) || /\.(?:test|spec)\.[cm]?[jt]sx?$/.test(path);

function sourcesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : sourcesBelow(path);
    return /\.[cm]?[jt]sx?$/.test(entry.name) && !/\.d\.[cm]?ts$/.test(entry.name) ? [path] : [];
  });
}

function serviceOver(paths) {
  const options = {
    allowJs: true,
    noLib: true,
    types: [],
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    experimentalDecorators: true,
  };
  return ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...paths],
    getScriptVersion: () => "1",
    getScriptSnapshot: (path) => {
      const text = ts.sys.readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: () => "",
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
  });
}

/** Functions, classes, interfaces and constants at the top of modules. */
function declaredIn(file) {
  return file.statements.flatMap((statement) => {
    if (ts.isFunctionDeclaration(statement) && statement.name)
      return [
        {
          path: file.fileName,
          name: statement.name.text,
          node: statement,
          at: statement.name.getStart(file),
          kind: "function",
        },
      ];
    if ((ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement)) && statement.name)
      return [
        {
          path: file.fileName,
          name: statement.name.text,
          node: statement,
          at: statement.name.getStart(file),
          kind: "class",
        },
      ];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap((declaration) =>
      ts.isIdentifier(declaration.name) && declaration.initializer
        ? [
            {
              path: file.fileName,
              name: declaration.name.text,
              node: statement,
              at: declaration.name.getStart(file),
              kind: "constant",
            },
          ]
        : [],
    );
  });
}

/** How often each word stands as an identifier that is declared somewhere, whatever its scope. */
function countDeclarations(files) {
  const declared = new Map();
  const words = new Set();
  const visit = (node) => {
    if (ts.isIdentifier(node)) words.add(node.text);
    const name = node.name;
    if (
      name &&
      ts.isIdentifier(name) &&
      !ts.isImportSpecifier(node) &&
      !ts.isImportClause(node) &&
      !ts.isPropertyAccessExpression(node) &&
      !ts.isExportSpecifier(node)
    )
      declared.set(name.text, (declared.get(name.text) ?? 0) + 1);
    ts.forEachChild(node, visit);
  };
  files.forEach(visit);
  return { declared, words };
}

const docOf = (node) => {
  const [comment] = ts.getJSDocCommentsAndTags(node);
  const text = comment && ts.isJSDoc(comment) ? ts.getTextOfJSDocComment(comment.comment) : undefined;
  return (text ?? "")
    .split(/\n\s*\n/)[0]
    .replace(/\s+/g, " ")
    .trim();
};

function typeScriptFacts(mostOfKind) {
  const paths = sourcesBelow(root).sort();
  const service = serviceOver(paths);
  const program = service.getProgram();
  const files = paths.map((path) => program.getSourceFile(path)).filter((file) => file !== undefined);
  const { declared, words } = countDeclarations(files);
  const short = (path) => relative(root, path);
  const lineOf = (file, offset) => file.getLineAndCharacterOfPosition(offset).line + 1;
  const alone = files
    .filter((file) => !isTest(short(file.fileName)))
    .flatMap(declaredIn)
    .filter(({ name }) => declared.get(name) === 1 && name.length >= 5);
  const facts = [];
  const taken = new Map();
  const mayTake = (kind) => {
    const before = taken.get(kind) ?? 0;
    taken.set(kind, before + 1);
    return before < mostOfKind;
  };
  // A fixed stride spreads the choice over the repository.
  const stride = Math.max(1, Math.floor(alone.length / (4 * mostOfKind)));
  for (const { path, name, node, at, kind } of alone.filter((_, i) => i % stride === 0)) {
    const file = program.getSourceFile(path);
    const place = { path: short(path), line: lineOf(file, at), endLine: lineOf(file, node.getEnd()) };
    if (kind === "constant") {
      if (/^[A-Z][A-Z\d_]+$/.test(name) && mayTake("configure"))
        facts.push({ kind: "configure", name, ...place });
      continue;
    }
    facts.push({ kind: "definition", name, ...place });
    const doc = docOf(node);
    if (doc !== "") facts.push({ kind: "open", name, doc, ...place });
    if (!mayTake("references")) continue;
    const uses = (service.findReferences(path, at) ?? [])
      .flatMap(({ references }) => references)
      .filter(({ fileName, textSpan }) => fileName !== path || textSpan.start !== at);
    const sites = { callers: [], tests: [], implementers: [] };
    for (const { fileName, textSpan } of uses) {
      const source = program.getSourceFile(fileName);
      const site = { path: short(fileName), line: lineOf(source, textSpan.start), within: "" };
      const role = roleOf(source, textSpan.start);
      const inside =
        fileName === path && textSpan.start >= node.getStart(file) && textSpan.start < node.getEnd();
      if (role === "import" || role === "comment") continue;
      if (isTest(site.path)) sites.tests.push(site);
      if (role === "call" && !inside) sites.callers.push(site);
      if (role === "inherit") sites.implementers.push(site);
    }
    if (kind === "function" && sites.callers.length > 0)
      facts.push({ kind: "callers", name, sites: sites.callers });
    if (sites.tests.length > 0) facts.push({ kind: "tests", name, sites: sites.tests });
    if (sites.implementers.length > 0) facts.push({ kind: "implementers", name, sites: sites.implementers });
  }
  for (const [target, users] of importEdges(program, files)) {
    if (isTest(short(target))) continue;
    const sites = users.map(({ path, line }) => ({ path: short(path), line, within: "" }));
    facts.push({ kind: "importedBy", name: short(target), sites });
  }
  for (const file of files)
    if (!isTest(short(file.fileName))) facts.push({ kind: "changes", name: short(file.fileName) });
  service.dispose();
  return { facts, words: [...words].sort() };
}

/** What the identifier at an offset is for. */
function roleOf(file, offset) {
  let node = file;
  for (;;) {
    const inner = ts.forEachChild(node, (child) =>
      child.getStart(file) <= offset && offset < child.getEnd() ? child : undefined,
    );
    if (!inner) break;
    node = inner;
  }
  // A comment speaks of it, which is no use.
  if (ts.isSourceFile(node)) return "comment";
  let used = node;
  if (ts.isPropertyAccessExpression(used.parent) && used.parent.name === used) used = used.parent;
  const { parent } = used;
  if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === used)
    return "call";
  if (ts.isExpressionWithTypeArguments(parent) && ts.isHeritageClause(parent.parent)) return "inherit";
  for (let at = node; !ts.isSourceFile(at); at = at.parent)
    if (ts.isImportDeclaration(at) || ts.isExportDeclaration(at)) return "import";
  return "other";
}

/** By file: where it is imported, as the compiler resolves it. */
function importEdges(program, files) {
  const found = new Map();
  for (const file of files) {
    const visit = (node) => {
      const specifier = specifierOf(node);
      if (specifier) {
        const symbol = program.getTypeChecker().getSymbolAtLocation(specifier);
        const target = symbol?.valueDeclaration;
        if (target && ts.isSourceFile(target) && target !== file) {
          const line = file.getLineAndCharacterOfPosition(specifier.getStart(file)).line + 1;
          const users = found.get(target.fileName) ?? [];
          users.push({ path: file.fileName, line });
          found.set(target.fileName, users);
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return found;
}

function specifierOf(node) {
  const candidate =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "require"
        ? node.arguments[0]
        : undefined;
  return candidate && ts.isStringLiteral(candidate) ? candidate : undefined;
}

/** The references of so many declarations of a kind are asked for: the compiler takes its time. */
process.stdout.write(JSON.stringify(typeScriptFacts(60)));
