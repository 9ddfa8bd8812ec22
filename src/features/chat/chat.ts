/** One workspace's chat: asks one question at a time, keeps what was said. */
import { citationsOf } from "../../core/chat/answer.ts";
import { renderAnswer, type ShortPath } from "../../core/chat/renderAnswer.ts";
import {
  type ChatTurn,
  restoreTranscript,
  type Transcript,
  withChange,
  withQuestion,
} from "../../core/chat/transcript.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Disposable } from "../../ports/disposable.ts";
import type { LocalState } from "../../ports/localState.ts";
import type { Log } from "../../ports/log.ts";
import type { RepoAnswers } from "../../ports/repoAnswers.ts";

export interface ChatDeps {
  readonly engine: RepoAnswers;
  /** Of the workspace. */
  readonly localState: LocalState;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  readonly shortPath: ShortPath;
}

export type ChatChange =
  | { readonly kind: "transcript"; readonly turns: Transcript }
  | { readonly kind: "turn"; readonly turn: ChatTurn };

export class Chat implements Disposable {
  readonly #deps: ChatDeps;
  readonly #listeners = new Set<(change: ChatChange) => void>();
  #turns: Transcript;
  #running: { readonly id: number; readonly controller: AbortController } | undefined;

  constructor(deps: ChatDeps) {
    this.#deps = deps;
    this.#turns = restoreTranscript(deps.localState.get("chat"));
  }

  get turns(): Transcript {
    return this.#turns;
  }

  onChange(listener: (change: ChatChange) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** Asks; what was still being answered is stopped. Resolves when the answer is there, or is not to be had. Never rejects. */
  async ask(question: string): Promise<void> {
    if (question.trim() === "") return;
    this.stop();
    this.#turns = withQuestion(this.#turns, question);
    const { id } = this.#turns.at(-1)!;
    this.#tellAll();
    await this.#answer(id, question);
  }

  /** Asks a question again, perhaps in other words, in place of what was said from it on. */
  async askAgain(id: number, question: string): Promise<void> {
    if (!this.#turns.some((turn) => turn.id === id)) return;
    this.stop();
    this.#turns = this.#turns.filter((turn) => turn.id < id);
    await this.ask(question);
  }

  stop(): void {
    this.#running?.controller.abort();
  }

  /** Forgets all that was said. */
  clear(): void {
    this.stop();
    this.#turns = [];
    this.#tellAll();
  }

  dispose(): void {
    this.stop();
    this.#listeners.clear();
  }

  async #answer(id: number, question: string): Promise<void> {
    const { engine, clock, log, shortPath } = this.#deps;
    const controller = new AbortController();
    this.#running = { id, controller };
    const startedMs = clock.now();
    const change = (values: Partial<Omit<ChatTurn, "id">>) =>
      this.#change(id, { ...values, elapsedMs: Math.max(0, clock.now() - startedMs) });
    try {
      const answer = await engine.answer(question, controller.signal);
      const citations = citationsOf(answer).flatMap(({ path, line, endLine }) => {
        const short = shortPath(path);
        return short === undefined ? [] : [{ path: short, line: line + 1, endLine: endLine + 1 }];
      });
      const markdown = renderAnswer(answer, shortPath);
      change({ state: "done", markdown, citations, isRefused: answer.refused !== undefined });
    } catch (error) {
      if (controller.signal.aborted) return change({ state: "stopped" });
      log.error("Cannot answer a question", error);
      const message = error instanceof Error ? error.message : String(error);
      change({ state: "failed", problem: `${message}. Ask again, or see the log.` });
    } finally {
      if (this.#running?.id === id) this.#running = undefined;
    }
  }

  #change(id: number, values: Partial<Omit<ChatTurn, "id">>): void {
    this.#turns = withChange(this.#turns, id, values);
    const turn = this.#turns.find((one) => one.id === id);
    if (turn) this.#tell({ kind: "turn", turn });
    this.#keep();
  }

  #tellAll(): void {
    this.#tell({ kind: "transcript", turns: this.#turns });
    this.#keep();
  }

  #tell(change: ChatChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  #keep(): void {
    this.#deps.localState.set("chat", this.#turns);
  }
}
