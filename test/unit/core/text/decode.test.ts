import { expect, test } from "vitest";
import { contentHash } from "../../../../src/core/text/contentHash.ts";
import { decodeText } from "../../../../src/core/text/decode.ts";
import { decodeUtf8 } from "../../../../src/features/indexing/readSource.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

const cases: [string, Uint8Array, object][] = [
  ["UTF-8", utf8("aé€😀\r\n"), { text: "aé€😀\r\n", encoding: "utf8", hadBom: false }],
  ["UTF-8 with mark", utf8("\ufeffa"), { text: "a", encoding: "utf8", hadBom: true }],
  [
    "UTF-16 little end first",
    new Uint8Array([0xff, 0xfe, 0x61, 0, 0xac, 0x20]),
    { text: "a€", encoding: "utf16le" },
  ],
  [
    "UTF-16 big end first",
    new Uint8Array([0xfe, 0xff, 0, 0x61, 0x20, 0xac]),
    { text: "a€", encoding: "utf16be" },
  ],
  ["UTF-16 cut short", new Uint8Array([0xff, 0xfe, 0x61, 0, 0x62]), { text: "a" }],
  ["latin-1", new Uint8Array([0x61, 0xe9]), { text: "aé", encoding: "latin1" }],
  ["latin-1, long", new Uint8Array(10_000).fill(0xe9), { text: "é".repeat(10_000), encoding: "latin1" }],
  ["NUL", utf8("a\0b"), { kind: "binary" }],
  ["empty", utf8(""), { text: "", encoding: "utf8" }],
];
test.each(cases)("%s", (_, bytes, expected) => expect(decodeText(bytes, decodeUtf8)).toMatchObject(expected));

test("the hash tells contents apart", () => {
  const texts = ["", "a", "b", "ab", "ba", "a\0", "\0a", "aa", "aaa"];
  expect(new Set(texts.map((text) => contentHash(utf8(text)))).size).toBe(texts.length);
  expect(contentHash(utf8("same"))).toBe(contentHash(utf8("same")));
  expect(Number.isSafeInteger(contentHash(utf8("x".repeat(1000))))).toBe(true);
});
