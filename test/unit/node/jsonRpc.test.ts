import fc from "fast-check";
import { expect, test } from "vitest";
import { parseMessage } from "../../../src/node/rpc/jsonRpc.ts";
import { type Line, LineReader } from "../../../src/node/rpc/lineReader.ts";

/** Reads `bytes` cut at `cuts`, and says what came out: texts, and the kinds of what is no text. */
function check(bytes: Uint8Array, cuts: readonly number[], maxBytes = 1000): string[] {
  const reader = new LineReader(maxBytes);
  const lines: Line[] = [];
  let start = 0;
  for (const cut of [...cuts, bytes.length].sort((a, b) => a - b)) {
    lines.push(...reader.push(bytes.subarray(start, cut)));
    start = Math.max(start, cut);
  }
  lines.push(...reader.end());
  return lines.map((line) => (line.kind === "line" ? `=${line.text}` : line.kind));
}
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test("reads lines however they are cut into chunks", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "\n", "ä", "𝒳", "\r", "{") });
  fc.assert(
    fc.property(text, fc.array(fc.nat(200)), (given, cuts) => {
      const bytes = bytesOf(given);
      const inside = cuts.map((cut) => Math.min(cut, bytes.length));
      const expected = given.split("\n").map((line) => `=${line}`);
      if (expected.at(-1) === "=") expected.pop();
      expect(check(bytes, inside)).toEqual(expected);
    }),
  );
});

test("reads any bytes the same however they are cut, and bounds what it holds", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat(300)), (bytes, cuts) => {
      const inside = cuts.map((cut) => Math.min(cut, bytes.length));
      expect(check(bytes, inside, 20)).toEqual(check(bytes, [], 20));
    }),
  );
});

for (const [name, bytes, expected] of [
  ["goes on after a line that is too long", bytesOf(`${"x".repeat(11)}\nok\n`), ["tooLong", "=ok"]],
  ["takes a line of exactly the bound", bytesOf(`${"x".repeat(10)}\n`), [`=${"x".repeat(10)}`]],
  ["reports an endless line once", bytesOf("x".repeat(100)), ["tooLong"]],
  ["goes on after bytes that are not UTF-8", Uint8Array.of(0xff, 0x0a, 0x6f, 0x6b, 0x0a), ["notUtf8", "=ok"]],
] as const) {
  test(name, () => expect(check(bytes, [3, 5], 10)).toEqual(expected));
}

test("never throws on any text or any JSON", () => {
  const line = fc.oneof(fc.string(), fc.json());
  fc.assert(
    fc.property(line, (text) => {
      expect(["request", "notification", "invalid"]).toContain(parseMessage(text).kind);
    }),
  );
});

test("takes every request and gives back its parts", () => {
  const id = fc.oneof(fc.string(), fc.integer());
  const params = fc.oneof(fc.constant(undefined), fc.dictionary(fc.string(), fc.jsonValue()));
  fc.assert(
    fc.property(id, fc.string(), params, (requestId, method, given) => {
      const text = JSON.stringify({ jsonrpc: "2.0", id: requestId, method, params: given, more: 1 });
      const message = parseMessage(text);
      expect(message).toMatchObject({ kind: "request", id: requestId, method });
      expect(message.kind === "request" && message.params).toEqual(
        given === undefined ? undefined : JSON.parse(JSON.stringify(given)),
      );
    }),
  );
});

for (const [line, type] of [
  ["", "parseError"],
  ['{"jsonrpc":"2.0",', "parseError"],
  ["[]", "invalidRequest"],
  ['[{"jsonrpc":"2.0","id":1,"method":"status"}]', "invalidRequest"],
  ["1", "invalidRequest"],
  ["null", "invalidRequest"],
  ['{"id":1,"method":"status"}', "invalidRequest"],
  ['{"jsonrpc":"1.0","id":1,"method":"status"}', "invalidRequest"],
  ['{"jsonrpc":"2.0","id":1}', "invalidRequest"],
  ['{"jsonrpc":"2.0","id":1,"result":2}', "invalidRequest"],
  ['{"jsonrpc":"2.0","id":null,"method":"status"}', "invalidRequest"],
  ['{"jsonrpc":"2.0","id":{},"method":"status"}', "invalidRequest"],
  ['{"jsonrpc":"2.0","id":12345678901234567890,"method":"status"}', "invalidRequest"],
  ['{"jsonrpc":"2.0","id":1e400,"method":"status"}', "invalidRequest"],
  ['{"jsonrpc":"2.0","id":1,"method":"status","params":[1]}', "invalidParams"],
] as const) {
  test(`refuses ${line || "an empty line"} as ${type}`, () => {
    const message = parseMessage(line);
    expect(message.kind === "invalid" && message.error.type).toBe(type);
  });
}

test("takes parameters that are null as not given", () => {
  const message = parseMessage('{"jsonrpc":"2.0","id":1.5,"method":"status","params":null}');
  expect(message).toEqual({ kind: "request", id: 1.5, method: "status", params: undefined });
});
