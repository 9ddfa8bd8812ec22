/** What the engine says at every token boundary of lines that somebody wrote: what a simulation of typing runs on. */
import type { BuiltinEngine } from "../../src/core/completion/builtin/builtinEngine.ts";
import type { Suggestion } from "../../src/core/completion/suggestion.ts";
import { type Position, tokenBoundaries } from "./positions.ts";

export interface TypingStep {
  /** Characters of the line's text that stand before the cursor. */
  readonly column: number;
  /** As the engine gives them, for two. */
  readonly drafts: readonly Pick<Suggestion, "text" | "confidence" | "isWord">[];
}

export interface TypingTrace {
  readonly repo: string;
  readonly path: string;
  /** The line without its indentation. */
  readonly text: string;
  /** From column 0 to the end of the line, ascending. */
  readonly steps: readonly TypingStep[];
}

/** @param position at the start of a line, after its indentation */
export function traceLine(engine: BuiltinEngine, repo: string, position: Position): TypingTrace {
  const { path, truth } = position;
  const steps = tokenBoundaries(truth).map((column) => {
    const prefix = position.prefix + truth.slice(0, column);
    const found = engine.complete({ ...position, prefix, maxSuggestions: 2 });
    const drafts = found.map(({ text, confidence, isWord }) => ({
      text,
      confidence,
      ...(isWord && { isWord }),
    }));
    return { column, drafts };
  });
  return { repo, path, text: truth, steps };
}
