/**
 * Suggestions from the repository itself: no model, no network, no clock. `docs/completion.md` says what each part gives.
 */
import { Vocabulary } from "../../syntax/tokens/vocabulary.ts";
import type { CompletionRequest, Suggestion } from "../suggestion.ts";
import { Corpus } from "./corpus.ts";
import { CurrentTextReader } from "./currentText.ts";
import { likelyStart } from "./lineStarts.ts";
import { type RankedLine, type RankedLines, rankLines } from "./lines.ts";
import {
  type MemberEvidence,
  membersAtCursor,
  type RankedMember,
  rankMembers,
} from "./members/rankMembers.ts";
import type { Ranker } from "./ranker.ts";
import { Viewer } from "./view.ts";

/** Texts whose lines are kept as tokens between requests. */
const MAX_READERS = 4;
/** Below this confidence of the best rest of the line a start of it is offered as well. */
const SURE = 0.8;

export interface BuiltinStats {
  readonly files: number;
  /** Tokens in sorted segments, dead files included, and in files not yet sorted. */
  readonly tokens: number;
  readonly looseTokens: number;
  readonly segments: number;
  /** Distinct token texts. */
  readonly vocabulary: number;
  /** Held in typed arrays, vocabulary included. */
  readonly sizeBytes: number;
}

export class BuiltinEngine {
  readonly #ranker: Ranker;
  #corpus = new Corpus(new Vocabulary());
  #viewer = new Viewer(this.#corpus);
  readonly #readers = new Map<string, CurrentTextReader>();

  constructor(ranker: Ranker) {
    this.#ranker = ranker;
  }

  /** Adds or replaces a file. Cuts it into tokens at once; it is found at once and sorted by the next `build`. */
  setFile(path: string, languageId: string, text: string): void {
    for (const _ of this.setFileInSteps(path, languageId, text));
  }

  /** The same in steps of a few milliseconds; nothing changes before the last, so that it may be given up. */
  setFileInSteps(path: string, languageId: string, text: string): Generator<void> {
    return this.#corpus.setFile(path, languageId, text);
  }

  removeFile(path: string): void {
    this.#corpus.removeFile(path);
    this.#readers.delete(path);
  }

  clear(): void {
    this.#corpus.clear();
    this.#corpus = new Corpus(new Vocabulary());
    this.#viewer = new Viewer(this.#corpus);
    this.#readers.clear();
  }

  /**
   * Sorts what was set since the last build, in steps of about a millisecond; run one to its end before the next.
   * `complete` works between its steps, and what one build left undone the next does.
   */
  build(): Generator<void> {
    return this.#corpus.build();
  }

  /**
   * Suggestions for the text at the cursor: first rests of the line, most probable first; when the best of them is not
   * sure, the start of the line's rest that is most worth offering stands last. Each is of one line, not empty, distinct, and leaves out what stands
   * after the cursor on the line.
   */
  complete(request: CompletionRequest): readonly Suggestion[] {
    const { maxSuggestions } = request;
    const found = this.rank(request);
    const lines = found.ranked.slice(0, maxSuggestions).map(toSuggestion);
    if (maxSuggestions > 1 && (lines[0]?.confidence ?? 0) < SURE) {
      const kept = lines.slice(0, maxSuggestions - 1);
      const except = kept.map(({ text }) => text);
      const start = likelyStart(found, this.#ranker, except);
      if (start !== undefined) return [...kept, { ...start, engine: "builtin", isWord: true }];
    }
    return lines;
  }

  /** The ranked rests of the line with their features: what `complete` chooses from, and what a ranker is fitted on. */
  rank(request: CompletionRequest): RankedLines {
    const { path, languageId, prefix, suffix, after } = request;
    const current = this.#reader(path).read(path, languageId, prefix, suffix);
    return rankLines(this.#viewer.view(current), this.#ranker, after);
  }

  /** Members that may follow the dot before the cursor or before the word being typed, most probable first. */
  members(request: CompletionRequest, limit: number): readonly RankedMember[] {
    return rankMembers(this.rank(request), this.#ranker).slice(0, limit);
  }

  /** What speaks for each member, in no order: what weights are fitted on. */
  memberEvidence(request: CompletionRequest): readonly (MemberEvidence & { readonly name: string })[] {
    const lines = this.rank(request);
    const { vocabulary } = lines.view;
    return membersAtCursor(lines).map(({ id, values }) => ({ id, values, name: vocabulary.text(id) }));
  }

  stats(): BuiltinStats {
    const { segments, loose, vocabulary, fileCount } = this.#corpus;
    let looseTokens = 0;
    for (const { tokens } of loose.values()) looseTokens += tokens.length;
    return {
      files: fileCount,
      tokens: segments.reduce((sum, { tokens }) => sum + tokens.length, 0),
      looseTokens,
      segments: segments.length,
      vocabulary: vocabulary.size,
      sizeBytes:
        segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) + looseTokens * 6 + vocabulary.sizeBytes,
    };
  }

  #reader(path: string): CurrentTextReader {
    const reader = this.#readers.get(path) ?? new CurrentTextReader(this.#corpus.vocabulary);
    this.#readers.delete(path);
    this.#readers.set(path, reader);
    if (this.#readers.size > MAX_READERS) {
      for (const oldest of this.#readers.keys()) {
        this.#readers.delete(oldest);
        break;
      }
    }
    return reader;
  }
}

function toSuggestion({ candidate, confidence }: RankedLine): Suggestion {
  const { text, provenance } = candidate;
  return provenance === undefined
    ? { text, confidence, engine: "builtin" }
    : { text, confidence, engine: "builtin", provenance };
}
