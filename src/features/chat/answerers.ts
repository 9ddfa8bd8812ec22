/** One answer for each kind of question, from the index, the past and the libraries; no model is asked. */

import { fullName, packageLabel } from "../../core/apiDocs/renderApi.ts";
import type { Answer, AnswerPart, Evidence } from "../../core/chat/answer.ts";
import type { Question, QuestionKind } from "../../core/chat/question.ts";
import { inlineCode } from "../../core/chat/renderAnswer.ts";
import { isTestPath } from "../../core/retrieval/rank/testPath.ts";
import type { GraphEdge, GraphRelation, Reference, SymbolHit } from "../../core/retrieval/symbolQuery.ts";
import { languageName } from "../../core/syntax/languageName.ts";
import type { OutlineSymbol } from "../../core/syntax/outline/outline.ts";
import type { EvidenceReader } from "./evidence.ts";
import { dottedName, lastPart, type Meant } from "./subject.ts";

/** Shown of a list; the rest is counted. */
const MOST_ITEMS = 12;
const FEW_ITEMS = 5;
/** Asked of the index, so that what is counted is right. */
const MOST_FOUND = 300;
/** Lines of code that an answer quotes. */
const MOST_EXCERPT = 16;
/** Below it a use most likely means something else of that name. */
const LEAST_SURE = 0.2;
const DAY_MS = 86_400_000;

type Told = Omit<Answer, "question">;
type SymbolMeant = Extract<Meant, { kind: "symbol" }>;

const parts = (...all: readonly (AnswerPart | undefined)[]): readonly AnswerPart[] =>
  all.filter((part) => part !== undefined);

const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;

/** What a person would call the file or symbol. */
const nameOf = (reader: EvidenceReader, meant: Meant): string =>
  inlineCode(
    meant.kind === "file"
      ? reader.deps.shortPath(meant.paths[0]!)
      : meant.kind === "nothing"
        ? ""
        : meant.name,
  );

const refusal = (reason: string, ...found: readonly (AnswerPart | undefined)[]): Told => ({
  summary: reason,
  parts: parts(...found),
  refused: reason,
});

export async function describe(reader: EvidenceReader, meant: Meant): Promise<Told> {
  if (meant.kind === "file") return describeFile(reader, meant.paths);
  if (meant.kind !== "symbol") return usedOnly(reader, meant);
  const [best] = meant.hits;
  const symbol = await outlineSymbol(reader, best!);
  const defined = await reader.part(
    meant.hits.length === 1 ? "Defined" : `Defined in ${count(meant.hits.length, "place")}`,
    meant.hits,
    FEW_ITEMS,
    (hit) => reader.definition(hit),
  );
  const excerpt = defined && { ...defined, excerpt: await excerptOf(reader, best!) };
  const members = await membersPart(reader, best!, FEW_ITEMS);
  const uses = await findUses(reader, meant);
  const outside = uses.filter(({ role }) => role !== "import");
  const used = await reader.part(`Used in ${count(outside.length, "place")}`, outside, FEW_ITEMS, (use) =>
    reader.reference(use),
  );
  const doc = symbol?.doc ? ` ${inlineDoc(symbol.doc)}` : "";
  const more = meant.hits.length > 1 ? `, the first of ${meant.hits.length}` : "";
  const where = inlineCode(reader.deps.shortPath(best!.path));
  return {
    summary: `${inlineCode(dottedName(best!))} is ${article(best!.kind)} in ${where}${more}.${doc}`,
    parts: parts(excerpt, members, used),
  };
}

/** What is written about a symbol, as a quotation: it may hold anything. */
const inlineDoc = (doc: string): string => `It says: ${inlineCode(doc)}`;

const article = (kind: string): string => `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}`;

async function outlineSymbol(reader: EvidenceReader, hit: SymbolHit): Promise<OutlineSymbol | undefined> {
  const outline = await reader.deps.queries.outline(hit.path, reader.signal);
  return outline?.symbols.find(({ name, startLine }) => name === hit.name && startLine === hit.startLine);
}

async function excerptOf(reader: EvidenceReader, { path, startLine, endLine }: SymbolHit) {
  const lines = await reader.linesOf(path);
  const shown = lines.slice(startLine, Math.min(endLine + 1, startLine + MOST_EXCERPT));
  const cut = endLine + 1 - startLine > shown.length ? "\n…" : "";
  return { languageId: reader.deps.languageIdOf(path), text: dedented(shown) + cut };
}

function dedented(lines: readonly string[]): string {
  const full = lines.filter((line) => line.trim() !== "");
  const least = Math.min(...full.map((line) => /^\s*/.exec(line)![0].length));
  return lines.map((line) => line.slice(Number.isFinite(least) ? least : 0)).join("\n");
}

async function describeFile(reader: EvidenceReader, paths: readonly string[]): Promise<Told> {
  const [path] = paths;
  const outline = await reader.deps.queries.outline(path!, reader.signal);
  const top = (outline?.symbols ?? []).filter(({ container }) => container === "");
  const holds = await reader.part(`Defines ${count(top.length, "symbol")}`, top, MOST_ITEMS, (symbol) =>
    reader.definition({ ...symbol, path: path! }),
  );
  const others = await reader.part("Other files of that name", paths.slice(1), FEW_ITEMS, (other) =>
    reader.line(other, 0, reader.deps.shortPath(other)),
  );
  const users = await edges(reader, path!, "importedBy", undefined);
  const used = await reader.part(`Imported by ${count(users.length, "file")}`, users, FEW_ITEMS, (edge) =>
    reader.edge(edge, "site"),
  );
  const lines = (await reader.linesOf(path!)).length;
  const language = languageName(reader.deps.languageIdOf(path!));
  return {
    summary: `${inlineCode(reader.deps.shortPath(path!))} is written in ${language} and has ${count(lines, "line")}.`,
    parts: parts(holds, used, others),
  };
}

/** A name that the repository uses and does not define: a library's, as a rule. */
async function usedOnly(
  reader: EvidenceReader,
  meant: Exclude<Meant, { kind: "symbol" | "file" }>,
): Promise<Told> {
  if (meant.kind === "nothing") return nothing(reader, meant.near);
  const entries = await reader.deps.docs
    .showApis({ name: meant.name, limit: 3 }, reader.signal)
    .catch(() => []);
  const library: AnswerPart | undefined =
    entries.length === 0
      ? undefined
      : {
          title: "In installed libraries",
          items: entries.map((entry) => ({
            text: `${fullName(entry)} (${packageLabel(entry)})`,
            detail: entry.summary === "" ? (entry.signatures[0] ?? "") : entry.summary,
          })),
        };
  const uses = await findUses(reader, meant);
  const used = await reader.part(`Used in ${count(uses.length, "place")}`, uses, MOST_ITEMS, (use) =>
    reader.reference(use),
  );
  return {
    summary: `Nothing in this repository defines ${inlineCode(meant.name)}; it is used in ${count(uses.length, "place")}.`,
    parts: parts(library, used),
  };
}

async function nothing(reader: EvidenceReader, near: readonly string[]): Promise<Told> {
  const { queries } = reader.deps;
  const found: SymbolHit[] = [];
  for (const name of near) {
    found.push(...(await queries.findSymbols({ name, match: "exact", limit: 1 }, reader.signal)));
  }
  const similar = await reader.part("Names that are near", found, FEW_ITEMS, (hit) => reader.definition(hit));
  return refusal("I don't know: no file, symbol or use of that name is in the index.", similar);
}

/** Uses of what is meant, definitions left out, surest first. */
async function findUses(
  reader: EvidenceReader,
  meant: SymbolMeant | { kind: "used"; name: string },
): Promise<readonly Reference[]> {
  const { queries } = reader.deps;
  const name = lastPart(meant.name);
  const place = meant.kind === "symbol" ? await placeOf(reader, meant) : {};
  const found = await queries.findReferences({ name, ...place, limit: MOST_FOUND }, reader.signal);
  return found.filter(({ role, score }) => role !== "definition" && score >= LEAST_SURE);
}

/** Where to ask from when one definition is meant: with several of a name, all of them are. */
async function placeOf(reader: EvidenceReader, { hits }: SymbolMeant) {
  const [best] = hits;
  const own = hits.filter((hit) => !isTestPath(reader.deps.shortPath(hit.path)));
  if (own.length > 1 && new Set(own.map(dottedName)).size > 1) return {};
  const citation = (await reader.definition(best!))?.citation;
  return citation ? { path: citation.path, line: citation.line } : {};
}

export async function uses(reader: EvidenceReader, meant: Meant): Promise<Told> {
  if (meant.kind === "file") return importedBy(reader, meant);
  if (meant.kind !== "symbol") return usedOnly(reader, meant);
  const found = await findUses(reader, meant);
  if (found.length === 0)
    return refusal(`I found no use of ${nameOf(reader, meant)}.`, await definedPart(reader, meant));
  const isTest = ({ path }: Reference) => isTestPath(reader.deps.shortPath(path));
  const code = found.filter((use) => !isTest(use));
  const tests = found.filter(isTest);
  const inCode = await reader.part("In code", code, MOST_ITEMS, (use) => reader.reference(use));
  const inTests = await reader.part("In tests", tests, FEW_ITEMS, (use) => reader.reference(use));
  const files = new Set(found.map(({ path }) => path)).size;
  return {
    summary: `${nameOf(reader, meant)} is used in ${count(found.length, "place")} of ${count(files, "file")}.`,
    parts: parts(inCode, inTests),
  };
}

const definedPart = (reader: EvidenceReader, { hits }: SymbolMeant): Promise<AnswerPart | undefined> =>
  reader.part("Defined", hits, FEW_ITEMS, (hit) => reader.definition(hit));

const edges = (
  reader: EvidenceReader,
  symbol: string,
  relation: GraphRelation,
  path: string | undefined,
): Promise<readonly GraphEdge[]> =>
  reader.deps.queries.graph(
    { symbol, relation, limit: MOST_FOUND, ...(path === undefined ? {} : { path }) },
    reader.signal,
  );

/** Neighbours of all definitions that the name stands for, each once. */
async function neighbours(
  reader: EvidenceReader,
  meant: SymbolMeant,
  relation: GraphRelation,
): Promise<readonly GraphEdge[]> {
  const [best] = meant.hits;
  const names = new Set(meant.hits.map(dottedName));
  const path =
    names.size === 1 && new Set(meant.hits.map((hit) => hit.path)).size === 1 ? best!.path : undefined;
  const symbol = names.size === 1 ? dottedName(best!) : best!.name;
  return edges(reader, symbol, relation, path);
}

interface RelationWords {
  readonly relation: GraphRelation;
  readonly by: "site" | "definition";
  readonly title: string;
  readonly found: (name: string, number: string) => string;
  readonly none: (name: string) => string;
}

const relationWords: Readonly<Record<"callers" | "callees" | "implementers" | "bases", RelationWords>> = {
  callers: {
    relation: "callers",
    by: "site",
    title: "Callers",
    found: (name, number) => `${name} is called by ${number}.`,
    none: (name) => `I found no call of ${name}.`,
  },
  callees: {
    relation: "callees",
    by: "definition",
    title: "Called",
    found: (name, number) => `${name} calls ${number} of this repository.`,
    none: (name) => `I found no call in ${name} of anything that this repository defines.`,
  },
  implementers: {
    relation: "implementers",
    by: "site",
    title: "Implementers",
    found: (name, number) => `${name} is extended or implemented by ${number}.`,
    none: (name) => `I found nothing that extends or implements ${name}.`,
  },
  bases: {
    relation: "bases",
    by: "definition",
    title: "Bases",
    found: (name, number) => `${name} extends or implements ${number} of this repository.`,
    none: (name) => `I found no base of ${name} that this repository defines.`,
  },
};

const related =
  (kind: keyof typeof relationWords) =>
  async (reader: EvidenceReader, meant: Meant): Promise<Told> => {
    const words = relationWords[kind];
    if (meant.kind === "file") return kind === "callees" ? imports(reader, meant) : importedBy(reader, meant);
    if (meant.kind !== "symbol") return usedOnly(reader, meant);
    const found = await neighbours(reader, meant, words.relation);
    const name = nameOf(reader, meant);
    if (found.length === 0) return refusal(words.none(name), await definedPart(reader, meant));
    const part = await reader.part(words.title, found, MOST_ITEMS, (edge) => reader.edge(edge, words.by));
    return { summary: words.found(name, count(found.length, "symbol")), parts: parts(part) };
  };

/** Tests that use it, and what else does in their files; else tests of those who call it. */
export async function tests(reader: EvidenceReader, meant: Meant): Promise<Told> {
  if (meant.kind === "nothing") return nothing(reader, meant.near);
  const name = nameOf(reader, meant);
  const direct =
    meant.kind === "file" ? await testsOfFile(reader, meant.paths[0]!) : await testsUsing(reader, meant);
  if (direct.length > 0) {
    const own = direct.filter(isNamedTest);
    const used = await reader.part("Tests that use it", own, MOST_ITEMS, async ({ evidence }) => evidence);
    const other = direct.filter((use) => !isNamedTest(use));
    const beside = await reader.part("Beside tests", other, MOST_ITEMS, async ({ evidence }) => evidence);
    const summary = `${name} is used by ${count(own.length, "test")}${other.length > 0 ? ` and in ${count(other.length, "place")} beside tests` : ""}.`;
    return { summary, parts: parts(used, beside) };
  }
  const indirect = meant.kind === "symbol" ? await testsOfCallers(reader, meant) : [];
  if (indirect.length === 0) return refusal(`I found no test that uses ${name}, nor one of its callers.`);
  const part = await reader.part(
    "Tests of its callers",
    indirect,
    MOST_ITEMS,
    async ({ evidence }) => evidence,
  );
  return {
    summary: `No test uses ${name} itself; its callers are used by ${count(indirect.length, "test")}.`,
    parts: parts(part),
  };
}

interface TestUse {
  readonly evidence: Evidence;
  /** Dotted name of what is around; empty at the top of a file. */
  readonly within: string;
  readonly path: string;
}

/** Where tests are named functions, only what is within one is a test; elsewhere a file of tests is. */
const isNamedTest = ({ within, path }: TestUse): boolean =>
  !/\.(?:py|go|rs|java|kt|cs|php)$/.test(path) ||
  /(?:^|[._])(?:test|Test|it_|should)|Test(?:s|Case)?(?:\.|$)/.test(within);

/** Of each test the first use, in the order of surety. */
async function testsUsing(
  reader: EvidenceReader,
  meant: SymbolMeant | { kind: "used"; name: string },
): Promise<readonly TestUse[]> {
  const found = (await findUses(reader, meant)).filter(
    ({ path, within, role }) =>
      role !== "import" && (isTestPath(reader.deps.shortPath(path)) || /^tests?(?:\.|$)/.test(within)),
  );
  const first = new Map<string, Reference>();
  for (const use of found) {
    const key = use.within === "" ? `${use.path}:${use.line}` : `${use.path} ${use.within}`;
    if (!first.has(key)) first.set(key, use);
  }
  return present(
    await Promise.all(
      [...first.values()].map(async ({ path, within, ...use }) => {
        const evidence = await reader.reference({ path, within, ...use });
        return evidence && { evidence, within, path };
      }),
    ),
  );
}

const present = <T>(all: readonly (T | undefined)[]): readonly T[] => all.filter((one) => one !== undefined);

async function testsOfFile(reader: EvidenceReader, path: string): Promise<readonly TestUse[]> {
  const users = await edges(reader, path, "importedBy", undefined);
  const own = users.filter((user) => isTestPath(reader.deps.shortPath(user.path)));
  return present(
    await Promise.all(
      own.map(async (edge) => {
        const evidence = await reader.edge(edge, "site");
        return evidence && { evidence, within: "test", path: edge.path };
      }),
    ),
  );
}

async function testsOfCallers(reader: EvidenceReader, meant: SymbolMeant): Promise<readonly TestUse[]> {
  const callers = await neighbours(reader, meant, "callers");
  const found = new Map<string, TestUse>();
  for (const { name, path, kind, line } of callers.slice(0, FEW_ITEMS)) {
    if (name === "" || kind === undefined) continue;
    const own = lastPart(name);
    const container = name.slice(0, Math.max(0, name.length - own.length - 1));
    const hit: SymbolHit = { path, name: own, kind, container, startLine: line, endLine: line };
    for (const use of await testsUsing(reader, { kind: "symbol", name, hits: [hit] })) {
      const key = `${use.path}:${use.evidence.citation?.line}`;
      if (isNamedTest(use) && !found.has(key)) found.set(key, use);
    }
  }
  return [...found.values()];
}

export async function importedBy(reader: EvidenceReader, meant: Meant): Promise<Told> {
  if (meant.kind === "symbol") return uses(reader, meant);
  if (meant.kind !== "file") return usedOnly(reader, meant);
  const found = await edges(reader, meant.paths[0]!, "importedBy", undefined);
  const name = nameOf(reader, meant);
  if (found.length === 0) return refusal(`I found no file that imports ${name}.`);
  const part = await reader.part("Imported by", found, MOST_ITEMS, (edge) => reader.edge(edge, "site"));
  return { summary: `${name} is imported by ${count(found.length, "file")}.`, parts: parts(part) };
}

export async function imports(reader: EvidenceReader, meant: Meant): Promise<Told> {
  if (meant.kind === "used" || meant.kind === "nothing") return usedOnly(reader, meant);
  const path = meant.kind === "file" ? meant.paths[0]! : meant.hits[0]!.path;
  const outline = await reader.deps.queries.outline(path, reader.signal);
  const name = inlineCode(reader.deps.shortPath(path));
  const found = outline?.imports ?? [];
  if (found.length === 0) return refusal(`${name} imports nothing.`);
  const part = await reader.part("Imports", found, 3 * MOST_ITEMS, ({ module, line }) =>
    reader.line(path, line, module),
  );
  return { summary: `${name} imports ${count(found.length, "module")}.`, parts: parts(part) };
}

async function membersPart(
  reader: EvidenceReader,
  hit: SymbolHit,
  most: number,
): Promise<AnswerPart | undefined> {
  const outline = await reader.deps.queries.outline(hit.path, reader.signal);
  const own = dottedName(hit);
  const found = (outline?.symbols ?? []).filter(({ container }) => container === own);
  return reader.part(count(found.length, "member"), found, most, (symbol) =>
    reader.definition({ ...symbol, path: hit.path }),
  );
}

export async function members(reader: EvidenceReader, meant: Meant): Promise<Told> {
  if (meant.kind === "file") return describeFile(reader, meant.paths);
  if (meant.kind !== "symbol") return usedOnly(reader, meant);
  const part = await membersPart(reader, meant.hits[0]!, 3 * MOST_ITEMS);
  const name = nameOf(reader, meant);
  if (!part) return refusal(`${name} has no members that the index knows.`, await definedPart(reader, meant));
  return { summary: `Members of ${name}:`, parts: [part] };
}

export async function changes(reader: EvidenceReader, meant: Meant): Promise<Told> {
  if (meant.kind === "used" || meant.kind === "nothing") return usedOnly(reader, meant);
  const path = meant.kind === "file" ? meant.paths[0]! : meant.hits[0]!.path;
  const found = await reader.deps.changesOf(path);
  const name = inlineCode(reader.deps.shortPath(path));
  if (!found) return refusal("I don't know: no git history is read here.");
  const [last] = found;
  if (!last) return refusal(`I know no commit that changed ${name}.`);
  const items = found.slice(0, FEW_ITEMS).map(({ id, author, timeMs, message }) => ({
    text: `${dayOf(timeMs)} ${author} ${id.slice(0, 10)}`,
    detail: message.split("\n", 1)[0]!.slice(0, LONGEST_MESSAGE),
  }));
  const place = await reader.line(path, 0, reader.deps.shortPath(path));
  const more = found.length - items.length;
  const of = meant.kind === "symbol" ? `The file of ${nameOf(reader, meant)}, ${name},` : name;
  return {
    summary: `${of} was last changed by ${inlineCode(last.author)} on ${dayOf(last.timeMs)}.`,
    parts: parts(
      { title: "Commits", items, ...(more > 0 ? { more } : {}) },
      place && { title: "File", items: [place] },
    ),
  };
}

const LONGEST_MESSAGE = 160;
const dayOf = (timeMs: number): string =>
  new Date(DAY_MS * Math.floor(timeMs / DAY_MS)).toISOString().slice(0, 10);

/** Where a value is defined, and every place that gives it one. */
export async function configure(reader: EvidenceReader, meant: Meant): Promise<Told> {
  if (meant.kind === "file") return describeFile(reader, meant.paths);
  if (meant.kind === "nothing") return nothing(reader, meant.near);
  const own = lastPart(meant.name);
  const defined = meant.kind === "symbol" ? await definedPart(reader, meant) : undefined;
  const sets = new RegExp(
    `(?<![\\w$])${own.replace(/\$/g, "\\$")}["'\`]?\\]?\\s*(?::[^=]*)?(?:[:+|?-]?=(?!=)|:)`,
  );
  const given = (await findUses(reader, meant)).filter(
    ({ text, role }) => role !== "import" && sets.test(text),
  );
  const set = await reader.part("Given a value", given, MOST_ITEMS, (use) => reader.reference(use));
  const name = nameOf(reader, meant);
  if (!defined && !set) return refusal(`I found no place that gives ${name} a value.`);
  const number = count(given.length, "other place");
  return {
    summary: defined
      ? `${name} is defined below${given.length > 0 ? ` and given a value in ${number}` : ""}.`
      : `${name} is given a value in ${count(given.length, "place")}.`,
    parts: parts(defined, set),
  };
}

export type Answerer = (reader: EvidenceReader, meant: Meant, question: Question) => Promise<Told>;

export const answerers: Readonly<Record<Exclude<QuestionKind, "open">, Answerer>> = {
  describe,
  uses,
  callers: related("callers"),
  callees: related("callees"),
  tests,
  imports,
  importedBy,
  implementers: related("implementers"),
  bases: related("bases"),
  members,
  changes,
  configure,
};
