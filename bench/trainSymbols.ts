/**
 * Learns the last step of ranking symbols and writes `media/symbol-order.bin`: word vectors from the doc comments of the repositories in
 * `bench/wordRepositories.json`, then weights from questions to the development repositories of retrieval and chat, with their doc comments
 * and without them.
 *
 *   npm run train:symbols -- --repos DIR [--pairs FOLDER] [--vectors FILE] [--loose FILE]
 *
 * DIR holds each repository as `OWNER+NAME` or `OWNER+NAME/repo`. With `--pairs`, what was read of a repository is kept in FOLDER
 * and read from there the next time; so are the vectors in FILE with `--vectors`. With `--loose`, the
 * weights for questions that are not quoted are those of FILE, features that it does not have at 0. Three folds by
 * repository tell what the weights are worth where they were not fitted.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { SYMBOL_FEATURES } from "../src/core/retrieval/rank/symbolFeatures.ts";
import { isTestPath } from "../src/core/retrieval/rank/testPath.ts";
import { readSymbolOrder } from "../src/node/ranker/shippedSymbolOrder.ts";
import { Git } from "./completion/git.ts";
import { readSources } from "./retrieval/corpus.ts";
import { docCorpus } from "./retrieval/docQueries.ts";
import { fitOrder, type OrderExample, orderExamples, placeBy } from "./retrieval/fitOrder.ts";
import { renderSymbolOrder } from "./retrieval/renderSymbolOrder.ts";
import { type TrainedVectors, trainVectors } from "./retrieval/trainVectors.ts";
import { type WordPair, wordPairs } from "./retrieval/wordPairs.ts";
import { endWithUsage } from "./usage.ts";

interface Repository {
  readonly name: string;
  readonly commit: string;
  readonly role?: string;
}

const SHIPPED = join(import.meta.dirname, "../media/symbol-order.bin");
const QUESTIONS = 200;
const FOLDS = 3;

const { values } = parseArgs({
  options: {
    repos: { type: "string" },
    pairs: { type: "string" },
    vectors: { type: "string" },
    loose: { type: "string" },
  },
});
if (values.repos === undefined)
  endWithUsage("npm run train:symbols -- --repos DIR [--pairs FOLDER] [--vectors FILE] [--loose FILE]");

const listed = (file: string): readonly Repository[] =>
  JSON.parse(readFileSync(join(import.meta.dirname, file), "utf8")).repositories;
const known = [...listed("retrievalRepositories.json"), ...listed("chatRepositories.json")];

function open(name: string): Git {
  const folder = join(values.repos!, name.replace("/", "+"));
  const place = [folder, join(folder, "repo")].find((one) => Git.isRepository(one) || Git.isBare(one));
  if (place === undefined) throw new Error(`Cannot learn from "${name}": it is not in "${values.repos}"`);
  return new Git(place);
}

function pairsOf({ name, commit }: Repository): readonly WordPair[] {
  if (known.some((one) => one.name === name))
    throw new Error(`Cannot learn words from "${name}": it is a repository of the benchmarks`);
  const kept = values.pairs && join(values.pairs, `${name.replace("/", "+")}.json`);
  if (kept && existsSync(kept)) return JSON.parse(readFileSync(kept, "utf8"));
  const pairs = wordPairs(open(name), commit);
  if (kept) {
    mkdirSync(values.pairs!, { recursive: true });
    writeFileSync(kept, JSON.stringify(pairs));
  }
  console.error(`${name}: ${pairs.length} pairs`);
  return pairs;
}

function examplesOf({ name, commit }: Repository, vectors: TrainedVectors): OrderExample[] {
  const all = readSources(open(name), commit).filter(({ path }) => !isTestPath(path));
  const corpus = docCorpus(all);
  const stride = Math.max(1, Math.floor(corpus.queries.length / QUESTIONS));
  const queries = corpus.queries.filter((_, i) => i % stride === 0).slice(0, QUESTIONS);
  const asVectors = { ...vectors, placeOf: new Map(vectors.words.map((word, place) => [word, place])) };
  console.error(name);
  return [
    ...orderExamples(name, { sources: corpus.sources, queries }, false, asVectors),
    ...orderExamples(name, { sources: all, queries }, true, asVectors),
  ];
}

function report(title: string, examples: readonly OrderExample[], places: readonly number[]): void {
  for (const isCommented of [false, true]) {
    const own = places.filter((_, i) => examples[i]!.isCommented === isCommented);
    const among = (most: number) =>
      ((100 * own.filter((place) => place < most).length) / own.length).toFixed(1);
    const mrr = own.reduce((sum, place) => sum + 1 / (1 + place), 0) / own.length;
    const figures = [own.length, among(1), among(3), among(10), mrr.toFixed(3)];
    console.log(`| ${[title, isCommented ? "left in" : "taken out", ...figures].join(" | ")} |`);
  }
}

function keptVectors(file: string): TrainedVectors | undefined {
  if (!existsSync(file)) return undefined;
  const { vectors } = readSymbolOrder(file);
  return { ...vectors, words: [...vectors.placeOf.keys()] };
}

function learnVectors(): TrainedVectors {
  const vectors = trainVectors(listed("wordRepositories.json").map(pairsOf));
  const untold = SYMBOL_FEATURES.flatMap(() => [0, 0]);
  if (values.vectors) writeFileSync(values.vectors, renderSymbolOrder(vectors, untold));
  return vectors;
}

const vectors = (values.vectors && keptVectors(values.vectors)) || learnVectors();
const examples = known
  .filter(({ role }) => role === "development")
  .flatMap((repository) => examplesOf(repository, vectors));

console.log("| order | doc comments | questions | R@1 | R@3 | R@10 | MRR |\n|---|---|---|---|---|---|---|");
const score = SYMBOL_FEATURES.map((name) => (name === "score" ? 1 : 0));
const byScore = [...score, ...score];
report(
  "before",
  examples,
  examples.map((example) => placeBy(example, byScore)),
);
const names = [...new Set(examples.map(({ repository }) => repository))].sort();
const foldOf = ({ repository }: OrderExample) => names.indexOf(repository) % FOLDS;
const folds = Array.from({ length: FOLDS }, (_, fold) =>
  fitOrder(examples.filter((example) => foldOf(example) !== fold)),
);
report(
  "fitted to other repositories",
  examples,
  examples.map((one) => placeBy(one, folds[foldOf(one)]!)),
);
const kept: Readonly<Record<string, number>> | undefined =
  values.loose === undefined ? undefined : readSymbolOrder(values.loose).weights;
const weights = fitOrder(examples).map((weight, i) => {
  const name = SYMBOL_FEATURES[i];
  return kept && name !== undefined ? (kept[name] ?? 0) : weight;
});
report(
  "as shipped, where it was fitted",
  examples,
  examples.map((one) => placeBy(one, weights)),
);
const bytes = renderSymbolOrder(vectors, weights);
writeFileSync(SHIPPED, bytes);
console.log(`${SHIPPED}: ${bytes.length} bytes`);
