/** Every behaviour of the scripted model, by name. */
import type { Answer, Reply } from "./reply.ts";

export interface BehaviourOptions {
  readonly answer: Answer;
  /** Wait before the answer of `slow`, and between the drips of `comments`. Milliseconds. */
  readonly delayMs: number;
  /** Of the model that `/v1/models` offers. */
  readonly model: string;
  /** Where `redirectAway` points. */
  readonly redirectTo: string;
}

export type Behaviour = (reply: Reply, options: BehaviourOptions) => Promise<void> | void;

const textOf = (reply: Reply, { answer }: BehaviourOptions): string =>
  typeof answer === "string" ? answer : answer(reply.body);

const stall = (): Promise<void> => Promise.resolve();
const done = "data: [DONE]\n\n";
const page = `<!doctype html><html><head><style>b{}</style><title>Sign in</title></head><body>${"<p>Please sign in.</p>".repeat(200)}</body></html>`;

/** Sends the events in one stream, written at once. */
const events =
  (build: (reply: Reply, text: string) => string | readonly (string | Uint8Array)[]): Behaviour =>
  async (reply, options) => {
    reply.head();
    const built = build(reply, textOf(reply, options));
    for (const part of typeof built === "string" ? [built] : built) await reply.write(part);
    reply.end();
  };

const half = (text: string): string => text.slice(0, Math.ceil(text.length / 2));

/** Repeats `part` until the other side has had enough. */
const endless =
  (start: (reply: Reply) => string, part: (reply: Reply) => string): Behaviour =>
  async (reply) => {
    reply.head();
    await reply.write(start(reply));
    const piece = part(reply);
    while (await reply.pause(0)) await reply.write(piece);
  };

const all = {
  answer: (reply, options) => reply.stream(textOf(reply, options)),
  empty: (reply) => reply.stream(""),
  length: (reply, options) => reply.stream(textOf(reply, options), "length"),
  contentFilter: (reply, options) => reply.stream(half(textOf(reply, options)), "content_filter"),
  slow: async (reply, options) => {
    if (await reply.pause(options.delayMs)) await reply.stream(textOf(reply, options));
  },

  stallBeforeHeaders: stall,
  stallAfterHeaders: (reply) => reply.head(),
  stallMidStream: async (reply, options) => {
    reply.head();
    await reply.write(reply.event(half(textOf(reply, options))));
  },
  comments: async (reply, options) => {
    reply.head();
    while (await reply.pause(options.delayMs)) await reply.write(": keep-alive\n\n");
  },
  commentsMidStream: async (reply, options) => {
    reply.head();
    await reply.write(reply.event(half(textOf(reply, options))));
    while (await reply.pause(options.delayMs)) await reply.write(": keep-alive\n\n");
  },
  drip: async (reply, options) => {
    reply.head();
    while (await reply.pause(options.delayMs)) await reply.write(reply.event("x"));
  },

  finBeforeHeaders: (reply) => reply.cut("fin"),
  resetBeforeHeaders: (reply) => reply.cut("reset"),
  finMidStream: async (reply, options) => {
    reply.head();
    await reply.write(reply.event(half(textOf(reply, options))));
    if (await reply.pause(20)) reply.cut("fin");
  },
  resetMidStream: async (reply, options) => {
    reply.head();
    await reply.write(reply.event(half(textOf(reply, options))));
    if (await reply.pause(20)) reply.cut("reset");
  },
  eofWithoutFinish: events((reply, text) => reply.event(half(text))),
  eofInEvent: events((reply, text) => `${reply.event(half(text))}data: {"choices":[{"te`),
  eofWithoutData: events(() => ""),
  lastEventUnended: events((reply, text) => reply.event(text) + reply.event("", "stop").trimEnd()),
  doneOnly: events((reply, text) => reply.event(text) + done),
  doneWithSpace: events((reply, text) => `${reply.event(text)}data: [DONE] \n\n`),
  noDone: events((reply, text) => reply.event(text, "stop")),
  lingerAfterDone: async (reply, options) => {
    reply.head();
    await reply.write(reply.event(textOf(reply, options)) + reply.event("", "stop") + done);
  },
  lingerAfterFinish: async (reply, options) => {
    reply.head();
    await reply.write(reply.event(textOf(reply, options), "stop"));
  },
  garbageAfterFinish: events((reply, text) => `${reply.event(text, "stop")}data: {{{\n\n`),

  malformed: events(
    (reply, text) => `${reply.event(half(text))}data: {"choices":[{"text": oops\n\n${reply.event(text)}`,
  ),
  singleNewlines: events(
    (reply, text) => `${reply.event(half(text)).trimEnd()}\n${reply.event(half(text)).trimEnd()}\n`,
  ),
  eventWithoutData: events((reply, text) => `event: ping\n\n${reply.event(text, "stop")}`),
  errorInStream: events(
    (reply, text) =>
      `${reply.event(half(text))}data: {"error":{"message":"The engine overheated","code":500}}\n\n`,
  ),
  errorEvent: events(
    (reply, text) => `${reply.event(half(text))}event: error\ndata: {"message":"The engine overheated"}\n\n`,
  ),
  crlf: events((reply, text) =>
    (reply.event(text) + reply.event("", "stop") + done).replaceAll("\n", "\r\n"),
  ),
  carriageReturns: events((reply, text) =>
    (reply.event(text) + reply.event("", "stop")).replaceAll("\n", "\r"),
  ),
  bom: events((reply, text) => `\uFEFF${reply.event(text)}${reply.event("", "stop")}`),
  noSpace: events((reply, text) =>
    (reply.event(text) + reply.event("", "stop")).replaceAll("data: ", "data:"),
  ),
  splitBytes: events((reply, text) => {
    const bytes = Buffer.from(reply.event(text) + reply.event("", "stop"));
    return Array.from(bytes, (_byte, index) => bytes.subarray(index, index + 1));
  }),
  invalidUtf8: events((reply, text) => [
    Buffer.concat([
      Buffer.from('data: {"choices":[{"text":"a'),
      Buffer.of(0xff, 0xfe),
      Buffer.from('"}]}\n\n'),
    ]),
    reply.event(text, "stop"),
  ]),
  oddChunks: events((reply, text) =>
    ["data: null\n\n", "data: {}\n\n", 'data: {"choices":[]}\n\n', 'data: {"choices":[null]}\n\n']
      .concat('data: {"choices":[{"delta":{"content":null,"reasoning_content":"hm"}}]}\n\n')
      .concat('data: {"choices":[],"usage":{"total_tokens":3}}\n\n')
      .concat(reply.event(text, "stop")),
  ),

  endlessLine: endless(
    () => "data: ",
    () => "x".repeat(65_536),
  ),
  endlessEvent: endless(
    () => "",
    () => `data: ${"x".repeat(60_000)}\n`,
  ),
  endlessText: endless(
    () => "",
    (reply) => reply.event("word ".repeat(4_000)),
  ),
  endlessComments: endless(
    () => "",
    () => `: ${"x".repeat(65_536)}\n\n`,
  ),
  hugeEvent: events(
    (reply) =>
      `data: ${JSON.stringify({ choices: [{ text: "x".repeat(3_000_000) }] })}\n\n${reply.event("", "stop")}`,
  ),

  html: (reply) => {
    reply.head(200, { "content-type": "text/html; charset=utf-8" });
    reply.end(page);
  },
  htmlAsEvents: events(() => page),
  wholeJson: (reply, options) => {
    reply.head(200, { "content-type": "application/json" });
    reply.end(reply.whole(textOf(reply, options)));
  },
  jsonError: (reply) => reply.error(200, "The engine overheated", "server_error"),
  jsonErrorText: (reply) => reply.json(200, { error: "model 'x' not found" }),
  jsonWithoutChoices: (reply) => reply.json(200, { hello: "world" }),
  jsonCut: (reply) => {
    reply.head(200, { "content-type": "application/json" });
    reply.end('{"choices":[{"text":"ab');
  },
  jsonLines: events((reply, text) => `${reply.chunk(text)}\n${reply.chunk("", "stop")}\n`),
  plainText: events(() => "Hello, I am not a stream\nof events at all\n"),
  notHttp: (reply) => {
    reply.raw("SSH-2.0-OpenSSH_9.9\r\n");
    reply.cut("fin");
  },

  redirectHere: (reply) => {
    reply.head(307, { location: "/elsewhere/completions" });
    reply.end();
  },
  redirectAway: (reply, options) => {
    reply.head(307, { location: options.redirectTo });
    reply.end();
  },
  redirectSeeOther: (reply) => {
    reply.head(303, { location: "/login" });
    reply.end();
  },
  keyRejected: (reply) => {
    const key = String(reply.request.headers["authorization"] ?? "").replace("Bearer ", "");
    reply.error(401, `Incorrect API key provided: ${key}`, "invalid_api_key");
  },
  forbidden: (reply) => reply.error(403, "Your project may not use this model"),
  modelMissing: (reply, options) =>
    reply.error(404, `The model "${options.model}x" does not exist`, "model_not_found"),
  notFoundPage: (reply) => {
    reply.head(404, { "content-type": "text/html" });
    reply.end(page);
  },
  contextTooLong: (reply) =>
    reply.error(400, "Maximum context length is 512 tokens", "context_length_exceeded"),
  badRequest: (reply) => reply.error(400, "Unknown parameter: suffix"),
  payloadTooLarge: (reply) => reply.error(413, "Payload too large"),
  unprocessable: (reply) =>
    reply.json(422, { detail: [{ loc: ["body", "suffix"], msg: "extra fields not permitted" }] }),
  timeout408: (reply) => reply.error(408, "Request timeout"),
  conflict: (reply) => reply.error(409, "Conflict"),
  rateLimited: (reply) => reply.error(429, "Slow down", "rate_limit_exceeded", { "retry-after": "7" }),
  rateLimitedLong: (reply) => reply.error(429, "Slow down", "rate_limit_exceeded", { "retry-after": "3600" }),
  quota: (reply) => reply.error(429, "You exceeded your current quota", "insufficient_quota"),
  paymentRequired: (reply) => reply.error(402, "Insufficient balance"),
  serverError: (reply) => reply.error(500, "The engine overheated"),
  badGateway: (reply) => {
    reply.head(502, { "content-type": "text/html" });
    reply.end(page);
  },
  busy: (reply) => reply.error(503, "Loading model", null, { "retry-after": "2" }),
  overloaded: (reply) => reply.error(529, "Overloaded"),
  stallInError: async (reply) => {
    reply.head(500, { "content-type": "application/json" });
    await reply.write('{"error":');
  },
} as const satisfies Record<string, Behaviour>;

export type BehaviourName = keyof typeof all;
export const behaviours: Readonly<Record<BehaviourName, Behaviour>> = all;
export const behaviourNames = Object.keys(all) as BehaviourName[];
