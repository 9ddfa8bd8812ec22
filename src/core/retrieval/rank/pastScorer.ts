/** Files by what was said of their changes, and how often and how lately they changed. */
import { idf, saturate } from "./bm25.ts";
import type { MessageField } from "./messageField.ts";
import type { QueryTerm } from "./queryTerms.ts";
import type { RankContext } from "./rankContext.ts";

/** Adds to files what the past of their repositories says; nothing where there is none. */
export function scorePast(context: RankContext, terms: readonly QueryTerm[]): void {
  for (const field of context.messages) {
    const files = filesOf(context, field);
    scoreMessages(context, field, files, terms);
    scoreCommits(context, field, files, terms);
    scoreRecency(context, field, files);
  }
}

/** The number of each of the field's files; -1 for one that is no more. */
function filesOf({ index }: RankContext, { paths }: MessageField): Int32Array {
  return Int32Array.from(paths, (path) => index.fileOf(path));
}

/** All messages of a file's commits as one text of the file. */
function scoreMessages(
  context: RankContext,
  field: MessageField,
  files: Int32Array,
  terms: readonly QueryTerm[],
): void {
  const { occurrences, weights } = context;
  const { lengths } = field;
  let known = 0;
  let length = 0;
  files.forEach((file, path) => {
    if (file < 0) return;
    known++;
    length += lengths[path]!;
  });
  for (const { term, weight } of terms) {
    occurrences.clear(lengths.length);
    for (const commit of field.commitsOf(term)) {
      for (const path of field.pathsOf(commit)) if (files[path]! >= 0) occurrences.add(path, 1);
    }
    const rarity = weight * weights.file.messages * idf(occurrences.count, known);
    for (let i = 0; i < occurrences.count; i++) {
      const path = occurrences.touched[i]!;
      const relativeLength = (lengths[path]! * known) / length;
      const value = rarity * saturate(occurrences.scores[path]!, relativeLength, weights.messageTerms);
      if (value > 0) context.give(files[path]!, "messages", value, term);
    }
  }
}

/** The commits that say most like the question vote for the files they touched. */
function scoreCommits(
  context: RankContext,
  field: MessageField,
  files: Int32Array,
  terms: readonly QueryTerm[],
): void {
  const { commitScores } = context;
  const { most, share, yearly, further } = context.weights.commit;
  commitScores.clear(field.commits);
  for (const { term, weight } of terms) {
    const commits = field.commitsOf(term);
    const rarity = weight * idf(commits.length, field.commits);
    for (const commit of commits) {
      const relativeLength = field.commitLengths[commit]! / field.meanCommitLength;
      commitScores.add(commit, rarity * saturate(1, relativeLength, context.weights.messageTerms));
    }
  }
  const votes = new Map<number, number[]>();
  for (const commit of commitScores.best(most, (a, b) => a < b)) {
    const paths = field.pathsOf(commit);
    const vote = commitScores.scores[commit]! * paths.length ** -share * yearly ** field.commitYears[commit]!;
    for (const path of paths) {
      const own = votes.get(path);
      if (own) own.push(vote);
      else votes.set(path, [vote]);
    }
  }
  for (const [path, own] of votes) {
    const sum = own.sort((a, b) => b - a).reduce((all, vote, i) => all + vote * further ** i, 0);
    const value = context.weights.file.commits * sum;
    if (files[path]! >= 0 && value > 0) context.give(files[path]!, "commits", value);
  }
}

/** What changed often of late is likelier to change again. */
function scoreRecency(context: RankContext, { changes }: MessageField, files: Int32Array): void {
  const most = Math.log1p(changes.reduce((max, count) => Math.max(max, count), 0));
  files.forEach((file, path) => {
    const score = file < 0 ? 0 : context.total.scores[file]!;
    const share = Math.log1p(changes[path]!) / most;
    if (score > 0 && share > 0) context.give(file, "recency", score * context.weights.file.recency * share);
  });
}
