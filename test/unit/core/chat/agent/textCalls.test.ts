import fc from "fast-check";
import { expect, test } from "vitest";
import { parseLoosely } from "../../../../../src/core/chat/agent/looseJson.ts";
import { readTextCalls, visibleText } from "../../../../../src/core/chat/agent/textCalls.ts";

const known = new Set(["search", "read"]);
const search = 'search {"query":"x"}';

/** Calls as `name arguments`, and what else is said. */
function check(answer: string, calls: readonly string[], text = ""): void {
  const read = readTextCalls(answer, known);
  expect(read.calls.map(({ name, argumentsText }) => `${name} ${argumentsText}`)).toEqual(calls);
  expect(read.text).toBe(text);
}

test.each<[name: string, answer: string, calls: readonly string[], text?: string]>([
  [
    "a block as told",
    'I look.\n\n```tool\n{"name": "search", "arguments": {"query": "x"}}\n```',
    [search],
    "I look.",
  ],
  [
    "two blocks",
    '```tool\n{"name":"search","arguments":{"query":"x"}}\n```\n```tool\n{"name":"read","arguments":{"path":"a.ts"}}\n```\n',
    [search, 'read {"path":"a.ts"}'],
  ],
  [
    "a list in one block",
    '```tool\n[{"name":"search","arguments":{"query":"x"}},{"name":"read","arguments":{}}]\n```',
    [search, "read {}"],
  ],
  [
    "one in each line",
    '```tool\n{"name":"search","arguments":{"query":"x"}}\n{"name":"read","arguments":{}}\n```',
    [search, "read {}"],
  ],
  ["a block without its end", '```tool\n{"name":"search","arguments":{"query":"x"}}', [search]],
  ["JSON with slips", "```tool\n{name: 'search', arguments: {query: 'x',},} // now\n```", [search]],
  ["arguments as text", '```tool\n{"name":"search","arguments":"{\\"query\\":\\"x\\"}"}\n```', [search]],
  ["arguments beside the name", '```tool\n{"tool":"search","query":"x"}\n```', [search]],
  [
    "a block of JSON that names a tool",
    '```json\n{"name":"search","parameters":{"query":"x"}}\n```',
    [search],
  ],
  [
    "the tags of Qwen and Hermes",
    '<tool_call>\n{"name":"search","arguments":{"query":"x"}}\n</tool_call>',
    [search],
  ],
  ["a tag without its end", '<tool_call>{"name":"search","arguments":{"query":"x"}}', [search]],
  ["the tags of Llama", '<function=search>{"query":"x"}</function>', [search]],
  [
    "the tags of Qwen Coder",
    "<tool_call>\n<function=search>\n<parameter=query>\nx\n</parameter>\n</function>\n</tool_call>",
    [search],
    "<tool_call>\n\n</tool_call>",
  ],
  ["Mistral's list", '[TOOL_CALLS] [{"name":"search","arguments":{"query":"x"}}]', [search]],
  ["an object alone", '{"name":"search","arguments":{"query":"x"}}', [search]],
  [
    "OpenAI's object alone",
    '{"type":"function","function":{"name":"search","arguments":"{\\"query\\":\\"x\\"}"}}',
    [search],
  ],
])("%s is read as calls", (_name, answer, calls, text) => check(answer, calls, text));

test.each<[name: string, answer: string]>([
  ["a tool that is none", '```tool\n{"name":"delete","arguments":{}}\n```'],
  ["code that looks alike", '```json\n{"name":"store","version":"1.0.0"}\n```'],
  ["an object amid text", 'The file holds {"name":"search","arguments":{}} as an example.'],
  ["plain text", "It is in `a.ts:3`."],
  ["a block of code", '```ts\nconst name = "search";\n```'],
])("%s is no call", (_name, answer) => check(answer, [], answer));

test("of an answer that is coming, a call is not shown", () => {
  const answer = 'I look.\n\n```tool\n{"name": "search"}\n```';
  expect(visibleText(answer)).toBe("I look.");
  expect(visibleText("<tool_call>{")).toBe("");
  expect(visibleText("```ts\ncode\n```")).toBe("```ts\ncode\n```");
});

test("no text breaks the reader", () => {
  const part = fc.constantFrom(
    "```tool\n",
    "```\n",
    "<tool_call>",
    "</tool_call>",
    "<function=search>",
    "[TOOL_CALLS]",
    '{"name":',
    '"search"',
    ",",
    "}",
    "[",
    "]",
    "'",
    "\\",
    "\n",
  );
  const text = fc.array(fc.oneof(part, fc.string()), { maxLength: 30 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, (answer) => {
      for (const { name, argumentsText } of readTextCalls(answer, known).calls) {
        expect(known.has(name)).toBe(true);
        expect(typeof argumentsText).toBe("string");
      }
      visibleText(answer);
    }),
    { numRuns: 1000 },
  );
});

test("what is JSON is read as JSON, and nothing breaks the loose reader", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(parseLoosely(text)).toEqual(JSON.parse(text));
      parseLoosely(text.slice(0, -1));
      parseLoosely(`${text},`);
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => void parseLoosely(text)));
  expect(parseLoosely("[".repeat(100_000))).toBeUndefined();
});
