import fc from "fast-check";
import { expect, test } from "vitest";
import { EventDecoder, type ServerEvent } from "../../../../src/node/model/eventDecoder.ts";

function decode(chunks: readonly Uint8Array[]): readonly ServerEvent[] {
  const decoder = new EventDecoder();
  return [...chunks.flatMap((chunk) => decoder.push(chunk)), ...decoder.end()];
}

/** Decodes a text sent at once; events as `name|data`. */
function check(text: string, expected: readonly string[]): void {
  const events = decode([new TextEncoder().encode(text)]);
  expect(events.map(({ name, data }) => `${name}|${data}`)).toEqual(expected);
}

test("one event", () => check("data: a\n\n", ["|a"]));
test("no space after the colon", () => check("data:a\n\n", ["|a"]));
test("one space belongs to the field", () => check("data:  a\n\n", ["| a"]));
test("several lines", () => check("data: a\ndata\ndata: b\n\n", ["|a\n\nb"]));
test("a name", () => check("event: error\ndata: a\n\ndata: b\n\n", ["error|a", "|b"]));
test("a name without data", () => check("event: ping\n\ndata: b\n\n", ["|b"]));
test("comments, ids and unknown fields", () => check(": c\nid: 1\nretry: 5\nodd\ndata: a\n\n", ["|a"]));
test("line ends of all kinds", () => check("data: a\r\n\r\ndata: b\r\rdata: c\n\n", ["|a", "|b", "|c"]));
test("a byte order mark", () => check("\uFEFFdata: a\n\n", ["|a"]));
test("an event that the end cuts short", () => check("data: a\n\ndata: b", ["|a", "|b"]));
test("nothing", () => check("", []));

test.each([
  ["a line", "x"],
  ["an event", "data: xxxxxxxxxxxxxxxx\n"],
])("%s without end is refused within bounded memory", (_name, unit) => {
  const decoder = new EventDecoder();
  const bytes = new TextEncoder().encode(unit.repeat(1_000));
  expect(() => {
    for (let sent = 0; sent < 4_000_000; sent += bytes.length) decoder.push(bytes);
  }).toThrow("tooLarge");
});

const pieces = fc
  .array(
    fc.constantFrom("data: ", "event: x", ": c", "é😀", "\n", "\r\n", "\r", "\n\n", "a", "data", "\uFEFF"),
  )
  .map((parts) => new TextEncoder().encode(parts.join("")));
test("how the bytes are cut makes no difference", () =>
  fc.assert(
    fc.property(pieces, fc.array(fc.nat(), { maxLength: 12 }), (bytes, cuts) => {
      const at = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
      const chunks = [0, ...at].map((start, index) => bytes.subarray(start, at[index] ?? bytes.length));
      expect(decode(chunks)).toEqual(decode([bytes]));
    }),
    { numRuns: 2_000 },
  ));
test("random bytes never throw", () =>
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (chunks) => {
      expect(decode(chunks)).toBeInstanceOf(Array);
    }),
  ));
