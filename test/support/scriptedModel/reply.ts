/** What a scripted behaviour can do with one request: proper answers, and every kind of wire misbehaviour. */
import type { IncomingMessage, ServerResponse } from "node:http";

export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** The text for a request: fixed, or computed from its parsed body. */
export type Answer = string | ((body: Record<string, unknown>) => string);

export class Reply {
  readonly request: RecordedRequest;
  readonly response: ServerResponse;
  readonly #incoming: IncomingMessage;

  constructor(incoming: IncomingMessage, response: ServerResponse, body: string) {
    this.#incoming = incoming;
    this.response = response;
    const { method = "", url = "", headers } = incoming;
    this.request = { method, url, headers, body };
  }

  get body(): Record<string, unknown> {
    try {
      return JSON.parse(this.request.body) as Record<string, unknown>;
    } catch {
      return {};
    }
  }

  /** Mistral's route answers as a chat does. */
  get isChat(): boolean {
    return /\/(?:chat|fim)\//.test(this.request.url);
  }

  get isInfill(): boolean {
    return this.request.url.startsWith("/infill");
  }

  /** One chunk of a streamed answer, as the JSON of an event. */
  chunk(text: string, finishReason: string | null = null): string {
    if (this.isInfill) return this.#infill(text, finishReason);
    const choice = this.isChat ? { index: 0, delta: { content: text } } : { index: 0, text };
    return JSON.stringify({ id: "scripted", choices: [{ ...choice, finish_reason: finishReason }] });
  }

  event(text: string, finishReason: string | null = null): string {
    return `data: ${this.chunk(text, finishReason)}\n\n`;
  }

  whole(text: string): string {
    if (this.isInfill) return this.#infill(text, "stop");
    const choice = this.isChat ? { message: { role: "assistant", content: text } } : { text };
    return JSON.stringify({ id: "scripted", choices: [{ index: 0, ...choice, finish_reason: "stop" }] });
  }

  #infill(content: string, finishReason: string | null): string {
    const type = finishReason === "length" ? "limit" : finishReason === null ? "none" : "eos";
    return JSON.stringify({ content, stop: finishReason !== null, stop_type: type });
  }

  head(status = 200, headers: Record<string, string> = { "content-type": "text/event-stream" }): void {
    this.response.writeHead(status, headers);
    this.response.flushHeaders();
  }

  write(text: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      if (this.response.writableEnded || this.response.destroyed) return resolve();
      this.response.write(text, () => resolve());
    });
  }

  end(text = ""): void {
    this.response.end(text);
  }

  json(status: number, value: unknown, headers: Record<string, string> = {}): void {
    this.head(status, { "content-type": "application/json", ...headers });
    this.end(JSON.stringify(value));
  }

  error(
    status: number,
    message: string,
    code: string | null = null,
    headers: Record<string, string> = {},
  ): void {
    this.json(status, { error: { message, code, type: "scripted" } }, headers);
  }

  /** The whole answer as a stream of a few pieces. */
  async stream(text: string, finishReason = "stop"): Promise<void> {
    this.head();
    for (const piece of text.match(/[\s\S]{1,8}/g) ?? []) await this.write(this.event(piece));
    this.end(`${this.event("", finishReason)}data: [DONE]\n\n`);
  }

  /** Closes the connection in the middle: by FIN, or by RST. */
  cut(how: "fin" | "reset"): void {
    const { socket } = this.#incoming;
    if (how === "fin") socket.destroySoon();
    else socket.resetAndDestroy();
  }

  /** Bytes past the HTTP layer. */
  raw(text: string): void {
    this.#incoming.socket.write(text);
  }

  /** Resolves after `ms`, or as soon as the other side is gone; false in that case. */
  pause(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const gone = (): void => {
        clearTimeout(timer);
        resolve(false);
      };
      const timer = setTimeout(() => {
        this.response.off("close", gone);
        resolve(true);
      }, ms);
      this.response.once("close", gone);
      if (this.response.destroyed) gone();
    });
  }
}
