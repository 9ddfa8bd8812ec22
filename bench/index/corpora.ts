/** The corpora of `bench/corpora.json`. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export interface Corpus {
  readonly name: string;
  readonly folders: readonly string[];
  /** CPU time of the index may be this many times that of `ctags`. */
  readonly ctagsRatio?: number;
}

const { corpora } = JSON.parse(readFileSync(new URL("../corpora.json", import.meta.url), "utf8")) as {
  readonly corpora: readonly Corpus[];
};

/** @throws Error when there is no corpus of that name */
export function findCorpus(name: string): Corpus {
  const corpus = corpora.find((candidate) => candidate.name === name);
  if (!corpus) throw new Error(`There is no corpus "${name}" in bench/corpora.json`);
  return corpus;
}

export const comparedCorpora = corpora.filter(({ ctagsRatio }) => ctagsRatio !== undefined);

export const foldersOf = (corpus: Corpus, directory: string): string[] =>
  corpus.folders.map((folder) => join(resolve(directory), folder));
