import fc from "fast-check";
import { expect, test } from "vitest";
import { redactAround, redactSecrets } from "../../../../src/core/prompt/secrets.ts";

/** `n` characters that look random and always the same. */
const random = (n: number, alphabet: string): string =>
  Array.from(
    { length: n },
    (_, index) => alphabet[(index * 7 + (index >> 2) * 3 + 5) % alphabet.length],
  ).join("");
const alnum = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const pem = (kind: string, body = random(200, `${alnum}+/`)): string =>
  [
    "-----BEGIN ",
    kind,
    "-----\n",
    (body.match(/.{1,64}/g) ?? []).join("\n"),
    "\n-----END ",
    kind,
    "-----",
  ].join("");

/** Secrets, put together here so that no file holds one. */
const secrets: readonly (readonly [kind: string, secret: string])[] = [
  ["anthropic-key", ["sk-", "ant-api03-"].join("") + random(90, alnum)],
  ["openai-key", ["sk-", "proj-"].join("") + random(60, alnum)],
  ["openai-key", ["s", "k-"].join("") + random(48, alnum)],
  ["aws-access-key", ["AK", "IA"].join("") + random(16, upper)],
  ["gcp-key", ["AI", "za"].join("") + random(35, alnum)],
  ["gcp-key", ["ya", "29."].join("") + random(60, alnum)],
  ["github-token", ["gh", "p_"].join("") + random(36, alnum)],
  ["github-token", ["gh", "s_"].join("") + random(36, alnum)],
  ["github-token", ["github", "_pat_"].join("") + random(82, alnum)],
  ["gitlab-token", ["gl", "pat-"].join("") + random(20, alnum)],
  ["slack-token", ["xo", "xb-"].join("") + random(40, "0123456789-ab")],
  ["slack-token", ["xa", "pp-1-"].join("") + random(40, "0123456789AB")],
  ["stripe-key", ["sk", "_live_"].join("") + random(24, alnum)],
  ["stripe-key", ["rk", "_test_"].join("") + random(24, alnum)],
  ["npm-token", ["np", "m_"].join("") + random(36, alnum)],
  ["pypi-token", ["py", "pi-AgE"].join("") + random(90, alnum)],
  ["huggingface-token", ["h", "f_"].join("") + random(34, alnum)],
  ["jwt", ["ey", "J", random(20, alnum), ".ey", "J", random(40, alnum), ".", random(43, alnum)].join("")],
  ["private-key", pem("PRIVATE KEY")],
  ["private-key", pem("RSA PRIVATE KEY")],
  ["private-key", pem("OPENSSH PRIVATE KEY")],
  ["private-key", pem("EC PRIVATE KEY")],
  ["private-key", pem("PGP PRIVATE KEY BLOCK")],
];

/** Finds exactly this secret, wherever it stands, and only once. */
function check(text: string, kind: string, secret: string): void {
  const { text: redacted, counts } = redactSecrets(text);
  expect(redacted).not.toContain(secret);
  expect(redacted).toContain(`<redacted ${kind}>`);
  expect(counts).toEqual({ [kind]: 1 });
  expect(redactSecrets(redacted)).toEqual({ text: redacted, counts: {} });
}

test.each(secrets)("%s in code", (kind, secret) =>
  check(`client = Client("${secret}")\nnext()`, kind, secret),
);
test.each(secrets)("%s bare", (kind, secret) => check(secret, kind, secret));
test.each(secrets)("%s in a URL or list", (kind, secret) => check(`a,${secret},b`, kind, secret));

const value = random(14, alnum);
test.each([
  ["password", `password = "${value}"`],
  ["password", `db_password: '${value}',`],
  ["password", `"apiKey": "${value}"`],
  ["password", `const clientSecret = \`${value}\`;`],
  ["password", `export DB_PASSWORD=${value}`],
  ["password", `STRIPE_SECRET_KEY=${value}\n`],
  ["password", `config["token"] = "${value}"`],
  ["password", `aws_secret_access_key = "${random(40, alnum)}"`],
  ["url-password", `postgres://app:${value}@db.local:5432/app`],
  ["url-password", `redis://:${value}@cache`],
  ["azure-key", `DefaultEndpointsProtocol=https;AccountKey=${random(86, alnum)}==`],
])("%s: %s", (kind, text) => expect(redactSecrets(text).counts).toEqual({ [kind]: 1 }));

test.each([
  'password = input("Password: ")',
  'password = ""',
  'password: "string"',
  'token = "access_token_expired"',
  "password = get_password(user1)",
  'secret = os.environ["APP_SECRET_1"]',
  'api_key: "<your api key 1>"',
  `password: "\${DB_PASSWORD_1}"`,
  'token: "{{ vault.token1 }}"',
  'token_url = "https://example.org/oauth2/token"',
  'secret_path = "/run/secrets/db1"',
  'label.secret = "Secret1"',
  "const SUBJECT_TOKEN = 'urn:example:params:oauth:token-type:x509';",
  "mongodb://username:password@host:1234",
  "PASSWORD_HASHERS=django.contrib.auth.hashers",
  "TOKEN_LIMIT=2048",
  "sha512-Q0YeJm8zq3a0yJ6m9f4n2b1v5c7x8z9a0s1d2f3g4h5j6k7l8p9o0i",
  "d41d8cd98f00b204e9800998ecf8427e",
  "550e8400-e29b-41d4-a716-446655440000",
  "https://example.org:8080/path@2x.png",
  "git clone ssh://git@example.org:22/repo.git",
  'if key.startswith("-----BEGIN PRIVATE KEY-----"):\n    return parse(key)\n',
  "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
  "sk-learn and sk-image are libraries",
  "task-1234567890123456789012345678901234567890",
  "disk_live_migration_of_machines",
])("leaves alone: %s", (text) => expect(redactSecrets(text)).toEqual({ text, counts: {} }));

const body = random(300, `${alnum}+/`);
test.each([
  [
    "only the end is in the text",
    `${body}\n-----END ${"PRIVATE"} KEY-----\ncode()`,
    "<redacted private-key>\ncode()",
  ],
  [
    "only the start is in the text",
    `code()\n-----BEGIN ${"PRIVATE"} KEY-----\n${body}`,
    "code()\n<redacted private-key>",
  ],
  [
    "with escaped line ends",
    `k = "-----BEGIN ${"PRIVATE"} KEY-----\\n${body}\\n-----END ${"PRIVATE"} KEY-----\\n"`,
    'k = "<redacted private-key>\\n"',
  ],
])("a private key: %s", (_name, text, expected) => expect(redactSecrets(text).text).toBe(expected));

test("a secret that the cursor stands in is found", () => {
  const secret = secrets[6]![1];
  expect(redactAround(`a = "${secret.slice(0, 15)}`, `${secret.slice(15)}"\nb`)).toEqual({
    prefix: 'a = "<redacted github-token>',
    suffix: '"\nb',
    counts: { "github-token": 1 },
  });
});

const noise = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."ab1 =\"':/@.-_\n<>") }),
  fc.string(),
  fc.constantFrom(...secrets.map(([, secret]) => ` ${secret} `)),
  fc.constantFrom(
    "password=",
    "token: ",
    "://",
    "-----BEGIN ",
    "-----END ",
    "PRIVATE KEY-----",
    "eyJ",
    "sk-",
  ),
);
const texts = fc.array(noise, { maxLength: 8 }).map((parts) => parts.join(""));

test("redacting twice is redacting once", () =>
  fc.assert(
    fc.property(texts, (text) => {
      const once = redactSecrets(text).text;
      expect(redactSecrets(once).text).toBe(once);
    }),
    { numRuns: 1_000 },
  ));
test("no planted secret survives, wherever the cursor stands", () =>
  fc.assert(
    fc.property(texts, fc.constantFrom(...secrets), texts, fc.nat(), (before, [, secret], after, at) => {
      const text = `${before}\n${secret}\n${after}`;
      const cursor = at % (text.length + 1);
      const { prefix, suffix } = redactAround(text.slice(0, cursor), text.slice(cursor));
      expect(prefix + suffix).not.toContain(secret);
      expect(redactSecrets(text).text).toBe(prefix + suffix);
    }),
    { numRuns: 1_000 },
  ));

test.each([
  "a",
  "eyJ",
  "eyJaaaaaaaaaaaa.",
  "sk-ant-",
  "-----BEGIN PRIVATE KEY-----\n",
  "-----END PRIVATE KEY-----\n",
  `-----BEGIN PRIVATE KEY-----${"A".repeat(50)}`,
  "://a:b",
  "://aaaaaaa:",
  "password=",
  'password="',
  "password : ",
  "TOKEN_",
  "xoxb-",
  "SG.a.",
  "AccountKey=",
  "hooks.slack.com/services/T",
  "<!-- ",
])(
  "a million characters of %j end before the suite's limit: work grows with the length, not with its square",
  (unit) => {
    const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
    expect(redactSecrets(text).text.length).toBeGreaterThan(0);
  },
);

test("two secrets that overlap go as one, to the end of the second", () => {
  const token = ["eyJ", random(30, alnum), ".eyJ", random(30, alnum), ".", random(30, alnum)].join("");
  expect(redactSecrets(`API_TOKEN=${token}!and^more1`)).toEqual({
    text: "API_TOKEN=<redacted jwt>",
    counts: { jwt: 1 },
  });
});
