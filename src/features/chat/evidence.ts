/** Evidence from the repository: each piece names the lines where it stands now. */
import type { AnswerPart, Citation, Evidence } from "../../core/chat/answer.ts";
import type { PastChange } from "../../core/repo/pastChange.ts";
import type { GraphEdge, Reference, SymbolHit } from "../../core/retrieval/symbolQuery.ts";
import type { ApiDocs } from "../../ports/apiDocs.ts";
import type { RepoQueries } from "../../ports/repoQueries.ts";
import { dottedName } from "./subject.ts";

export interface EvidenceDeps {
  readonly queries: RepoQueries;
  readonly docs: Pick<ApiDocs, "showApis">;
  /** Absolute, of all indexed files. */
  readonly paths: () => Iterable<string>;
  readonly shortPath: (path: string) => string;
  /** As it is now; undefined for what is gone. */
  readonly readText: (path: string) => Promise<string | undefined>;
  readonly languageIdOf: (path: string) => string;
  /** Commits that touched a file, newest first; undefined when no past is known. */
  readonly changesOf: (path: string) => Promise<readonly PastChange[] | undefined>;
  /** Part of the index that holds a term: 0 for none, 1 for all. */
  readonly spreadOf: (term: string) => number;
}

const LONGEST_DETAIL = 160;

/** What one answer reads: texts once, and only lines that exist are cited. */
export class EvidenceReader {
  readonly deps: EvidenceDeps;
  readonly signal: AbortSignal;
  readonly #lines = new Map<string, readonly string[]>();

  constructor(deps: EvidenceDeps, signal: AbortSignal) {
    this.deps = deps;
    this.signal = signal;
  }

  /** Empty for a file that is gone. */
  async linesOf(path: string): Promise<readonly string[]> {
    this.signal.throwIfAborted();
    let lines = this.#lines.get(path);
    if (!lines) {
      lines = (await this.deps.readText(path))?.split(/\r?\n/) ?? [];
      this.#lines.set(path, lines);
    }
    return lines;
  }

  /** Undefined where the lines are not there. @param line 0-based */
  async cite(path: string, line: number, endLine = line): Promise<Citation | undefined> {
    const { length } = await this.linesOf(path);
    if (line < 0 || line >= length) return undefined;
    return { path, line, endLine: Math.max(line, Math.min(endLine, length - 1)) };
  }

  async #place(path: string, line: number, text: string, endLine = line): Promise<Evidence | undefined> {
    const citation = await this.cite(path, line, endLine);
    if (!citation) return undefined;
    const detail = (await this.linesOf(path))[line]!.trim().slice(0, LONGEST_DETAIL);
    return { text, detail, citation };
  }

  definition(hit: SymbolHit): Promise<Evidence | undefined> {
    return this.#named(hit, dottedName(hit));
  }

  /** Its range, shown by the line that holds its name: decorators and comments may stand before. */
  async #named({ path, name, startLine, endLine }: SymbolHit, text: string): Promise<Evidence | undefined> {
    const lines = await this.linesOf(path);
    const own = lines.findIndex((line, at) => at >= startLine && at <= endLine && line.includes(name));
    return this.#place(path, own < 0 ? startLine : own, text, endLine);
  }

  reference({ path, line, within }: Reference): Promise<Evidence | undefined> {
    return this.#place(path, line, within === "" ? this.deps.shortPath(path) : within);
  }

  /** A caller by its first call, another neighbour by its definition. */
  edge({ path, line, name, sites }: GraphEdge, by: "site" | "definition"): Promise<Evidence | undefined> {
    const text = name === "" ? this.deps.shortPath(path) : name;
    return this.#place(path, by === "site" ? (sites[0] ?? line) : line, text);
  }

  line(path: string, line: number, text: string): Promise<Evidence | undefined> {
    return this.#place(path, line, text);
  }

  /** A part of what there is, without pieces whose text is gone; undefined when nothing is left. */
  async part<T>(
    title: string,
    found: readonly T[],
    most: number,
    toEvidence: (one: T) => Promise<Evidence | undefined>,
  ): Promise<AnswerPart | undefined> {
    const items: Evidence[] = [];
    let used = 0;
    for (const one of found) {
      if (items.length >= most) break;
      used++;
      const item = await toEvidence(one);
      if (item) items.push(item);
    }
    if (items.length === 0) return undefined;
    const more = found.length - used;
    return more > 0 ? { title, items, more } : { title, items };
  }
}
