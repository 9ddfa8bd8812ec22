/**
 * What secrets look like, one row per kind. Every pattern is linear on any input: each repetition is bounded, or
 * starts only where a run of its characters starts, or cannot fail once it has begun.
 */

export interface SecretPattern {
  readonly kind: string;
  /** Global. The first group, where there is one, is the secret; else the whole match. */
  readonly pattern: RegExp;
  /** Says no to matches that are placeholders or code. */
  readonly accept?: (secret: string) => boolean;
}

/** Not inside a longer word: also what keeps long runs linear. */
const start = "(?<![A-Za-z0-9_-])";
const word = (body: string): RegExp => new RegExp(start + body, "g");

const placeholder =
  /\$\{|\{\{|[<>()[\]{}]|%[sd]|^(?:x+|\*+|\.+)$|example|changeme|placeholder|your[_-]|redacted/i;

/**
 * A value beside a telling name: a mixture that no identifier, path or sentence is. Conservative on purpose, since a
 * false hit spoils a suggestion.
 */
const looksRandom = (value: string): boolean =>
  /[0-9]/.test(value) &&
  /[A-Za-z]/.test(value) &&
  !placeholder.test(value) &&
  !/^(?:https?:|urn:|\.{0,2}\/|[a-z]+(?:[._-][a-z0-9]+)+$)/.test(value) &&
  !/^[A-Z]?[a-z]+[0-9]{0,2}$/.test(value);

const tellingName =
  "(?:passwords?|passwd|passphrase|pwd|secrets?|tokens?|api[_-]?keys?|access[_-]?keys?|secret[_-]?keys?|account[_-]?keys?|client[_-]?secret|auth[_-]?keys?)";

/** In order of precedence: where two kinds match at the same place, the earlier row names it. */
export const secretPatterns: readonly SecretPattern[] = [
  { kind: "anthropic-key", pattern: word("sk-ant-[A-Za-z0-9_-]{20,}") },
  { kind: "openai-key", pattern: word("sk-(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{20,}") },
  { kind: "openai-key", pattern: word("sk-[A-Za-z0-9]{32,}(?![A-Za-z0-9_-])") },
  { kind: "aws-access-key", pattern: word("(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9_])") },
  { kind: "gcp-key", pattern: word("AIza[0-9A-Za-z_-]{35}(?![A-Za-z0-9_-])") },
  { kind: "gcp-key", pattern: word("ya29\\.[0-9A-Za-z_-]{20,}") },
  { kind: "gcp-key", pattern: word("GOCSPX-[0-9A-Za-z_-]{20,}") },
  { kind: "github-token", pattern: word("gh[pousr]_[A-Za-z0-9]{36,}") },
  { kind: "github-token", pattern: word("github_pat_[A-Za-z0-9_]{22,}") },
  {
    kind: "gitlab-token",
    pattern: word("gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat)-[A-Za-z0-9_-]{20,}"),
  },
  { kind: "slack-token", pattern: word("xox[abeoprs]-[A-Za-z0-9-]{10,}") },
  { kind: "slack-token", pattern: word("xapp-[0-9]-[A-Za-z0-9-]{20,}") },
  {
    kind: "slack-webhook",
    pattern:
      /(?<=hooks\.slack\.com\/services\/)(T[A-Za-z0-9_]{6,20}\/B[A-Za-z0-9_]{6,20}\/[A-Za-z0-9_]{16,40})/g,
  },
  { kind: "stripe-key", pattern: word("[rs]k_(?:live|test)_[A-Za-z0-9]{16,}") },
  { kind: "stripe-key", pattern: word("whsec_[A-Za-z0-9]{24,}") },
  { kind: "npm-token", pattern: word("npm_[A-Za-z0-9]{36,}") },
  { kind: "pypi-token", pattern: word("pypi-[A-Za-z0-9_-]{50,}") },
  { kind: "huggingface-token", pattern: word("hf_[A-Za-z0-9]{30,}") },
  { kind: "sendgrid-key", pattern: word("SG\\.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{32,64}") },
  {
    kind: "jwt",
    pattern: word("eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}"),
  },
  {
    kind: "url-password",
    pattern: /(?<=:\/\/)[^\s/:@"'`<>]{0,100}:([^\s/@"'`<>]{3,100})(?=@)/g,
    accept: (secret) => !placeholder.test(secret) && !/^(?:pass|password|passwd|pw|secret)$/i.test(secret),
  },
  {
    kind: "azure-key",
    pattern: /AccountKey=([A-Za-z0-9+/]{40,200}={0,2})/g,
  },
  {
    kind: "password",
    pattern: new RegExp(
      `${tellingName}["'\\]]{0,2}[ \\t]{0,8}(?::=|=>|=|:)[ \\t]{0,8}(?:[bru]{0,2})["'\`]([^"'\`\\s]{8,200})["'\`]`,
      "gi",
    ),
    accept: looksRandom,
  },
  {
    kind: "password",
    pattern:
      /(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_KEY|PRIVATE_KEY)[A-Z0-9_]{0,30}=([A-Za-z0-9+/=_@!#%^&*~.-]{8,200})(?![^\s;"'\\])/g,
    accept: looksRandom,
  },
];
