import { expect, test } from "vitest";
import type { CompletionRequest } from "../../../src/core/completion/suggestion.ts";
import { textHash } from "../../../src/core/text/textHash.ts";
import { LocalEngine } from "../../../src/features/engine/localEngine.ts";
import type { Yielder } from "../../../src/ports/files.ts";
import type { FlightRecord } from "../../../src/ports/flightRecorder.ts";
import type { Parser } from "../../../src/ports/parser.ts";
import { engineConfig, hastyYielder, never, quietLog } from "../../support/indexerHarness.ts";
import { MemoryFiles } from "../../support/memoryFiles.ts";
import { trainedRanker } from "../../support/trainedRanker.ts";

const line = "record = session.query_by_identifier(name)";
const moduleOf = (name: string) => `def load_${name}(session, name):\n    ${line}\n    return record\n`;
const modules = Object.fromEntries(
  Array.from({ length: 6 }, (_, index) => [`/w/thing${index}.py`, moduleOf(`thing${index}`)]),
);

interface Options {
  readonly quarantined?: readonly FlightRecord[];
  readonly yielder?: Yielder;
  readonly checkParse?: Parser["checkParse"];
}

/** An engine over a disk in memory; `parsed` and `flight` say what the parser and the recorder were told. */
function setUp(files: MemoryFiles, { quarantined = [], yielder = hastyYielder, checkParse }: Options = {}) {
  const parsed: string[] = [];
  const flight: string[] = [];
  const engine = new LocalEngine({
    ranker: trainedRanker,
    files,
    yielder,
    quarantined,
    log: quietLog,
    parser: {
      open: (path, _languageId, text) => void parsed.push(`open ${path} ${text}`),
      edit: (path) => void parsed.push(`edit ${path}`),
      close: (path) => void parsed.push(`close ${path}`),
      checkParse: checkParse ?? (async () => "parses"),
    },
    reader: { read: async () => undefined },
    recorder: {
      enter: ({ activity, path }) => void flight.push(`${activity} ${path}`),
      leave: () => void flight.push("nothing"),
    },
  });
  return { engine, parsed, flight };
}
async function setUpIndexed(texts: Record<string, string>, options?: Options) {
  const files = new MemoryFiles(texts);
  const set = setUp(files, options);
  await set.engine.configure(engineConfig());
  await set.engine.waitForIndex(never);
  return { ...set, files };
}

/** Completes at `█` and gives the texts. */
async function check(engine: LocalEngine, marked: string, path = "/w/new.py"): Promise<string[]> {
  const [prefix = "", suffix = ""] = marked.split("█");
  const request: CompletionRequest = { path, languageId: "python", prefix, suffix, maxSuggestions: 3 };
  return (await engine.complete(request, never)).map(({ text }) => text);
}
const asked = "def load_new(session, name):\n    record = session.█\n";
const expected = "query_by_identifier(name)";

test("completes from the index, with the source", async () => {
  const { engine } = await setUpIndexed(modules);
  const [prefix = "", suffix = ""] = asked.split("█");
  const request = { path: "/w/new.py", languageId: "python", prefix, suffix, maxSuggestions: 1 };
  expect(await engine.complete(request, never)).toMatchObject([
    {
      text: expected,
      engine: "builtin",
      provenance: { path: expect.stringMatching(/^\/w\/thing/), line: 1 },
    },
  ]);
});

test("completes from unsaved text, and no longer once it is closed", async () => {
  const { engine } = await setUpIndexed({ "/w/a.py": "x = 1\n" });
  const text = `${moduleOf("a")}${moduleOf("b")}`;
  engine.openDocument({ path: "/w/a.py", languageId: "python", text: "" });
  engine.editDocument("/w/a.py", [{ range: { start: 0, end: 0 }, text }]);
  await engine.waitForIndex(never);
  expect(await check(engine, asked)).toContain(expected);
  engine.closeDocument("/w/a.py");
  await engine.waitForIndex(never);
  expect(await check(engine, asked)).not.toContain(expected);
});

test("keeps a document that is too large out of the index", async () => {
  const { engine } = await setUpIndexed(modules);
  const text = "x = 1\n".repeat(1000);
  engine.openDocument({ path: "/w/thing0.py", languageId: "python", text });
  engine.openDocument({ path: "untitled:1", languageId: "python", text });
  expect(await engine.waitForIndex(never)).toMatchObject({ files: 5, skipped: { tooLarge: 1 } });
  engine.closeDocument("/w/thing0.py");
  expect(await engine.waitForIndex(never)).toMatchObject({ files: 6, skipped: {} });
});

test("answers between two steps of indexing", async () => {
  const phases: string[] = [];
  let ticks = 0;
  const yielder: Yielder = {
    ...hastyYielder,
    now: () => (ticks += 100),
    pause: async () => {
      phases.push((await engine.status()).phase);
      await check(engine, asked);
    },
  };
  const { engine } = setUp(new MemoryFiles(modules), { yielder });
  await engine.configure(engineConfig());
  await engine.waitForIndex(never);
  expect(phases).toContain("reading");
  expect(await check(engine, asked)).toContain(expected);
});

test("leaves a file alone that ended an earlier thread, until it is changed", async () => {
  const bad = modules["/w/thing0.py"] ?? "";
  const quarantined = [{ activity: "indexing", path: "/w/thing0.py", hash: textHash(bad) }] as const;
  const { engine, files, flight } = await setUpIndexed(modules, { quarantined });
  expect(await engine.status()).toMatchObject({ files: 5, skipped: { quarantined: 1 } });
  expect(flight).not.toContain("indexing /w/thing0.py");
  files.write("/w/thing0.py", `${bad}# changed\n`);
  engine.filesChanged([{ kind: "changed", path: "/w/thing0.py" }]);
  await engine.waitForIndex(never);
  expect((await engine.status()).files).toBe(6);
});

test("leaves a document alone whose text ended an earlier thread, and parses it in whole once changed", async () => {
  const quarantined = [{ activity: "parsing", path: "/w/a.py", hash: textHash("((((") }] as const;
  const { engine, parsed, flight } = await setUpIndexed({}, { quarantined });
  const check = { path: "/w/a.py", languageId: "python", replace: { start: 0, end: 0 }, insert: "x" };
  engine.openDocument({ path: "/w/a.py", languageId: "python", text: "((((" });
  expect(await engine.checkParse({ ...check, text: "((((" }, never)).toBe("unknown");
  engine.editDocument("/w/a.py", [{ range: { start: 0, end: 4 }, text: "()" }]);
  engine.editDocument("/w/a.py", [{ range: { start: 2, end: 2 }, text: "\n" }]);
  expect(await engine.checkParse({ ...check, text: "()\n" }, never)).toBe("parses");
  expect(parsed).toEqual(["close /w/a.py", "open /w/a.py ()", "edit /w/a.py"]);
  await engine.waitForIndex(never);
  expect(flight.at(-1)).toBe("nothing");
});

test("records what it does, also while it waits in between", async () => {
  let finish: (verdict: "parses") => void = () => {};
  const checkParse = () => new Promise<"parses">((resolve) => (finish = resolve));
  const { engine, flight } = await setUpIndexed({}, { checkParse });
  flight.length = 0;
  const range = { start: 0, end: 0 };
  const verdict = engine.checkParse(
    { path: "/w/a.py", languageId: "python", text: "a", replace: range, insert: "" },
    never,
  );
  await check(engine, "x = █", "/w/b.py");
  finish("parses");
  expect(await verdict).toBe("parses");
  expect(flight).toEqual(["parsing /w/a.py", "completing /w/b.py", "parsing /w/a.py", "nothing"]);
});

test("refuses calls that are cancelled already", async () => {
  const { engine } = await setUpIndexed({});
  const request = { path: "/w/a.py", languageId: "python", prefix: "", suffix: "", maxSuggestions: 1 };
  await expect(engine.complete(request, AbortSignal.abort())).rejects.toThrow("abort");
  await expect(engine.findSnippets({ ...request, maxSnippets: 1 }, AbortSignal.abort())).rejects.toThrow(
    "abort",
  );
});

test("finds snippets in files that are not ignored", async () => {
  const { engine } = await setUpIndexed({
    "/w/.gitignore": "private.py\n",
    "/w/private.py": moduleOf("private"),
    "/w/open.py": moduleOf("open"),
  });
  const [prefix = "", suffix = ""] = asked.split("█");
  const query = { path: "/w/new.py", languageId: "python", prefix, suffix, maxSnippets: 5 };
  expect((await engine.findSnippets(query, never)).map(({ path }) => path)).toEqual(["/w/open.py"]);
  expect(await engine.isIgnored("/w/private.py")).toBe(true);
});

test("finds signatures of what is imported and named, and what was changed elsewhere", async () => {
  const { engine } = await setUpIndexed({
    "/w/store.py": "class Store:\n    def add(self, item):\n        pass\n\ndef unrelated():\n    pass\n",
    "/w/other.py": "x = 1\ny = 2\n",
    "/w/main.py": "from store import Store\n\ns = Store()\n",
  });
  engine.openDocument({ path: "/w/other.py", languageId: "python", text: "x = 1\ny = 2\n" });
  engine.editDocument("/w/other.py", [{ range: { start: 0, end: 1 }, text: "total" }]);
  const query = {
    path: "/w/main.py",
    languageId: "python",
    prefix: "from store import Store\n\ns = Store()\ns.",
    suffix: "\n",
    maxSnippets: 0,
    draft: "",
  };
  expect(await engine.findContext(query, never)).toEqual({
    signatures: [{ path: "/w/store.py", text: "class Store:\n    def add(self, item):" }],
    snippets: [],
    edits: [{ path: "/w/other.py", startLine: 0, removed: ["x = 1"], added: ["total = 1"] }],
  });
});

test("tells the phases, rebuilds, reconciles and stops on demand", async () => {
  const { engine, files } = await setUpIndexed(modules);
  const phases: string[] = [];
  const listening = engine.onStatus(({ phase }) => phases.push(phase));
  expect((await engine.rebuild(never)).files).toBe(6);
  expect(new Set(phases)).toEqual(new Set(["walking", "reading", "building", "ready"]));
  listening.dispose();
  phases.length = 0;
  files.remove("/w/thing0.py");
  await engine.reconcile();
  expect((await engine.status()).files).toBe(5);
  expect(phases).toEqual([]);
  await engine.cancelIndexing();
  await engine.dispose();
});
