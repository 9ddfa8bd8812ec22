/** The few APIs of installed libraries that a model should be told of beside code, a failure or a question: pieces of a chat message. */
import { type ApiEntry, packageKey } from "../../core/apiDocs/apiPackage.ts";
import { ecosystemsOf, isForLanguage } from "../../core/apiDocs/librariesOfLanguage.ts";
import { fullName } from "../../core/apiDocs/renderApi.ts";
import { promptReason } from "../../core/apiDocs/use/promptReason.ts";
import { type Evidence, evidenceOf } from "../../core/apiDocs/use/rankApis.ts";
import { apiItem } from "../../core/prompt/apiText.ts";
import type { ContextSource } from "../../core/prompt/contextItem.ts";
import { estimateTokens } from "../../core/prompt/tokens.ts";
import { findLanguage } from "../../core/syntax/language.ts";
import { lexicalFamilies } from "../../core/syntax/lexicalFamily.ts";
import { lex } from "../../core/syntax/outline/lexer.ts";
import { codes } from "../../core/syntax/outline/tokens.ts";
import { isKeyword } from "../../core/syntax/tokens/keywords.ts";
import { queryTerms } from "../../core/text/terms/queryTerms.ts";
import type { ApiDocs } from "../../ports/apiDocs.ts";
import type { ChatPiece } from "../../ports/chatModel.ts";

/** Documentation of more APIs distracts a model more than it tells. */
const MOST_APIS = 4;
/** Names of a text that are looked up. */
const MOST_NAMES = 24;
/** Hits of a question that are looked at; of all languages together where only some fit. */
const MOST_HITS = 12;
const MOST_HITS_OF_ALL = 60;
/** Part of a question's words that an API must have which the question does not name. */
const LEAST_COVERED = 0.6;

export interface CodeText {
  /** Absolute; the file need not exist. */
  readonly path: string;
  /** The editor's identifier. */
  readonly languageId: string;
  /** The whole file. */
  readonly text: string;
  /** Offsets of the part that matters, the end exclusive; all of it when not given. */
  readonly range?: { readonly start: number; readonly end: number } | undefined;
}

export interface ApisForTextQuery {
  readonly code?: CodeText | undefined;
  /** What a compiler or an interpreter says of the code. Lines are 0-based. */
  readonly messages?: readonly { readonly line: number; readonly message: string }[] | undefined;
  /** A person's question or instruction. */
  readonly question?: string | undefined;
  /** The package that is asked about; all when not given. */
  readonly package?: string | undefined;
  readonly limit?: number | undefined;
  /** Of all pieces together. */
  readonly maxTokens: number;
}

export interface ApisForTextDeps {
  readonly engine: Pick<
    ApiDocs,
    "apiNamed" | "apisForDiagnostic" | "apiPackages" | "searchApis" | "showApis"
  >;
  /** An example that may not be sent is left out, so that the API itself is not. */
  readonly maySend: (source: ContextSource) => Promise<boolean>;
}

/**
 * What a message of a compiler needs comes first, then what the code calls of libraries that models know little of, then
 * what a question names or clearly means.
 *
 * @returns none where documentation would only take room; each with library and version as its title and all files that
 * its text is from as its sources
 * @throws the signal's reason, or the engine's fault
 */
export async function findApisForText(
  deps: ApisForTextDeps,
  query: ApisForTextQuery,
  signal: AbortSignal,
): Promise<readonly ChatPiece[]> {
  const { packages } = await deps.engine.apiPackages(signal);
  const own = packages.flatMap(({ id, role }) => (role === "private" ? [packageKey(id)] : []));
  const told = new Told(deps, new Set(own), query);
  for (const find of [forMessages, forCode, forQuestion]) {
    if (told.isFull) break;
    await find(deps.engine, query, told, signal);
  }
  return told.pieces;
}

class Told {
  readonly #deps: ApisForTextDeps;
  readonly #own: ReadonlySet<string>;
  readonly #limit: number;
  readonly #pieces: ChatPiece[] = [];
  readonly #seen = new Set<string>();
  #room: number;

  constructor(deps: ApisForTextDeps, own: ReadonlySet<string>, { limit, maxTokens }: ApisForTextQuery) {
    this.#deps = deps;
    this.#own = own;
    this.#limit = limit ?? MOST_APIS;
    this.#room = maxTokens;
  }

  get isFull(): boolean {
    return this.#pieces.length >= this.#limit;
  }

  get pieces(): readonly ChatPiece[] {
    return this.#pieces;
  }

  isPrivate({ package: id }: ApiEntry): boolean {
    return this.#own.has(packageKey(id));
  }

  /** One that does not fit into what is left is passed over: a shorter one may. */
  async add(entry: ApiEntry): Promise<void> {
    const key = `${entry.path}:${entry.line}:${entry.name}`;
    if (this.isFull || this.#seen.has(key)) return;
    this.#seen.add(key);
    const uses = [];
    for (const use of entry.uses ?? [])
      if (await this.#deps.maySend({ path: use.path, isLibrary: false })) uses.push(use);
    const { text, title, sources } = apiItem(
      { ...entry, uses },
      this.isPrivate(entry) ? "private" : "uncommon",
    );
    const tokens = estimateTokens(text) + estimateTokens(title ?? "");
    if (tokens > this.#room) return;
    this.#room -= tokens;
    this.#pieces.push({
      text,
      ...(title === undefined ? {} : { title }),
      ...(sources === undefined ? {} : { sources }),
    });
  }
}

type Engine = ApisForTextDeps["engine"];

async function forMessages(
  engine: Engine,
  { code, messages = [], limit = MOST_APIS }: ApisForTextQuery,
  told: Told,
  signal: AbortSignal,
): Promise<void> {
  if (code === undefined) return;
  const { path, languageId, text } = code;
  for (const { line, message } of messages) {
    const asked = { path, languageId, text, line, message, limit };
    for (const { entry } of await engine.apisForDiagnostic(asked, signal)) await told.add(entry);
    if (told.isFull) return;
  }
}

async function forCode(
  engine: Engine,
  { code }: ApisForTextQuery,
  told: Told,
  signal: AbortSignal,
): Promise<void> {
  if (code === undefined) return;
  const { path, languageId, text } = code;
  const { start = 0, end = text.length } = code.range ?? {};
  const evidence = evidenceOf(text.slice(0, start), text.slice(end));
  const plain: ApiEntry[] = [];
  for (const nameEnd of calledNames(languageId, text, start, end)) {
    const entry = await engine.apiNamed({ path, languageId, text, end: nameEnd }, signal);
    if (entry === undefined || !isTelling(entry, told, evidence)) continue;
    if (entry.deprecated === undefined) plain.push(entry);
    else await told.add(entry);
    if (told.isFull) return;
  }
  for (const entry of plain) await told.add(entry);
}

const isTelling = (entry: ApiEntry, told: Told, evidence: Evidence): boolean =>
  promptReason({ entry, isPrivate: told.isPrivate(entry), isCalled: true, isDrafted: false }, evidence) !==
  undefined;

/** Offsets behind the names that are called within a part of a text, each once with what stands before its dot. */
function calledNames(languageId: string, text: string, start: number, end: number): readonly number[] {
  const language = findLanguage(languageId);
  if (language === undefined) return [];
  const tokens = lex(text, lexicalFamilies[language.family]);
  const seen = new Set<string>();
  const ends: number[] = [];
  for (let i = 0; i < tokens.count && ends.length < MOST_NAMES; i++) {
    if (!tokens.isIdentifier(i) || tokens.start(i) < start || tokens.end(i) > end) continue;
    const next = tokens.type(i + 1);
    const name = tokens.word(i);
    if ((next !== codes.openParen && next !== codes.less) || isKeyword(name)) continue;
    const owner =
      /[\w$.]*\.$/.exec(text.slice(Math.max(0, tokens.start(i) - 80), tokens.start(i)))?.[0] ?? "";
    if (seen.has(owner + name)) continue;
    seen.add(owner + name);
    ends.push(tokens.end(i));
  }
  return ends;
}

/** Names that a person writes as code: in backquotes, with dots, or called. */
const writtenName =
  /`([A-Za-z_$][\w$.]*)(?:\(\))?`|\b([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+)\b|\b([A-Za-z_$][\w$]*)\(/g;

async function forQuestion(
  engine: Engine,
  { question, code, package: name, limit = MOST_APIS }: ApisForTextQuery,
  told: Told,
  signal: AbortSignal,
): Promise<void> {
  if (question === undefined) return;
  const { languageId = "" } = code ?? {};
  // Whoever names a package means it, whatever the code is.
  const fits = (entry: ApiEntry) => name !== undefined || isForLanguage(entry, languageId);
  const isNarrowed = name === undefined && ecosystemsOf(languageId) !== undefined;
  for (const [, quoted, dotted, called] of question.matchAll(writtenName)) {
    const written = quoted ?? dotted ?? called!;
    const shown = { name: written, package: name, limit: isNarrowed ? MOST_HITS : 1 };
    const entry = (await engine.showApis(shown, signal)).find(fits);
    if (entry) await told.add(entry);
    if (told.isFull) return;
  }
  const most = isNarrowed ? MOST_HITS_OF_ALL : MOST_HITS;
  const found = await engine.searchApis({ query: question, package: name, limit: most }, signal);
  const hits = found.filter(({ entry }) => fits(entry)).slice(0, MOST_HITS);
  const terms = [...queryTerms(question).keys()];
  const clear = hits.filter(({ entry }) => name !== undefined || covered(terms, entry) >= LEAST_COVERED);
  for (const { entry } of clear.slice(0, limit)) await told.add(entry);
}

function covered(terms: readonly string[], entry: ApiEntry): number {
  const own = queryTerms(`${entry.package.name} ${fullName(entry)} ${entry.summary} ${entry.doc}`);
  return terms.length === 0 ? 0 : terms.filter((term) => own.has(term)).length / terms.length;
}
