/** What tells one way to fail from another. */
import type { TestOutcome } from "../../testing/testOutcome.ts";

const longest = 300;

/** Failures that differ in nothing but addresses, times and places in files are the same. */
export function failureSignature(failures: readonly Pick<TestOutcome, "id" | "message">[]): string {
  const lines = failures.map(({ id, message = "" }) => `${id} ${plain(message)}`);
  return `failed ${[...new Set(lines)].sort().join("\n")}`;
}

/** @param reasons why nothing of an answer could be tried */
export const refusalSignature = (reasons: readonly string[]): string =>
  `refused ${[...new Set(reasons.map(plain))].sort().join("\n")}`;

const plain = (text: string): string =>
  text
    .replace(/0x[0-9a-f]+/gi, "0x")
    .replace(/\b\d+(?:\.\d+)?\s*(?:ms|s)\b/g, "t")
    .replace(/\bline \d+\b|:\d+(?::\d+)?\b/g, ":n")
    .replace(/\s+/g, " ")
    .slice(0, longest);
