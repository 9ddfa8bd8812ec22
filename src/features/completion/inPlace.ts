/** The verification stage: what of the drafts may stand where the cursor is, and what is made of the others. */
import type { Suggestion } from "../../core/completion/suggestion.ts";
import type { Engine } from "../../ports/engine.ts";
import type { NameOracle, Verification } from "../../ports/verification.ts";
import type { LastVerdicts } from "../verification/lastVerdicts.ts";
import type { InlineQuery } from "./completer.ts";

/** Who takes part in a check besides the engine. */
export interface VerificationDeps {
  /** What may confirm names that the engine does not know, such as a language server. */
  readonly oracle?: NameOracle | undefined;
  /** Remembers what was said. */
  readonly verdicts?: LastVerdicts | undefined;
}

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
  { oracle, verdicts }: VerificationDeps,
): Promise<Suggestion | undefined> {
  const found = await verifyInPlace(engine, query, draft.text, signal);
  if (!found) return draft;
  const confirmed = found.findings.length > 0 && oracle && (await isConfirmed(found, query, oracle));
  const verification: Verification = confirmed
    ? { ...found, verdict: "unknown", text: draft.text, findings: [] }
    : found;
  verdicts?.note({ engine: draft.engine, draft: draft.text, verification });
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
  deps: VerificationDeps = {},
): Promise<readonly Suggestion[]> {
  const all = await Promise.all(drafts.map((draft) => fitOne(engine, query, draft, signal, deps)));
  const seen = new Set<string>();
  return all.flatMap((draft) => {
    if (!draft || seen.has(draft.text)) return [];
    seen.add(draft.text);
    return [draft];
  });
}
