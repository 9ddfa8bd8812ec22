/** Texts of indexed files as they are now, and what the first tier reads in them on demand. */
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import { findLanguage } from "../../core/syntax/language.ts";
import { lexicalFamilies } from "../../core/syntax/lexicalFamily.ts";
import { describeTokens } from "../../core/syntax/outline/describeOutline.ts";
import { lex } from "../../core/syntax/outline/lexer.ts";
import type { Outline } from "../../core/syntax/outline/outline.ts";
import { readOutline } from "../../core/syntax/outline/readOutline.ts";
import { Tokens } from "../../core/syntax/outline/tokens.ts";
import { decodeText } from "../../core/text/decode.ts";
import type { Files } from "../../ports/files.ts";
import type { TextGuard } from "../engine/textGuard.ts";
import { decodeUtf8 } from "../indexing/readSource.ts";
import type { RepoIndexer } from "../indexing/repoIndexer.ts";

export interface SourceTextsDeps {
  readonly files: Files;
  readonly index: Pick<RepoIndex, "has" | "languageIdOf">;
  readonly indexer: Pick<RepoIndexer, "openText" | "isIgnored">;
  readonly guard: TextGuard;
}

/** Larger files are never indexed: the greatest value of `index.maxFileKb`. */
const MAX_FILE_BYTES = 8 << 20;
const nothing = new Tokens("");

export class SourceTexts {
  readonly #deps: SourceTextsDeps;

  constructor(deps: SourceTextsDeps) {
    this.#deps = deps;
  }

  /** The editor's text before the disk's; undefined for what is not indexed, gone, or ignored by now. */
  async read(path: string): Promise<string | undefined> {
    const { files, index, indexer } = this.#deps;
    if (!index.has(path) || (await indexer.isIgnored(path))) return undefined;
    const open = indexer.openText(path);
    if (open !== undefined) return open;
    const bytes = await files.read(path, MAX_FILE_BYTES).catch(() => undefined);
    const decoded = bytes && decodeText(bytes, decodeUtf8);
    return decoded?.kind === "text" ? decoded.text : undefined;
  }

  /** Code of the file, nothing for a text that ended an earlier thread; undefined as for `read`. */
  async tokens(path: string): Promise<Tokens | undefined> {
    const text = await this.read(path);
    return text === undefined ? undefined : this.#inCode(path, text, (tokens) => tokens, nothing);
  }

  async outline(path: string): Promise<Outline | undefined> {
    const text = await this.read(path);
    if (text === undefined) return undefined;
    const kind = findLanguage(this.#languageOf(path))?.outline;
    return this.#inCode(path, text, (tokens) => readOutline(tokens, kind), { symbols: [], imports: [] });
  }

  /** The outline with what is written about its symbols. */
  async describedOutline(path: string): Promise<Outline | undefined> {
    const text = await this.read(path);
    if (text === undefined) return undefined;
    const kind = findLanguage(this.#languageOf(path))?.outline;
    return this.#inCode(path, text, (tokens) => describeTokens(tokens, kind), { symbols: [], imports: [] });
  }

  #inCode<T>(path: string, text: string, work: (tokens: Tokens) => T, otherwise: T): T {
    const family = lexicalFamilies[findLanguage(this.#languageOf(path))?.family ?? "data"];
    return this.#deps.guard.run("indexing", path, text, () => work(lex(text, family)), otherwise);
  }

  #languageOf(path: string): string {
    return this.#deps.index.languageIdOf(path) ?? "";
  }
}
