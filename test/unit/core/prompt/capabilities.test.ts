import fc from "fast-check";
import { expect, test } from "vitest";
import {
  allCapabilities,
  describeCapabilities,
  fieldsOfBody,
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

const withImage = JSON.stringify({
  model: "x",
  messages: [
    { role: "user", content: [{ type: "image_url", image_url: { url: "data:image/png;base64,AA" } }] },
  ],
});
const withoutImage = JSON.stringify({
  model: "x",
  messages: [{ role: "user", content: 'What is "image_url"?' }],
});

test("a body with an image is told from one that speaks of images", () => {
  expect(fieldsOfBody(withImage)).toEqual(["model", "messages", "images"]);
  expect(fieldsOfBody(withoutImage)).toEqual(["model", "messages"]);
});

test.each<[status: number, message: string]>([
  [400, "Invalid content type. image_url is only supported by certain models."],
  [500, "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj"],
  [400, "At most 0 image(s) may be provided in one request."],
  [400, "qwen is not a multimodal model"],
  [404, "No endpoints found that support image input"],
  [422, "messages[1]: unknown variant `image_url`, expected `text` at line 1 column 90"],
  [400, "messages[0].content must be a string"],
  [400, "Model does not support images. Please use a model that does."],
  [400, "This model does not support image input"],
  [0, "The model cannot process images"],
])("%i %s: images are refused", (status, message) => {
  const refusal = { kind: "rejected", message, status };
  expect(learnRefusal(allCapabilities, refusal, fieldsOfBody(withImage))?.refused).toEqual(["images"]);
  expect(learnRefusal(allCapabilities, refusal, fieldsOfBody(withoutImage))?.refused ?? []).not.toContain(
    "images",
  );
});

test.each<[message: string]>([
  ["You uploaded an unsupported image. Please make sure your image has of one the following formats: png"],
  ["Unsupported image type: image/webp"],
  ["messages.0.content.1.image: image exceeds 5 MB maximum; too large"],
  ["Too many images in the request, at most 2 are supported"],
  ["Could not decode image"],
  ["The server is busy"],
])("%s: another image may be taken", (message) =>
  expect(
    learnRefusal(allCapabilities, { kind: "rejected", message, status: 400 }, fieldsOfBody(withImage)),
  ).toBeUndefined(),
);
