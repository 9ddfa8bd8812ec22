import { expect, test } from "vitest";
import type { InlineQuery } from "../../../../src/features/completion/completer.ts";
import { ModelContext, type ModelContextDeps } from "../../../../src/features/completion/modelContext.ts";
import type { Diagnostic } from "../../../../src/ports/diagnostics.ts";
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
  new ModelContext({ engine: scriptedEngine(engine), log: memoryLog().log, ...deps });

/** Gathers for a cursor on line 30 and compares `kind path: text` of each piece. */
async function check(context: ModelContext, expected: readonly string[], changes: Partial<InlineQuery> = {}) {
  const query = { ...inlineQuery(`${"#\n".repeat(30)}x = █\n`), ...changes };
  const items = await context.gather(query, "", never);
  expect(items.map(({ kind, path, text }) => `${kind} ${path}: ${text}`)).toEqual(expected);
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
    log: memoryLog().log,
  });
  await check(context, ["snippet a: a", "snippet b: b"]);
  snippets = ["c", "b", "a"];
  await check(context, ["snippet a: a", "snippet b: b", "snippet c: c"]);
});
