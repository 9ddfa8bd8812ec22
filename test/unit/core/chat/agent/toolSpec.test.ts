import fc from "fast-check";
import { expect, test } from "vitest";
import { callKey } from "../../../../../src/core/chat/agent/progress.ts";
import { chatToolOf, readArguments, type ToolSpec } from "../../../../../src/core/chat/agent/toolSpec.ts";

const read = {
  name: "read",
  about: "Reads",
  params: {
    path: { kind: "text", about: "A path." },
    line: { kind: "whole", about: "A line.", isOptional: true },
    how: { kind: "choice", about: "How.", choices: ["plain", "numbered"], isOptional: true },
  },
} as const satisfies ToolSpec;
const only = {
  name: "search",
  about: "Searches",
  params: { query: { kind: "text", about: "Words." } },
} as const;

test.each<[text: string, expected: object | string]>([
  ['{"path":"a.ts","line":3,"how":"plain"}', { path: "a.ts", line: 3, how: "plain" }],
  ['{"path":"a.ts"}', { path: "a.ts" }],
  ['{"path":"a.ts","line":"3","how":"PLAIN","more":1}', { path: "a.ts", line: 3, how: "plain" }],
  ['"{\\"path\\":\\"a.ts\\"}"', { path: "a.ts" }],
  ["{path: 'a.ts', line: null,}", { path: "a.ts" }],
  ['{"line":3}', 'The argument "path" is missing: A path.'],
  ['{"path":"a.ts","line":"x"}', 'The argument "line" must be a whole number'],
  ['{"path":"a.ts","how":"x"}', 'The argument "how" must be one of plain, numbered'],
  ['{"path":{"x":1}}', 'The argument "path" must be a text'],
  ["", 'The argument "path" is missing: A path.'],
  ["[1]", "The arguments are not a JSON object"],
  ["oops", "The arguments are not a JSON object"],
])("arguments %s are read", (text, expected) => {
  const found = readArguments(read, text);
  expect(found.kind === "read" ? found.args : found.problem).toEqual(expected);
});

test("the only argument may come by itself", () =>
  expect(readArguments(only, '"retry policy"')).toEqual({ kind: "read", args: { query: "retry policy" } }));

test("servers are told the same", () =>
  expect(chatToolOf(read)).toEqual({
    name: "read",
    description: "Reads",
    parameters: {
      type: "object",
      properties: {
        path: { type: "string", description: "A path." },
        line: { type: "integer", description: "A line." },
        how: { type: "string", description: "How.", enum: ["plain", "numbered"] },
      },
      required: ["path"],
    },
  }));

test("no text breaks the reader", () =>
  fc.assert(fc.property(fc.string(), (text) => void readArguments(read, text))));

test("calls that ask the same are the same", () => {
  expect(callKey("a", '{"x":1,"y":[" b"]}')).toBe(callKey("a", '{ "y": ["b"], "x": 1 }'));
  expect(callKey("a", '{"x":1}')).not.toBe(callKey("a", '{"x":2}'));
  expect(callKey("a", "oops ")).toBe(callKey("a", "oops"));
});
