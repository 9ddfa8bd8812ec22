/** The one way out: everything that is sent to a model is gathered, judged and sealed here. */
import type { Capabilities } from "../../core/prompt/capabilities.ts";
import { type ContextItem, type ContextSource, sourcesOf } from "../../core/prompt/contextItem.ts";
import type { FimFormatName } from "../../core/prompt/fimFormats.ts";
import { type ChatDraft, type ChatSealing, SafeChat } from "../../core/prompt/safeChat.ts";
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

export type EgressChat = Pick<ChatDraft, "task" | "messages" | "tools">;
export type ChatTarget = Omit<ChatDraft, keyof EgressChat | "atMs" | "verdicts">;

export class Egress {
  readonly #engine: Pick<Engine, "isIgnored">;
  readonly #settings: Settings;
  readonly #log: Log;

  constructor(deps: { engine: Pick<Engine, "isIgnored">; settings: Settings; log: Log }) {
    this.#engine = deps.engine;
    this.#settings = deps.settings;
    this.#log = deps.log;
  }

  /** Why a file's text may not be sent. A file of the workspace about which nothing can be found out is withheld. */
  async verdict({ path, isLibrary }: ContextSource): Promise<PathVerdict> {
    const file = fileOfDocument(path);
    const byPath = pathJudge(this.#settings.get("privacy.exclude"))(file);
    if (byPath !== "allowed" || isLibrary) return byPath;
    try {
      return (await this.#engine.isIgnored(file)) ? "ignored" : "allowed";
    } catch (cause) {
      this.#log.error("Cannot tell whether a file is ignored, so it is not sent", cause);
      return "ignored";
    }
  }

  /** Judges every file of the question anew and seals what may be sent. */
  async seal(question: EgressQuestion, target: EgressTarget, atMs: number): Promise<Sealing> {
    const own = question.path === undefined ? [] : [{ path: question.path, isLibrary: false }];
    const verdicts = await this.#verdicts([...question.context.flatMap(sourcesOf), ...own]);
    return SafeRequest.seal({ ...question, ...target, atMs, verdicts });
  }

  /** The same for a conversation, the files of earlier messages included. */
  async sealChat(chat: EgressChat, target: ChatTarget, atMs: number): Promise<ChatSealing> {
    const pieces = chat.messages.flatMap((message) => message.pieces);
    const verdicts = await this.#verdicts(pieces.flatMap(({ sources = [] }) => sources));
    return SafeChat.seal({ ...chat, ...target, atMs, verdicts });
  }

  async #verdicts(given: readonly ContextSource[]): Promise<ReadonlyMap<string, PathVerdict>> {
    const sources = new Map<string, ContextSource>();
    for (const source of given) {
      // A file of the workspace is judged as one, whatever else it is said to be.
      if (source.isLibrary && sources.has(source.path)) continue;
      sources.set(source.path, source);
    }
    const verdicts = [...sources].map(async ([path, source]) => [path, await this.verdict(source)] as const);
    return new Map(await Promise.all(verdicts));
  }
}
