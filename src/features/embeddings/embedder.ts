/**
 * Searches by meaning as well as by words, where a person has named a model for it: embeds the index piece by piece while
 * nothing else goes on, and each question when it is asked. Off unless asked for; a fault is told once and ends it until
 * the settings change.
 */
import { packageKey } from "../../core/apiDocs/apiPackage.ts";
import type { ApiHit } from "../../core/apiDocs/search/searchApis.ts";
import { headerNamesOf } from "../../core/prompt/headerNames.ts";
import { type EmbeddingText, SafeEmbedding } from "../../core/prompt/safeEmbedding.ts";
import type { SentContext } from "../../core/prompt/sentContext.ts";
import type { PathVerdict } from "../../core/prompt/withheld.ts";
import { quantize } from "../../core/retrieval/embedding/vector.ts";
import type { QueryEmbedding, SearchHit, SearchQuery } from "../../core/retrieval/search.ts";
import type { ApiSearchQuery } from "../../ports/apiDocs.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Disposable } from "../../ports/disposable.ts";
import type { EmbeddedFile, Embeddings, UnembeddedFile } from "../../ports/embeddings.ts";
import type { Engine } from "../../ports/engine.ts";
import type { LanguageModel, ModelDeadlines } from "../../ports/languageModel.ts";
import type { Log } from "../../ports/log.ts";
import type { Secrets } from "../../ports/secrets.ts";
import type { Settings } from "../../ports/settings.ts";
import type { Trust } from "../../ports/trust.ts";
import { Egress } from "../completion/egress.ts";
import { Listeners } from "../completion/listeners.ts";
import { type ModelConfig, readModelConfig } from "../completion/modelConfig.ts";
import { ApiMeaning, MOST_CANDIDATES } from "./apiMeaning.ts";

export interface EmbedderDeps {
  readonly engine: Embeddings &
    Pick<Engine, "search" | "onStatus" | "isIgnored" | "searchApis" | "apiPackages">;
  readonly model: Pick<LanguageModel, "embed">;
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly trust: Trust;
  readonly clock: Clock;
  readonly log: Log;
}

export type EmbedderState =
  | { readonly kind: "off" }
  /** Named, and not asked: the workspace is not trusted. */
  | { readonly kind: "untrusted" }
  | { readonly kind: "working" | "ready" | "enough"; readonly done: number; readonly total: number }
  | { readonly kind: "fault"; readonly message: string; readonly nextStep: string };

/** After the index or an endpoint was last busy. Milliseconds. */
const idleMs = 5000;
const betweenMs = 200;
const piecesAtOnce = 32;
/** Pieces sent in one session: about three million lines. */
const mostPieces = 50_000;
/** A person waits for the one; nobody for the other. */
const queryDeadlines: ModelDeadlines = { firstByteMs: 1500, idleMs: 1000, totalMs: 2000 };
const batchDeadlines: ModelDeadlines = { firstByteMs: 60_000, idleMs: 30_000, totalMs: 120_000 };
const lateKinds: ReadonlySet<string> = new Set(["firstByteTimeout", "stalled", "totalTimeout"]);
/** Words that are one name are looked up, not understood. */
const isQuestion = (query: string): boolean => /\S\s+\S/.test(query.trim());

interface Target {
  readonly config: ModelConfig;
  readonly model: string;
}

export class Embedder implements Disposable {
  readonly #deps: EmbedderDeps;
  readonly #egress: Egress;
  readonly #states = new Listeners<EmbedderState>();
  readonly #contexts = new Listeners<SentContext>();
  readonly #subscriptions: readonly Disposable[];
  #state: EmbedderState = { kind: "off" };
  #identity = "";
  #isIndexReady = false;
  #timer: Disposable | undefined;
  #sentPieces = 0;
  /** Numbers in a vector, as the first answer had them. */
  #dimension: number | undefined;
  #withheld = new Set<string>();
  #lastQuery: { readonly text: string; readonly embedding: Promise<QueryEmbedding | undefined> } | undefined;
  #lastContext: SentContext | undefined;
  #stop = new AbortController();
  readonly #apis = new ApiMeaning();

  constructor(deps: EmbedderDeps) {
    this.#deps = deps;
    this.#egress = new Egress(deps);
    this.#subscriptions = [
      deps.settings.onChange(() => this.#settingsChanged()),
      deps.trust.onGranted(() => this.#settingsChanged()),
      deps.engine.onStatus(({ phase }) => {
        this.#isIndexReady = phase === "ready";
        if (this.#isIndexReady) this.#later(idleMs);
      }),
    ];
    this.#settingsChanged();
  }

  state(): EmbedderState {
    return this.#state;
  }

  onState(listener: (state: EmbedderState) => void): Disposable {
    return this.#states.add(listener);
  }

  lastContext(): SentContext | undefined {
    return this.#lastContext;
  }

  onLastContext(listener: (context: SentContext) => void): Disposable {
    return this.#contexts.add(listener);
  }

  /** Whether `search` would ask the model about a text. */
  understands(query: string): boolean {
    return this.#target() !== undefined && isQuestion(query);
  }

  /** As the engine does, with the meaning of a question of several words taken in where a model tells it. */
  search = async (query: SearchQuery, signal: AbortSignal): Promise<readonly SearchHit[]> => {
    const target = this.#target();
    const embedding =
      target && isQuestion(query.query) ? await this.#embedQuery(query.query, target) : undefined;
    signal.throwIfAborted();
    return this.#deps.engine.search(embedding ? { ...query, embedding } : query, signal);
  };

  /** As the engine does; a question of several words also by meaning, where a person asked for that. */
  searchApis = async (query: ApiSearchQuery, signal: AbortSignal): Promise<readonly ApiHit[]> => {
    const target = this.#deps.settings.get("docs.byMeaning") ? this.#target() : undefined;
    if (target === undefined || !isQuestion(query.query)) return this.#deps.engine.searchApis(query, signal);
    const limit = Math.max(query.limit, MOST_CANDIDATES);
    const hits = await this.#deps.engine.searchApis({ ...query, limit }, signal);
    const candidates = hits.slice(0, MOST_CANDIDATES);
    const { packages } = await this.#deps.engine.apiPackages(signal);
    const own = new Set(packages.flatMap(({ id, role }) => (role === "private" ? [packageKey(id)] : [])));
    const verdicts = new Map<string, PathVerdict>();
    for (const { entry } of candidates) {
      const source = { path: entry.path, isLibrary: !own.has(packageKey(entry.package)) };
      verdicts.set(entry.path, await this.#egress.verdict(source));
    }
    const ordered = await this.#apis.order(query.query, candidates, (texts) =>
      this.#embed(texts, verdicts, target, queryDeadlines, this.#stop.signal),
    );
    signal.throwIfAborted();
    return [...ordered, ...hits.slice(MOST_CANDIDATES)].slice(0, query.limit);
  };

  dispose(): void {
    this.#timer?.dispose();
    this.#stop.abort();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** The model to ask; undefined when there is none, it failed, or nothing may leave. */
  #target(): Target | undefined {
    const { settings, trust } = this.#deps;
    const model = settings.get("embeddings.model").trim();
    if (model === "" || !trust.isTrusted() || this.#state.kind === "fault") return undefined;
    const config = readModelConfig(settings, "embeddings");
    return config === undefined || "fault" in config ? undefined : { config, model };
  }

  #settingsChanged(): void {
    const { settings, trust } = this.#deps;
    const names = [
      "embeddings.model",
      "embeddings.endpoint",
      "model.endpoint",
      "model.headers",
      "privacy.exclude",
    ] as const;
    const identity = JSON.stringify([trust.isTrusted(), ...names.map((name) => settings.get(name))]);
    if (identity === this.#identity) return;
    this.#identity = identity;
    this.#timer?.dispose();
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#dimension = undefined;
    this.#lastQuery = undefined;
    this.#apis.forget();
    this.#withheld = new Set();
    const isNamed =
      settings.get("embeddings.model").trim() !== "" && readModelConfig(settings, "embeddings") !== undefined;
    const isTrusted = trust.isTrusted();
    this.#tell(isNamed && !isTrusted ? { kind: "untrusted" } : { kind: "off" });
    if (isNamed && isTrusted) this.#later(idleMs);
  }

  #later(delayMs: number): void {
    this.#timer?.dispose();
    this.#timer = this.#deps.clock.after(delayMs, () => {
      this.#step().catch((cause: unknown) => this.#deps.log.warn(`Cannot embed: ${String(cause)}`));
    });
  }

  /** Embeds a few files, and comes back for more. */
  async #step(): Promise<void> {
    const target = this.#target();
    if (!target || !this.#isIndexReady) return;
    const { signal } = this.#stop;
    const work = await this.#deps.engine.unembedded(target.model, piecesAtOnce, [...this.#withheld]);
    if (signal.aborted) return;
    const { done, total, isComplete } = work;
    if (isComplete) return this.#tell({ kind: "ready", done, total });
    if (this.#sentPieces >= mostPieces) return this.#tell({ kind: "enough", done, total });
    this.#tell({ kind: "working", done, total });
    const embedded = await this.#embedFiles(work.files, target, signal);
    if (signal.aborted || !embedded) return;
    if (embedded.length > 0) await this.#deps.engine.saveEmbeddings(target.model, embedded);
    this.#later(betweenMs);
  }

  /** Vectors of the files that may be sent; undefined after a fault. */
  async #embedFiles(
    files: readonly UnembeddedFile[],
    target: Target,
    signal: AbortSignal,
  ): Promise<readonly EmbeddedFile[] | undefined> {
    const verdicts = new Map(
      await Promise.all(
        files.map(
          async ({ path }) => [path, await this.#egress.verdict({ path, isLibrary: false })] as const,
        ),
      ),
    );
    const allowed = files.filter(({ path }) => verdicts.get(path) === "allowed");
    for (const { path } of files) if (verdicts.get(path) !== "allowed") this.#withheld.add(path);
    const texts = allowed.flatMap(({ path, pieces }) => pieces.map((piece) => ({ ...piece, path })));
    const vectors = await this.#embed(texts, verdicts, target, batchDeadlines, signal);
    if (!vectors) return undefined;
    this.#sentPieces += texts.length;
    let at = 0;
    return allowed.map(({ hash, pieces }) => ({
      hash,
      pieces: pieces.flatMap(({ startLine, endLine }) => {
        const vector = vectors[at++];
        return vector ? [{ startLine, endLine, vector }] : [];
      }),
    }));
  }

  /** What the same person types again, letter by letter gone back and forth, is asked once. */
  #embedQuery(text: string, target: Target): Promise<QueryEmbedding | undefined> {
    if (this.#lastQuery?.text !== text) {
      const draft = { path: undefined, startLine: 0, endLine: 0, text };
      const embedding = this.#embed([draft], new Map(), target, queryDeadlines, this.#stop.signal).then(
        (vectors) => vectors?.[0] && { model: target.model, vector: vectors[0] },
      );
      this.#lastQuery = { text, embedding };
    }
    return this.#lastQuery.embedding;
  }

  /** A vector for each text, undefined for those that were not sent; undefined after a fault. */
  async #embed(
    texts: readonly EmbeddingText[],
    verdicts: Parameters<typeof SafeEmbedding.seal>[0]["verdicts"],
    { config, model }: Target,
    deadlines: ModelDeadlines,
    signal: AbortSignal,
  ): Promise<readonly (Int8Array | undefined)[] | undefined> {
    const { secrets, clock, trust } = this.#deps;
    const key = await secrets.apiKey(config.origin).catch(() => undefined);
    const apiKey = key === "" ? undefined : key;
    const { baseUrl, headers, keyHeader } = config;
    const headerNames = headerNamesOf(headers, apiKey !== undefined, keyHeader);
    const request = SafeEmbedding.seal({ atMs: clock.now(), baseUrl, model, headerNames, texts, verdicts });
    if (!request) return texts.map(() => undefined);
    if (signal.aborted || !trust.isTrusted()) return undefined;
    this.#record(request.context);
    const answer = await this.#deps.model.embed(
      { baseUrl, model, headers, apiKey, keyHeader },
      request,
      deadlines,
      signal,
    );
    if (signal.aborted) return undefined;
    const problem =
      "fault" in answer ? answer.fault : this.#dimensionFault(answer.vectors[0]?.length ?? 0, model);
    this.#record({ ...request.context, outcome: problem ? problem.message : "complete" });
    if (problem || "fault" in answer) {
      // A question is not waited for long; that a model is slow to answer one does not end it all.
      const isLate = "fault" in answer && lateKinds.has(answer.fault.kind);
      if (problem && !(isLate && deadlines === queryDeadlines)) this.#fail(problem);
      return undefined;
    }
    const bySent = new Map(request.sent.map((text, i) => [text, answer.vectors[i]]));
    return texts.map((_, i) => {
      const numbers = bySent.get(i);
      return numbers && quantize(numbers);
    });
  }

  #dimensionFault(dimension: number, model: string) {
    this.#dimension ??= dimension;
    if (dimension === this.#dimension) return undefined;
    return {
      message: `"${model}" gave vectors of ${dimension} numbers, and before of ${this.#dimension}`,
      nextStep: "Set touchstone.embeddings.model anew, or leave it empty",
    };
  }

  #fail({ message, nextStep }: { readonly message: string; readonly nextStep: string }): void {
    this.#deps.log.warn(`Search by meaning is off: ${message}. ${nextStep}`);
    this.#tell({ kind: "fault", message, nextStep });
  }

  #record(context: SentContext): void {
    this.#lastContext = context;
    this.#contexts.tell(context);
  }

  #tell(state: EmbedderState): void {
    this.#state = state;
    this.#states.tell(state);
  }
}
