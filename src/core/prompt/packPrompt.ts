/** Fits the text around the cursor and snippets of other files into a budget of tokens. */
import type { Snippet } from "../retrieval/snippet.ts";
import { estimateTokens, keepFirstTokens, keepLastTokens } from "./tokens.ts";

export interface PromptPieces {
  readonly prefix: string;
  readonly suffix: string;
  /** Best first. */
  readonly snippets: readonly Snippet[];
}

/** A snippet's path line and separators. Tokens. */
const snippetOverheadTokens = 24;
/** What the format's own tokens or instruction may cost. Tokens. */
export const formatOverheadTokens = 96;

/** Parts of the budget as in Copilot's defaults (suffix 15 %, other context 35 % before trimming), rounded. */
const suffixShare = 0.2;
const snippetShare = 0.25;

/** Estimated cost of the pieces in tokens, the format's overhead left out. */
export function promptTokens(pieces: PromptPieces): number {
  const snippets = pieces.snippets.reduce(
    (sum, snippet) => sum + estimateTokens(snippet.text) + snippetOverheadTokens,
    0,
  );
  return estimateTokens(pieces.prefix) + estimateTokens(pieces.suffix) + snippets;
}

/**
 * Keeps what stands nearest to the cursor. The suffix gets a fifth and snippets a quarter at the most; what they leave
 * goes to the prefix, and what a short prefix leaves goes to the suffix. Snippets stay whole or go.
 *
 * @param maxTokens for all pieces together, the format's overhead left out
 */
export function packPrompt(pieces: PromptPieces, maxTokens: number): PromptPieces {
  const snippets: Snippet[] = [];
  let snippetTokens = 0;
  for (const snippet of pieces.snippets) {
    const cost = estimateTokens(snippet.text) + snippetOverheadTokens;
    if (snippetTokens + cost > maxTokens * snippetShare) continue;
    snippets.push(snippet);
    snippetTokens += cost;
  }
  const room = maxTokens - snippetTokens;
  const shortSuffix = keepFirstTokens(pieces.suffix, Math.floor(room * suffixShare));
  const prefix = keepLastTokens(pieces.prefix, room - estimateTokens(shortSuffix));
  const suffix = keepFirstTokens(pieces.suffix, room - estimateTokens(prefix));
  return { prefix, suffix, snippets };
}
