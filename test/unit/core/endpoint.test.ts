import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseEndpoint } from "../../../src/core/config/endpoint.ts";

/** `expected` is the URL, `!` and a word of the problem, or the URL, a space and a word of the warning. */
function check(typed: string, expected: string) {
  const parsed = parseEndpoint(typed);
  if (expected.startsWith("!")) {
    expect(parsed.kind === "invalid" ? parsed.problem : "no problem").toContain(expected.slice(1));
    return;
  }
  const [url, warning = ""] = expected.split(" ");
  expect(parsed).toMatchObject({ kind: "endpoint", url });
  expect(parsed.kind === "endpoint" && (parsed.warning ?? "")).toContain(warning);
}

describe("accepted", () => {
  for (const [typed, expected] of [
    ["http://127.0.0.1:11434/v1", "http://127.0.0.1:11434/v1"],
    ["  https://api.example.org/v1/ ", "https://api.example.org/v1"],
    ["HTTPS://api.example.org", "https://api.example.org"],
    ["https://h/v1/chat/completions", "https://h/v1"],
    ["https://h/v1/completions/", "https://h/v1"],
    ["https://h/v1/models", "https://h/v1"],
    ["http://[::1]:8080/v1", "http://[::1]:8080/v1"],
    ["http://localhost:1234", "http://localhost:1234"],
    ["http://gpu.example:8000/v1", "http://gpu.example:8000/v1 encrypted"],
    ["https://bücher.example/v1", "https://bücher.example/v1"],
    [
      "https://us.openai.azure.com/openai/deployments/fim/completions?api-version=2024-10-21",
      "https://us.openai.azure.com/openai/deployments/fim?api-version=2024-10-21",
    ],
  ] as const)
    test(typed, () => check(typed, expected));
});

describe("refused", () => {
  for (const [typed, expected] of [
    ["", "!Type the base URL"],
    ["localhost:11434", "!start with http://"],
    ["ftp://h/v1", "!Only http://"],
    ["https:///v1", "!no host"],
    ["https://u:p@h/v1", "!user name or key"],
    ["https://h/v1?key=1", "!query"],
    ["https://h/v1?api-version=1&key=1", "!query"],
    ["https://h/v1#x", "!query"],
    ["https://a b/v1", "!spaces"],
    ["https://h:99999/v1", "!65535"],
    ["https://h:x/v1", "!host"],
  ] as const)
    test(`"${typed}"`, () => check(typed, expected));
});

test("what is accepted is an absolute URL for the platform too, and tidy is final", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.webUrl({ withFragments: true, withQueryParameters: true })),
      (typed) => {
        const parsed = parseEndpoint(typed);
        if (parsed.kind === "invalid") return;
        expect(parseEndpoint(parsed.url)).toEqual(parsed);
      },
    ),
  );
});
