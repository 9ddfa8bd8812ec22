/** The layer rules of ARCHITECTURE.md, checked on the text of source files. */
import { dirname, join } from "node:path/posix";

/** Source text by path relative to the project, such as `src/core/text/textEdit.ts`. */
export type Sources = ReadonlyMap<string, string>;

interface Layer {
  /** Layers of this project it may import from. */
  readonly layers: readonly string[];
  readonly npm: readonly string[] | "any";
  readonly node: boolean;
  readonly vscode: boolean;
}

/** npm packages without I/O, clock or randomness, fit for `core/`. */
const purePackages = ["diff", "fast-xml-parser", "ignore", "zod"];

const layers: Readonly<Record<string, Layer>> = {
  core: { layers: ["core"], npm: purePackages, node: false, vscode: false },
  ports: { layers: ["core", "ports"], npm: [], node: false, vscode: false },
  features: { layers: ["core", "ports", "features"], npm: [], node: false, vscode: false },
  node: { layers: ["core", "ports", "node"], npm: "any", node: true, vscode: false },
  commandLine: {
    layers: ["core", "ports", "features", "node", "commandLine"],
    npm: [],
    node: true,
    vscode: false,
  },
  vscode: { layers: ["core", "ports", "features", "vscode"], npm: [], node: false, vscode: true },
  webview: { layers: ["core", "webview"], npm: "any", node: false, vscode: false },
};

/** Folders of `core/`; each may import itself and those before it. */
const coreFolders = [
  "text",
  "config",
  "syntax",
  "repo",
  "retrieval",
  "apiDocs",
  "testing",
  "checking",
  "patch",
  "verify",
  "prompt",
  "completion",
  "repair",
  "optimize",
  "testWriting",
  "docWriting",
  "changes",
  "chat",
];

interface ChokePoint {
  readonly what: string;
  /** Matches module specifiers, with or without `node:`. */
  readonly imports?: RegExp;
  /** Matches calls in code without comments. */
  readonly calls?: RegExp;
  readonly allowed: RegExp;
}

/** What only one place may import or call. */
const chokePoints: readonly ChokePoint[] = [
  {
    what: "starts processes",
    imports: /^(?:node:)?child_process$/,
    allowed: /^src\/node\/processes\/spawn\.ts$/,
  },
  {
    what: "talks HTTP",
    imports: /^(?:node:)?(?:https?|http2|net|tls|dgram)$/,
    calls: /(?<![\w.])fetch\s*\(|globalThis\.fetch/,
    allowed: /^src\/node\/model\/guardedFetch\.ts$/,
  },
  {
    what: "asks models of the editor",
    calls: /\bselectChatModels\s*\(|\.sendRequest\s*\(/,
    allowed: /^src\/vscode\/hostModels\/hostModels\.ts$/,
  },
  { what: "loads the OpenAI client", imports: /^openai(?:\/|$)/, allowed: /^src\/node\/model\// },
  { what: "runs git", imports: /^simple-git$/, allowed: /^src\/node\/git\// },
  {
    what: "writes files",
    calls:
      /\b(?:writeFile|appendFile|createWriteStream|rmSync|unlink|rename|mkdir|copyFile|symlink|link|truncate|utimes|chmod|write)(?:Sync)\s*\(|\b(?:writeFile|appendFile|createWriteStream|unlink|rename|mkdir|copyFile|symlink|truncate|utimes|chmod)\s*\(|\bfs\.(?:delete|writeFile)\b/,
    allowed:
      /^src\/(?:vscode\/fileWriter|node\/store\/storeFiles|node\/userFiles\/userDisk|node\/workCopy\/scratchFiles)\.ts$/,
  },
  {
    what: "opens a database",
    imports: /^(?:node:)?sqlite$/,
    calls: /\bgetBuiltinModule\b/,
    allowed: /^src\/node\/store\//,
  },
];

/** Code with comments blanked; string contents stay. Good for formatted code, where no string holds `//` after code. */
function withoutComments(source: string): string {
  return source.replace(
    /\/\*[\s\S]*?\*\/|(^|[\s;{}()])\/\/[^\n]*/g,
    (_whole, before: string | undefined) => before ?? "",
  );
}

/** Module specifiers of static, side-effect, re-export and dynamic imports. */
export function importsOf(source: string): string[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\b[^"'`;]*?\bfrom\s*["']([^"']+)["']|(?:^|\n)\s*import\s*["']([^"']+)["']|\b(?:import|require)\(\s*["']([^"']+)["']/g;
  return [...withoutComments(source).matchAll(pattern)].map((match) => (match[1] ?? match[2] ?? match[3])!);
}

/** `core` for `src/core/...`; undefined for a composition root directly in `src/`. */
const layerOf = (path: string): string | undefined => /^src\/([^/]+)\//.exec(path)?.[1];
const coreFolderOf = (path: string): string | undefined => /^src\/core\/([^/]+)\//.exec(path)?.[1];

function outsideViolation(layer: Layer, specifier: string): string | undefined {
  if (specifier === "vscode") return layer.vscode ? undefined : "the editor's API";
  if (specifier.startsWith("node:")) return layer.node ? undefined : "Node";
  const name = /^(@[^/]+\/[^/]+|[^/]+)/.exec(specifier)?.[1] ?? specifier;
  return layer.npm === "any" || layer.npm.includes(name) ? undefined : "a package";
}

function insideViolation(path: string, layer: Layer, target: string): string | undefined {
  const targetLayer = layerOf(target);
  if (targetLayer === undefined) return "a composition root";
  if (!layer.layers.includes(targetLayer)) return `the layer ${targetLayer}`;
  const from = coreFolderOf(path);
  const to = coreFolderOf(target);
  if (from === undefined || to === undefined) return undefined;
  return coreFolders.indexOf(to) > coreFolders.indexOf(from)
    ? `core/${to}, which stands above core/${from}`
    : undefined;
}

function violationsOf(path: string, source: string): string[] {
  const specifiers = importsOf(source);
  const found = chokePoints
    .filter(({ allowed }) => !allowed.test(path))
    .filter(
      ({ imports, calls }) =>
        (imports && specifiers.some((specifier) => imports.test(specifier))) ||
        calls?.test(withoutComments(source)),
    )
    .map(({ what, allowed }) => `${path} ${what}: only ${allowed.source} may`);
  const name = layerOf(path);
  if (name === undefined) return found;
  const layer = layers[name];
  if (layer === undefined) return [...found, `${path} is in no known layer`];
  const folder = coreFolderOf(path);
  if (name === "core" && (folder === undefined || !coreFolders.includes(folder))) {
    found.push(`${path} is in no known folder of core`);
  }
  for (const specifier of specifiers) {
    const what = specifier.startsWith(".")
      ? insideViolation(path, layer, join(dirname(path), specifier))
      : outsideViolation(layer, specifier);
    if (what !== undefined) found.push(`${path} imports ${what} ("${specifier}")`);
  }
  return found;
}

/** The import cycles of the files, each named once by its members in order of import. */
function findCycles(sources: Sources): string[] {
  const state = new Map<string, "open" | "closed">();
  const stack: string[] = [];
  const cycles: string[] = [];
  const visit = (path: string): void => {
    if (state.get(path) === "closed" || !sources.has(path)) return;
    if (state.get(path) === "open") {
      cycles.push([...stack.slice(stack.indexOf(path)), path].join(" -> "));
      return;
    }
    state.set(path, "open");
    stack.push(path);
    for (const specifier of importsOf(sources.get(path)!)) {
      if (specifier.startsWith(".")) visit(join(dirname(path), specifier));
    }
    stack.pop();
    state.set(path, "closed");
  };
  for (const path of sources.keys()) visit(path);
  return cycles;
}

/** Every breach of the layer rules, a sentence each; empty when all is well. */
export function findViolations(sources: Sources): string[] {
  const breaches = [...sources].flatMap(([path, source]) => violationsOf(path, source));
  return [...breaches, ...findCycles(sources).map((cycle) => `Import cycle: ${cycle}`)];
}
