import fc from "fast-check";
import { expect, test } from "vitest";
import type { ApiEntry } from "../../../../src/core/apiDocs/apiPackage.ts";
import { PackedApis, packApis, termHash } from "../../../../src/core/apiDocs/search/packedApis.ts";
import { searchApis } from "../../../../src/core/apiDocs/search/searchApis.ts";
import { wordTerms } from "../../../../src/core/text/terms/wordTerms.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const utf8 = {
  encode: (text: string) => encoder.encode(text),
  decode: (bytes: Uint8Array) => decoder.decode(bytes),
};

function entry(name: string, summary: string, rest: Partial<ApiEntry> = {}): ApiEntry {
  return {
    package: { ecosystem: "npm", name: "lib", version: "1.0.0" },
    module: "lib",
    name,
    kind: "function",
    signatures: [`${name}()`],
    summary,
    doc: summary,
    examples: [],
    path: "/lib/index.d.ts",
    line: 3,
    ...rest,
  };
}

const pack = (...entries: readonly ApiEntry[]) =>
  PackedApis.open(packApis(entries, utf8, "/lib"), utf8, "/lib")!;

function check(text: string, expected: string, ...packages: readonly PackedApis[]): void {
  expect(searchApis(packages, { text, limit: 1 })[0]?.entry.name).toBe(expected);
}

const library = pack(
  entry("readFile", "Reads a file."),
  entry("Session.get", "Sends a request.", { parameters: [{ name: "url" }] }),
  entry("Session", "A connection that is kept."),
  entry("sendAll", "Sends all requests.", { deprecated: "", replacedBy: "Session.get" }),
  entry("parse", "Parses a text.", { examples: ["parse('<xml/>')"] }),
);

test("by the words of a name", () => check("how to read files", "readFile", library));
test("by what is said", () => check("send a request", "Session.get", library));
test("by a parameter", () => check("url", "Session.get", library));
test("by an example", () => check("xml", "parse", library));
test("by a dotted name", () => check("Session.get", "Session.get", library));
test("across packages", () => check("blue paint", "paint", library, pack(entry("paint", "Paints in blue."))));

test("a package that is at hand comes first", () => {
  const other = pack(entry("readFile", "Reads a file.", { module: "other" }));
  const boost = ({ module }: ApiEntry) => (module === "other" ? 2 : 1);
  expect(searchApis([library, other], { text: "read file", limit: 1, boost })[0]?.entry.module).toBe("other");
});

test("nothing fits", () => expect(searchApis([library], { text: "quantum", limit: 5 })).toEqual([]));
test("no question", () => expect(searchApis([library], { text: "", limit: 5 })).toEqual([]));
test("no packages", () => expect(searchApis([], { text: "read", limit: 5 })).toEqual([]));

const word = fc.constantFrom("read", "file", "get", "user", "name", "ünïcode", "x");
const arbitrary = fc
  .tuple(fc.array(word, { minLength: 1, maxLength: 3 }), fc.array(word, { maxLength: 8 }))
  .map(([name, doc]) => entry(name.join("_"), doc.join(" ")));

test("what is packed is read again, and each entry stands in the lists of its words", () => {
  fc.assert(
    fc.property(fc.array(arbitrary, { maxLength: 40 }), (entries) => {
      const packed = pack(...entries);
      expect(Array.from({ length: packed.entryCount }, (_, i) => packed.entry(i))).toEqual(entries);
      for (const term of new Set(entries.flatMap(({ name }) => wordTerms(name)))) {
        const found: number[] = [];
        packed.forEachPosting(termHash(term), (at) => found.push(at));
        expect(found).toEqual([...found].sort((a, b) => a - b));
        entries.forEach(({ name }, i) => {
          if (wordTerms(name).includes(term)) expect(found).toContain(i);
        });
      }
    }),
  );
});

test("bytes that are not ours, or cut, are not opened", () => {
  const bytes = packApis([entry("a_name", "x")], utf8, "/lib");
  expect(PackedApis.open(bytes.slice(0, -1), utf8, "/lib")).toBeUndefined();
  expect(PackedApis.open(new Uint8Array(200), utf8, "/lib")).toBeUndefined();
  expect(PackedApis.open(new Uint8Array(3), utf8, "/lib")).toBeUndefined();
  const shifted = new Uint8Array(bytes.length + 1);
  shifted.set(bytes, 1);
  expect(PackedApis.open(shifted.subarray(1), utf8, "/lib")?.entry(0).name).toBe("a_name");
});

test("a package that another workspace has read lies where it is installed here", () => {
  const bytes = packApis([entry("a", ""), entry("b", "", { path: "/elsewhere/b.d.ts" })], utf8, "/lib");
  const here = PackedApis.open(bytes, utf8, "/other/node_modules/lib")!;
  expect([here.entry(0).path, here.entry(1).path]).toEqual([
    "/other/node_modules/lib/index.d.ts",
    "/elsewhere/b.d.ts",
  ]);
});

for (const [what, entries, expected] of [
  [
    "words beside each other tell more than the same words apart",
    [
      entry("a", "Connection of the window whose edge is near, for all nodes of a weighted graph."),
      entry("b", "Weighted edge connection between nodes of the graph whose window is near."),
    ],
    "b",
  ],
] as const) {
  test(what, () => check("weighted edge connection of graph nodes near window", expected, pack(...entries)));
}

test("a question of any words is answered in time, and each entry once", () => {
  fc.assert(
    fc.property(
      fc.array(arbitrary, { maxLength: 20 }),
      fc.array(word, { maxLength: 30 }),
      (entries, words) => {
        const hits = searchApis([pack(...entries)], { text: words.join(" "), limit: 50 });
        expect(new Set(hits.map((hit) => hit.entry)).size).toBe(hits.length);
        expect(hits.every(({ score }) => score > 0)).toBe(true);
        expect(hits.map(({ score }) => -score)).toEqual(
          hits.map(({ score }) => -score).sort((a, b) => a - b),
        );
      },
    ),
  );
});
