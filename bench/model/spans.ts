/** What took how long between a key and a request: calls of the engine's thread and of the model, as they were made. */
import { OpenAiModel } from "../../src/node/model/openAiModel.ts";
import type { Engine } from "../../src/ports/engine.ts";

/** A call from question to answer. Milliseconds of `performance.now()`. */
export interface Span {
  readonly part: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The engine, each call of it noted when its answer is there. */
export function watched(engine: Engine, spans: Span[]): Engine {
  return new Proxy(engine, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      return (...args: unknown[]): unknown => {
        const fromMs = performance.now();
        const result: unknown = Reflect.apply(value, target, args);
        const note = (): void => void spans.push({ part: String(name), fromMs, toMs: performance.now() });
        if (result instanceof Promise) result.then(note, note);
        return result;
      };
    },
  });
}

/** A request from the call to its end, given up or not. */
export interface Stream {
  readonly body: string;
  readonly fromMs: number;
  abortedMs?: number;
  toMs?: number;
}

/** A model that remembers its requests. */
export class WatchedModel extends OpenAiModel {
  readonly streams: Stream[] = [];

  override async stream(
    ...call: Parameters<OpenAiModel["stream"]>
  ): Promise<Awaited<ReturnType<OpenAiModel["stream"]>>> {
    const [, request, , , signal] = call;
    const stream: Stream = { body: request.body, fromMs: performance.now() };
    this.streams.push(stream);
    signal.addEventListener("abort", () => (stream.abortedMs = performance.now()), { once: true });
    const end = await super.stream(...call);
    stream.toMs = performance.now();
    return end;
  }
}

/** Milliseconds of `fromMs`..`toMs` that lie in none of the waits. */
export function outside(
  fromMs: number,
  toMs: number,
  waits: readonly { readonly fromMs: number; readonly toMs: number }[],
): number {
  let covered = 0;
  let reached = fromMs;
  for (const wait of [...waits].sort((a, b) => a.fromMs - b.fromMs)) {
    const start = Math.max(reached, wait.fromMs);
    const end = Math.min(toMs, wait.toMs);
    if (end <= start) continue;
    covered += end - start;
    reached = end;
  }
  return toMs - fromMs - covered;
}
