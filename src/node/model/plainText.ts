import { redactSecrets } from "../../core/prompt/secrets.ts";

const maxCharacters = 200;

/**
 * What a server said, fit to be shown: no markup, no control characters, no secret, at most 200 characters.
 *
 * @param secrets exact values that must not appear, such as the key
 */
export function plainText(text: string, secrets: readonly string[] = []): string {
  let plain = text.slice(0, 4_000);
  for (const secret of secrets) {
    if (secret.length >= 4) plain = plain.replaceAll(secret, "***");
  }
  plain = plain
    .replace(/<(script|style)\b[\s\S]*?(?:<\/\1>|$)/gi, " ")
    .replace(/<[^>]{0,500}>/g, " ")
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim();
  plain = redactSecrets(plain).text;
  if (plain.length <= maxCharacters) return plain;
  return `${plain.slice(0, maxCharacters - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
