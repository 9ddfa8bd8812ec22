/** Which part of a conversation fits: what is oldest goes first, and what is asked now stays. */
import { estimateTokens, keepFirstTokens } from "./tokens.ts";

/** Of a message; `callIds` of what an assistant called, or the one that a tool answers. */
export interface FittedMessage {
  readonly role: "system" | "user" | "assistant" | "tool";
  readonly texts: readonly string[];
  readonly callIds: readonly string[];
  /** Estimated tokens besides its texts: of its calls. */
  readonly extraTokens: number;
}

/** For roles and the signs around a message. Estimated tokens. */
const FRAME = 8;
export const LEFT_OUT = "[Left out: the conversation became too long]";
/** A text that is cut keeps at least as much. Estimated tokens. */
const LEAST_KEPT = 64;

const tokensOf = ({ texts, extraTokens }: FittedMessage): number =>
  FRAME + extraTokens + texts.reduce((sum, text) => sum + estimateTokens(text), 0);

/**
 * First the results of tools become a line, oldest first, but for those of the last round; then whole exchanges before the last question
 * go; then the longest texts are cut. A system message and the last question stay, if cut.
 *
 * @param maxTokens estimated
 * @returns what remains, each with its number in `messages`; calls and their results together or not at all
 */
export function fitConversation<M extends FittedMessage>(
  messages: readonly M[],
  maxTokens: number,
): readonly { readonly at: number; readonly message: M }[] {
  let kept = messages.map((message, at) => ({ at, message }));
  const total = () => kept.reduce((sum, { message }) => sum + tokensOf(message), 0);
  let over = total() - maxTokens;
  const replace = (at: number, texts: readonly string[]): void => {
    kept = kept.map((one) => (one.at === at ? { at, message: { ...one.message, texts } } : one));
    over = total() - maxTokens;
  };

  const lastRound = messages.findLastIndex(({ role }) => role === "assistant");
  for (const { at, message } of kept) {
    if (over <= 0 || at >= lastRound) break;
    if (message.role === "tool") replace(at, [LEFT_OUT]);
  }

  const question = messages.findLastIndex(({ role }) => role === "user");
  while (over > 0) {
    const oldest = kept.findIndex(({ at, message }) => message.role !== "system" && at < question);
    if (oldest < 0) break;
    let end = oldest + 1;
    while (end < kept.length && kept[end]!.message.role === "tool") end++;
    kept = [...kept.slice(0, oldest), ...kept.slice(end)];
    over = total() - maxTokens;
  }

  while (over > 0) {
    const longest = longestText(kept);
    if (!longest || longest.tokens <= LEAST_KEPT) break;
    const { at, number, tokens } = longest;
    const texts = kept.find((one) => one.at === at)!.message.texts;
    // Cut text is marked; the mark costs, and estimates of parts may add up to more than the whole.
    const target = Math.max(LEAST_KEPT, tokens - over - 2 * estimateTokens(LEFT_OUT));
    const cut = `${keepFirstTokens(texts[number]!, target)}\n${LEFT_OUT}`;
    if (estimateTokens(cut) >= tokens) break;
    replace(at, texts.with(number, cut));
  }
  return kept;
}

function longestText(kept: readonly { readonly at: number; readonly message: FittedMessage }[]) {
  return kept
    .flatMap(({ at, message }) =>
      message.role === "system"
        ? []
        : message.texts.map((text, number) => ({ at, number, tokens: estimateTokens(text) })),
    )
    .sort((a, b) => b.tokens - a.tokens)[0];
}
