/** A model on loopback that writes the line that was written, or another one, and keeps the times of each request. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface RequestTimes {
  readonly body: string;
  /** All times in milliseconds of `performance.now()`. */
  readonly arrivedMs: number;
  readonly arrivedCpuMs: number;
  readonly writes: { readonly atMs: number; readonly cpuMs: number }[];
  /** When the connection was found closed before the answer ended. */
  closedMs?: number;
  isDone?: boolean;
}

/** As of a small model on a good card: time to the first piece, and between pieces of four characters. */
const firstPieceMs = 150;
const pieceMs = 8;

/** CPU time of this process so far, all threads. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export class TimedEndpoint {
  readonly requests: RequestTimes[] = [];
  readonly #server: Server;
  /** The line being typed, whether the model knows it, and the next line. */
  line = "";
  knows = true;
  next = "";

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<TimedEndpoint> {
    const server = createServer();
    const endpoint = new TimedEndpoint(server);
    server.on("request", (request, response) => void endpoint.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return endpoint;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #textFor(prompt: string): string {
    const begun = prompt.slice(prompt.lastIndexOf("\n") + 1);
    if (!this.line.startsWith(begun)) return `${this.next}\n`;
    const rest = this.line.slice(begun.length);
    return this.knows ? `${rest}\n${this.next}\n` : `${rest.slice(0, 3)}unlikely(${begun.length})\n`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [arrivedMs, arrivedCpuMs] = [performance.now(), cpuMs()];
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString("utf8");
    const times: RequestTimes = { body, arrivedMs, arrivedCpuMs, writes: [] };
    this.requests.push(times);
    response.on("close", () => {
      if (!times.isDone) times.closedMs = performance.now();
    });
    const { prompt } = JSON.parse(body) as { readonly prompt: string };
    const pieces = this.#textFor(prompt).match(/[\s\S]{1,4}/g) ?? [];
    await sleep(firstPieceMs);
    for (const [at, text] of pieces.entries()) {
      if (response.destroyed) return;
      if (at === 0) response.writeHead(200, { "content-type": "text/event-stream" });
      times.writes.push({ atMs: performance.now(), cpuMs: cpuMs() });
      response.write(`data: ${JSON.stringify({ choices: [{ text, finish_reason: null }] })}\n\n`);
      await sleep(pieceMs);
    }
    times.isDone = true;
    response.end('data: {"choices":[{"text":"","finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
  }
}
