import { expect, test } from "vitest";
import {
  faultOfError,
  kindOfServerError,
  kindOfStatus,
  retryAfterMs,
} from "../../../../src/node/model/faultOf.ts";
import { plainText } from "../../../../src/node/model/plainText.ts";

const key = ["fault", "test", "key"].join("-");
const context = { host: "h:1", model: "m", secrets: [key], answering: false, use: "completion" as const };

const withCode = (code: string): Error => Object.assign(new Error(`About ${key}`), { code });
const nested = (inner: unknown): Error =>
  new Error("Connection error.", { cause: new TypeError("fetch failed", { cause: inner }) });

/** The kind of an error, found through its causes; the key is never told. */
function check(error: unknown, expected: string, answering = false): void {
  const fault = faultOfError(error, { ...context, answering });
  expect(fault.kind).toBe(expected);
  expect(JSON.stringify(fault)).not.toContain(key);
}

test.each([
  ["ECONNREFUSED", "refused"],
  ["EHOSTUNREACH", "refused"],
  ["UND_ERR_CONNECT_TIMEOUT", "refused"],
  ["ENOTFOUND", "unknownHost"],
  ["EAI_AGAIN", "unknownHost"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "tls"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "tls"],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "tls"],
  ["CERT_HAS_EXPIRED", "tls"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "tls"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "tls"],
  ["EPROTO", "tls"],
  ["HPE_INVALID_CONSTANT", "protocol"],
  ["UND_ERR_HEADERS_TIMEOUT", "stalled"],
  ["ECONNRESET", "disconnected"],
  ["UND_ERR_SOCKET", "disconnected"],
])("%s is %s", (code, kind) => check(nested(withCode(code)), kind));
test("several addresses refused", () =>
  check(nested(new AggregateError([withCode("ECONNREFUSED"), withCode("ECONNREFUSED")])), "refused"));
test("a break amid an answer is a cut", () => check(nested(withCode("ECONNRESET")), "cut", true));
test("an error that says nothing", () => check(new Error(key), "disconnected"));
test.each([undefined, null, 1, "text", {}])("thrown %j", (thrown) => check(thrown, "disconnected"));
test("a cause that is its own cause ends", () => {
  const error = new Error("round");
  error.cause = error;
  check(error, "disconnected");
});

test.each([
  [401, "", "", "keyRejected"],
  [403, "", "", "forbidden"],
  [404, "model_not_found", "", "modelMissing"],
  [404, "", 'model "llama" not found, try pulling it first', "modelMissing"],
  [404, "", "Not Found", "notFound"],
  [405, "", "", "notFound"],
  [400, "context_length_exceeded", "", "contextTooLong"],
  [400, "", "This model's maximum context length is 4096 tokens", "contextTooLong"],
  [400, "", "the request exceeds the available context size", "contextTooLong"],
  [400, "", "Invalid model: x", "modelMissing"],
  [400, "", "bad", "rejected"],
  [413, "", "", "contextTooLong"],
  [418, "", "", "rejected"],
  [422, "", "", "rejected"],
  [429, "", "slow down", "rateLimited"],
  [429, "insufficient_quota", "", "quota"],
  [402, "", "", "quota"],
  [408, "", "", "serverError"],
  [500, "", "", "serverError"],
  [503, "", "", "serverError"],
  [529, "", "", "serverError"],
])("status %i %s %s is %s", (status, code, message, kind) =>
  expect(kindOfStatus(status, { code, message })).toBe(kind),
);
test.each([
  ["401", "no", "keyRejected"],
  ["", "Rate limit reached", "rateLimited"],
  ["", "Invalid API key", "keyRejected"],
  ["insufficient_quota", "", "quota"],
  ["", "model 'x' not found", "modelMissing"],
  ["", "prompt is too long", "contextTooLong"],
  ["", "boom", "serverError"],
])("an error of code %j saying %j is %s", (code, message, kind) =>
  expect(kindOfServerError({ code, message })).toBe(kind),
);

test.each([
  [{ "retry-after": "7" }, 7_000],
  [{ "retry-after": "0" }, 0],
  [{ "retry-after": "-3" }, 0],
  [{ "retry-after-ms": "250", "retry-after": "7" }, 250],
  [{ "retry-after": "Thu, 01 Jan 1970 00:01:00 GMT" }, 60_000],
  [{ "retry-after": "soon" }, undefined],
  [{}, undefined],
])("%j means to wait %s ms", (headers, expected) =>
  expect(retryAfterMs(new Headers(headers as Record<string, string>), 0)).toBe(expected),
);

test.each([
  ["<p>Not <b>found</b></p>", "Not found"],
  ["<style>b{}</style><script>x()</script>Text", "Text"],
  ["a\n\t\u0000\u202Eb", "a b"],
  [`Wrong key ${key}!`, "Wrong key ***!"],
  ["", ""],
])("%j reads %j", (text, expected) => expect(plainText(text, [key])).toBe(expected));
test("long texts are cut at 200 characters, not within one", () => {
  expect(plainText("😀".repeat(500))).toMatch(/^(?:😀)+…$/u);
  expect(plainText("ab ".repeat(500)).length).toBeLessThanOrEqual(200);
});
