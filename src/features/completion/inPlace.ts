/** The verification stage: what of the drafts may stand where the cursor is. */
import type { Suggestion } from "../../core/completion/suggestion.ts";
import type { Engine } from "../../ports/engine.ts";
import type { InlineQuery } from "./completer.ts";

/** The engine's verdict on a suggestion; `unknown` when it cannot say. Never throws. */
async function checkInPlace(engine: Engine, query: InlineQuery, insert: string, signal: AbortSignal) {
  const { path, languageId, prefix, suffix } = query;
  const replace = { start: prefix.length, end: prefix.length };
  try {
    return await engine.checkParse({ path, languageId, text: prefix + suffix, replace, insert }, signal);
  } catch {
    return "unknown";
  }
}

/** The drafts that are fit to be shown, in their order. Never throws; a check that cannot be made drops nothing. */
export async function fitInPlace(
  engine: Engine,
  query: InlineQuery,
  drafts: readonly Suggestion[],
  signal: AbortSignal,
): Promise<readonly Suggestion[]> {
  const verdicts = await Promise.all(drafts.map(({ text }) => checkInPlace(engine, query, text, signal)));
  return drafts.filter((_draft, index) => verdicts[index] !== "breaks");
}
