import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { localCandidates, localServers } from "../../../../src/node/model/localServers.ts";

/** What a server of that kind answers to its probe. */
const answers: Readonly<Record<string, unknown>> = {
  Ollama: { version: "0.12.0" },
  "llama.cpp": { default_generation_settings: { n_ctx: 4096 }, total_slots: 1 },
  "LM Studio": { object: "list", data: [{ id: "m", object: "model", owned_by: "organization_owner" }] },
  vLLM: { object: "list", data: [{ id: "m", object: "model", owned_by: "vllm" }] },
};

/** Asks all candidates at one port that answers so; compares who is found and which routes were asked. */
async function check(
  respond: (
    url: string,
  ) => { readonly status?: number; readonly type?: string; readonly body: string } | undefined,
  expected: readonly string[],
): Promise<void> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const reply = respond(request.url ?? "");
    if (reply === undefined) return;
    response.writeHead(reply.status ?? 200, { "content-type": reply.type ?? "application/json" });
    response.end(reply.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const found = await localServers(localCandidates.map((candidate) => ({ ...candidate, port }))).find(
    new AbortController().signal,
  );
  server.closeAllConnections();
  server.close();
  expect(found.map(({ name }) => name)).toEqual(expected);
  expect(found.every(({ baseUrl }) => baseUrl === `http://127.0.0.1:${port}/v1`)).toBe(true);
  expect(asked.sort()).toEqual(["GET /api/version", "GET /props", "GET /v1/models", "GET /v1/models"]);
}

const only = (name: string) => {
  const { probe } = localCandidates.find((candidate) => candidate.name === name)!;
  return (url: string) =>
    url === probe ? { body: JSON.stringify(answers[name]) } : { status: 404, body: "{}" };
};

test("Ollama", () => check(only("Ollama"), ["Ollama"]));
test("llama.cpp", () => check(only("llama.cpp"), ["llama.cpp"]));
test("LM Studio", () => check(only("LM Studio"), ["LM Studio"]));
test("vLLM, whose list is one that LM Studio may give", () => check(only("vLLM"), ["LM Studio", "vLLM"]));
test("pages are no answers", () => check(() => ({ type: "text/html", body: "<html></html>" }), []));
test("errors are no answers", () =>
  check(() => ({ status: 500, body: JSON.stringify(answers["Ollama"]) }), []));
test("other programs are not taken for one", () => check(() => ({ body: "[]" }), []));
test("who does not answer is not waited for", () => check(() => undefined, []));
test("nothing listens", async () => {
  const nobody = localCandidates.map((candidate) => ({ ...candidate, port: 9 }));
  expect(await localServers(nobody).find(new AbortController().signal)).toEqual([]);
});
test("only the loopback interface, at the usual ports", () => {
  expect(localCandidates.map(({ port }) => port).sort()).toEqual([11434, 1234, 8000, 8080]);
});
