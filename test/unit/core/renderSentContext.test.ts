import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderSentContext } from "../../../src/core/prompt/renderSentContext.ts";
import type { SentContext } from "../../../src/core/prompt/sentContext.ts";

const context: SentContext = {
  atMs: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
  task: "inline",
  url: "http://127.0.0.1:11434/v1/completions",
  model: "qwen2.5-coder:7b",
  headerNames: ["authorization", "content-type"],
  body: JSON.stringify({ model: "m", prompt: "a = 1\n# Sent to\r\nb", suffix: "\u2028{}", max_tokens: 9 }),
  parts: [
    { kind: "snippet", path: "/w/src/x.py", startLine: 3, endLine: 8, characters: 1640 },
    { kind: "prefix", path: "/w/src/y.py", startLine: 0, endLine: 0, characters: 1 },
    { kind: "suffix", path: "/w/src/y.py", startLine: 0, endLine: 0, characters: 0, tokens: 0 },
    { kind: "instruction", characters: 0 },
  ],
  redactions: { "github token": 2 },
  withheld: [{ path: "/w/.env", reason: "secretFile" }],
  outcome: "complete",
};

test("says to whom, what for, what was kept back, the prompt decoded and the body as sent", async () => {
  await expect(renderSentContext(context)).toMatchFileSnapshot("golden/sentContext.txt");
});

test("shows paths as a person knows them, and leaves the body alone", () => {
  const text = renderSentContext(context, (path) => path.replace("/w/", ""));
  expect(text).toContain(" src/x.py:4-9\n");
  expect(text).toContain("left out: .env (");
  expect(text).toContain(context.body);
});

describe("any payload", () => {
  const anyContext = fc.record({
    ...Object.fromEntries(Object.entries(context).map(([name, value]) => [name, fc.constant(value)])),
    url: fc.string(),
    model: fc.string(),
    outcome: fc.option(fc.string(), { nil: undefined }),
    body: fc.oneof(
      fc.string().map((prompt) => JSON.stringify({ prompt })),
      fc.json(),
      fc
        .array(fc.record({ role: fc.string(), content: fc.string() }))
        .map((messages) => JSON.stringify({ messages })),
    ),
  }) as unknown as fc.Arbitrary<SentContext>;

  test("its body is the last line, word for word", () => {
    fc.assert(fc.property(anyContext, (sent) => renderSentContext(sent).endsWith(`\n\n${sent.body}\n`)));
  });

  test("no text of it passes for a heading of the document", () => {
    const allowed = /^# Sent to |^## (Parts|Kept back|Body, exactly as sent: .*|.*, as the model reads it)$/;
    fc.assert(
      fc.property(fc.stringMatching(/^[#\r\n a│]{0,30}$/), (text) => {
        const sent = { ...context, model: text, url: text, body: JSON.stringify({ prompt: text }) };
        const headings = renderSentContext(sent)
          .split(/[\r\n]/)
          .filter((line) => line.startsWith("#"));
        expect(headings.every((line) => allowed.test(line))).toBe(true);
        expect(headings).toHaveLength(5);
      }),
    );
  });
});
