/** Fits the text around the cursor and what else helps into a budget of tokens, each kind into its own. */
import { textHash } from "../text/textHash.ts";
import { type ContextItem, type ContextKind, contextKinds } from "./contextItem.ts";
import { estimateTokens, keepFirstTokens, keepLastTokens } from "./tokens.ts";

export interface PromptPieces {
  readonly prefix: string;
  readonly suffix: string;
  /** Best first within each kind. */
  readonly context: readonly ContextItem[];
}

/** The line that names a piece, and separators. Tokens. */
const itemOverheadTokens = 24;
/** What the format's own tokens or instruction may cost. Tokens. */
export const formatOverheadTokens = 96;

/**
 * Parts of the budget. Copilot's defaults give 15 % to the suffix and 35 % to other context; of what is spent on other
 * files here, most goes to snippets, which alone may also have what documentation and signatures leave.
 */
const suffixShare = 0.2;
const shares: Readonly<Record<ContextKind, number>> = {
  documentation: 0.1,
  signature: 0.1,
  snippet: 0.2,
  edit: 0.08,
  diagnostic: 0.04,
};
/** How much of a text that has to be cut may be given up for a cut that stays where it is while a person types. */
const spentOnStableCut = 0.25;
/** One line in so many is fit to be cut at. */
const linesBetweenCuts = 8;

const costOf = ({ text }: ContextItem): number => estimateTokens(text) + itemOverheadTokens;

/** Estimated cost of the pieces in tokens, the format's overhead left out. */
export function promptTokens({ prefix, suffix, context }: PromptPieces): number {
  const others = context.reduce((sum, item) => sum + costOf(item), 0);
  return estimateTokens(prefix) + estimateTokens(suffix) + others;
}

/** Items stay whole or go; kinds in the order of a prompt. */
function packContext(context: readonly ContextItem[], maxTokens: number): readonly ContextItem[] {
  let left = 0;
  return contextKinds.flatMap((kind) => {
    let room = maxTokens * shares[kind] + (kind === "snippet" ? left : 0);
    const packed = context.filter((item) => {
      const fits = item.kind === kind && costOf(item) <= room;
      if (fits) room -= costOf(item);
      return fits;
    });
    left += room;
    return packed;
  });
}

/** Lines at which a text may be cut are told by what they say, so that the cut does not move with every keystroke. */
const isCut = (line: string): boolean =>
  line.trim() !== "" && Number.parseInt(textHash(line).slice(0, 4), 16) % linesBetweenCuts === 0;

/** The end of a text within the budget; where it must be cut, from a line that stays the first for a while. */
function keepStableEnd(text: string, maxTokens: number): string {
  const kept = keepLastTokens(text, maxTokens);
  if (kept.length === text.length) return kept;
  const most = kept.length * spentOnStableCut;
  for (let start = 0; start <= most; ) {
    const end = kept.indexOf("\n", start);
    if (end < 0) break;
    // What stands before the first line break may be only a part of a line.
    if (start > 0 && isCut(kept.slice(start, end))) return kept.slice(start);
    start = end + 1;
  }
  return kept;
}

/**
 * Keeps what stands nearest to the cursor. Each kind of context gets its share at the most and the suffix a fifth of
 * what is left; what they leave goes to the prefix, and what a short prefix leaves goes to the suffix.
 *
 * @param maxTokens for all pieces together, the format's overhead left out
 */
export function packPrompt(pieces: PromptPieces, maxTokens: number): PromptPieces {
  const context = packContext(pieces.context, maxTokens);
  const room = maxTokens - context.reduce((sum, item) => sum + costOf(item), 0);
  const shortSuffix = keepFirstTokens(pieces.suffix, Math.floor(room * suffixShare));
  const prefix = keepStableEnd(pieces.prefix, room - estimateTokens(shortSuffix));
  const isWhole = prefix.length === pieces.prefix.length;
  const suffix = isWhole ? keepFirstTokens(pieces.suffix, room - estimateTokens(prefix)) : shortSuffix;
  return { prefix, suffix, context };
}
