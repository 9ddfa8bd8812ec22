import { expect, test } from "vitest";
import { repoHandlers } from "../../../src/features/headless/repoHandlers.ts";
import { nameRoots } from "../../../src/features/headless/rootPaths.ts";
import { RpcError } from "../../../src/ports/rpc.ts";
import { type EngineScript, scriptedEngine } from "../../support/scriptedEngine.ts";

const never = new AbortController().signal;
const script: EngineScript = {
  hits: [
    { path: "/w/a.py", score: 2 },
    { path: "/w/b.py", startLine: 4, endLine: 6, name: "f", kind: "function", container: "C", score: 1 },
    { path: "/elsewhere/c.py", score: 0.5 },
  ],
  symbols: [{ path: "/w/a.py", name: "f", kind: "function", container: "", startLine: 0, endLine: 2 }],
  references: [
    { path: "/w/a.py", line: 0, column: 4, role: "definition", within: "f", text: "def f():", score: 1 },
  ],
  edges: [{ path: "/w/a.py", line: 0, name: "f", sites: [1, 3], score: 0.5 }],
  outlines: {
    "/w/a.py": {
      symbols: [
        { name: "f", kind: "function", container: "", startLine: 0, endLine: 2, signature: "def f():" },
      ],
      imports: [{ module: "os", line: 3 }],
    },
  },
  report: {
    skippedFiles: [
      { path: "/w/x.bin", reason: "binary" },
      { path: "/elsewhere/y", reason: "ignored" },
    ],
    store: { access: "write", directory: "/store", sizeBytes: 5, problem: undefined },
  },
};

type Handlers = ReturnType<typeof repoHandlers>;
interface Asked {
  readonly roots?: readonly string[];
}

/** What a method answers, and what the engine was asked; an error as its type and message. */
async function check<M extends keyof Handlers>(
  method: M,
  params: Parameters<Handlers[M]>[0],
  { roots = ["/w"] }: Asked = {},
): Promise<{ answer: unknown; asked: unknown }> {
  const asked: unknown[] = [];
  const scripted = scriptedEngine(script);
  const engine = new Proxy(scripted, {
    get: (target, name: keyof typeof scripted) =>
      typeof target[name] !== "function"
        ? target[name]
        : (...args: readonly unknown[]) => {
            asked.push(args[0]);
            return (target[name] as (...all: readonly unknown[]) => unknown)(...args);
          },
  });
  const handlers = repoHandlers({
    engine,
    search: engine.search,
    roots: nameRoots(roots),
    begin: async () => {},
  });
  const handle = handlers[method] as (params: object, signal: AbortSignal) => Promise<unknown>;
  const answer = await handle(params, never).catch((error: unknown) =>
    error instanceof RpcError ? `${error.type}: ${error.message}` : error,
  );
  return { answer, asked: asked[0] };
}

test("search counts lines from 1, names paths by their root, and keeps to the roots", async () => {
  const { answer, asked } = await check("search", { query: "how" });
  expect(asked).toEqual({ query: "how", target: "file", limit: 20, explain: false });
  expect(answer).toEqual([
    { path: "a.py", score: 2 },
    { path: "b.py", line: 5, endLine: 7, name: "f", kind: "function", container: "C", score: 1 },
  ]);
});

test("search asks for what it is told, within bounds", async () => {
  const { asked } = await check("search", { query: "q", target: "chunk", limit: 1_000_000, explain: true });
  expect(asked).toEqual({ query: "q", target: "chunk", limit: 1000, explain: true });
});

test("symbols", async () => {
  const { answer, asked } = await check("symbols", { name: "f", match: "fuzzy", limit: 3 });
  expect(asked).toEqual({ name: "f", match: "fuzzy", limit: 3 });
  expect(answer).toEqual([{ path: "a.py", name: "f", kind: "function", container: "", line: 1, endLine: 3 }]);
});

test("references ask at a place, with several roots by the root's name", async () => {
  const params = { name: "f", path: "w/a.py", line: 1 };
  const { answer, asked } = await check("references", params, { roots: ["/w", "/v"] });
  expect(asked).toEqual({ name: "f", path: "/w/a.py", line: 0, limit: 200 });
  expect(answer).toMatchObject([{ path: "w/a.py", line: 1, column: 4, role: "definition" }]);
});

test("outline", async () => {
  const { answer } = await check("outline", { path: "a.py" });
  expect(answer).toEqual({
    symbols: [{ line: 1, endLine: 3, name: "f", kind: "function", container: "", signature: "def f():" }],
    imports: [{ module: "os", line: 4 }],
  });
});

for (const [path, expected] of [
  ["none.py", 'notIndexed: Cannot outline "none.py": it is not in the index'],
  ["../a.py", "invalidPath: "],
  ["/w/a.py", "invalidPath: "],
] as const) {
  test(`outline refuses ${path}`, async () =>
    expect((await check("outline", { path })).answer).toContain(expected));
}

for (const [symbol, relation, expected] of [
  ["a.py", "importedBy", "/w/a.py"],
  ["models.Model", "importedBy", "models.Model"],
  ["a.py", "callers", "a.py"],
] as const) {
  test(`graph asks ${relation} of ${symbol}`, async () => {
    const { asked, answer } = await check("graph", { symbol, relation });
    expect(asked).toMatchObject({ symbol: expected, relation, limit: 100 });
    expect(answer).toMatchObject([{ path: "a.py", line: 1, sites: [2, 4] }]);
  });
}

test("map has a budget when none is given", async () =>
  expect((await check("map", {})).answer).toMatchObject({ tokens: 1024 }));

test("a report is told in the words of the wire", async () => {
  const { answer } = await check("index/report", {});
  expect(answer).toMatchObject({
    status: { phase: "idle", languages: {} },
    skippedFiles: [{ path: "x.bin", reason: "binary" }],
    store: { access: "write", directory: "/store", sizeBytes: 5 },
  });
});
