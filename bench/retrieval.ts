/**
 * How well the scorer finds what a text asks for, beside plain BM25 over the same files in the same run:
 * (a) the first sentence of a doc comment -> its function or class; (b) the subject of a commit -> the files it
 * changed. `docs/retrieval.md` tells the protocol; `bench/retrievalRepositories.json` names the repositories.
 *
 * `npm run bench:retrieval -- --repos DIR [--role development] [--only NAME,...]`, where DIR holds each repository
 * with its history as `OWNER+NAME` or `OWNER/NAME`, bare or not.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Git } from "./completion/git.ts";
import { commitCorpus } from "./retrieval/commitQueries.ts";
import { isIndexed, isSource, readSources } from "./retrieval/corpus.ts";
import { docCorpus } from "./retrieval/docQueries.ts";
import { indexOf, plainFiles, plainSymbols, rankedFiles, rankedSymbols } from "./retrieval/evaluate.ts";
import { type Measures, meanOf, measure } from "./retrieval/measures.ts";
import { endWithUsage } from "./usage.ts";

interface Repository {
  readonly name: string;
  readonly role: string;
  readonly commit: string;
}

interface Pair {
  readonly name: string;
  readonly plain: Measures;
  readonly ranked: Measures;
}

const { values } = parseArgs({
  options: {
    repos: { type: "string" },
    role: { type: "string", default: "benchmark" },
    only: { type: "string" },
  },
});
if (values.repos === undefined)
  endWithUsage("npm run bench:retrieval -- --repos DIR [--role development] [--only NAME,...]");

const listed = new URL("retrievalRepositories.json", import.meta.url);
const { repositories } = JSON.parse(readFileSync(listed, "utf8")) as { repositories: readonly Repository[] };
const only = values.only?.split(",");
const wanted = repositories.filter(
  ({ role, name }) => role === values.role && (only?.includes(name) ?? true),
);

function openRepository(name: string): Git {
  const places = [name.replace("/", "+"), name].flatMap((folder) => [folder, join(folder, "repo")]);
  const found = places
    .map((place) => join(values.repos!, place))
    .find((place) => Git.isRepository(place) || Git.isBare(place));
  if (found === undefined)
    throw new Error(`Cannot measure "${name}": no repository of that name in "${values.repos}"`);
  return new Git(found);
}

const symbols: Pair[] = [];
const files: Pair[] = [];
const filesAmongAll: Pair[] = [];
for (const { name, commit } of wanted) {
  const git = openRepository(name);
  const docs = docCorpus(readSources(git, commit));
  const ranked = measure(rankedSymbols(indexOf(docs.sources), docs.queries));
  symbols.push({ name, plain: plainSymbols(docs), ranked });
  for (const [pairs, isWanted] of [
    [files, isSource],
    [filesAmongAll, isIndexed],
  ] as const) {
    const commits = commitCorpus(git, commit, isWanted);
    const found = measure(rankedFiles(indexOf(commits.sources), commits));
    pairs.push({ name, plain: plainFiles(commits), ranked: found });
  }
  console.error(name);
}

function row(name: string, { queries, r1, any5, any10, recall10, mrr }: Measures, plain: Measures): string {
  const figures = [
    queries,
    r1.toFixed(1),
    any5.toFixed(1),
    any10.toFixed(1),
    recall10.toFixed(1),
    mrr.toFixed(3),
  ];
  const beside = [plain.r1.toFixed(1), plain.recall10.toFixed(1), plain.mrr.toFixed(3)];
  const times = [recall10 / plain.recall10, mrr / plain.mrr].map((ratio) => ratio.toFixed(2));
  return `| ${[name, ...figures, ...beside, ...times].join(" | ")} |`;
}

function print(title: string, pairs: readonly Pair[]): void {
  console.log(`\n${title}\n`);
  console.log(
    "| repository | n | R@1 | any@5 | any@10 | recall@10 | MRR | plain R@1 | plain recall@10 | plain MRR | recall x | MRR x |",
  );
  console.log(`|---|${"---|".repeat(11)}`);
  for (const { name, ranked, plain } of pairs) console.log(row(name, ranked, plain));
  const mean = meanOf(pairs.map(({ ranked }) => ranked));
  console.log(row("**mean**", mean, meanOf(pairs.map(({ plain }) => plain))));
}

print("Doc comment -> function or class", symbols);
print("Commit subject -> files, of source files", files);
print("Commit subject -> files, of all files that are indexed", filesAmongAll);
