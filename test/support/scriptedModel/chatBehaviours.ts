/** What a scripted chat says in one turn, and every way in which servers send it. */
import type { Behaviour } from "./behaviours.ts";
import type { Reply } from "./reply.ts";

export interface ChatReply {
  readonly text?: string;
  readonly reasoning?: string;
  readonly tools?: readonly { readonly name: string; readonly arguments: unknown }[];
  /** Before each piece of the text. Milliseconds. */
  readonly pauseMs?: number;
  /** What the last piece of the text waits for. */
  readonly until?: Promise<unknown>;
}

/** The next thing to say, from the parsed body of the request. */
export type ChatScript = (body: Record<string, unknown>) => ChatReply;

const event = (choices: unknown, more: object = {}): string =>
  `data: ${JSON.stringify({ id: "scripted", choices, ...more })}\n\n`;
const delta = (fields: object, reason: string | null = null): string =>
  event([{ index: 0, delta: fields, finish_reason: reason }]);
const usage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };
const done = "data: [DONE]\n\n";

/** As OpenAI streams it: pieces of text, calls by index with their arguments cut anywhere, a count behind the end. */
export async function streamChat(
  reply: Reply,
  { text = "", reasoning = "", tools = [], pauseMs = 0, until }: ChatReply,
): Promise<void> {
  const piecesOf = (whole: string) => whole.match(/[\s\S]{1,8}/g) ?? [];
  reply.head();
  await reply.write(delta({ role: "assistant", content: "" }));
  for (const piece of piecesOf(reasoning)) await reply.write(delta({ reasoning_content: piece }));
  const pieces = piecesOf(text);
  for (const [at, piece] of pieces.entries()) {
    if (at === pieces.length - 1) await until;
    if (pauseMs > 0 && !(await reply.pause(pauseMs))) return;
    await reply.write(delta({ content: piece }));
  }
  const asked = (reply.body["messages"] as readonly unknown[] | undefined)?.length ?? 0;
  for (const [index, { name, arguments: given }] of tools.entries()) {
    const id = `call_${asked}_${index}`;
    await reply.write(
      delta({ tool_calls: [{ index, id, type: "function", function: { name, arguments: "" } }] }),
    );
    const written = typeof given === "string" ? given : JSON.stringify(given);
    for (const piece of piecesOf(written))
      await reply.write(delta({ tool_calls: [{ index, function: { arguments: piece } }] }));
  }
  await reply.write(delta({}, tools.length > 0 ? "tool_calls" : "stop"));
  reply.end(event([], { usage }) + done);
}

const stream =
  (...parts: readonly string[]): Behaviour =>
  async (reply) => {
    reply.head();
    for (const part of parts) await reply.write(part);
    reply.end();
  };

const call = (fields: object): string => delta({ tool_calls: [fields] });
const search = { name: "search", arguments: '{"query":"x"}' };
const end = delta({}, "tool_calls");

/** A server that takes no field of this name, and then answers. */
const refusing =
  (field: string, status: number, message: string): Behaviour =>
  async (reply) => {
    if (field in reply.body) reply.error(status, message);
    else await streamChat(reply, { text: "plain" });
  };

const all = {
  chatTurn: (reply) =>
    streamChat(reply, {
      text: "I look.",
      reasoning: "Where is it?",
      tools: [search, search].map((one) => ({ ...one })),
    }),
  chatUsageWithFinish: stream(
    delta({ content: "hi" }),
    event([{ index: 0, delta: {}, finish_reason: "stop" }], { usage }),
    done,
  ),
  /** The count that was asked for does not come, and the connection stays open. */
  chatLingering: async (reply) => {
    reply.head();
    await reply.write(delta({ content: "hi" }) + delta({}, "stop"));
  },
  /** It breaks behind the end. */
  chatBrokenAfterFinish: async (reply) => {
    reply.head();
    await reply.write(delta({ content: "hi" }) + delta({}, "stop"));
    if (await reply.pause(20)) reply.cut("reset");
  },
  chatContentParts: stream(
    delta({ content: [{ type: "text", text: "h" }, { type: "image" }, { type: "text", text: "i" }] }),
    delta({}, "stop"),
    done,
  ),
  chatThinkTags: stream(
    delta({ content: "<thi" }),
    delta({ content: "nk>Where?</th" }),
    delta({ content: "ink>\n\nhi" }),
    delta({}, "stop"),
    done,
  ),
  chatReasoningField: stream(delta({ reasoning: "Where?" }), delta({ content: "hi" }, "stop"), done),

  toolsWithoutIndex: stream(
    call({ id: "a", function: { name: "search", arguments: '{"query":' } }),
    call({ function: { arguments: '"x"}' } }),
    call({ id: "b", function: { name: "read", arguments: "{}" } }),
    end,
    done,
  ),
  /** As Gemini's and older Ollama's: each whole, all with the number 0. */
  toolsAllZero: stream(
    call({ index: 0, id: "a", function: search }),
    call({ index: 0, id: "b", function: { name: "read", arguments: "{}" } }),
    end,
    done,
  ),
  toolsWithoutIds: stream(
    call({ index: 0, function: search }),
    call({ index: 1, function: { name: "read", arguments: "{}" } }),
    end,
    done,
  ),
  toolsWithoutAnything: stream(
    call({ function: search }),
    call({ function: { name: "read", arguments: "{}" } }),
    end,
    done,
  ),
  toolsAsObjects: stream(
    call({ index: 0, id: "a", function: { name: "search", arguments: { query: "x" } } }),
    end,
    done,
  ),
  toolsSaidTwice: stream(
    call({ index: 0, id: "a", function: search }),
    call({ index: 0, id: "a", function: search }),
    end,
    done,
  ),
  toolsSaidFromTheStart: stream(
    call({ index: 0, id: "a", function: { name: "search", arguments: '{"que' } }),
    call({ index: 0, id: "a", function: search }),
    end,
    done,
  ),
  toolsNamedInPieces: stream(
    call({ index: 0, id: "a", function: { name: "sea" } }),
    call({ index: 0, function: { name: "rch", arguments: '{"query":"x"}' } }),
    end,
    done,
  ),
  toolsBrokenArguments: stream(
    call({ index: 0, id: "a", function: { name: "search", arguments: '{"query": "x' } }),
    end,
    done,
  ),
  toolsOldStyle: stream(
    delta({ function_call: { name: "search", arguments: '{"query"' } }),
    delta({ function_call: { arguments: ':"x"}' } }),
    delta({}, "function_call"),
    done,
  ),
  toolsEndedAsStop: stream(call({ index: 0, id: "a", function: search }), delta({}, "stop"), done),
  toolsOdd: stream(
    delta({ tool_calls: "x" }),
    delta({ tool_calls: [null, 7, { function: null }, { index: -1.5, function: { name: 3 } }] }),
    delta({ content: "hi" }, "stop"),
    done,
  ),
  toolsCut: async (reply) => {
    reply.head();
    await reply.write(call({ index: 0, id: "a", function: { name: "search", arguments: '{"qu' } }));
    reply.end();
  },
  toolsEndless: async (reply) => {
    reply.head();
    while (await reply.pause(0))
      await reply.write(call({ index: 0, function: { name: "", arguments: "x".repeat(32_768) } }));
  },
  toolsWhole: (reply) =>
    reply.json(200, {
      choices: [
        {
          message: {
            role: "assistant",
            content: null,
            tool_calls: [
              { id: "a", type: "function", function: { name: "search", arguments: { query: "x" } } },
            ],
          },
          finish_reason: "tool_calls",
        },
      ],
      usage,
    }),

  refusesToolsAsOllama: refusing("tools", 400, "registry.ollama.ai/library/gemma:2b does not support tools"),
  refusesToolsAsLlamaCpp: refusing("tools", 500, "tools param requires --jinja flag"),
  refusesToolsAsVllm: refusing(
    "tools",
    400,
    '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
  ),
  refusesToolsAsRouter: refusing("tools", 404, "No endpoints found that support tool use"),
  refusesImages: async (reply) => {
    if (reply.request.body.includes('"image_url"'))
      reply.error(400, "Invalid content type. image_url is only supported by certain models.");
    else await streamChat(reply, { text: "plain" });
  },
  refusesUsage: refusing("stream_options", 400, "Unrecognized request argument supplied: stream_options"),
  refusesTemperature: refusing(
    "temperature",
    400,
    "Unsupported value: 'temperature' does not support 0 with this model",
  ),
  refusesMaxTokens: refusing(
    "max_tokens",
    400,
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
  ),
  refusesSystem: async (reply) => {
    const messages = reply.body["messages"] as readonly { readonly role: string }[];
    if (messages.some(({ role }) => role === "system")) reply.error(400, "System role not supported");
    else await streamChat(reply, { text: "plain" });
  },
  refusesLength: async (reply) => {
    if (reply.request.body.length > 12_000)
      reply.error(400, "Maximum context length is 2048 tokens", "context_length_exceeded");
    else await streamChat(reply, { text: "plain" });
  },
} as const satisfies Record<string, Behaviour>;

export type ChatBehaviourName = keyof typeof all;
export const chatBehaviours: Readonly<Record<ChatBehaviourName, Behaviour>> = all;
