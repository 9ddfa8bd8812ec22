import { expect, test } from "vitest";
import type { ContextItem } from "../../../../src/core/prompt/contextItem.ts";
import type { InlineQuery } from "../../../../src/features/completion/completer.ts";
import { ModelContext, type ModelContextDeps } from "../../../../src/features/completion/modelContext.ts";
import type { Diagnostic } from "../../../../src/ports/diagnostics.ts";
import { FakeClock, settle } from "../../../support/fakeClock.ts";
import { memoryLog } from "../../../support/memoryLog.ts";
import { type EngineScript, scriptedEngine } from "../../../support/scriptedEngine.ts";
import { inlineQuery } from "./completerFixture.ts";

const script: EngineScript = {
  signatures: [{ path: "/app/src/money.py", text: "def cents(amount):" }],
  snippets: [{ path: "/app/src/shop.py", startLine: 3, endLine: 4, text: "price(item)\nprint()", score: 1 }],
  edits: [{ path: "/app/src/cart.py", startLine: 7, removed: ["a = 1"], added: ["b = 1"] }],
};
const never = new AbortController().signal;

const contextOf = (deps: Partial<ModelContextDeps> = {}, engine: EngineScript = script) =>
  new ModelContext({ engine: scriptedEngine(engine), clock: new FakeClock(), log: memoryLog().log, ...deps });

const described = (items: readonly ContextItem[]): readonly string[] =>
  items.map(({ kind, path, text }) => `${kind} ${path}: ${text}`);

/** Gathers for a cursor on line 30 and compares `kind path: text` of each piece. */
async function check(context: ModelContext, expected: readonly string[], changes: Partial<InlineQuery> = {}) {
  const query = { ...inlineQuery(`${"#\n".repeat(30)}x = █\n`), ...changes };
  expect(described(await context.gather(query, "", never).within(40))).toEqual(expected);
}

const found = [
  "signature /app/src/money.py: def cents(amount):",
  "snippet /app/src/shop.py: price(item)\nprint()",
  "edit /app/src/cart.py: -a = 1\n+b = 1",
];

test("signatures, snippets and recent edits", () => check(contextOf(), found));
test("an engine that fails leaves a prompt without", () =>
  check(contextOf({}, { failing: ["findContext"] }), []));

const problem = (line: number, message: string): Diagnostic => ({ line, severity: "error", message });
test("problems near the cursor, the nearest first, each on one line", () =>
  check(
    contextOf({
      diagnostics: { of: () => [problem(90, "far"), problem(20, "above"), problem(31, "no\n such name")] },
    }),
    [...found, "diagnostic /app/src/sum.py: line 32: error: no such name\nline 21: error: above"],
  ));
test("a long message is cut", async () => {
  const context = contextOf({ diagnostics: { of: () => [problem(30, "x".repeat(900))] } }, {});
  await check(context, [`diagnostic /app/src/sum.py: line 31: error: ${"x".repeat(200)}`]);
});

test("documentation stands first", () =>
  check(
    contextOf({
      documentation: {
        find: async () => [
          { kind: "documentation", path: undefined, title: "requests 2.31", text: "get(url)" },
        ],
      },
    }),
    ["documentation undefined: get(url)", ...found],
  ));
test("documentation that fails is left out", () =>
  check(contextOf({ documentation: { find: () => Promise.reject(new Error("gone")) } }), found));

test("what was there before keeps its place", async () => {
  let snippets = ["a", "b"];
  const engine = scriptedEngine();
  const context = new ModelContext({
    engine: {
      ...engine,
      findContext: async () => ({
        signatures: [],
        edits: [],
        snippets: snippets.map((text) => ({ path: text, startLine: 0, endLine: 0, text, score: 1 })),
      }),
    },
    clock: new FakeClock(),
    log: memoryLog().log,
  });
  await check(context, ["snippet a: a", "snippet b: b"]);
  snippets = ["c", "b", "a"];
  await check(context, ["snippet a: a", "snippet b: b", "snippet c: c"]);
});

/** A context whose engine answers when told to. */
function slowContext() {
  const clock = new FakeClock();
  const { log, lines } = memoryLog();
  const waiting: (() => void)[] = [];
  const engine = scriptedEngine(script);
  const context = new ModelContext({
    engine: {
      findContext: async (...asked) => {
        await new Promise<void>((resolve) => waiting.push(resolve));
        return engine.findContext(...asked);
      },
    },
    documentation: {
      find: async () => [
        { kind: "documentation", path: undefined, title: "requests 2.31", text: "get(url)" },
      ],
    },
    clock,
    log,
  });
  return { context, clock, lines, answer: () => waiting.shift()?.() };
}

const documented = "documentation undefined: get(url)";

test("a part that is late is left out, the others are there", async () => {
  const { context, clock, lines } = slowContext();
  const items = context.gather(inlineQuery("x = █"), "", never).within(40);
  await clock.advance(40);
  expect(described(await items)).toEqual([documented]);
  expect(lines.join("\n")).toContain("Context came later than 40 ms, the prompt goes without");
});

test("what was found for the last question nearby stands in for a part that is late", async () => {
  const { context, clock, answer } = slowContext();
  const before = context.gather(inlineQuery("x = █"), "", never);
  await settle();
  answer();
  await before.whole;
  const items = context.gather(inlineQuery("x = a.█"), "", never).within(40);
  await clock.advance(40);
  expect(described(await items)).toEqual([documented, ...found]);
  const elsewhere = context.gather(inlineQuery("█", { path: "/app/other.py" }), "", never).within(40);
  await clock.advance(40);
  expect(described(await elsewhere)).toEqual([documented]);
});

test("there is no timer left when all was in time", async () => {
  const { context, clock, answer } = slowContext();
  const items = context.gather(inlineQuery("x = █"), "", never).within(40);
  await settle();
  answer();
  expect(described(await items)).toEqual([documented, ...found]);
  expect(clock.pending).toBe(0);
});
