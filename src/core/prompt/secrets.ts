/** Secrets in text: where they are, and the text without them. Idempotent, linear time, never throws. */
import type { OffsetRange } from "../text/textEdit.ts";
import { replaceInPieces } from "./pieces.ts";
import { findPrivateKeys } from "./privateKeys.ts";
import { secretPatterns } from "./secretPatterns.ts";

export interface SecretSpan extends OffsetRange {
  readonly kind: string;
}

/** How many secrets were replaced, by kind. */
export type RedactionCounts = Readonly<Record<string, number>>;

/** What stands where a secret was. No pattern matches it. */
const placeholderFor = (kind: string): string => `<redacted ${kind}>`;

/** Secrets of a known shape, ascending, not overlapping; two that overlap become one, of the kind of the first. */
function findSecrets(text: string): readonly SecretSpan[] {
  const found: SecretSpan[] = [...findPrivateKeys(text)];
  for (const { kind, pattern, accept } of secretPatterns) {
    for (const match of text.matchAll(pattern)) {
      const secret = match[1] ?? match[0];
      if (accept && !accept(secret)) continue;
      const start = match.index + match[0].lastIndexOf(secret);
      found.push({ kind, start, end: start + secret.length });
    }
  }
  found.sort((a, b) => a.start - b.start);
  const kept: SecretSpan[] = [];
  for (const span of found) {
    const last = kept.at(-1);
    if (last === undefined || span.start >= last.end) kept.push(span);
    else if (span.end > last.end) kept[kept.length - 1] = { ...last, end: span.end };
  }
  return kept;
}

/** Replaces each secret by a placeholder that names its kind. */
export function redactSecrets(text: string): { readonly text: string; readonly counts: RedactionCounts } {
  const { texts, counts } = redactPieces([text]);
  return { text: texts[0]!, counts };
}

/**
 * Redacts the text around a cursor as one text, so that a secret the cursor stands in is found: its placeholder then
 * ends the prefix.
 */
export function redactAround(
  prefix: string,
  suffix: string,
): { readonly prefix: string; readonly suffix: string; readonly counts: RedactionCounts } {
  const { texts, counts } = redactPieces([prefix, suffix]);
  return { prefix: texts[0]!, suffix: texts[1]!, counts };
}

/**
 * Redacts pieces that stand behind each other as one text, so that a secret across their borders is found: its
 * placeholder stands in the piece where it begins.
 *
 * @returns as many texts as there were pieces
 */
export function redactPieces(pieces: readonly string[]): {
  readonly texts: readonly string[];
  readonly counts: RedactionCounts;
} {
  const counts: Record<string, number> = {};
  const spans = findSecrets(pieces.join(""));
  for (const { kind } of spans) counts[kind] = (counts[kind] ?? 0) + 1;
  const texts = replaceInPieces(
    pieces,
    spans.map(({ kind, start, end }) => ({ start, end, text: placeholderFor(kind) })),
  );
  return { texts, counts };
}

/** Counts of both, by kind. */
export function addCounts(a: RedactionCounts, b: RedactionCounts): RedactionCounts {
  const sum: Record<string, number> = { ...a };
  for (const [kind, count] of Object.entries(b)) sum[kind] = (sum[kind] ?? 0) + count;
  return sum;
}
