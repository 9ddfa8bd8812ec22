import { describe, expect, test } from "vitest";
import { LocalApiDocs } from "../../../../src/features/apiDocs/localApiDocs.ts";
import type { EngineConfig } from "../../../../src/ports/engine.ts";
import { memoryLog } from "../../../support/memoryLog.ts";
import { MemoryPackageFiles } from "../../../support/memoryPackageFiles.ts";

const yielder = {
  pause: async () => {},
  sleep: () => new Promise<void>(() => {}),
  now: () => 0,
  wallNow: () => 0,
};
const site = "/w/.venv/lib/python3.12/site-packages";
const files = {
  "/w/package.json": '{"dependencies":{"pool":"1"}}',
  "/w/node_modules/pool/package.json": '{"name":"pool","version":"2.0.0","types":"index.d.ts"}',
  "/w/node_modules/pool/index.d.ts": `export declare class Pool {
  take(): string; drainAll(): void; give(one: string, at?: number): void; resize(to: number): void;
  /** @deprecated use \`drainAll\` */ empty(): void;
}
export declare function makePool(size: number, name: string): Pool;
export declare function openPool(): Pool;`,
  "/w/.venv/pyvenv.cfg": "home = /usr/bin\n",
  [`${site}/wire-2.0.dist-info/METADATA`]: "Name: wire\nVersion: 2.0\n",
  [`${site}/wire/__init__.py`]:
    "class Limits: ...\nclass Wire:\n    def get_list(self, key): ...\n    def send(self, request, *, stream=False): ...\n    def close(self): ...\ndef connect() -> Wire: ...",
};

/** What is shown first, for a message at `█`; the column is not told where the mark begins a line. */
async function check(path: string, marked: string, message: string): Promise<readonly string[]> {
  const docs = new LocalApiDocs({ files: new MemoryPackageFiles(files), yielder, log: memoryLog().log });
  docs.configure({ roots: [{ name: "w", path: "/w" }] } as unknown as EngineConfig);
  const before = marked.slice(0, marked.indexOf("█")).split("\n");
  const column = before.at(-1)!.length;
  const query = {
    path,
    languageId: path.endsWith(".py") ? "python" : "typescript",
    text: marked.replace("█", ""),
    line: before.length - 1,
    ...(column === 0 ? {} : { column }),
    message,
    limit: 3,
  };
  const hits = await docs.apisForDiagnostic(query, new AbortController().signal);
  return hits.map(({ entry }) => `${entry.name} ${entry.package.version}`);
}

const ts = 'import { makePool } from "pool";\nconst pool = makePool(1, "a");\n';
const py = "import wire\nw = wire.connect()\n";

describe("TypeScript", () => {
  for (const [title, marked, message, expected] of [
    [
      "near members of a value that lacks one",
      `${ts}pool.█drain();`,
      "Property 'drain' does not exist on type 'Pool'.",
      ["Pool.drainAll 2.0.0", "Pool.take 2.0.0", "Pool.give 2.0.0"],
    ],
    [
      "the one that the compiler means first",
      `${ts}pool.█tke();`,
      "Property 'tke' does not exist on type 'Pool'. Did you mean 'resize'?",
      ["Pool.resize 2.0.0", "Pool.take 2.0.0", "Pool.drainAll 2.0.0"],
    ],
    [
      "members of the type that the message names",
      'import { openPool } from "pool";\nfunction f(p: any) { p.█drain(); }',
      "Property 'drain' does not exist on type 'Pool'.",
      ["Pool.drainAll 2.0.0", "Pool.take 2.0.0", "Pool.give 2.0.0"],
    ],
    [
      "near names of a module",
      'import { █openPol } from "pool";',
      `'"pool"' has no exported member named 'openPol'.`,
      ["openPool 2.0.0", "Pool 2.0.0", "makePool 2.0.0"],
    ],
    [
      "what is called, at its name",
      `${ts}pool.█give();`,
      "Expected 1-2 arguments, but got 0.",
      ["Pool.give 2.0.0"],
    ],
    [
      "what is called, at an argument",
      `${ts}makePool(█"a", "b");`,
      "Argument of type 'string' is not assignable to parameter of type 'number'.",
      ["makePool 2.0.0"],
    ],
    [
      "what to use instead",
      `${ts}pool.█empty();`,
      "'empty' is deprecated.",
      ["Pool.empty 2.0.0", "Pool.drainAll 2.0.0"],
    ],
    ["nothing for other messages", `${ts}pool.█take()`, "';' expected.", []],
    [
      "nothing of what is no library's",
      "const a = { b: 1 };\na.█c;",
      "Property 'c' does not exist on type '{ b: number }'.",
      [],
    ],
  ] as const)
    test(title, async () => expect(await check("/w/a.ts", marked, message)).toEqual(expected));
});

describe("Python", () => {
  for (const [title, marked, message, expected] of [
    [
      "at run time, by the line alone",
      `${py}█print(w.getlist(1))`,
      "AttributeError: 'Wire' object has no attribute 'getlist'",
      ["Wire.get_list 2.0", "Wire.send 2.0", "Wire.close 2.0"],
    ],
    [
      "a name of a module",
      `${py}█wire.PoolLimits()`,
      "AttributeError: module 'wire' has no attribute 'PoolLimits'",
      ["Limits 2.0", "Wire 2.0", "connect 2.0"],
    ],
    [
      "an import",
      "█from wire import Limit",
      "ImportError: cannot import name 'Limit' from 'wire' (/x.py)",
      ["Limits 2.0", "Wire 2.0", "connect 2.0"],
    ],
    [
      "what is called",
      `${py}█w.send(1, True)`,
      "TypeError: Wire.send() takes 2 positional arguments but 3 were given",
      ["Wire.send 2.0"],
    ],
    [
      "an argument that is missing, by Pyright",
      `${py}w.█send()`,
      'Argument missing for parameter "request"',
      ["Wire.send 2.0"],
    ],
  ] as const)
    test(title, async () => expect(await check("/w/a.py", marked, message)).toEqual(expected));
});
