import { expect, test } from "vitest";
import { languageIdOf } from "../../../../src/core/syntax/language.ts";
import { LocalApiDocs } from "../../../../src/features/apiDocs/localApiDocs.ts";
import type { EngineConfig } from "../../../../src/ports/engine.ts";
import { memoryLog } from "../../../support/memoryLog.ts";
import { MemoryPackageFiles } from "../../../support/memoryPackageFiles.ts";

const sleep = () => new Promise<void>(() => {});
const yielder = { pause: async () => {}, sleep, now: () => 0, wallNow: () => 0 };
const { signal } = new AbortController();
const site = "/w/.venv/lib/python3.12/site-packages";

const wire = `
/** Opens a session. */
export declare function open(url: string): Session;
export declare class Session {
  /** Sends a request. */
  send(body: string): void;
  /** Fetches what is there. */
  fetchMany(count: number): string[];
  /** Ends it.
   * @deprecated use {@link close} instead */
  end(): void;
  /** Closes it. */
  close(): void;
}
`;
const lodash = "/** Cuts. */ export declare function chunk(list: unknown[]): void;";
const files: Readonly<Record<string, string>> = {
  "/w/package.json": '{"name":"w","dependencies":{"wire":"1","lodash":"4"}}',
  "/w/node_modules/wire/package.json": '{"name":"wire","version":"1.2.0","types":"index.d.ts"}',
  "/w/node_modules/wire/index.d.ts": wire,
  "/w/node_modules/wire/README.md": "# wire\n\nSpeaks with others.\n\n```ts\nsession.fetchMany(3);\n```\n",
  "/w/node_modules/lodash/package.json": '{"name":"lodash","version":"4.17.21","types":"index.d.ts"}',
  "/w/node_modules/lodash/index.d.ts": lodash,
  "/w/.venv/pyvenv.cfg": "home = /usr/bin\nversion = 3.12.1\n",
  [`${site}/reel-2.0.dist-info/METADATA`]: "Name: reel\nVersion: 2.0\n",
  [`${site}/reel.py`]: 'class Reel:\n    def wind(self, turns):\n        """Winds it."""\n',
};
/** The workspace's own files, with what they import. */
const own: Readonly<Record<string, string>> = {
  "/w/src/near.ts": 'import { open } from "wire";\nconst s = open("a");\ns.send("near");\n',
  "/w/other/far.ts": 'import { open } from "wire";\nopen("b").send("far");\n',
  "/w/src/near.test.ts": 'import { open } from "wire";\nopen("c").send(makeLetter());\n',
  "/w/src/else.ts": 'import { open } from "wire";\nimport { mail } from "./mail";\nmail.send("a letter");\n',
  "/w/src/nothing.ts": 's.send("not imported");\n',
  "/w/src/a.py": "from reel import Reel\nr = Reel()\nr.wind(3)\n",
};

function workspace(texts = own, now = () => 0): LocalApiDocs {
  const docs = new LocalApiDocs({
    files: new MemoryPackageFiles(files),
    yielder: { ...yielder, now },
    log: memoryLog().log,
    workspace: {
      filesNaming: (name) => Object.keys(texts).filter((path) => texts[path]!.includes(name)),
      importsOf: (path) =>
        [...texts[path]!.matchAll(/from (?:"([^"]+)"|(\w+))/g)].map(([, quoted, plain]) => quoted ?? plain!),
      definesName: () => false,
      languageIdOf,
      text: async (path) => texts[path],
    },
  });
  docs.configure({ roots: [{ name: "w", path: "/w" }] } as unknown as EngineConfig);
  return docs;
}

const asked = (path: string, marked: string, draft = "", limit = 4) => {
  const [prefix = "", suffix = ""] = marked.split("█");
  return { path, languageId: languageIdOf(path)!, prefix, suffix, draft, limit };
};

/** Compares `reason name` of what is told. */
async function check(marked: string, draft: string, expected: readonly string[]): Promise<void> {
  const told = await workspace().apisForPrompt(asked("/w/src/x.ts", marked, draft), signal);
  expect(told.map(({ entry, reason }) => `${reason} ${entry.name}`)).toEqual(expected);
}

const head = 'import { open } from "wire";\nimport { chunk } from "lodash";\nconst s = open("a");\n';
for (const [what, marked, draft, expected] of [
  ["members of a library that is not common", `${head}s.cl█`, "", ["uncommon Session.close"]],
  ["what is called", `${head}s.send(█)`, "", ["uncommon Session.send"]],
  ["nothing of a common library", `${head}chunk(█)`, "", []],
  ["nothing where nothing is known", `${head}x.cl█`, "", []],
  [
    "what exists instead of what a draft names",
    `${head}s.█\n`,
    "fetchAll(1)",
    ["nearMiss Session.fetchMany", "uncommon Session.send", "uncommon Session.close"],
  ],
  [
    "what a draft should not use, and what instead",
    `${head}s.e█\n`,
    "nd()",
    ["deprecated Session.end", "replacement Session.close"],
  ],
  ["what a draft names first", `${head}const a = █\n`, "s.close()", ["uncommon Session.close"]],
  ["nothing for a name that is made known", `${head}const o█`, "", []],
] as const) {
  test(what, () => check(marked, draft, expected));
}

test("never more than asked for", async () => {
  const told = await workspace().apisForPrompt(asked("/w/src/x.ts", `${head}s.█\n`, "", 2), signal);
  expect(told).toHaveLength(2);
});

test("with the workspace's own use, the nearest first, tests last, other things of the name never", async () => {
  const docs = workspace();
  const [told] = await docs.apisForPrompt(asked("/w/src/x.ts", `${head}s.send(█)`), signal);
  expect(told?.entry.uses).toEqual([
    { path: "/w/src/near.ts", line: 2, code: 's.send("near");' },
    { path: "/w/other/far.ts", line: 1, code: 'open("b").send("far");' },
  ]);
  const [shown] = await docs.showApis({ name: "Session.send", limit: 1 }, signal);
  const paths = shown?.uses?.map(({ path }) => path);
  expect(paths).toHaveLength(3);
  expect(paths?.at(-1)).toBe("/w/src/near.test.ts");
});

test("a use is found once while a person types, and anew after a while", async () => {
  const texts = { ...own };
  let nowMs = 0;
  const docs = workspace(texts, () => nowMs);
  const first = async () =>
    (await docs.apisForPrompt(asked("/w/src/x.ts", `${head}s.send(█)`), signal))[0]?.entry.uses?.[0]?.code;
  expect(await first()).toBe('s.send("near");');
  texts["/w/src/near.ts"] = texts["/w/src/near.ts"]!.replace("near", "later");
  expect(await first()).toBe('s.send("near");');
  nowMs += 30_000;
  expect(await first()).toBe('s.send("later");');
});

test("the text at hand is no example of itself", async () => {
  const [told] = await workspace().apisForPrompt(asked("/w/src/near.ts", `${head}s.send(█)`), signal);
  expect(told?.entry.uses?.map(({ path }) => path)).not.toContain("/w/src/near.ts");
});

test("an example of the README once the package was read", async () => {
  const docs = workspace();
  const query = asked("/w/src/x.ts", `${head}s.fetchMany(█)`);
  expect((await docs.apisForPrompt(query, signal))[0]?.entry.examples).toEqual([]);
  await docs.searchApis({ query: "fetch", limit: 1 }, signal);
  expect((await docs.apisForPrompt(query, signal))[0]?.entry.examples).toEqual(["session.fetchMany(3);"]);
});

/** What the name before `█` is. */
async function named(path: string, marked: string) {
  const [before = "", behind = ""] = marked.split("█");
  const place = { path, languageId: languageIdOf(path)!, text: before + behind, end: before.length };
  const entry = await workspace().apiNamed(place, signal);
  return entry && `${entry.package.name} ${entry.package.version} ${entry.name}`;
}

for (const [what, path, marked, expected] of [
  ["a member", "/w/src/x.ts", `${head}s.send█("a")`, "wire 1.2.0 Session.send"],
  ["a name in an import", "/w/src/x.ts", 'import { open█ } from "wire";', "wire 1.2.0 open"],
  ["a call", "/w/src/x.ts", `${head}open█("b")`, "wire 1.2.0 open"],
  ["a local name", "/w/src/x.ts", `${head}s█.send("a")`, undefined],
  ["a name that hides it", "/w/src/x.ts", `${head}function f(open: number) {\n  open█`, undefined],
  ["a declaration", "/w/src/x.ts", "const open█ = 1;", undefined],
  ["a member that does not exist", "/w/src/x.ts", `${head}s.sendAll█()`, undefined],
  ["Python", "/w/src/x.py", "from reel import Reel\nReel().wind█(1)", "reel 2.0 Reel.wind"],
  ["a module in an import", "/w/src/x.ts", 'import { open } from "wi█re";', "wire 1.2.0 wire"],
  ["a module that is required", "/w/src/x.js", 'const w = require("wire█");', "wire 1.2.0 wire"],
  ["a module that is not installed", "/w/src/x.ts", 'import { open } from "wi█";', undefined],
  ["a file of the workspace", "/w/src/x.ts", 'import { open } from "./ne█ar";', undefined],
  ["a module in Python", "/w/src/x.py", "import reel█\n", "reel 2.0 reel"],
  ["a text", "/w/src/x.ts", `${head}x("open█")`, undefined],
  ["another language", "/w/src/x.go", "open█()", undefined],
] as const) {
  test(`what a name means: ${what}`, async () => expect(await named(path, marked)).toBe(expected));
}
