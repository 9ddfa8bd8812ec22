/** Messages of past commits: which say what, how long ago, and which files they touched. */
import { wordsOf } from "../../text/terms/wordsOf.ts";
import { wordTerms } from "../../text/terms/wordTerms.ts";

export interface PastCommit {
  readonly timeMs: number;
  readonly message: string;
  /** Relative to the repository's root, with `/`. */
  readonly paths: readonly string[];
}

/** Commits that touch more files say nothing of any of them. */
const MOST_PATHS = 30;
const YEAR_MS = 365 * 86_400_000;
/** Commits taken in one step: about a millisecond. */
const STEP = 100;
/** What tools write below a message. */
const TRAILERS = /\n(?:co-authored-by|signed-off-by|reviewed-by|acked-by|change-id|cc):/i;

/** Rows of numbers of different length, one after the other. */
interface Rows {
  /** One entry more than rows. */
  readonly starts: Uint32Array;
  readonly values: Uint32Array;
}

export class MessageField {
  /** Absolute, as the index names files. */
  readonly paths: readonly string[];
  /** By path: terms of all its messages. */
  readonly lengths: Uint32Array;
  /** By path: how often it changed, changes of a year before the newest one counting half. */
  readonly changes: Float64Array;
  /** By commit: terms, and years before the newest. */
  readonly commitLengths: Uint32Array;
  readonly commitYears: Float64Array;
  readonly meanCommitLength: number;
  readonly #terms: ReadonlyMap<string, number>;
  readonly #commitsByTerm: Rows;
  readonly #pathsByCommit: Rows;

  constructor(gathered: Gathered) {
    this.paths = gathered.paths;
    this.lengths = Uint32Array.from(gathered.lengths);
    this.changes = Float64Array.from(gathered.changes);
    this.commitLengths = Uint32Array.from(gathered.commitLengths);
    this.commitYears = Float64Array.from(gathered.commitYears);
    const all = gathered.commitLengths.reduce((sum, length) => sum + length, 0);
    this.meanCommitLength = Math.max(1, all / Math.max(1, this.commitLengths.length));
    this.#terms = new Map(Array.from(gathered.commits.keys(), (term, i) => [term, i]));
    this.#commitsByTerm = packRows([...gathered.commits.values()]);
    this.#pathsByCommit = packRows(gathered.commitPaths);
  }

  get commits(): number {
    return this.commitLengths.length;
  }

  /** Commits whose messages hold a term, ascending. */
  commitsOf(term: string): Uint32Array {
    const id = this.#terms.get(term);
    return id === undefined ? none : rowOf(this.#commitsByTerm, id);
  }

  /** Numbers of the paths that a commit touched. */
  pathsOf(commit: number): Uint32Array {
    return rowOf(this.#pathsByCommit, commit);
  }
}

const none = new Uint32Array(0);

function rowOf({ starts, values }: Rows, row: number): Uint32Array {
  return values.subarray(starts[row]!, starts[row + 1]!);
}

function packRows(rows: readonly (readonly number[])[]): Rows {
  const starts = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => {
    starts[i + 1] = starts[i]! + row.length;
  });
  const values = new Uint32Array(starts[rows.length]!);
  rows.forEach((row, i) => {
    values.set(row, starts[i]!);
  });
  return { starts, values };
}

interface Gathered {
  readonly paths: string[];
  readonly lengths: number[];
  readonly changes: number[];
  readonly commitLengths: number[];
  readonly commitYears: number[];
  readonly commits: Map<string, number[]>;
  readonly commitPaths: number[][];
}

/**
 * Reads a repository's past, in steps of about a millisecond.
 *
 * @param root absolute, of the repository's work tree
 */
export function* buildMessageField(
  root: string,
  commits: readonly PastCommit[],
): Generator<void, MessageField> {
  const gathered: Gathered = {
    paths: [],
    lengths: [],
    changes: [],
    commitLengths: [],
    commitYears: [],
    commits: new Map(),
    commitPaths: [],
  };
  const numbers = new Map<string, number>();
  const newestMs = commits.reduce((newest, { timeMs }) => Math.max(newest, timeMs), 0);
  for (const [i, commit] of commits.entries()) {
    if (i % STEP === STEP - 1) yield;
    if (commit.paths.length === 0 || commit.paths.length > MOST_PATHS) continue;
    const paths = commit.paths.map((path) => numberOf(path, root, numbers, gathered));
    addCommit(gathered, commit.message, paths, (newestMs - commit.timeMs) / YEAR_MS);
  }
  return new MessageField(gathered);
}

function numberOf(path: string, root: string, numbers: Map<string, number>, gathered: Gathered): number {
  const known = numbers.get(path);
  if (known !== undefined) return known;
  const number = gathered.paths.push(`${root}/${path}`) - 1;
  gathered.lengths.push(0);
  gathered.changes.push(0);
  numbers.set(path, number);
  return number;
}

function addCommit(gathered: Gathered, message: string, paths: number[], years: number): void {
  const said = message.split(TRAILERS)[0]!;
  const terms = new Set(wordsOf(said).flatMap((word) => wordTerms(word)));
  const commit = gathered.commitPaths.push(paths) - 1;
  gathered.commitLengths.push(terms.size);
  gathered.commitYears.push(years);
  for (const term of terms) {
    const list = gathered.commits.get(term);
    if (list) list.push(commit);
    else gathered.commits.set(term, [commit]);
  }
  for (const path of paths) {
    gathered.lengths[path]! += terms.size;
    gathered.changes[path]! += 2 ** -years;
  }
}
