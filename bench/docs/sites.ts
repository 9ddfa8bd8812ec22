/** Calls of installed libraries in a repository, told without what is measured: by imports and by names of their own. */
import { packageNameOf } from "../../src/core/apiDocs/npm/packageEntry.ts";
import { lexicalFamilies } from "../../src/core/syntax/lexicalFamily.ts";
import { lex } from "../../src/core/syntax/outline/lexer.ts";
import { codes, type Tokens } from "../../src/core/syntax/outline/tokens.ts";
import type { Random } from "../completion/random.ts";
import { readFolder, type SourceFile, withoutCopies } from "../completion/sources.ts";
import type { Workspace } from "./workspace.ts";

export interface Site {
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  /** Of the called name. */
  readonly start: number;
  readonly end: number;
  readonly name: string;
  /** `imported`: the name itself, or what stands before its dots, is imported from the package. `named`: only the package has the name. */
  readonly how: "imported" | "named";
  readonly isMember: boolean;
}

export interface SiteLimits {
  readonly count: number;
  /** Of one file, and calls of one name in one repository. */
  readonly ofFile: number;
  readonly ofName: number;
}

/** Members of the languages' own values, and of their libraries where they are usual: their calls belong to no package. */
const pythonOwn =
  "add append extend insert remove pop clear index count sort reverse copy get items keys values update setdefault popitem fromkeys union difference intersection discard join split rsplit splitlines strip lstrip rstrip replace startswith endswith find rfind format encode decode lower upper title capitalize isdigit isalpha isalnum partition rpartition read write readline readlines close open flush seek tell match search sub findall finditer compile group groups fullmatch fileno send recv info debug warning error exception critical log getLogger dumps loads dump load run start wait cancel done result set set_result is_set acquire release put get_nowait exists mkdir is_file is_dir resolve sleep time now today strftime isoformat total_seconds next iter len print type super isinstance call check name parse hex digest total connect register main setup test".split(
    " ",
  );

function ownNames(languageId: string): ReadonlySet<string> {
  if (languageId === "python") return new Set(pythonOwn);
  const own = [
    Object,
    Array,
    String,
    Number,
    Map,
    Set,
    Promise,
    RegExp,
    Date,
    Function,
    Symbol,
    Error,
    Uint8Array,
    URL,
    WeakMap,
  ];
  const names = own.flatMap((one) => [
    one.name,
    ...Object.getOwnPropertyNames(one),
    ...Object.getOwnPropertyNames(one.prototype),
  ]);
  const others = [JSON, Math, Reflect, console, process, globalThis].flatMap((one) =>
    Object.getOwnPropertyNames(one),
  );
  return new Set([
    ...names,
    ...others,
    "on",
    "once",
    "emit",
    "write",
    "end",
    "pipe",
    "get",
    "set",
    "close",
    "describe",
    "it",
    "require",
  ]);
}

export async function findSites(
  { root, libraries, shelf }: Workspace,
  languages: ReadonlySet<string>,
  { count, ofFile, ofName }: SiteLimits,
  random: Random,
): Promise<Site[]> {
  const files = withoutCopies(readFolder(root)).filter(({ languageId }) => languages.has(languageId));
  const defined = new Set(files.flatMap(({ text }) => definedIn(text)));
  const { readable } = await libraries.installed();
  const byImport = new Map(
    readable.flatMap((one) => one.installed.importNames.map((name) => [name, one] as const)),
  );
  const namesOf = new Map<string, ReadonlySet<string>>();
  const sites: Site[] = [];
  const perName = new Map<string, number>();
  for (const file of random.shuffle(files)) {
    if (sites.length >= count) break;
    const imports = importsOf(file);
    const names = new Set<string>();
    for (const head of new Set(imports.values())) {
      const one = byImport.get(head);
      if (one === undefined || one.installed.role === "private") continue;
      if (!namesOf.has(head)) {
        const apis = await shelf.take(one);
        const all = Array.from({ length: apis.entryCount }, (_, i) => apis.entry(i).name.split(".").at(-1)!);
        namesOf.set(head, new Set(all));
      }
      for (const name of namesOf.get(head)!) names.add(name);
    }
    if (names.size === 0) continue;
    const own = ownNames(file.languageId);
    const found = sitesIn(file, { imports, byImport, names, own, defined, namesOf });
    let taken = 0;
    for (const site of random.shuffle(found)) {
      const known = perName.get(site.name) ?? 0;
      if (taken >= ofFile || known >= ofName) continue;
      perName.set(site.name, known + 1);
      taken++;
      sites.push(site);
    }
  }
  return sites.slice(0, count);
}

/** Names that a text defines, in any way. */
function definedIn(text: string): readonly string[] {
  const found = text.matchAll(
    /(?:\b(?:def|class|function\*?|const|let|var|interface|type|enum)\s+([\w$]+))|^\s*(?:(?:public|private|protected|static|async|readonly|abstract|get|set)\s+)*([\w$]+)\s*(?:<[^>\n]*>)?\([^\n]*\)\s*(?::[^\n{]*)?\{\s*$|^\s*([\w$]+)\s*:\s*(?:async\s*)?(?:function|\()|\.prototype\.([\w$]+)\s*=|\bself\.(\w+)\s*=/gm,
  );
  return [...found].map((one) => one.slice(1).find((name) => name !== undefined)!);
}

/** First part of the module that each imported name comes from. */
function importsOf({ text, languageId }: SourceFile): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (languageId === "python") {
    for (const [, module = "", names = ""] of text.matchAll(
      /^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)/gm,
    ))
      for (const part of names.replace(/[()]|#[^\n]*/g, "").split(","))
        found.set(
          part
            .trim()
            .split(/\s+as\s+/)
            .at(-1)!,
          module.split(".")[0]!,
        );
    for (const [, names = ""] of text.matchAll(/^[ \t]*import[ \t]+([^\n#]+)/gm))
      for (const part of names.split(",")) {
        const [module = "", local] = part.trim().split(/\s+as\s+/);
        found.set(local ?? module.split(".")[0]!, module.split(".")[0]!);
      }
    return found;
  }
  const add = (names: string, module: string) => {
    const name = packageNameOf(module)?.name;
    if (name === undefined || module.startsWith(".")) return;
    for (const part of names.replace(/[{}*]/g, ",").split(","))
      found.set(
        part
          .trim()
          .replace(/^type\s+/, "")
          .split(/\s+as\s+|\s*:\s*|as\s+/)
          .at(-1)!
          .trim(),
        name,
      );
  };
  for (const [, names = "", module = ""] of text.matchAll(
    /\bimport\s+([\w$\s{},*]+?)\s+from\s+["']([^"']+)["']/g,
  ))
    add(names, module);
  for (const [, names = "", module = ""] of text.matchAll(
    /\b(?:const|let|var)\s+([\w$]+|\{[^}]*\})\s*=\s*require\(\s*["']([^"']+)["']\s*\)/g,
  ))
    add(names, module);
  return found;
}

interface Known {
  readonly imports: ReadonlyMap<string, string>;
  readonly byImport: ReadonlyMap<string, unknown>;
  /** Of all imported packages. */
  readonly names: ReadonlySet<string>;
  readonly own: ReadonlySet<string>;
  readonly defined: ReadonlySet<string>;
  readonly namesOf: ReadonlyMap<string, ReadonlySet<string>>;
}

function sitesIn({ path, languageId, text }: SourceFile, known: Known): Site[] {
  const family =
    languageId === "python"
      ? lexicalFamilies.python
      : languageId === "typescript"
        ? lexicalFamilies.ecma
        : lexicalFamilies.ecmaJsx;
  const tokens = lex(text, family);
  const sites: Site[] = [];
  for (let i = 0; i + 1 < tokens.count; i++) {
    if (!tokens.isIdentifier(i) || tokens.type(i + 1) !== codes.openParen) continue;
    const name = tokens.word(i);
    const isMember = tokens.type(i - 1) === codes.dot;
    const isDefinition = ["def", "class", "function"].some((word) => tokens.is(i - 1, word));
    if (isDefinition || !known.names.has(name)) continue;
    const head = isMember ? headOf(tokens, i) : name;
    const from = head === undefined ? undefined : known.imports.get(head);
    const isDeep = isMember && tokens.type(i - 3) === codes.dot;
    const isImported =
      from !== undefined && (known.namesOf.get(from)?.has(name) ?? false) && !(isDeep && known.own.has(name));
    const isOnly =
      isMember && from === undefined && !known.own.has(name) && !known.defined.has(name) && name.length > 2;
    if (!isImported && !isOnly) continue;
    sites.push({
      path,
      languageId,
      text,
      start: tokens.start(i),
      end: tokens.end(i),
      name,
      how: isImported ? "imported" : "named",
      isMember,
    });
  }
  return sites;
}

/** The first of names that stand before a token, joined by dots alone. */
function headOf(tokens: Tokens, i: number): string | undefined {
  let at = i;
  while (tokens.type(at - 1) === codes.dot) {
    if (!tokens.isIdentifier(at - 2)) return undefined;
    at -= 2;
  }
  return tokens.word(at);
}
