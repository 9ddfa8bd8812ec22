import fc from "fast-check";
import { expect, test } from "vitest";
import { RepoIndex } from "../../../../../src/core/repo/repoIndex.ts";
import { type NameQuery, searchSymbols } from "../../../../../src/core/repo/symbolSearch.ts";
import { Ranker } from "../../../../../src/core/retrieval/rank/ranker.ts";
import { rankWeights } from "../../../../../src/core/retrieval/rank/weights.ts";
import { rankMapSymbols } from "../../../../../src/core/retrieval/repoMap.ts";
import { textContentHash } from "../../../../../src/core/text/contentHash.ts";
import { trainedSymbolOrder } from "../../../../support/trainedSymbolOrder.ts";

/** Some are other forms of others, so that questions reach them too. */
const vocabulary = "load save config cfg configuration dir directory item items store get handle".split(" ");
const word = fc.constantFrom(...vocabulary);
const declared = fc
  .tuple(word, word, fc.array(word, { maxLength: 3 }))
  .map(
    ([one, two, calls]) =>
      `def ${one}_${two}(x):\n${calls.map((name) => `    ${name}(x)\n`).join("")}    pass\n`,
  );
const text = fc.array(declared, { maxLength: 4 }).map((parts) => parts.join("\n"));
const path = fc
  .tuple(fc.constantFrom("/w", "/w/lib", "/w/tests"), fc.constantFrom("a.py", "b.py", "load.py", "c.py"))
  .map((parts) => parts.join("/"));
const edit = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("write" as const), path, text }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("remove" as const), path }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("churn" as const), path, name: word }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("seal" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("build" as const) }) },
);
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;
const question = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(" "));

type Texts = Map<string, string>;

/** Contents that are gone stay as dead ones, found again by their hash. */
function write(index: RepoIndex, texts: Texts, path: string, text: string): void {
  index.setFile(path, "python", text, textContentHash(text));
  texts.set(path, text);
}

function act(index: RepoIndex, texts: Texts, step: Edit): void {
  if (step.kind === "write") write(index, texts, step.path, step.text);
  else if (step.kind === "seal") index.parts();
  else if (step.kind === "build") for (const _ of index.build());
  else if (step.kind === "remove") {
    index.removeFile(step.path);
    texts.delete(step.path);
  } else {
    for (let i = 0; i < 30; i++)
      write(index, texts, step.path, `def ${step.name}_${i}():\n    ${step.name}()\n`.repeat(1 + (i % 3)));
  }
}

function builtAnew(texts: Texts): RepoIndex {
  const index = new RepoIndex();
  for (const [path, text] of [...texts].sort()) index.setFile(path, "python", text);
  return index;
}

/** Few terms and limits within equal scores, so that what is cut off shows. */
function answersOf(index: RepoIndex, query: string) {
  const ranker = new Ranker(index, { ...rankWeights, mostTerms: 3 }, trainedSymbolOrder);
  const limits = [1, 3, 10];
  const ranked = (["file", "symbol", "chunk"] as const).flatMap((target) =>
    limits.map((limit) => ranker.search({ query, target, limit, explain: true })),
  );
  const name = query.split(" ")[0]!;
  const asked: NameQuery[] = limits.flatMap((limit) => [
    { name: `${name}_item`, match: "exact" as const, limit },
    { name: name.slice(0, 2), match: "prefix" as const, limit },
    { name: name.slice(0, 1), match: "fuzzy" as const, limit },
  ]);
  return { ranked, named: asked.map((one) => searchSymbols(index, one)), map: mapOf(index) };
}

function mapOf(index: RepoIndex) {
  const ranking = rankMapSymbols(
    index,
    (path) => path.slice("/w/".length),
    () => 0,
  );
  for (let step = ranking.next(); ; step = ranking.next()) if (step.done) return step.value;
}

test("answers depend on the files alone, whatever died and however the rest came", () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 20 }), question, (edits, query) => {
      const index = new RepoIndex();
      const texts: Texts = new Map();
      for (const step of edits) act(index, texts, step);
      expect(answersOf(index, query)).toEqual(answersOf(builtAnew(texts), query));
    }),
    { numRuns: 150 },
  );
});

/** Sets files in this order, a segment each hundred, and each of them once with other text before. */
function indexOf(paths: readonly string[], textOf: (path: string) => string, before?: string): RepoIndex {
  const index = new RepoIndex();
  for (const [i, path] of paths.entries()) {
    if (before !== undefined) index.setFile(path, "python", before, i);
    index.setFile(path, "python", textOf(path));
    if (i % 100 === 0) index.parts();
  }
  return index;
}

test("callers are looked at for the same symbols of many with equal scores", () => {
  const paths = Array.from({ length: 700 }, (_, i) => `/w/${1000 + i}.py`);
  const numberOf = (path: string) => path.slice("/w/1".length, -".py".length);
  const textOf = (path: string) =>
    `def load_part${numberOf(path)}q():\n    pass\n\n\ndef use():\n    load_part${numberOf(path)}q()\n`;
  const hits = [paths, paths.toReversed()].map((order) =>
    new Ranker(indexOf(order, textOf)).search({ query: "load", target: "symbol", limit: 700 }),
  );
  expect(hits[0]).toEqual(hits[1]);
});

test("a term that dead contents are full of is as telling as before", () => {
  const paths = Array.from({ length: 40 }, (_, i) => `/w/${i}.py`);
  const words = ["alpha", "bravo", "charlie", "delta"];
  const textOf = (path: string) => `def ${words[path.length % 2]}_charlie(): pass\n`;
  const died = "def alpha(): alpha()\n".repeat(200);
  const query = { query: "delta alpha bravo charlie", target: "symbol" as const, limit: 5 };
  const weights = { ...rankWeights, mostTerms: 2 };
  const [fresh, edited] = [indexOf(paths, textOf), indexOf(paths, textOf, died)].map((index) =>
    new Ranker(index, weights).search(query),
  );
  expect(edited).toEqual(fresh);
});
