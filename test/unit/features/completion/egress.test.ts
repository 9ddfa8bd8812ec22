import { expect, test } from "vitest";
import type { Snippet } from "../../../../src/core/retrieval/snippet.ts";
import { Egress } from "../../../../src/features/completion/egress.ts";
import { memoryLog } from "../../../support/memoryLog.ts";
import { memorySettings } from "../../../support/memorySettings.ts";
import { says } from "../../../support/scriptedLanguageModel.ts";
import { completeAfter, completerFixture, type FixtureOptions, inlineQuery } from "./completerFixture.ts";

const snippet = (path: string, text: string): Snippet => ({ path, startLine: 0, endLine: 2, text, score: 1 });
const token = ["gh", "p_"].join("") + "x1".repeat(18);

interface Expected {
  readonly contains?: readonly string[];
  readonly lacks?: readonly string[];
  readonly withheld?: readonly string[];
  readonly redactions?: Readonly<Record<string, number>>;
}

/** Asks for a marked text and looks at what was sent. */
async function check(marked: string, options: FixtureOptions, expected: Expected): Promise<void> {
  const fixture = completerFixture({ answers: [says("x")], ...options });
  await completeAfter(fixture, inlineQuery(marked));
  expect(fixture.model.calls).toHaveLength(1);
  const { body, context } = fixture.model.calls[0]!.request;
  for (const text of expected.contains ?? []) expect(body).toContain(text);
  for (const text of expected.lacks ?? []) {
    expect(body).not.toContain(text);
    expect(JSON.stringify(context)).not.toContain(text);
  }
  expect(context.withheld.map(({ path, reason }) => `${reason} ${path}`)).toEqual(expected.withheld ?? []);
  expect(context.redactions).toEqual(expected.redactions ?? {});
}

test("snippets of other files go along", () =>
  check(
    "total = █\n",
    { engine: { snippets: [snippet("/app/lib/sum.py", "def sum_all():")] } },
    {
      contains: ["def sum_all():", "lib/sum.py"],
    },
  ));
test("snippets of withheld files do not", () =>
  check(
    "total = █\n",
    {
      engine: {
        snippets: [
          snippet("/app/.env", "ENV_TEXT"),
          snippet("/app/secret/x.py", "EXCLUDED_TEXT"),
          snippet("/app/out/x.py", "IGNORED_TEXT"),
          snippet("/app/lib/ok.py", "ALLOWED_TEXT"),
        ],
        ignored: ["/app/out/x.py"],
      },
      settings: { "privacy.exclude": ["secret/**"] },
    },
    {
      contains: ["ALLOWED_TEXT"],
      lacks: ["ENV_TEXT", "EXCLUDED_TEXT", "IGNORED_TEXT"],
      withheld: ["secretFile /app/.env", "excluded /app/secret/x.py", "ignored /app/out/x.py"],
    },
  ));
test("a secret before the cursor is redacted", () =>
  check(
    `token = "${token}"\ncall(█`,
    {},
    {
      contains: ["<redacted github-token>"],
      lacks: [token],
      redactions: { "github-token": 1 },
    },
  ));
test("secrets after the cursor and in snippets are redacted", () =>
  check(
    `call(█)\ntoken = "${token}"\n`,
    { engine: { snippets: [snippet("/app/lib/ok.py", `t = "${token}"`)] } },
    { lacks: [token], redactions: { "github-token": 2 } },
  ));
test("hidden characters are stripped", () =>
  check(
    "a = 1 # \u{E0041}\u{E0042}\u202Ehi\u200B\nb = █\n",
    {},
    {
      contains: ["# hi"],
      lacks: ["\u{E0041}", "\u202E", "\u200B"],
    },
  ));

test.each<[string, FixtureOptions]>([
  ["ignored", { engine: { ignored: ["/app/notes.ipynb"] } }],
  ["excluded", { settings: { "privacy.exclude": ["**/notes.ipynb"] } }],
])("a cell of an %s notebook is not sent", async (_how, options) => {
  const fixture = completerFixture({ answers: [says("x")], ...options });
  const path = "vscode-notebook-cell:/app/notes.ipynb#ch0";
  await completeAfter(fixture, inlineQuery("total = █\n", { path }));
  expect(fixture.model.calls).toHaveLength(0);
  expect(fixture.completer.lastContext()).toBeUndefined();
});

/** An egress, and the files about which the engine was asked. */
function watchedEgress(ignored: readonly string[] = []) {
  const asked: string[] = [];
  const memory = memorySettings();
  const engine = {
    isIgnored: async (path: string) => {
      asked.push(path);
      return ignored.includes(path);
    },
  };
  const egress = new Egress({ engine, settings: memory.settings, log: memoryLog().log });
  const question = {
    path: "/app/own.py",
    context: [{ kind: "snippet" as const, path: "/app/lib.py", text: "LIB_TEXT" }],
  };
  const target = {
    ...{ baseUrl: "http://127.0.0.1:1/v1", model: "m", headerNames: [], format: "suffix" as const },
    ...{ maxTokens: 10, contextTokens: 1_000 },
  };
  const text = { task: "inline" as const, languageId: "python", prefix: "a = ", suffix: "" };
  const seal = async (atMs: number): Promise<string> => {
    const sealing = await egress.seal({ ...question, ...text }, target, atMs);
    return sealing.kind === "sealed" ? sealing.request.body : sealing.reason;
  };
  return { egress, asked, question, seal, set: memory.set };
}

test("what was judged ahead is not asked again within a second, and anew after it", async () => {
  const { egress, asked, question, seal } = watchedEgress();
  await egress.judgeAhead(question, 10_000);
  expect(await seal(11_000)).toContain("LIB_TEXT");
  expect(asked.sort()).toEqual(["/app/lib.py", "/app/own.py"]);
  await seal(11_001);
  expect(asked).toHaveLength(4);
});

test("what was judged ahead as ignored stays here", async () => {
  const { egress, question, seal } = watchedEgress(["/app/own.py"]);
  await egress.judgeAhead(question, 10_000);
  expect(await seal(10_500)).toBe("ignored");
});

test("what settings exclude meanwhile is withheld at once", async () => {
  const { egress, question, seal, set } = watchedEgress();
  await egress.judgeAhead(question, 10_000);
  set({ "privacy.exclude": ["lib.py"] });
  expect(await seal(10_001)).not.toContain("LIB_TEXT");
});
