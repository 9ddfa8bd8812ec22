/** Secrets in text: where they are, and the text without them. Idempotent, linear time, never throws. */
import type { OffsetRange } from "../text/textEdit.ts";
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
  const { prefix, counts } = redactAround(text, "");
  return { text: prefix, counts };
}

/**
 * Redacts the text around a cursor as one text, so that a secret the cursor stands in is found: its placeholder then
 * ends the prefix.
 */
export function redactAround(
  prefix: string,
  suffix: string,
): { readonly prefix: string; readonly suffix: string; readonly counts: RedactionCounts } {
  const text = prefix + suffix;
  const cursor = prefix.length;
  const counts: Record<string, number> = {};
  let before = "";
  let after = "";
  let position = 0;
  const copyTo = (end: number): void => {
    if (position < cursor) before += text.slice(position, Math.min(end, cursor));
    if (end > cursor) after += text.slice(Math.max(position, cursor), end);
    position = end;
  };
  for (const span of findSecrets(text)) {
    copyTo(span.start);
    if (span.start < cursor) before += placeholderFor(span.kind);
    else after += placeholderFor(span.kind);
    counts[span.kind] = (counts[span.kind] ?? 0) + 1;
    position = span.end;
  }
  copyTo(text.length);
  return { prefix: before, suffix: after, counts };
}

/** Counts of both, by kind. */
export function addCounts(a: RedactionCounts, b: RedactionCounts): RedactionCounts {
  const sum: Record<string, number> = { ...a };
  for (const [kind, count] of Object.entries(b)) sum[kind] = (sum[kind] ?? 0) + count;
  return sum;
}
