/** The verification stage: what of the drafts may stand where the cursor is, and what is made of the others. */
import type { Suggestion } from "../../core/completion/suggestion.ts";
import type { Engine } from "../../ports/engine.ts";
import type { NameOracle, Verification } from "../../ports/verification.ts";
import type { InlineQuery } from "./completer.ts";

/** The engine's verdict on a suggestion; undefined when it gives none in time. Never throws. */
async function verifyInPlace(
  engine: Engine,
  query: InlineQuery,
  suggestion: string,
  signal: AbortSignal,
): Promise<Verification | undefined> {
  const { path, languageId, prefix, suffix } = query;
  return engine.verify({ path, languageId, prefix, suffix, suggestion }, signal).catch(() => undefined);
}

/** Whether every name that was found wanting is known to the oracle; syntax is not its business. */
async function isConfirmed(
  { findings }: Verification,
  { path, prefix }: InlineQuery,
  oracle: NameOracle,
): Promise<boolean> {
  if (findings.some(({ reason }) => reason === "syntax" || reason === "argument")) return false;
  const answers = await Promise.all(
    findings.map(({ name, offset }) =>
      Promise.resolve(oracle.confirms(path, prefix.length + offset, name)).catch(() => undefined),
    ),
  );
  return answers.every((answer) => answer === true);
}

async function fitOne(
  engine: Engine,
  query: InlineQuery,
  draft: Suggestion,
  signal: AbortSignal,
  oracle: NameOracle | undefined,
): Promise<Suggestion | undefined> {
  const verification = await verifyInPlace(engine, query, draft.text, signal);
  if (!verification) return draft;
  if (verification.findings.length > 0 && oracle && (await isConfirmed(verification, query, oracle))) {
    const confirmed: Verification = { ...verification, verdict: "unknown", text: draft.text, findings: [] };
    return { ...draft, verification: confirmed };
  }
  if (verification.verdict === "dropped" || verification.text === "") return undefined;
  return { ...draft, text: verification.text, verification };
}

/**
 * The drafts that are fit to be shown, in their order, each with what was said of it: repaired or cut where they name what
 * does not exist, left out where nothing remains. Never throws; a check that cannot be made in time drops nothing.
 */
export async function fitInPlace(
  engine: Engine,
  query: InlineQuery,
  drafts: readonly Suggestion[],
  signal: AbortSignal,
  oracle?: NameOracle,
): Promise<readonly Suggestion[]> {
  const all = await Promise.all(drafts.map((draft) => fitOne(engine, query, draft, signal, oracle)));
  const seen = new Set<string>();
  return all.flatMap((draft) => {
    if (!draft || seen.has(draft.text)) return [];
    seen.add(draft.text);
    return [draft];
  });
}
