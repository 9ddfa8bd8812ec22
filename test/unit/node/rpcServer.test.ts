import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { askHandler } from "../../../src/features/headless/askHandler.ts";
import { compareHandlers } from "../../../src/features/headless/compareHandlers.ts";
import { docsHandlers } from "../../../src/features/headless/docsHandlers.ts";
import { fixHandlers } from "../../../src/features/headless/fixHandlers.ts";
import { gateHandlers } from "../../../src/features/headless/gateHandlers.ts";
import { patchHandlers } from "../../../src/features/headless/patchHandlers.ts";
import { repoHandlers } from "../../../src/features/headless/repoHandlers.ts";
import { nameRoots } from "../../../src/features/headless/rootPaths.ts";
import { testHandlers } from "../../../src/features/headless/testHandlers.ts";
import { writeHandlers } from "../../../src/features/headless/writeHandlers.ts";
import { TestsRefused } from "../../../src/features/testing/testSession.ts";
import { WritingRefused } from "../../../src/features/testWriting/writtenTests.ts";
import { type RpcLimits, RpcServer } from "../../../src/node/rpc/rpcServer.ts";
import { EngineError } from "../../../src/ports/engine.ts";
import type { CompleteParams, RpcHandlers } from "../../../src/ports/rpc.ts";
import { memoryLog } from "../../support/memoryLog.ts";
import { memorySettings } from "../../support/memorySettings.ts";
import { inOrder, ScriptedChatModels } from "../../support/scriptedChatModels.ts";
import { scriptedEngine } from "../../support/scriptedEngine.ts";

const indexStatus = {
  phase: "ready",
  filesDone: 0,
  filesTotal: 0,
  files: 0,
  lines: 0,
  symbols: 0,
  languages: {},
  skipped: {},
} as const;

/** What a completion does, by its prefix; others are answered with their prefix. */
const deeds: Record<string, (signal: AbortSignal) => Promise<never>> = {
  wait: () => new Promise(() => {}),
  throw: () => Promise.reject(new TypeError("Cannot do it")),
  busy: () => Promise.reject(new EngineError("busy", "Too many")),
};

const handlers: RpcHandlers = {
  initialize: async () => ({
    name: "touchstone",
    version: "1.2.3",
    roots: [],
    trusted: true,
    unknownSettings: [],
  }),
  "index/wait": async () => indexStatus,
  status: async () => ({ index: indexStatus, model: { state: "unset" } }),
  verify: async ({ suggestion }) => ({ verdict: "ok", text: suggestion, findings: [], unknown: [] }),
  members: async () => ({ members: [] }),
  problems: async () => ({ problems: [], elsewhere: 0, checkers: [], reasons: [] }),
  async complete({ prefix }: CompleteParams, signal) {
    await deeds[prefix]?.(signal);
    return { suggestions: [{ text: prefix, confidence: 0.5, engine: "builtin" }], calledModel: false };
  },
  ...docsHandlers({ engine: scriptedEngine(), roots: nameRoots(["/w"]), begin: async () => {} }),
  ...compareHandlers({ engine: scriptedEngine(), roots: nameRoots(["/w"]), begin: async () => {} }),
  ...repoHandlers({
    engine: scriptedEngine(),
    search: scriptedEngine().search,
    roots: nameRoots(["/w"]),
    begin: async () => {},
  }),
  edit: async () => ({ patches: [], reason: "No model is set up" }),
  ...askHandler({
    engine: scriptedEngine(),
    models: new ScriptedChatModels(inOrder()),
    openModel: () => Promise.reject(new Error("No model is asked")),
    readImage: async () => ({ problem: "there is none" }),
    maySend: async () => true,
    settings: memorySettings({ "chat.engine": "builtin" }).settings,
    roots: nameRoots(["/w"]),
    begin: async () => {},
    tell: () => {},
  }),
  ...gateHandlers(),
  command: async ({ name }) => ({ markdown: name, citations: [], patches: [] }),
  ...fixHandlers({
    fixer: {
      fix: async () => ({ patches: [], tried: 0, reason: "No test fails" }),
      localize: async () => ({ root: "/w", lines: [], functions: [], failing: [] }),
    },
    roots: nameRoots(["/w"]),
    readText: async () => undefined,
    begin: async () => {},
    tell: () => {},
  }),
  ...writeHandlers({
    testWriter: { write: () => Promise.reject(new WritingRefused("There is no function there")) },
    roots: nameRoots(["/w"]),
    begin: async () => {},
    tell: () => {},
  }),
  ...patchHandlers(),
  ...testHandlers({
    tests: {
      discover: async () => ({ projects: [], tests: [], incomplete: [] }),
      run: () => Promise.reject(new TestsRefused("No sandbox")),
    },
    begin: async () => {},
  }),
};

/** Sends lines, ends the input, and returns the answers in the order they came: by id, the result or the error's type. */
async function check(lines: readonly unknown[], limits?: RpcLimits): Promise<unknown[]> {
  const input = new PassThrough();
  const output = new PassThrough();
  const { log } = memoryLog();
  const server = new RpcServer({ input, output, handlers, log, ...(limits ? { limits } : {}) });
  const served = server.serve();
  for (const line of lines) input.write(`${typeof line === "string" ? line : JSON.stringify(line)}\n`);
  input.end();
  await served;
  const text = String(output.read() ?? "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))
    .map(({ jsonrpc, id, result, error }) => [jsonrpc, id, error ? error.data.type : result]);
}

const request = (id: unknown, method: string, params?: unknown) => ({ jsonrpc: "2.0", id, method, params });
const complete = (id: unknown, prefix: string) =>
  request(id, "complete", { path: "a.py", prefix, suffix: "" });
const cancel = (id: unknown) => ({ jsonrpc: "2.0", method: "$/cancelRequest", params: { id } });
const suggestions = (text: string) => ({
  suggestions: [{ text, confidence: 0.5, engine: "builtin" }],
  calledModel: false,
});

test("answers requests, then ends with the input", async () => {
  expect(await check([request("a", "index/wait"), complete(2, "x")])).toEqual([
    ["2.0", "a", indexStatus],
    ["2.0", 2, suggestions("x")],
  ]);
});

test("a request that takes long holds up no other, and can be cancelled", async () => {
  expect(await check([complete(1, "wait"), complete(2, "x"), cancel(99), cancel(1)])).toEqual([
    ["2.0", 1, "requestCancelled"],
    ["2.0", 2, suggestions("x")],
  ]);
});

test("shuts down: cancels what runs, refuses what comes after", async () => {
  expect(await check([complete(1, "wait"), request(2, "shutdown"), complete(3, "x")])).toEqual([
    ["2.0", 3, "shuttingDown"],
    ["2.0", 1, "requestCancelled"],
    ["2.0", 2, null],
  ]);
});

test("ignores unknown fields", async () => {
  const params = { path: "a.py", prefix: "x", suffix: "", colour: "red" };
  expect(await check([{ ...request(1, "complete", params), more: true }])).toEqual([
    ["2.0", 1, suggestions("x")],
  ]);
});

for (const [name, line, id, type] of [
  ["a method that is not there", request(1, "fly"), 1, "methodNotFound"],
  ["a method of every object", request(1, "toString"), 1, "methodNotFound"],
  ["missing parameters", request(1, "complete", { path: "a.py" }), 1, "invalidParams"],
  ["a wrong type", request(1, "complete", { path: 1, prefix: "", suffix: "" }), 1, "invalidParams"],
  [
    "no suggestions",
    request(1, "complete", { path: "a", prefix: "", suffix: "", maxSuggestions: 0 }),
    1,
    "invalidParams",
  ],
  ["an error of the engine", complete(1, "busy"), 1, "busy"],
  ["an unexpected error", complete(1, "throw"), 1, "internalError"],
  ["what is not JSON", "{", null, "parseError"],
  ["a batch", [complete(1, "x")], null, "invalidRequest"],
] as const) {
  test(`answers ${name} with ${type} and goes on`, async () => {
    expect(await check([line, complete(7, "x")])).toEqual([
      ["2.0", id, type],
      ["2.0", 7, suggestions("x")],
    ]);
  });
}

test("refuses an id that is in use", async () => {
  expect(await check([complete(1, "wait"), complete(1, "x"), cancel(1)])).toEqual([
    ["2.0", 1, "invalidRequest"],
    ["2.0", 1, "requestCancelled"],
  ]);
});

test("refuses requests over the bound and lines over the bound", async () => {
  const limits = { maxRequests: 1, maxLineBytes: 200 };
  expect(
    await check([complete(1, "wait"), complete(2, "x"), complete(3, "y".repeat(300)), cancel(1)], limits),
  ).toEqual([
    ["2.0", 2, "busy"],
    ["2.0", null, "lineTooLong"],
    ["2.0", 1, "requestCancelled"],
  ]);
});

test("notifies between answers", async () => {
  const output = new PassThrough();
  const { log } = memoryLog();
  const server = new RpcServer({ input: new PassThrough(), output, handlers, log });
  server.notify("index/progress", indexStatus);
  expect(JSON.parse(String(output.read()))).toEqual({
    jsonrpc: "2.0",
    method: "index/progress",
    params: indexStatus,
  });
});
