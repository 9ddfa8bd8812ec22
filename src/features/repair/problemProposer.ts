/** Changes that may answer a problem, made in the worker from the text, the index and the libraries. */
import type { NeededImport } from "../../core/completion/autoImport/importLine.ts";
import type { ProblemKnowledge } from "../../core/repair/problem/problemEdit.ts";
import { problemEdits } from "../../core/repair/problem/problemEdits.ts";
import { type ProblemSubject, problemSubject } from "../../core/repair/problem/problemSubject.ts";
import { standardModules } from "../../core/repair/problem/standardNames.ts";
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import { lexicalGroup } from "../../core/retrieval/graph/lexicalGroup.ts";
import { directoryOf } from "../../core/retrieval/graph/moduleFiles.ts";
import { findLanguage } from "../../core/syntax/language.ts";
import { lexicalFamilies } from "../../core/syntax/lexicalFamily.ts";
import { lex } from "../../core/syntax/outline/lexer.ts";
import { codes, type Tokens } from "../../core/syntax/outline/tokens.ts";
import { wordTerms } from "../../core/text/terms/wordTerms.ts";
import { editDistance } from "../../core/verify/nearest.ts";
import type { ApiDocs } from "../../ports/apiDocs.ts";
import type { NameLists } from "../../ports/nameLists.ts";
import type { ProblemQuery, RepairQueries } from "../../ports/repairQueries.ts";
import type { Verifier } from "../../ports/verification.ts";

export interface ProblemProposerDeps {
  readonly index: RepoIndex;
  readonly importWays: (
    query: Pick<ProblemQuery, "path" | "languageId" | "text">,
    name: string,
    signal: AbortSignal,
  ) => Promise<readonly NeededImport[]>;
  readonly readText: (path: string) => Promise<string | undefined>;
  readonly members: Verifier["members"];
  readonly apis: Pick<ApiDocs, "apisForDiagnostic" | "searchApis">;
  readonly lists: NameLists;
}

const mostMembers = 300;
const mostNames = 60;
const mostModules = 400;
const signatureLines = 12;

export function problemProposer(deps: ProblemProposerDeps): RepairQueries["proposeProblemEdits"] {
  return async (query, signal) => {
    signal.throwIfAborted();
    const { text, languageId, line, column, message, limit } = query;
    const family = findLanguage(languageId)?.family;
    if (family === undefined) return [];
    const tokens = lex(text, lexicalFamilies[family]);
    const place = { text, languageId, tokens, line, column };
    const subject = problemSubject(message);
    const known = await knowledge(deps, query, subject, tokens, signal);
    return problemEdits(subject, place, known).slice(0, limit);
  };
}

async function knowledge(
  deps: ProblemProposerDeps,
  query: ProblemQuery,
  subject: ProblemSubject,
  tokens: Tokens,
  signal: AbortSignal,
): Promise<ProblemKnowledge> {
  const known = { imports: [], members: [], names: [], modules: [], familiarity: familiarityIn(deps.index) };
  switch (subject.kind) {
    case "name": {
      const imports = await importsOf(deps, query, subject.name, signal);
      return { ...known, imports, names: namesLike(deps.index, query, subject.name) };
    }
    case "member": {
      const behind = await membersAt(deps, query, subject.name, tokens, signal);
      const members = [...behind, ...(await apiNames(deps, query, signal))];
      return { ...known, members, names: namesLike(deps.index, query, subject.name) };
    }
    case "export": {
      const members = [...(await exportsAt(deps, query)), ...(await apiNames(deps, query, signal))];
      const imports = await importsOf(deps, query, subject.name, signal);
      return { ...known, members, imports, names: namesLike(deps.index, query, subject.name) };
    }
    case "keyword": {
      const members = await parametersNear(deps, query, subject.name, tokens);
      return { ...known, members, names: namesLike(deps.index, query, subject.name) };
    }
    case "module":
      return { ...known, modules: await modulesFor(deps, query, subject.module) };
    default:
      return known;
  }
}

const mostPieces = 64;

const familiarityIn =
  (index: RepoIndex) =>
  (name: string): number => {
    const terms = wordTerms(name);
    // The last of several is the name as a whole: it says nothing of how its words are spelt.
    const words = terms.length > 1 ? terms.slice(0, -1) : terms;
    return Math.min(...words.map((term) => index.countPostings("body", term, mostPieces)));
  };

/** As others import it, by its definitions, then by what libraries are installed. */
async function importsOf(
  { importWays, apis, lists }: ProblemProposerDeps,
  query: ProblemQuery,
  name: string,
  signal: AbortSignal,
): Promise<readonly NeededImport[]> {
  const own = await importWays(query, name, signal);
  const group = lexicalGroup(query.languageId);
  const more: NeededImport[] = [];
  const standard = group === "python" ? "pythonModules" : group === "ecma" ? "ecmaModules" : undefined;
  if (standard !== undefined && (await lists.read(standard)).has(name)) {
    const module = group === "ecma" ? `node:${name}` : name;
    more.push({ form: group === "ecma" ? "all" : "module", module, name: "", local: name });
  }
  if (group === "python" || group === "ecma") {
    for (const module of [...standardModules(group, name), ...(query.providers ?? [])])
      more.push({ form: "named", module, name, local: name });
    const hits = await apis.searchApis({ query: name, limit: 12 }, signal).catch(() => []);
    const wanted = group === "python" ? "python" : "npm";
    for (const { entry } of hits)
      if (entry.name === name && entry.package.ecosystem === wanted)
        more.push({ form: "named", module: entry.module, name, local: name });
  }
  if (group === "go") {
    const paths = [...(await lists.read("goModules"))].filter(
      (path) => path === name || path.endsWith(`/${name}`),
    );
    for (const module of paths) more.push({ form: "module", module, name: "", local: name });
  }
  const seen = new Set<string>();
  return [...own, ...more].filter(({ form, module }) => {
    const key = `${form} ${module}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** What may stand behind the dot before the name. */
async function membersAt(
  { members }: ProblemProposerDeps,
  { path, languageId, text, line, column = 0 }: ProblemQuery,
  name: string,
  tokens: Tokens,
  signal: AbortSignal,
): Promise<string[]> {
  const from = (tokens.lineStarts[line] ?? 0) + column;
  const at: number[] = [];
  for (let i = 1; i < tokens.count; i++)
    if (tokens.is(i, name) && tokens.type(i - 1) === codes.dot && tokens.line(i) >= line) at.push(i);
  const token = at.sort((a, b) => Math.abs(tokens.start(a) - from) - Math.abs(tokens.start(b) - from))[0];
  if (token === undefined) return [];
  const cursor = { prefix: text.slice(0, tokens.start(token)), suffix: text.slice(tokens.end(token)) };
  const found = await members({ path, languageId, ...cursor, limit: mostMembers }, signal).catch(() => []);
  return found.map((one) => one.name).filter((one) => one !== name);
}

async function apiNames(
  { apis }: ProblemProposerDeps,
  { path, languageId, text, line, column, message }: ProblemQuery,
  signal: AbortSignal,
): Promise<string[]> {
  const query = { path, languageId, text, line, column, message, limit: 20 };
  const hits = await apis.apisForDiagnostic(query, signal).catch(() => []);
  return hits.map(({ entry }) => entry.name.slice(entry.name.lastIndexOf(".") + 1));
}

/** Names at the top of the files whose module stands on the line. */
async function exportsAt(
  { index, readText }: ProblemProposerDeps,
  { path, text, line }: ProblemQuery,
): Promise<string[]> {
  const near = text
    .split("\n")
    .slice(line, line + 15)
    .join("\n");
  const module =
    /\bfrom\s+["']([^"']+)["']/.exec(near)?.[1] ?? /^\s*from\s+([\w.]+)\s+import\b/.exec(near)?.[1];
  if (module === undefined) return [];
  const wanted = module
    .replace(/\.[cm]?[jt]sx?$/, "")
    .replace(/^(?:\.\.?\/)+/, "")
    .replaceAll(/^\.+|\./g, (dots) => (dots === "." ? "/" : ""));
  const plain = wanted.replace(/^\/+/, "");
  const files = [...index.paths()].filter((one) => {
    const stem = one.replace(/\.[cm]?[jt]sx?$|\.pyi?$/, "").replace(/\/(?:index|__init__)$/, "");
    return one !== path && (stem === plain || stem.endsWith(`/${plain}`));
  });
  const near_ = files.sort((a, b) => distance(a, path) - distance(b, path)).slice(0, 3);
  const names = near_
    .flatMap((file) => index.symbolsOf(file).filter(({ container }) => container === ""))
    .map(({ name }) => name);
  // What a package hands on stands in its text alone.
  for (const file of near_)
    if (/\/(?:__init__\.py|index\.[cm]?[jt]s)$/.test(file))
      names.push(...(((await readText(file)) ?? "").match(/\b[A-Za-z_]\w+\b/g) ?? []));
  return [...new Set(names)];
}

/** Folders that two paths do not share. */
function distance(a: string, b: string): number {
  const [own, other] = [a.split("/"), b.split("/")];
  let same = 0;
  while (same < own.length && own[same] === other[same]) same++;
  return own.length + other.length - 2 * same;
}

/** Names in the signatures of what is called around the place. */
async function parametersNear(
  { index, readText }: ProblemProposerDeps,
  { line, languageId, text }: ProblemQuery,
  name: string,
  tokens: Tokens,
): Promise<string[]> {
  const callees = new Set<string>();
  for (let i = 1; i < tokens.count; i++) {
    if (!tokens.is(i, name) || tokens.line(i) < line || tokens.line(i) > line + signatureLines) continue;
    for (let open = i; open > 0; open--)
      if (tokens.type(open) === codes.openParen && tokens.match(open) > i && tokens.isIdentifier(open - 1))
        callees.add(tokens.word(open - 1));
  }
  const names = new Set<string>();
  for (const callee of callees) {
    const group = lexicalGroup(languageId);
    const hits = index
      .definitionsOf(callee)
      .filter(({ path }) => lexicalGroup(index.languageIdOf(path) ?? "") === group);
    for (const { path, startLine, kind } of hits.slice(0, 4)) {
      const lines = ((await readText(path)) ?? "").split("\n");
      const made =
        kind === "class"
          ? lines.findIndex((one, at) => at > startLine && /\b(?:__init__|constructor)\b/.test(one))
          : startLine;
      const from = made < 0 ? startLine : made;
      for (const word of lines
        .slice(from, from + signatureLines)
        .join("\n")
        .match(/[A-Za-z_$][\w$]*/g) ?? [])
        names.add(word);
    }
  }
  for (const word of text
    .split("\n")
    .slice(Math.max(0, line - 2), line + 6)
    .join("\n")
    .match(/[A-Za-z_$][\w$]*/g) ?? [])
    names.add(word);
  names.delete(name);
  return [...names];
}

/** Definitions anywhere whose names are a few letters from this one, or share its words; the nearest first. */
function namesLike(
  index: RepoIndex,
  { languageId }: Pick<ProblemQuery, "languageId">,
  name: string,
): string[] {
  const group = lexicalGroup(languageId);
  const most = Math.max(1, Math.floor(name.length / 3));
  const found = new Map<string, number>();
  for (const path of index.paths()) {
    if (lexicalGroup(index.languageIdOf(path) ?? "") !== group) continue;
    for (const symbol of index.symbolsOf(path)) {
      if (symbol.name === name || found.has(symbol.name)) continue;
      const far = editDistance(name, symbol.name, most);
      if (far <= most) found.set(symbol.name, far);
    }
  }
  return [...found]
    .sort((a, b) => a[1] - b[1])
    .slice(0, mostNames)
    .map(([one]) => one);
}

/** Modules that files of the language import, as they are called from here, and those beside the file. */
async function modulesFor(
  { index }: ProblemProposerDeps,
  { path, languageId }: ProblemQuery,
  module: string,
): Promise<string[]> {
  const group = lexicalGroup(languageId);
  const found = new Set<string>();
  const isRelative = module.startsWith(".");
  const own = directoryOf(path);
  const others = [...index.paths()].filter((one) => lexicalGroup(index.languageIdOf(one) ?? "") === group);
  for (const other of others) {
    // A relative path means something else in another folder.
    if (isRelative && directoryOf(other) !== own) continue;
    for (const one of index.importsOf(other)) if (found.size < mostModules) found.add(one.module);
  }
  if (group === "ecma" && isRelative) {
    const end = /\.[cm]?[jt]sx?$/.exec(module)?.[0] ?? "";
    const folder = normalized(`${own}/${module.slice(0, module.lastIndexOf("/"))}`);
    for (const other of others)
      if (directoryOf(other) === folder)
        found.add(
          `${module.slice(0, module.lastIndexOf("/") + 1)}${other.slice(folder.length + 1).replace(/\.[cm]?[jt]sx?$/, end)}`,
        );
  }
  return [...found];
}

function normalized(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}
