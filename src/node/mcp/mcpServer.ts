/** A server of tools on two streams, for any client of the Model Context Protocol. Writes nothing but the protocol. */
import type { Readable, Writable } from "node:stream";
import * as z from "zod";
import type { Log } from "../../ports/log.ts";
import { RpcError } from "../../ports/rpc.ts";
import {
  type Incoming,
  parseMessage,
  type RequestId,
  renderError,
  renderNotification,
  renderResult,
  renderUnread,
} from "../rpc/jsonRpc.ts";
import { type Line, LineReader } from "../rpc/lineReader.ts";
import {
  callParams,
  cancelledParams,
  initializeParams,
  listParams,
  type McpTool,
  negotiated,
  type ProtocolVersion,
  takesBatches,
} from "./protocol.ts";

export interface McpServerDeps {
  readonly input: Readable;
  readonly output: Writable;
  readonly tools: readonly McpTool[];
  /** For the client's model: what this server is for. */
  readonly instructions: string;
  readonly version: string;
  readonly log: Log;
  /** How long what runs may go on when the client has closed its end. Milliseconds. */
  readonly lingerMs?: number;
}

const maxLineBytes = 16 * 1024 * 1024;
/** Requests under way beyond which a new one is refused as `busy`. */
const maxRequests = 100;
const mostInBatch = 100;
/** A longer answer would fill the model's context; it is told so. UTF-16 units. */
const longestText = 60_000;
const usualLingerMs = 5_000;

type Request = Extract<Incoming, { kind: "request" }>;

export class McpServer {
  readonly #deps: McpServerDeps;
  readonly #lines = new LineReader(maxLineBytes);
  readonly #running = new Map<RequestId, AbortController>();
  #version: ProtocolVersion | undefined;
  #isOver = false;
  #finish: () => void = () => {};
  #whenIdle: (() => void) | undefined;

  constructor(deps: McpServerDeps) {
    this.#deps = deps;
  }

  /** Serves until the input ends, or nobody reads the output any more. */
  serve(): Promise<void> {
    const { input, output } = this.#deps;
    return new Promise((resolve) => {
      this.#finish = () => {
        this.#isOver = true;
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

  /** What was asked before the input ended is still answered, if it does not take long. */
  async #inputEnded(): Promise<void> {
    this.#takeAll(this.#lines.end());
    const { lingerMs = usualLingerMs } = this.#deps;
    const idle = new Promise<void>((resolve) => {
      this.#whenIdle = resolve;
      if (this.#running.size === 0) resolve();
    });
    const timer = setTimeout(() => this.#finish(), lingerMs);
    await idle;
    clearTimeout(timer);
    this.#finish();
  }

  #takeAll(lines: readonly Line[]): void {
    for (const line of lines) if (!this.#isOver) this.#takeLine(line);
  }

  #takeLine(line: Line): void {
    if (line.kind === "line") {
      const text = line.text.trim();
      if (text.startsWith("[") && takesBatches(this.#version)) void this.#takeBatch(text);
      else if (text !== "") void this.#take(parseMessage(text)).then((answer) => this.#write(answer));
      return;
    }
    this.#write(renderUnread(line));
  }

  /** Answers to a batch come as one, those to its notifications not at all. */
  async #takeBatch(text: string): Promise<void> {
    let messages: unknown;
    try {
      messages = JSON.parse(text);
    } catch {
      messages = undefined;
    }
    if (!Array.isArray(messages) || messages.length === 0 || messages.length > mostInBatch) {
      const why = `Cannot take the batch: it must hold 1 to ${mostInBatch} messages`;
      return this.#write(renderError(null, new RpcError("invalidRequest", why)));
    }
    const answers = await Promise.all(
      messages.map((message) => this.#take(parseMessage(JSON.stringify(message)))),
    );
    const given = answers.filter((answer) => answer !== undefined);
    if (given.length > 0) this.#write(`[${given.join(",")}]`);
  }

  /** @returns the answer as a line; undefined where none is due */
  async #take(message: Incoming): Promise<string | undefined> {
    switch (message.kind) {
      case "invalid":
        return renderError(message.id, message.error);
      case "notification":
        if (message.method === "notifications/cancelled") this.#cancel(message.params);
        return undefined;
      case "request":
        return this.#answer(message);
    }
  }

  /** Of a request that is cancelled nothing more is heard, as the protocol wants it. */
  #cancel(params: unknown): void {
    const parsed = cancelledParams.safeParse(params);
    if (parsed.success) this.#running.get(parsed.data.requestId)?.abort();
  }

  async #answer({ id, method, params }: Request): Promise<string | undefined> {
    try {
      switch (method) {
        case "initialize":
          return renderResult(id, this.#initialize(params));
        case "ping":
          return renderResult(id, {});
        case "tools/list":
          return renderResult(id, this.#list(params));
        case "tools/call":
          return await this.#call(id, params);
        default:
          throw new RpcError("methodNotFound", `There is no method "${method}"`);
      }
    } catch (error) {
      if (!(error instanceof RpcError)) this.#deps.log.error("Cannot answer a request", error);
      return renderError(
        id,
        error instanceof RpcError ? error : new RpcError("internalError", messageOf(error)),
      );
    }
  }

  #initialize(params: unknown): unknown {
    const { protocolVersion } = parsed("initialize", initializeParams, params);
    this.#version = negotiated(protocolVersion);
    const { version, instructions } = this.#deps;
    return {
      protocolVersion: this.#version,
      capabilities: { tools: { listChanged: false } },
      serverInfo: { name: "touchstone", title: "Touchstone", version },
      instructions,
    };
  }

  #list(params: unknown): unknown {
    this.#mustBeInitialized();
    const { cursor } = parsed("tools/list", listParams, params ?? {});
    if (cursor !== undefined) throw new RpcError("invalidParams", `There is no page "${cursor}"`);
    return { tools: this.#deps.tools.map(describe) };
  }

  async #call(id: RequestId, given: unknown): Promise<string | undefined> {
    this.#mustBeInitialized();
    const { name, arguments: values = {}, _meta: meta } = parsed("tools/call", callParams, given);
    const tool = this.#deps.tools.find((one) => one.name === name);
    if (!tool) throw new RpcError("invalidParams", `There is no tool "${name}"`);
    const params = parsed(name, tool.params, values);
    if (this.#running.has(id))
      throw new RpcError("invalidRequest", `The id ${JSON.stringify(id)} is that of a request still running`);
    if (this.#running.size >= maxRequests)
      throw new RpcError("busy", `Cannot begin "${name}": ${this.#running.size} requests are running`);
    const controller = new AbortController();
    this.#running.set(id, controller);
    const { signal } = controller;
    const token = meta?.progressToken;
    const onProgress = (progress: object): void => {
      if (token !== undefined && !signal.aborted)
        this.#write(renderNotification("notifications/progress", { progressToken: token, ...progress }));
    };
    try {
      const text = await Promise.race([tool.call(params, signal, onProgress), abortion(signal)]);
      return renderResult(id, { content: [{ type: "text", text: shown(text) }], isError: false });
    } catch (error) {
      if (signal.aborted) return undefined;
      if (!(error instanceof RpcError)) this.#deps.log.warn(`The tool "${name}" failed: ${messageOf(error)}`);
      // The model that called shall read why, and may try otherwise.
      return renderResult(id, { content: [{ type: "text", text: messageOf(error) }], isError: true });
    } finally {
      this.#running.delete(id);
      // Behind the answer, which is written when this is over.
      if (this.#running.size === 0) setImmediate(() => this.#running.size === 0 && this.#whenIdle?.());
    }
  }

  #mustBeInitialized(): void {
    if (this.#version === undefined)
      throw new RpcError("invalidRequest", 'Nothing can be asked before "initialize"');
  }

  #write(line: string | undefined): void {
    if (this.#isOver || line === undefined) return;
    // A reader that lags is given time: no further request is read until it has caught up.
    if (!this.#deps.output.write(`${line}\n`)) this.#deps.input.pause();
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function abortion(signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  // Aborted after the answer: nobody listens any more.
  aborted.catch(() => {});
  return aborted;
}

function shown(text: string): string {
  if (text.trim() === "") return "Nothing found";
  if (text.length <= longestText) return text;
  return `${text.slice(0, longestText)}\n[cut off: ${text.length - longestText} more characters; ask for less]`;
}

function parsed<T>(what: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) =>
    path.length > 0 ? `"${path.join(".")}": ${message}` : message,
  );
  throw new RpcError("invalidParams", `Parameters of "${what}" are not valid: ${issues.join("; ")}`);
}

function describe({ name, title, description, params, isReadOnly }: McpTool): unknown {
  const { $schema, ...inputSchema } = z.toJSONSchema(params, { io: "input" });
  const annotations = { title, readOnlyHint: isReadOnly, destructiveHint: false, openWorldHint: false };
  return { name, title, description, inputSchema: { type: "object", ...inputSchema }, annotations };
}
