/** Which imports a piece of code needs that was just put into a file: as other files import the same, or by a definition that is the only one. */
import {
  type Insertion,
  insertImport,
  type NeededImport,
} from "../../core/completion/autoImport/importLine.ts";
import { modulePath } from "../../core/completion/autoImport/modulePath.ts";
import { type UnboundName, unboundNames } from "../../core/completion/autoImport/unboundNames.ts";
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import { type FileScope, fileScope } from "../../core/retrieval/graph/fileScope.ts";
import { lexicalGroup } from "../../core/retrieval/graph/lexicalGroup.ts";
import { directoryOf } from "../../core/retrieval/graph/moduleFiles.ts";
import type { SyntaxFacts } from "../../core/syntax/facts/facts.ts";
import { findLanguage } from "../../core/syntax/language.ts";
import { lexicalFamilies } from "../../core/syntax/lexicalFamily.ts";
import { lex } from "../../core/syntax/outline/lexer.ts";
import type { ImportQuery } from "../../ports/editQueries.ts";
import type { SyntaxReader } from "../../ports/syntaxReader.ts";
import type { TextGuard } from "../engine/textGuard.ts";
import type { Scopes } from "../search/scopes.ts";

export interface FindImportsDeps {
  readonly index: RepoIndex;
  readonly reader: SyntaxReader;
  readonly guard: TextGuard;
  /** Folders of the workspace, absolute. */
  readonly roots: readonly string[];
}

/** Files that use a name and are asked how they came by it. */
const MOST_FILES = 40;
/** Names of one suggestion that are looked for. */
const MOST_NAMES = 4;
/** One way to import a name is clear when it is so many times as usual as the next. */
const CLEARLY = 3;

/** In the order in which they may be made one after another. */
export async function findImports(
  deps: FindImportsDeps,
  scopes: Scopes,
  query: ImportQuery,
): Promise<readonly Insertion[]> {
  const { path, languageId, text, start, end } = query;
  const family = findLanguage(languageId)?.family;
  const group = lexicalGroup(languageId);
  if (family === undefined || !/^(?:python|ecma|jvm|go)$/.test(group) || languageId === "kotlin") return [];
  const facts = await deps.guard.runAsync(
    "parsing",
    path,
    text,
    () => deps.reader.read(languageId, text),
    undefined,
  );
  if (!facts) return [];
  const tokens = deps.guard.run("indexing", path, text, () => lex(text, lexicalFamilies[family]), undefined);
  if (!tokens) return [];
  await scopes.read(path);
  const scope = fileScope(path, languageId, facts, scopes.modules);
  let result = text;
  const insertions: Insertion[] = [];
  for (const name of unboundNames(tokens, scope, start, end).slice(0, MOST_NAMES)) {
    const needed = await importOf(deps, scopes, scope, name, text);
    const insertion = needed && insertImport(result, languageId, needed);
    // Only at the top: what stands behind the suggestion is nobody's place for imports.
    if (!insertion || insertion.offset > start + (result.length - text.length)) continue;
    insertions.push(insertion);
    result = result.slice(0, insertion.offset) + insertion.text + result.slice(insertion.offset);
  }
  return insertions;
}

/** All ways to import a name that the repository shows: those of most files first, then by its definitions. */
export async function waysToImport(
  deps: FindImportsDeps,
  scopes: Scopes,
  { path, languageId, text }: Pick<ImportQuery, "path" | "languageId" | "text">,
  name: string,
): Promise<readonly NeededImport[]> {
  const read = () => deps.reader.read(languageId, text);
  const facts = await deps.guard.runAsync("parsing", path, text, read, undefined);
  if (!facts) return [];
  await scopes.read(path);
  const here = fileScope(path, languageId, facts, scopes.modules);
  const usual = await countedWays(deps, scopes, here, name);
  const defined = definingFiles(deps.index, here, name).flatMap((file) => {
    const needed = definedIn(deps, here, name, text, file);
    return needed ? [needed] : [];
  });
  const seen = new Set<string>();
  return [...usual.map(({ needed }) => needed), ...defined].filter(
    ({ form, module }) => !seen.has(`${form} ${module}`) && seen.add(`${form} ${module}`),
  );
}

async function importOf(
  deps: FindImportsDeps,
  scopes: Scopes,
  scope: FileScope,
  unbound: UnboundName,
  text: string,
): Promise<NeededImport | undefined> {
  const usual = await asOthersDo(deps, scopes, scope, unbound);
  const needed = usual === "unclear" ? undefined : (usual ?? byDefinition(deps, scope, unbound, text));
  const isType =
    unbound.isType &&
    /^typescript/.test(scope.languageId) &&
    /^import type\b|\btype [A-Z]\w*[ ,}]/m.test(text);
  return needed && { ...needed, isType };
}

interface ImportWay {
  readonly needed: NeededImport;
  count: number;
}

/** The way in which most files of the repository import the name. */
async function asOthersDo(
  deps: FindImportsDeps,
  scopes: Scopes,
  scope: FileScope,
  { name }: UnboundName,
): Promise<NeededImport | "unclear" | undefined> {
  const [first, second] = await countedWays(deps, scopes, scope, name);
  if (!first) return undefined;
  return !second || first.count >= CLEARLY * second.count ? first.needed : "unclear";
}

/** How other files import the name, the most usual way first. */
async function countedWays(
  { index, roots }: FindImportsDeps,
  scopes: Scopes,
  scope: FileScope,
  name: string,
): Promise<readonly ImportWay[]> {
  const paths: string[] = [];
  index.forEachFileWith(name, (path) => paths.push(path));
  const near = (path: string) => (directoryOf(path) === directoryOf(scope.path) ? 0 : 1);
  const ordered = paths
    .filter((path) => path !== scope.path)
    .sort((a, b) => near(a) - near(b) || (a < b ? -1 : 1));
  const ways = new Map<string, ImportWay>();
  for (const path of ordered.slice(0, MOST_FILES)) {
    if (lexicalGroup(index.languageIdOf(path) ?? "") !== lexicalGroup(scope.languageId)) continue;
    const other = await scopes.read(path);
    const needed = other && wayOf(other, name, scope, roots, index);
    if (!needed) continue;
    const key = `${needed.form} ${needed.module} ${needed.name}`;
    const way = ways.get(key);
    if (way) way.count++;
    else ways.set(key, { needed, count: 1 });
  }
  return [...ways.values()].sort((a, b) => b.count - a.count);
}

/** How a file comes by a name, as it is to be written in another file. */
function wayOf(
  { facts, path, languageId, bindings }: FileScope,
  name: string,
  here: FileScope,
  roots: readonly string[],
  index: RepoIndex,
): NeededImport | undefined {
  const group = lexicalGroup(languageId);
  for (const { module, names } of facts.imports) {
    const last = module.split(/[./]/).findLast((part) => part !== "") ?? module;
    if (names.length === 0) {
      if (last !== name) continue;
      // `import os.path` gives `os`, and not `path`.
      if (group === "python" && module.includes(".")) continue;
      if (group === "jvm" && !/^[A-Z]/.test(last)) continue;
      return { form: "module", module, name: "", local: name };
    }
    const binding = names.find(({ local }) => local === name);
    if (!binding) continue;
    const form = formOf(binding.name, group);
    const files = bindings.get(name)?.files ?? new Set<string>();
    const module_ = isRelative(module) ? relocated(module, path, here, files, roots, index) : module;
    if (module_ === undefined || files.has(here.path)) return undefined;
    return { form, module: module_, name: form === "named" ? binding.name : "", local: name };
  }
  return undefined;
}

function formOf(name: string, group: string): NeededImport["form"] {
  if (name === "default") return "default";
  return name === "" ? (group === "ecma" ? "all" : "module") : "named";
}

const isRelative = (module: string): boolean => module.startsWith(".");

/** A relative module of another file as it is called from here. */
function relocated(
  module: string,
  path: string,
  here: FileScope,
  files: ReadonlySet<string>,
  roots: readonly string[],
  index: RepoIndex,
): string | undefined {
  if (directoryOf(path) === directoryOf(here.path)) return module;
  const [file, ...others] = [...files].filter((one) => one !== here.path);
  return file === undefined || others.length > 0
    ? undefined
    : modulePath(here.path, file, here.languageId, roots, habitOf(here, index));
}

/** The only definition of the name at the top of a file. */
function byDefinition(
  deps: FindImportsDeps,
  here: FileScope,
  { name }: UnboundName,
  text: string,
): NeededImport | undefined {
  const [path, ...others] = definingFiles(deps.index, here, name);
  return path === undefined || others.length > 0 ? undefined : definedIn(deps, here, name, text, path);
}

/** Files of the same languages that define a name at their top. */
function definingFiles(index: RepoIndex, here: FileScope, name: string): string[] {
  const group = lexicalGroup(here.languageId);
  const definitions = index
    .definitionsOf(name)
    .filter(
      (hit) =>
        hit.container === "" &&
        hit.path !== here.path &&
        lexicalGroup(index.languageIdOf(hit.path) ?? "") === group,
    );
  return [...new Set(definitions.map(({ path }) => path))];
}

function definedIn(
  { index, roots }: FindImportsDeps,
  here: FileScope,
  name: string,
  text: string,
  path: string,
): NeededImport | undefined {
  const group = lexicalGroup(here.languageId);
  if (group === "go" || /(?:^|[/_.])tests?[/_.]/.test(path)) return undefined;
  if (group === "jvm") return javaClass(path, here.path, name, text);
  const module = modulePath(here.path, path, here.languageId, roots, habitOf(here, index));
  return module === undefined ? undefined : { form: "named", module, name, local: name };
}

/** By the folder, which Java gives the name of the package; a class of the own package needs no import. */
function javaClass(path: string, from: string, name: string, text: string): NeededImport | undefined {
  const own = /^package[ \t]+([\w.]+)/m.exec(text)?.[1];
  const folder = directoryOf(from);
  if (own === undefined || directoryOf(path) === folder) return undefined;
  const root = folder.slice(0, folder.length - own.length);
  const isOne =
    folder.endsWith(`/${own.replaceAll(".", "/")}`) &&
    path.startsWith(root) &&
    path.endsWith(`/${name}.java`);
  if (!isOne) return undefined;
  return {
    form: "module",
    module: path.slice(root.length, -".java".length).replaceAll("/", "."),
    name: "",
    local: name,
  };
}

/** How this file, or where it imports nothing of the repository those beside it, names modules. */
function habitOf({ path, facts }: { readonly path: string; readonly facts: SyntaxFacts }, index: RepoIndex) {
  const own = facts.imports.map(({ module }) => module);
  if (own.some(isRelative) || own.length > 3) return { modules: own };
  const directory = directoryOf(path);
  const others: string[] = [];
  for (const other of index.paths()) {
    if (directoryOf(other) === directory && others.length < 200)
      others.push(...index.importsOf(other).map(({ module }) => module));
  }
  return { modules: [...own, ...others] };
}
