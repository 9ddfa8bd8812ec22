/** One request to a model of the editor: its pieces as they come, bounded in time and size, to its one end. */
import type { ChatToolCall } from "../../core/prompt/conversation.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Disposable } from "../../ports/disposable.ts";
import type {
  ConverseEnd,
  ConverseListener,
  ModelDeadlines,
  ModelFault,
  ModelFaultKind,
} from "../../ports/languageModel.ts";
import { hostFault } from "./hostFault.ts";

export type HostPiece =
  | { readonly kind: "text" | "reasoning"; readonly text: string }
  | { readonly kind: "call"; readonly call: ChatToolCall };

export interface HostRequest {
  /** What a person calls the model. */
  readonly label: string;
  /** Resolves when the editor, and the person where it asks, let the request go. @throws what the editor says */
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<HostPiece>>;
  readonly deadlines: ModelDeadlines;
  readonly listener: ConverseListener;
  readonly clock: Clock;
}

/** Of an answer with what was thought, and of the arguments of one call; UTF-16 units. */
const LONGEST_ANSWER = 2 * 1024 * 1024;
const LONGEST_ARGUMENTS = 256 * 1024;
const MOST_CALLS = 64;

type Stop = "aborted" | "firstByteTimeout" | "stalled" | "totalTimeout" | "tooLarge";

/** Never rejects, and ends by the deadlines: what the model says later is not listened to. */
export function converseThroughHost(request: HostRequest, signal: AbortSignal): Promise<ConverseEnd> {
  return new HostConversation(request).run(signal);
}

class HostConversation {
  readonly #request: HostRequest;
  readonly #controller = new AbortController();
  readonly #calls: ChatToolCall[] = [];
  #length = 0;
  #timer: Disposable | undefined;
  #stop: (stop: Stop) => void = () => undefined;
  readonly #stopped = new Promise<Stop>((resolve) => {
    this.#stop = resolve;
  });

  constructor(request: HostRequest) {
    this.#request = request;
  }

  async run(signal: AbortSignal): Promise<ConverseEnd> {
    const { clock, deadlines } = this.#request;
    const abort = (): void => this.#stop("aborted");
    signal.addEventListener("abort", abort, { once: true });
    const total = clock.after(deadlines.totalMs, () => this.#stop("totalTimeout"));
    if (signal.aborted) abort();
    try {
      return await Promise.race([this.#stopped.then((stop) => this.#endOf(stop)), this.#read()]);
    } finally {
      signal.removeEventListener("abort", abort);
      total.dispose();
      this.#timer?.dispose();
      this.#controller.abort();
    }
  }

  async #read(): Promise<ConverseEnd> {
    const { open, label, deadlines } = this.#request;
    try {
      const pieces = await open(this.#controller.signal);
      // A person may think over the editor's question as long as they like: the clock of the model starts here.
      this.#wait(deadlines.firstByteMs, "firstByteTimeout");
      for await (const piece of pieces) {
        if (this.#controller.signal.aborted) break;
        this.#wait(deadlines.idleMs, "stalled");
        this.#take(piece);
      }
      return {
        kind: "complete",
        finishReason: this.#calls.length > 0 ? "tools" : "stop",
        toolCalls: this.#calls,
        usage: undefined,
      };
    } catch (error) {
      return this.#broken(hostFault(label, error));
    }
  }

  #take(piece: HostPiece): void {
    const { listener } = this.#request;
    const size = piece.kind === "call" ? piece.call.argumentsText.length : piece.text.length;
    this.#length += size;
    if (piece.kind === "call") this.#calls.push(piece.call);
    const isTooLarge =
      this.#length > LONGEST_ANSWER ||
      this.#calls.length > MOST_CALLS ||
      (piece.kind === "call" && size > LONGEST_ARGUMENTS);
    if (isTooLarge) this.#stop("tooLarge");
    else if (piece.kind === "text") listener.onText(piece.text);
    else if (piece.kind === "reasoning") listener.onReasoning(piece.text);
  }

  #wait(ms: number, stop: Stop): void {
    this.#timer?.dispose();
    if (!this.#controller.signal.aborted) this.#timer = this.#request.clock.after(ms, () => this.#stop(stop));
  }

  #endOf(stop: Stop): ConverseEnd {
    if (stop === "aborted") return { kind: "aborted" };
    const { label, deadlines } = this.#request;
    const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;
    const again = "Ask again, or choose another model";
    const messages: Readonly<Record<Exclude<Stop, "aborted">, string>> = {
      firstByteTimeout: `${label} said nothing for ${seconds(deadlines.firstByteMs)}`,
      stalled: `${label} stopped in the middle of its answer for ${seconds(deadlines.idleMs)}`,
      totalTimeout: `${label} did not end its answer in ${seconds(deadlines.totalMs)}`,
      tooLarge: `${label} said more than an answer may hold`,
    };
    return this.#broken({ kind: stop satisfies ModelFaultKind, message: messages[stop], nextStep: again });
  }

  #broken(fault: ModelFault): ConverseEnd {
    return { kind: this.#length > 0 ? "incomplete" : "failed", fault };
  }
}
