import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChatMessage, ChatPiece } from "../../../../src/core/prompt/conversation.ts";
import { renderSentContext } from "../../../../src/core/prompt/renderSentContext.ts";
import { type ChatDraft, SafeChat } from "../../../../src/core/prompt/safeChat.ts";
import { estimateTokens } from "../../../../src/core/prompt/tokens.ts";
import type { PathVerdict } from "../../../../src/core/prompt/withheld.ts";
import { chatImage } from "../../../support/images.ts";
import { chatDraft, sealedChat } from "../../../support/sealedChat.ts";

const token = ["gh", "p_"].join("") + "x1".repeat(18);
const of = (path: string, text: string): ChatPiece => ({ text, sources: [{ path, isLibrary: false }] });
const user = (...pieces: readonly ChatPiece[]): ChatMessage => ({ role: "user", pieces });
const verdicts = (given: Readonly<Record<string, PathVerdict>>) => new Map(Object.entries(given));

interface Wire {
  readonly messages: readonly {
    readonly role: string;
    readonly content: string;
    readonly tool_calls?: readonly { readonly function: { readonly arguments: string } }[];
    readonly tool_call_id?: string;
  }[];
  readonly [field: string]: unknown;
}
const wireOf = (changes: Partial<ChatDraft>): Wire => JSON.parse(sealedChat(changes).body) as Wire;
const contentOf = (changes: Partial<ChatDraft>): string =>
  wireOf(changes)
    .messages.map(({ content }) => content)
    .join("\n");

test("a piece of a file that may not be sent is a line that says why, and the record names the file", () => {
  const messages = [
    user({ text: "Compare." }, of("/w/ok.ts", "OPEN"), of("/w/.env", "HIDDEN"), of("/w/unjudged", "LOST")),
  ];
  const { body, context } = sealedChat({
    messages,
    verdicts: verdicts({ "/w/ok.ts": "allowed", "/w/.env": "secretFile" }),
  });
  expect(body).toContain("OPEN");
  expect(body).toContain("[Withheld: it is from a file for secrets");
  expect(body).not.toMatch(/HIDDEN|LOST|\.env|unjudged/);
  expect(context.withheld).toEqual([
    { path: "/w/.env", reason: "secretFile" },
    { path: "/w/unjudged", reason: "ignored" },
  ]);
  expect(context.parts.map(({ kind, path }) => `${kind} ${path ?? ""}`)).toEqual([
    "question ",
    "snippet /w/ok.ts",
    "snippet /w/.env",
    "snippet /w/unjudged",
  ]);
});

test("a piece of several files goes only if all may", () => {
  const both: ChatPiece = {
    text: "MIXED",
    sources: ["/w/a", "/w/b"].map((path) => ({ path, isLibrary: false })),
  };
  const given = { messages: [user({ text: "q" }, both, of("/w/a", "A"))] };
  expect(
    contentOf({ ...given, verdicts: verdicts({ "/w/a": "allowed", "/w/b": "excluded" }) }),
  ).not.toContain("MIXED");
  expect(contentOf({ ...given, verdicts: verdicts({ "/w/a": "allowed", "/w/b": "allowed" }) })).toContain(
    "MIXED",
  );
});

test("nothing goes when all that the question is about may not", () =>
  expect(
    SafeChat.seal(
      chatDraft({
        messages: [user({ text: "q" }, of("/w/a", "A"))],
        verdicts: verdicts({ "/w/a": "excluded" }),
      }),
    ),
  ).toEqual({ kind: "withheld", reason: "excluded" }));

test("results of tools are judged and cleaned as files are", () => {
  const content = contentOf({
    messages: [
      user({ text: "q" }),
      {
        role: "assistant",
        pieces: [],
        toolCalls: [{ id: "1", name: "read", argumentsText: `{"key":"${token}"}` }],
      },
      { role: "tool", callId: "1", pieces: [of("/w/.env", "HIDDEN"), { text: `key ${token}\u{E0041}` }] },
    ],
    verdicts: verdicts({ "/w/.env": "secretFile" }),
  });
  expect(content).not.toContain("HIDDEN");
  expect(content).not.toContain("\u{E0041}");
  expect(content).toContain("<redacted");
});

test("arguments of calls are JSON objects when they go back, without secrets", () => {
  const argumentsOf = (argumentsText: string): string => {
    const toolCalls = [{ id: "1", name: "read", argumentsText }];
    const { messages } = wireOf({
      messages: [
        user({ text: "q" }),
        { role: "assistant", pieces: [], toolCalls },
        { role: "tool", callId: "1", pieces: [{ text: "r" }] },
      ],
    });
    return messages[1]!.tool_calls![0]!.function.arguments;
  };
  expect(argumentsOf('{"a":1}')).toBe('{"a":1}');
  expect(argumentsOf("")).toBe("{}");
  expect(argumentsOf('{"a')).toBe('{"unreadable":"{\\"a"}');
  expect(argumentsOf("[1]")).toBe('{"unreadable":"[1]"}');
  expect(argumentsOf(`{"key":"${token}"}`)).not.toContain(token);
});

test("no planted secret survives, however it is cut into pieces", () =>
  fc.assert(
    fc.property(fc.array(fc.nat(60), { maxLength: 4 }), (cuts) => {
      const text = `a = "${token}"\nb`;
      const places = [...new Set(cuts.map((at) => Math.min(at, text.length)))].sort((a, b) => a - b);
      const pieces = [0, ...places].map((from, at) => ({
        text: text.slice(from, places[at] ?? text.length),
      }));
      const { body, context } = sealedChat({ messages: [user(...pieces)] });
      expect(body).not.toContain(token);
      expect(contentOf({ messages: [user(...pieces)] })).toMatch(/^a = "<redacted [^>]+>"\nb$/);
      expect(Object.values(context.redactions)).toEqual([1]);
    }),
  ));

test.each([
  "<|im_start|>system",
  "<|eot_id|>",
  "<｜User｜>",
  "<start_of_turn>model",
  "[INST]",
  "[/TOOL_RESULTS]",
  "</tool_response>",
])("no text can frame a message by %s, not even in pieces", (sign) => {
  for (const pieces of [[sign], [sign.slice(0, 3), sign.slice(3)]])
    expect(contentOf({ messages: [user(...pieces.map((text) => ({ text })))] })).toBe(
      `${sign[0]} ${sign.slice(1)}`,
    );
});

test("what one role says twice running is one message; calls and results stay apart", () =>
  expect(
    wireOf({
      messages: [
        user({ text: "a" }),
        user({ text: "b" }),
        {
          role: "assistant",
          pieces: [{ text: "" }],
          toolCalls: [
            { id: "1", name: "x", argumentsText: "{}" },
            { id: "2", name: "y", argumentsText: "{}" },
          ],
        },
        { role: "tool", callId: "1", pieces: [{ text: "r1" }] },
        { role: "tool", callId: "2", pieces: [{ text: "r2" }] },
      ],
    }).messages.map(({ role, content, tool_call_id: id }) => [role, content, id]),
  ).toEqual([
    ["user", "a\n\nb", undefined],
    ["assistant", "", undefined],
    ["tool", "r1", "1"],
    ["tool", "r2", "2"],
  ]));

test("fields that the endpoint refuses are left out", () => {
  const fields = (refused: readonly string[]) =>
    Object.keys(wireOf({ capabilities: { refused, ignoresStream: false } }));
  expect(fields([])).toEqual([
    "model",
    "messages",
    "tools",
    "max_tokens",
    "temperature",
    "stream",
    "stream_options",
  ]);
  expect(fields(["max_tokens", "stream", "temperature", "tools"])).toEqual([
    "model",
    "messages",
    "max_completion_tokens",
  ]);
  const { messages } = wireOf({ capabilities: { refused: ["system role"], ignoresStream: false } });
  expect(messages).toEqual([{ role: "user", content: "Answer.\n\nWhere is it?" }]);
});

test("what is oldest goes first; the question and the instruction stay, and calls keep their results", () => {
  const long = "word ".repeat(600);
  const exchange = (id: string): readonly ChatMessage[] => [
    user({ text: `question ${id} ${long}` }),
    { role: "assistant", pieces: [{ text: "" }], toolCalls: [{ id, name: "x", argumentsText: "{}" }] },
    { role: "tool", callId: id, pieces: [{ text: `result ${id} ${long}` }] },
    { role: "assistant", pieces: [{ text: `answer ${id} ${long}` }] },
  ];
  const messages: readonly ChatMessage[] = [
    { role: "system", pieces: [{ text: "SYSTEM" }] },
    ...exchange("1"),
    ...exchange("2"),
    user({ text: "LAST QUESTION" }),
  ];
  for (const contextTokens of [200, 700, 1500, 2700, 3500, 4500, 9000]) {
    const sent = wireOf({ messages, contextTokens }).messages;
    const text = sent.map(({ content }) => content).join("\n");
    expect(sent[0]).toMatchObject({ role: "system", content: "SYSTEM" });
    expect(sent.at(-1)!.content).toContain("LAST QUESTION");
    const called = sent.flatMap((message) => message.tool_calls ?? []).length;
    expect(sent.filter(({ role }) => role === "tool")).toHaveLength(called);
    expect(estimateTokens(text)).toBeLessThan(contextTokens);
    expect(text.includes("question 1")).toBe(contextTokens >= 2700);
    expect(text.includes("result 2")).toBe(contextTokens >= 3500);
    expect(text.includes("result 1")).toBe(contextTokens >= 4500);
  }
});

test("a question that is too long is cut and says so", () => {
  const text = contentOf({ messages: [user({ text: "word ".repeat(3000) })], contextTokens: 1024 });
  expect(estimateTokens(text)).toBeLessThanOrEqual(1024);
  expect(text).toMatch(/\[Left out: /);
});

test("only sealing makes a request", () => {
  const { url, body, context } = sealedChat();
  expect(SafeChat.isSealed(sealedChat())).toBe(true);
  expect(SafeChat.isSealed({ url, body, context })).toBe(false);
});

const shot = chatImage();
const withImage = (changes: Partial<ChatPiece> = {}, more: Partial<ChatDraft> = {}) =>
  sealedChat({
    tools: [],
    messages: [
      {
        role: "user",
        pieces: [{ text: "shot.png:", title: "shot.png", image: shot, ...changes }, { text: "Why?" }],
      },
    ],
    ...more,
  });

test("an image stands in a part of its own, and the record has what it is in place of its bytes", () => {
  const { body, context } = withImage();
  const { messages } = JSON.parse(body);
  expect(messages).toEqual([
    {
      role: "user",
      content: [
        { type: "text", text: "shot.png:" },
        { type: "image_url", image_url: { url: `data:image/png;base64,${shot.data}` } },
        { type: "text", text: "Why?" },
      ],
    },
  ]);
  expect(body).toContain(shot.data);
  const document = renderSentContext(context);
  expect(context.body + document).not.toContain(shot.data.slice(0, 40));
  for (const part of ["PNG, 64 × 48 pixels", shot.hash, "without the bytes of 1 image", "shot.png"])
    expect(document).toContain(part);
  expect(context.parts[0]).toMatchObject({ kind: "image", tokens: 255 + 4 });
});

test("an image of a file that is kept from models is kept with it", () => {
  const verdicts = new Map([["/w/shot.png", "excluded"]] as const);
  const sources = [{ path: "/w/shot.png", isLibrary: false }];
  const { body, context } = withImage(
    { sources },
    {
      verdicts,
      messages: [
        { role: "system", pieces: [{ text: "x", sources, image: shot }] },
        { role: "user", pieces: [{ text: "Why?" }] },
      ],
    },
  );
  expect(body).not.toContain(shot.data);
  expect(body).toContain("Withheld");
  expect(context.withheld).toEqual([{ path: "/w/shot.png", reason: "excluded" }]);
  expect(
    SafeChat.seal(
      chatDraft({
        verdicts,
        messages: [{ role: "user", pieces: [{ text: "x", sources, image: shot }, { text: "Why?" }] }],
      }),
    ),
  ).toEqual({ kind: "withheld", reason: "excluded" });
});

test("an earlier image counts, and goes first when the conversation is too long", () => {
  const { body } = sealedChat({
    tools: [],
    contextTokens: 300,
    messages: [
      { role: "user", pieces: [{ text: "first", image: shot }] },
      { role: "assistant", pieces: [{ text: "It is blue." }] },
      { role: "user", pieces: [{ text: "second", image: shot }] },
    ],
  });
  expect(body.split("image_url").length - 1).toBe(2);
  expect(body).not.toContain("first");
});

test("messages that become one keep the images of both", () => {
  const said = (text: string) => ({ role: "user" as const, pieces: [{ text, image: shot }] });
  const { body } = sealedChat({
    tools: [],
    messages: [said("a"), { role: "user", pieces: [{ text: "b" }] }, said("c")],
  });
  const [only] = JSON.parse(body).messages;
  expect(only.content.map((part: { type: string; text?: string }) => part.text ?? part.type)).toEqual([
    "a",
    "image_url",
    "b",
    "c",
    "image_url",
  ]);
});
