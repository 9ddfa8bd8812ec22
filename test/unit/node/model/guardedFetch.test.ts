import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type AllowedRequest, guardedFetch } from "../../../../src/node/model/guardedFetch.ts";
import { ScriptedModel } from "../../../support/scriptedModel/scriptedModel.ts";

let server: ScriptedModel;
beforeAll(async () => {
  server = await ScriptedModel.start();
});
afterAll(() => server.stop());
beforeEach(() => void server.requests.splice(0));

const allowed = (): AllowedRequest => ({
  method: "POST",
  url: `${server.baseUrl}/completions`,
  body: "{}",
  headerNames: ["content-type"],
});

interface Sent {
  readonly url?: string;
  readonly method?: string;
  readonly body?: string;
}

/** Sends something through a fetch that allows one request; it must not arrive. */
async function check({ url = allowed().url, method = "POST", body = "{}" }: Sent): Promise<void> {
  await expect(guardedFetch(allowed()).fetch(url, { method, body })).rejects.toThrow("protocol");
  expect(server.requests).toEqual([]);
}

test("another body is not sent", () => check({ body: '{"prompt":"more"}' }));
test("another address is not asked", () => check({ url: `${server.baseUrl}/embeddings` }));
test("another host is not asked", () => check({ url: "http://127.0.0.1:9/v1/completions" }));
test("another method is not used", () => check({ method: "PUT" }));
test("the allowed request goes out without headers that are not listed", async () => {
  const headers = { "content-type": "application/json", "x-platform": "secret" };
  const response = await guardedFetch(allowed()).fetch(allowed().url, {
    method: "POST",
    body: "{}",
    headers,
  });
  await response.text();
  expect(server.requests).toHaveLength(1);
  expect(server.requests[0]!.headers).toMatchObject({ "content-type": "application/json" });
  expect(server.requests[0]!.headers["x-platform"]).toBeUndefined();
});
