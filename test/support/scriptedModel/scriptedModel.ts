/**
 * A loopback OpenAI-compatible server that does what it is told, for tests and demonstrations.
 *
 * `POST /control {"behaviour": "stallMidStream", "answer": "...", "delayMs": 50}` changes it while it runs;
 * `GET /control` tells what it is set to and which requests it saw.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { wordVector } from "../wordVector.ts";
import { type BehaviourName, type BehaviourOptions, behaviourNames, behaviours } from "./behaviours.ts";
import { type ChatBehaviourName, type ChatScript, chatBehaviours, streamChat } from "./chatBehaviours.ts";
import { type RecordedRequest, Reply } from "./reply.ts";

export interface ScriptedModelOptions extends Partial<BehaviourOptions> {
  readonly behaviour?: BehaviourName | ChatBehaviourName;
  /** What the behaviour `answer` says to `/chat/completions`, instead of its answer. */
  readonly chat?: ChatScript;
  /** 0 takes any free port. */
  readonly port?: number;
  /** What `/v1/models` does; as a working endpoint unless said otherwise. */
  readonly modelsBehaviour?: BehaviourName;
  /** The only key that is let in; any when undefined. */
  readonly apiKey?: string;
  /** The server stops by itself after this. Milliseconds. */
  readonly maxLifetimeMs?: number;
}

const known = { ...behaviours, ...chatBehaviours };
const maxBodyBytes = 8 * 1024 * 1024;
/** Requests kept for inspection; older ones are forgotten. */
const maxRecorded = 1_000;

/** Those of OpenAI, Mistral and llama.cpp, and of a deployment at Azure. */
const completionRoutes: ReadonlySet<string> = new Set([
  "/v1/completions",
  "/v1/chat/completions",
  "/v1/fim/completions",
  "/infill",
  "/openai/deployments/scripted/completions",
]);

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

export class ScriptedModel {
  readonly #server: Server;
  readonly #lifetime: NodeJS.Timeout;
  readonly #apiKey: string | undefined;
  /** Requests to `/v1/...`, oldest first. */
  readonly requests: RecordedRequest[] = [];
  behaviour: BehaviourName | ChatBehaviourName;
  chat: ChatScript | undefined;
  modelsBehaviour: BehaviourName | undefined;
  options: BehaviourOptions;
  /** The vector of one text. */
  embedding: (text: string) => readonly number[] = wordVector;

  private constructor(server: Server, options: ScriptedModelOptions) {
    this.#server = server;
    this.#apiKey = options.apiKey;
    this.behaviour = options.behaviour ?? "answer";
    this.chat = options.chat;
    this.modelsBehaviour = options.modelsBehaviour;
    this.options = {
      answer: options.answer ?? "a + b",
      delayMs: options.delayMs ?? 1_000,
      model: options.model ?? "scripted",
      redirectTo: options.redirectTo ?? "http://127.0.0.1:9/elsewhere",
    };
    this.#lifetime = setTimeout(() => void this.stop(), options.maxLifetimeMs ?? 30 * 60_000);
    this.#lifetime.unref();
  }

  /** Listens on the loopback interface only. */
  static async start(options: ScriptedModelOptions = {}): Promise<ScriptedModel> {
    const server = createServer();
    const model = new ScriptedModel(server, options);
    server.on("request", (incoming, response) => {
      response.on("error", () => undefined);
      model.#handle(incoming, response).catch(() => response.destroy());
    });
    server.on("clientError", (_error, socket) => socket.destroy());
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(options.port ?? 0, "127.0.0.1", resolve);
    });
    return model;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What to set as endpoint. */
  get baseUrl(): string {
    return `${this.origin}/v1`;
  }

  async stop(): Promise<void> {
    clearTimeout(this.#lifetime);
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  /** Calls when the other side has closed the connection of an answer that is not whole. */
  onClose(listener: () => void): void {
    this.#server.on("request", (_incoming, response) => {
      response.on("close", () => {
        if (!response.writableFinished) listener();
      });
    });
  }

  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = new Reply(incoming, response, await bodyOf(incoming));
    const path = reply.request.url.split("?")[0];
    if (path === "/control") return this.#control(reply);
    this.requests.push(reply.request);
    this.requests.splice(0, this.requests.length - maxRecorded);
    const { authorization, "api-key": ownHeader } = reply.request.headers;
    const isLetIn = authorization === `Bearer ${this.#apiKey}` || ownHeader === this.#apiKey;
    if (this.#apiKey !== undefined && !isLetIn) {
      return behaviours.keyRejected(reply, this.options);
    }
    if (path === "/v1/models") return this.#models(reply);
    if (path === "/v1/embeddings" && this.behaviour === "answer") return this.#embeddings(reply);
    if (path !== "/v1/embeddings" && !completionRoutes.has(path ?? "")) {
      return behaviours.notFoundPage(reply, this.options);
    }
    if (this.behaviour === "answer" && this.chat && path?.endsWith("/chat/completions"))
      return streamChat(reply, this.chat(reply.body));
    await known[this.behaviour](reply, this.options);
  }

  async #models(reply: Reply): Promise<void> {
    if (this.modelsBehaviour !== undefined) return behaviours[this.modelsBehaviour](reply, this.options);
    const data = [this.options.model, "scripted-other"].map((id) => ({ id, object: "model" }));
    reply.json(200, { object: "list", data });
  }

  /** In another order than asked: the index says which is which. */
  #embeddings(reply: Reply): void {
    const { input } = reply.body as { readonly input: readonly string[] };
    const data = input.map((text, index) => ({
      object: "embedding",
      index,
      embedding: this.embedding(text),
    }));
    reply.json(200, { object: "list", data: data.toReversed() });
  }

  #control(reply: Reply): void {
    const { behaviour, answer, delayMs } = reply.body;
    if (reply.request.method === "POST") {
      if (behaviour !== undefined && !behaviourNames.includes(behaviour as BehaviourName)) {
        const known = behaviourNames.join(", ");
        reply.error(400, `Unknown behaviour "${String(behaviour)}"; known: ${known}`);
        return;
      }
      this.behaviour = (behaviour as BehaviourName | undefined) ?? this.behaviour;
      this.options = {
        ...this.options,
        ...(typeof answer === "string" ? { answer } : {}),
        ...(typeof delayMs === "number" ? { delayMs } : {}),
      };
    }
    reply.json(200, { behaviour: this.behaviour, requests: this.requests });
  }
}
