import fc from "fast-check";
import { expect, test } from "vitest";
import {
  allCapabilities,
  describeCapabilities,
  learnRefusal,
  parseCapabilities,
} from "../../../../src/core/prompt/capabilities.ts";

const sent = ["model", "prompt", "suffix", "stop", "temperature", "stream", "max_tokens"];

/** What a refusal teaches, as a person reads it; undefined when nothing. */
function check(status: number, message: string, expected: string | undefined, kind = "rejected"): void {
  const learned = learnRefusal(allCapabilities, { kind, message, status }, sent);
  expect(learned && describeCapabilities(learned).join("; ")).toBe(expected);
}

test("a field that is named", () => check(400, "suffix is not currently supported", "refuses suffix"));
test("two fields that are named", () =>
  check(400, "Unknown: temperature, stop", "refuses stop, temperature"));
test("a place in a schema", () => check(422, '[{"loc":["body","suffix"],"msg":"extra"}]', "refuses suffix"));
test("the newer name of the limit", () =>
  check(
    400,
    "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead",
    "refuses max_tokens",
  ));
test("an unprocessable body of which no field is named", () =>
  check(422, "Unprocessable", "refuses stop, temperature"));
test("a bad request of which no field is named teaches nothing", () => check(400, "Bad request", undefined));
test("a part of a word is no field", () => check(400, "unstoppable", undefined));
test("what must be there cannot be left out", () => check(400, "prompt is too rude", undefined));
test("a failure of the server teaches nothing", () => check(500, "suffix", undefined, "serverError"));

test("the same is not learned twice", () => {
  const refusal = { kind: "rejected", message: "suffix", status: 400 };
  const learned = learnRefusal(allCapabilities, refusal, sent)!;
  expect(learnRefusal(learned, refusal, sent)).toBeUndefined();
});
test("whatever was kept is read as capabilities", () =>
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const { refused, ignoresStream } = parseCapabilities(value);
      expect(refused.every((name) => typeof name === "string")).toBe(true);
      expect(typeof ignoresStream).toBe("boolean");
    }),
  ));
