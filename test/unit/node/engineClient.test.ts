import { afterEach, expect, test } from "vitest";
import { type EngineThreadOptions, startEngineThread } from "../../../src/node/worker/engineClient.ts";
import type { Engine, EngineConfig, EngineError } from "../../../src/ports/engine.ts";
import { memoryLog } from "../../support/memoryLog.ts";

const workerPath = new URL("../../support/worker/scriptedEngineThread.ts", import.meta.url);
const config: EngineConfig = {
  roots: [{ path: "/repo", name: "repo" }],
  indexEnabled: true,
  exclude: [],
  maxFileBytes: 1000,
  maxFiles: 10,
};
const restarts = { firstDelayMs: 1, longestDelayMs: 5, maxRestarts: 3, windowMs: 60_000 };
const patient = { deadlineMs: 60_000, lane: "quick", survivesRestart: false } as const;
const never = new AbortController().signal;

const running: Engine[] = [];
function start(options: Partial<EngineThreadOptions> = {}): Engine {
  const { log } = memoryLog();
  const engine = startEngineThread({
    workerPath,
    log,
    restarts,
    policies: { complete: patient },
    ...options,
  });
  running.push(engine);
  return engine;
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((engine) => engine.dispose()));
});

const ask = (prefix: string, path = "/repo/a.py", signal: AbortSignal = never) =>
  ({ request: { path, languageId: "python", prefix, suffix: "", maxSuggestions: 1 }, signal }) as const;

/** Asks for a completion and says how it ended: its text, or the error's kind (or name). */
async function check(engine: Engine, { request, signal }: ReturnType<typeof ask>): Promise<string> {
  try {
    return (await engine.complete(request, signal)).map((suggestion) => suggestion.text).join();
  } catch (error) {
    return (error as EngineError).kind ?? (error as Error).name;
  }
}

const stateOf = async (engine: Engine) => JSON.parse((await engine.status()).message ?? "{}");

test("answers from the thread", async () => {
  expect(await check(start(), ask("hello"))).toBe("hello");
});

test("passes an error of the engine on and goes on", async () => {
  const engine = start();
  expect(await check(engine, ask("throw"))).toBe("failed");
  expect(await check(engine, ask("hello"))).toBe("hello");
});

for (const end of ["crash", "exit", "hang", "exhaust"]) {
  test(`survives "${end}" and leaves the text that caused it alone`, async () => {
    const heartbeat = { intervalMs: 50, maxMissed: end === "hang" ? 40 : 1e6, maxMissedAtStart: 1e6 };
    const engine = start({ heartbeat, maxHeapMb: 64 });
    await engine.configure(config);
    engine.openDocument({ path: "/repo/a.py", languageId: "python", text: "ab" });
    engine.editDocument("/repo/a.py", [{ range: { start: 1, end: 2 }, text: "c" }]);
    expect(await check(engine, ask(end, "/repo/bad.py"))).toBe("crashed");
    expect(await check(engine, ask(end, "/repo/bad.py"))).toBe("quarantined");
    expect(await stateOf(engine)).toMatchObject({ roots: ["/repo"], documents: { "/repo/a.py": "ac" } });
  });
}

test("asks long calls again of the new thread", async () => {
  const engine = start();
  await engine.configure({ ...config, indexEnabled: false });
  const waiting = engine.waitForIndex(never);
  expect(await check(engine, ask("crash"))).toBe("crashed");
  await engine.configure(config);
  expect((await waiting).phase).toBe("ready");
});

test("gives up a thread that keeps ending, says so, and starts again on rebuild", async () => {
  const { log, lines } = memoryLog();
  const engine = start({ restarts: { ...restarts, maxRestarts: 0 }, log });
  const statuses: string[] = [];
  engine.onStatus((status) => statuses.push(`${status.phase}: ${status.message}`));
  expect(await check(engine, ask("exit", "/repo/bad.py"))).toBe("failed");
  expect(await check(engine, ask("hello"))).toBe("failed");
  expect((await engine.waitForIndex(never)).phase).toBe("failed");
  expect(statuses.at(-1)).toMatch(/^failed: The engine stopped while completing "\/repo\/bad\.py": /);
  expect(lines.at(-1)).toMatch(/^error The engine stopped/);
  expect((await engine.rebuild(never)).message).toBe("rebuilt");
  expect(await check(engine, ask("hello"))).toBe("hello");
});

test("fails at last where the program cannot be loaded", async () => {
  const engine = start({ workerPath: new URL("file:///nowhere/worker.cjs") });
  expect((await engine.waitForIndex(never)).phase).toBe("failed");
});

test("ends a call by its deadline and tells the thread", async () => {
  const engine = start({ policies: { complete: { ...patient, deadlineMs: 30 } } });
  expect(await check(engine, ask("wait"))).toBe("deadline");
  const { begun, cancelled } = await stateOf(engine);
  expect(cancelled).toEqual(begun);
});

test("ends a call at once when its signal aborts", async () => {
  const engine = start();
  const controller = new AbortController();
  const asked = check(engine, ask("wait", "/repo/a.py", controller.signal));
  await expect.poll(async () => (await stateOf(engine)).begun).toEqual(["/repo/a.py"]);
  controller.abort();
  expect(await asked).toBe("AbortError");
  expect(await check(engine, ask("hello", "/repo/b.py", AbortSignal.abort()))).toBe("AbortError");
  expect((await stateOf(engine)).cancelled).toEqual(["/repo/a.py"]);
});

test("a newer completion of a document ends the older ones", async () => {
  const engine = start();
  const older = [check(engine, ask("wait")), check(engine, ask("wait"))];
  const other = check(engine, ask("other", "/repo/b.py"));
  expect(await check(engine, ask("newest"))).toBe("newest");
  expect(await Promise.all([...older, other])).toEqual(["busy", "busy", "other"]);
});

test("answers all completions of a caller that asks in parallel", async () => {
  const engine = start({ limits: { supersede: false } });
  const texts = Array.from({ length: 50 }, (_, index) => `t${index}`);
  expect(await Promise.all(texts.map((text) => check(engine, ask(text))))).toEqual(texts);
});

test("refuses calls over the bound", async () => {
  const engine = start({ limits: { supersede: false, maxPending: 3 } });
  const waiting = [1, 2, 3].map((n) => check(engine, ask("wait", `/repo/${n}.py`)));
  expect(await check(engine, ask("hello"))).toBe("busy");
  await engine.dispose();
  expect(await Promise.all(waiting)).toEqual(["failed", "failed", "failed"]);
});

test("keeps documents in order through a thousand edits", async () => {
  const engine = start();
  engine.openDocument({ path: "/repo/a.py", languageId: "python", text: "" });
  for (let index = 0; index < 1000; index++) {
    engine.editDocument("/repo/a.py", [{ range: { start: index, end: index }, text: `${index % 10}` }]);
  }
  engine.filesChanged([{ kind: "created", path: "/repo/new.py" }]);
  const text = Array.from({ length: 1000 }, (_, index) => `${index % 10}`).join("");
  await expect.poll(async () => (await stateOf(engine)).documents["/repo/a.py"]).toBe(text);
  await expect.poll(async () => (await stateOf(engine)).changes).toEqual(["created /repo/new.py"]);
  engine.closeDocument("/repo/a.py");
  await expect.poll(async () => (await stateOf(engine)).documents).toEqual({});
});

test("refuses an edit it cannot follow", () => {
  const engine = start();
  const edits = [{ range: { start: 5, end: 6 }, text: "" }];
  expect(() => engine.editDocument("/repo/none.py", edits)).toThrow(RangeError);
  engine.openDocument({ path: "/repo/a.py", languageId: "python", text: "abc" });
  expect(() => engine.editDocument("/repo/a.py", edits)).toThrow(RangeError);
});

test("disposes of a hung thread, and takes nothing afterwards", async () => {
  const engine = start();
  await engine.status();
  const asked = check(engine, ask("hang"));
  await engine.dispose();
  expect(await asked).toBe("failed");
  expect(await check(engine, ask("hello"))).toBe("failed");
  await engine.dispose();
});

test("the thread has no environment", async () => {
  process.env["TOUCHSTONE_API_KEY"] = "not for the thread";
  const engine = start({ workerPath: new URL("../../support/worker/environment.ts", import.meta.url) });
  expect((await engine.status()).message).toBe("[]");
});
