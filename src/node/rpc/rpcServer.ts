/** JSON-RPC on two streams: requests run at the same time, can be cancelled, and each is answered exactly once. */
import type { Readable, Writable } from "node:stream";
import type * as z from "zod";
import { EngineError, type EngineErrorKind } from "../../ports/engine.ts";
import type { Log } from "../../ports/log.ts";
import { RpcError, type RpcErrorType, type RpcHandlers } from "../../ports/rpc.ts";
import {
  type Incoming,
  parseMessage,
  type RequestId,
  renderError,
  renderNotification,
  renderResult,
  renderUnread,
} from "./jsonRpc.ts";
import { type Line, LineReader } from "./lineReader.ts";
import { cancelParams, type MethodName, methods } from "./methods.ts";

export interface RpcLimits {
  /** Longest line that is read, in bytes. */
  readonly maxLineBytes: number;
  /** Requests under way beyond which a new one is refused as `busy`. */
  readonly maxRequests: number;
}

const defaultRpcLimits: RpcLimits = { maxLineBytes: 64 * 1024 * 1024, maxRequests: 1000 };

export interface RpcServerDeps {
  readonly input: Readable;
  readonly output: Writable;
  readonly handlers: RpcHandlers;
  readonly log: Log;
  readonly limits?: RpcLimits;
}

const engineErrorTypes: { readonly [K in EngineErrorKind]: RpcErrorType } = {
  deadline: "deadlineExceeded",
  crashed: "engineCrashed",
  busy: "busy",
  failed: "engineFailed",
};

function toRpcError(error: unknown, signal: AbortSignal, log: Log): RpcError {
  if (signal.aborted) return new RpcError("requestCancelled", "The request was cancelled");
  if (error instanceof RpcError) return error;
  if (error instanceof EngineError) return new RpcError(engineErrorTypes[error.kind], error.message);
  log.error("Cannot answer a request", error);
  return new RpcError("internalError", error instanceof Error ? error.message : String(error));
}

/** Where in the parameters each problem is, and what it is, in one sentence. */
function describeIssues(method: string, error: z.ZodError): RpcError {
  const issues = error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  const text = issues.map((issue) => (issue.path ? `"${issue.path}": ${issue.message}` : issue.message));
  return new RpcError("invalidParams", `Parameters of "${method}" are not valid: ${text.join("; ")}`, {
    issues,
  });
}

const isMethod = (name: string): name is MethodName => Object.hasOwn(methods, name);

export class RpcServer {
  readonly #deps: RpcServerDeps;
  readonly #limits: RpcLimits;
  readonly #lines: LineReader;
  readonly #running = new Map<RequestId, AbortController>();
  #whenIdle: (() => void) | undefined;
  #over = false;
  #finish: () => void = () => {};

  constructor(deps: RpcServerDeps) {
    this.#deps = deps;
    this.#limits = deps.limits ?? defaultRpcLimits;
    this.#lines = new LineReader(this.#limits.maxLineBytes);
  }

  /** Serves until `shutdown` is answered, the input ends, or nobody reads the output any more. */
  serve(): Promise<void> {
    const { input, output } = this.#deps;
    return new Promise((resolve) => {
      this.#finish = () => {
        this.#over = true;
        for (const controller of this.#running.values()) controller.abort();
        resolve();
      };
      input.on("data", (chunk: Uint8Array) => this.#takeAll(this.#lines.push(chunk)));
      input.on("end", () => void this.#inputEnded());
      input.on("error", () => this.#finish());
      output.on("error", () => this.#finish());
      output.on("drain", () => input.resume());
    });
  }

  notify(method: string, params: unknown): void {
    this.#write(renderNotification(method, params));
  }

  /** Requests that were sent before the input ended are still answered. */
  async #inputEnded(): Promise<void> {
    this.#takeAll(this.#lines.end());
    await this.#idle();
    this.#finish();
  }

  #takeAll(lines: readonly Line[]): void {
    for (const line of lines) if (!this.#over) this.#takeLine(line);
  }

  #takeLine(line: Line): void {
    if (line.kind === "line") {
      if (line.text.trim() !== "") this.#take(parseMessage(line.text));
      return;
    }
    this.#write(renderUnread(line));
  }

  #take(message: Incoming): void {
    switch (message.kind) {
      case "invalid":
        this.#write(renderError(message.id, message.error));
        break;
      case "notification":
        if (message.method === "$/cancelRequest") this.#cancel(message.params);
        break;
      case "request":
        void this.#answer(message.id, message.method, message.params ?? {});
        break;
    }
  }

  #cancel(params: unknown): void {
    const parsed = cancelParams.safeParse(params);
    if (parsed.success) this.#running.get(parsed.data.id)?.abort();
  }

  async #answer(id: RequestId, method: string, params: unknown): Promise<void> {
    const refusal = this.#refusal(id, method);
    if (refusal) return this.#write(renderError(id, refusal));
    if (method === "shutdown") return this.#shutDown(id);
    const controller = new AbortController();
    this.#running.set(id, controller);
    const line = await this.#lineFor(id, method as MethodName, params, controller.signal);
    this.#running.delete(id);
    this.#write(line);
    if (this.#running.size === 0) this.#whenIdle?.();
  }

  /** Why a request is not even begun. */
  #refusal(id: RequestId, method: string): RpcError | undefined {
    if (this.#whenIdle) return new RpcError("shuttingDown", `Cannot begin "${method}": shutting down`);
    if (method !== "shutdown" && !isMethod(method)) {
      return new RpcError("methodNotFound", `There is no method "${method}"`);
    }
    if (this.#running.has(id)) {
      return new RpcError(
        "invalidRequest",
        `The id ${JSON.stringify(id)} is that of a request still running`,
      );
    }
    if (method !== "shutdown" && this.#running.size >= this.#limits.maxRequests) {
      return new RpcError("busy", `Cannot begin "${method}": ${this.#running.size} requests are running`);
    }
    return undefined;
  }

  async #lineFor(id: RequestId, method: MethodName, params: unknown, signal: AbortSignal): Promise<string> {
    const cancelled = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
    // Aborted after the answer: nobody listens any more.
    cancelled.catch(() => {});
    try {
      const parsed = methods[method].params.safeParse(params);
      if (!parsed.success) throw describeIssues(method, parsed.error);
      const handle = this.#deps.handlers[method] as (
        params: unknown,
        signal: AbortSignal,
      ) => Promise<unknown>;
      const answer = handle.call(this.#deps.handlers, parsed.data, signal);
      return renderResult(id, await Promise.race([answer, cancelled]));
    } catch (error) {
      return renderError(id, toRpcError(error, signal, this.#deps.log));
    }
  }

  /** Whoever waits for the index would wait too long: what runs is cancelled. */
  async #shutDown(id: RequestId): Promise<void> {
    for (const controller of this.#running.values()) controller.abort();
    await this.#idle();
    this.#deps.output.write(`${renderResult(id, null)}\n`, () => this.#finish());
  }

  #idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenIdle = resolve;
      if (this.#running.size === 0) resolve();
    });
  }

  #write(line: string): void {
    if (this.#over) return;
    // A reader that lags is given time: no further request is read until it has caught up.
    if (!this.#deps.output.write(`${line}\n`)) this.#deps.input.pause();
  }
}
