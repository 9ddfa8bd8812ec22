/** The one way out: everything that is sent to a model is gathered, judged and sealed here; conversations in `sealChat.ts`. */
import type { Capabilities } from "../../core/prompt/capabilities.ts";
import { type ContextItem, type ContextSource, sourcesOf } from "../../core/prompt/contextItem.ts";
import type { FimFormatName } from "../../core/prompt/fimFormats.ts";
import { type PromptDraft, SafeRequest, type Sealing } from "../../core/prompt/safeRequest.ts";
import { fileOfDocument, type PathVerdict, pathJudge } from "../../core/prompt/withheld.ts";
import type { Engine } from "../../ports/engine.ts";
import type { Log } from "../../ports/log.ts";
import type { Settings } from "../../ports/settings.ts";

/** The text to be completed and what may help; `path` undefined for text that no file holds. */
export interface EgressQuestion {
  readonly task: PromptDraft["task"];
  readonly path: string | undefined;
  readonly languageId: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly context: readonly ContextItem[];
}

/** For whom it is sealed. */
export interface EgressTarget {
  readonly baseUrl: string;
  readonly model: string;
  readonly headerNames: readonly string[];
  readonly format: FimFormatName;
  readonly maxTokens: number;
  readonly contextTokens: number;
  /** What the endpoint turned out not to do. */
  readonly capabilities?: Capabilities;
}

/** A file that was judged so shortly before is not judged again. Milliseconds. */
const judgedForMs = 1_000;
const mostJudged = 200;

interface Judged {
  readonly atMs: number;
  readonly verdict: Promise<PathVerdict>;
}

export class Egress {
  readonly #engine: Pick<Engine, "isIgnored">;
  readonly #settings: Settings;
  readonly #log: Log;
  /** By path; libraries' files are judged by their paths alone, and at once. */
  readonly #judged = new Map<string, Judged>();
  #excludes: { readonly globs: readonly string[]; readonly judge: ReturnType<typeof pathJudge> } | undefined;

  constructor(deps: { engine: Pick<Engine, "isIgnored">; settings: Settings; log: Log }) {
    this.#engine = deps.engine;
    this.#settings = deps.settings;
    this.#log = deps.log;
  }

  /** Why a file's text may not be sent. A file of the workspace about which nothing can be found out is withheld. */
  async verdict({ path, isLibrary }: ContextSource): Promise<PathVerdict> {
    const file = fileOfDocument(path);
    const byPath = this.#byPath(file);
    if (byPath !== "allowed" || isLibrary) return byPath;
    try {
      return (await this.#engine.isIgnored(file)) ? "ignored" : "allowed";
    } catch (cause) {
      this.#log.error("Cannot tell whether a file is ignored, so it is not sent", cause);
      return "ignored";
    }
  }

  /**
   * Judges the files of a question that is about to be sealed, so that sealing need not wait for it. Never rejects.
   *
   * @param atMs now, milliseconds since the epoch
   */
  async judgeAhead(question: SourcedQuestion, atMs: number): Promise<void> {
    await Promise.all(sourcesOfQuestion(question).map((source) => this.#verdictAt(source, atMs)));
  }

  /** Judges every file of the question, at most a second before, and seals what may be sent. */
  async seal(question: EgressQuestion, target: EgressTarget, atMs: number): Promise<Sealing> {
    const verdicts = sourcesOfQuestion(question).map(
      async (source) => [source.path, await this.#verdictAt(source, atMs)] as const,
    );
    return SafeRequest.seal({ ...question, ...target, atMs, verdicts: new Map(await Promise.all(verdicts)) });
  }

  #byPath(file: string): ReturnType<ReturnType<typeof pathJudge>> {
    const globs = this.#settings.get("privacy.exclude");
    if (this.#excludes?.globs !== globs) this.#excludes = { globs, judge: pathJudge(globs) };
    return this.#excludes.judge(file);
  }

  /** As `verdict`; whether a file is ignored is not asked again within a second, what settings exclude is. */
  #verdictAt(source: ContextSource, atMs: number): Promise<PathVerdict> {
    const file = fileOfDocument(source.path);
    if (source.isLibrary || this.#byPath(file) !== "allowed") return this.verdict(source);
    const known = this.#judged.get(file);
    if (known && Math.abs(atMs - known.atMs) <= judgedForMs) return known.verdict;
    if (this.#judged.size >= mostJudged) this.#judged.clear();
    const verdict = this.verdict(source);
    this.#judged.set(file, { atMs, verdict });
    return verdict;
  }
}

type SourcedQuestion = Pick<EgressQuestion, "path" | "context">;

const sourcesOfQuestion = ({ path, context }: SourcedQuestion): readonly ContextSource[] =>
  eachSource([...context.flatMap(sourcesOf), ...(path === undefined ? [] : [{ path, isLibrary: false }])]);

/** Each file once; a file of the workspace is judged as one, whatever else it is said to be. */
export function eachSource(given: readonly ContextSource[]): readonly ContextSource[] {
  const sources = new Map<string, ContextSource>();
  for (const source of given) {
    if (source.isLibrary && sources.has(source.path)) continue;
    sources.set(source.path, source);
  }
  return [...sources.values()];
}
