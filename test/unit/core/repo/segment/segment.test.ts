import fc from "fast-check";
import { expect, test } from "vitest";
import { RepoIndex } from "../../../../../src/core/repo/repoIndex.ts";
import { SEGMENT_VERSION } from "../../../../../src/core/repo/segment/format.ts";
import { openSegment } from "../../../../../src/core/repo/segment/segment.ts";
import { contentHash } from "../../../../../src/core/text/contentHash.ts";
import { answersOf } from "../../../../support/indexAnswers.ts";

const index = new RepoIndex();
index.setFile("/a.py", "python", "import os\n\nclass Store:\n    def getUser(self):\n        return os\n", 1);
index.setFile("/b.ts", "typescript", "export const limit = 3; // größer\n", 2);
const [id, bytes] = [...index.segments()][0]!;
const files = [
  { path: "/a.py", hash: 1 },
  { path: "/b.ts", hash: 2 },
];

/** Opens bytes in both ways; gives the fault, or nothing when they are whole. */
function check(given: Uint8Array): string | undefined {
  const read = openSegment(given);
  const restored = new RepoIndex();
  const outcome = restored.restore(new Map([[id, given]]), files);
  if (read.kind === "segment") {
    expect(outcome).toEqual({ missing: [], damaged: [] });
    expect(answersOf(restored)).toEqual(answersOf(index));
    return undefined;
  }
  expect(outcome).toEqual({ missing: ["/a.py", "/b.ts"], damaged: [id] });
  expect(restored.counts().files).toBe(0);
  return read.fault;
}

test("a segment is read as it was written, wherever it lies in memory", () => {
  expect(check(bytes)).toBeUndefined();
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  expect(check(shifted.subarray(3))).toBeUndefined();
});

test("each changed byte is seen", () => {
  for (let at = 0; at < bytes.length; at++) {
    const changed = bytes.slice();
    changed[at]! ^= 1 << (at % 8);
    expect([at, openSegment(changed).kind]).toEqual([at, "fault"]);
  }
});

test("any damage is seen", () => {
  const damage = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })), {
    minLength: 1,
  });
  fc.assert(
    fc.property(damage, (changes) => {
      const changed = bytes.slice();
      for (const [at, bits] of changes) changed[at]! ^= bits;
      const isSame = changed.every((byte, at) => byte === bytes[at]);
      return isSame || openSegment(changed).kind === "fault";
    }),
    { numRuns: 2000 },
  );
});

test("each truncation is seen", () => {
  for (let length = 0; length < bytes.length; length++) {
    expect([length, openSegment(bytes.slice(0, length)).kind]).toEqual([length, "fault"]);
  }
});

const withWord = (word: number, value: number): Uint8Array => {
  const changed = bytes.slice();
  new Uint32Array(changed.buffer)[word] = value;
  return changed;
};

test.each<[string, Uint8Array, string]>([
  ["nothing", new Uint8Array(0), "truncated"],
  ["another file", new Uint8Array(400).fill(65), "foreign"],
  ["a newer version", withWord(1, SEGMENT_VERSION + 1), "version"],
  ["a part", bytes.slice(0, bytes.length - 4), "truncated"],
  ["more than it says", Uint8Array.from([...bytes, 0, 0, 0, 0]), "truncated"],
  ["another checksum", withWord(3, 1), "checksum"],
])("says what is wrong with %s", (_, given, fault) => expect(check(given)).toBe(fault));

test("contents that differ in few bits have different hashes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.nat(), fc.nat(), (content, a, b) => {
      const changed = content.slice();
      changed[a % content.length]! ^= 0x80;
      changed[b % content.length]! ^= 0x80;
      const isSame = a % content.length === b % content.length;
      expect(contentHash(changed) === contentHash(content)).toBe(isSame);
    }),
  );
  expect(contentHash(new Uint8Array(3))).not.toBe(contentHash(new Uint8Array(4)));
});
