import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import * as z from "zod";
import { McpServer } from "../../../../src/node/mcp/mcpServer.ts";
import type { McpTool } from "../../../../src/node/mcp/protocol.ts";
import { settle } from "../../../support/fakeClock.ts";
import { memoryLog } from "../../../support/memoryLog.ts";

const tool = (name: string, call: McpTool["call"]): McpTool => ({
  ...{ name, title: name, description: "Of this test.", params: z.object({}), isReadOnly: true },
  call,
});

/** A server that is initialized, with what it wrote. */
async function serve(...tools: readonly McpTool[]) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const { log, lines } = memoryLog();
  const server = new McpServer({ input, output, tools, instructions: "", version: "1", log, lingerMs: 20 });
  const over = server.serve();
  let text = "";
  output.on("data", (chunk) => (text += chunk));
  const send = async (message: object): Promise<void> => {
    input.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
    await settle();
    await settle();
  };
  const call = (id: unknown, name: string, more: object = {}) =>
    send({ id, method: "tools/call", params: { name, ...more } });
  await send({ id: 0, method: "initialize", params: { protocolVersion: "2025-06-18" } });
  const written = () =>
    text
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => JSON.parse(line));
  return { send, call, written, lines, end: () => input.end(), over };
}

const answer = (id: unknown, text: string, isError = false) => ({
  jsonrpc: "2.0",
  id,
  result: { content: [{ type: "text", text }], isError },
});

test("progress comes under the caller's token, and not without one", async () => {
  const steps = tool("steps", async (_params, _signal, onProgress) => {
    onProgress({ progress: 1, total: 2, message: "one" });
    return "done";
  });
  const server = await serve(steps);
  await server.call(1, "steps", { _meta: { progressToken: 7 } });
  await server.call(2, "steps");
  expect(server.written()).toEqual([
    {
      jsonrpc: "2.0",
      method: "notifications/progress",
      params: { progressToken: 7, progress: 1, total: 2, message: "one" },
    },
    answer(1, "done"),
    answer(2, "done"),
  ]);
});

test("a cancelled call is given up and answered by nothing, later progress included", async () => {
  let aborted = false;
  const hangs = tool("hangs", (_params, signal, onProgress) => {
    signal.addEventListener("abort", () => {
      aborted = true;
      onProgress({ progress: 9 });
    });
    return new Promise(() => {});
  });
  const server = await serve(hangs);
  await server.call("a", "hangs", { _meta: { progressToken: "t" } });
  await server.send({ method: "notifications/cancelled", params: { requestId: "a", reason: "no" } });
  expect(aborted).toBe(true);
  await server.send({ id: "b", method: "ping" });
  expect(server.written()).toEqual([{ jsonrpc: "2.0", id: "b", result: {} }]);
});

test("a tool that fails says so to the model, and to the log", async () => {
  const server = await serve(tool("bad", () => Promise.reject(new Error("it broke"))));
  await server.call(1, "bad");
  expect(server.written()).toEqual([answer(1, "it broke", true)]);
  expect(server.lines.join("\n")).toContain("it broke");
});

test("a long answer is cut off and says so", async () => {
  const server = await serve(tool("long", async () => "x".repeat(70_000)));
  await server.call(1, "long");
  const [{ result }] = server.written();
  expect(result.content[0].text).toHaveLength(
    60_000 + "\n[cut off: 10000 more characters; ask for less]".length,
  );
});

test("an id in use is refused, and the call that has it goes on", async () => {
  let finish = (_: string): void => {};
  const server = await serve(tool("slow", () => new Promise((resolve) => (finish = resolve))));
  await server.call(1, "slow");
  await server.call(1, "slow");
  finish("done");
  await settle();
  expect(server.written()).toEqual([
    expect.objectContaining({ id: 1, error: expect.objectContaining({ code: -32600 }) }),
    answer(1, "done"),
  ]);
});

test("a call that does not end is given up when the input has ended", async () => {
  let aborted = false;
  const hangs = tool("hangs", (_params, signal) => {
    signal.addEventListener("abort", () => (aborted = true));
    return new Promise(() => {});
  });
  const server = await serve(hangs);
  await server.call(1, "hangs");
  server.end();
  await server.over;
  expect(aborted).toBe(true);
});
