/** Two versions of one library: in two workspaces, in two parts of one, and what changed between them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { RpcApiCheck, RpcApiEntry, RpcApiHit, RpcComparison } from "../../src/ports/rpc.ts";
import { RpcClient } from "../support/rpcClient.ts";

const made: string[] = [];
const running: RpcClient[] = [];

afterEach(async () => {
  for (const client of running.splice(0)) await client.end();
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder with these files; what they are called begins with none of `/`. */
function workspace(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "two-versions-"));
  made.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

async function open(root: string): Promise<RpcClient> {
  const client = new RpcClient(["--root", root]);
  running.push(client);
  await client.ask("index/wait", {});
  return client;
}

async function answer<T>(client: RpcClient, method: string, params: object): Promise<T> {
  const { result, error } = await client.ask<T>(method, params);
  if (error !== undefined || result === undefined) throw new Error(`${method}: ${error?.message}`);
  return result;
}

/** The second version has `drainAll` in place of `drain`, and no `size`. */
const npm = (folder: string, version: 1 | 2) => ({
  [`${folder}/package.json`]: JSON.stringify({
    name: "pool",
    version: `${version}.0.0`,
    types: "index.d.ts",
  }),
  [`${folder}/index.d.ts`]:
    version === 1
      ? "export declare class Pool {\n  /** Takes one. */ take(): string;\n  /** Empties the pool of all. */ drain(): void;\n  size(): number;\n}\nexport declare function makePool(): Pool;\n"
      : "export declare class Pool {\n  /** Takes one of many. */ take(): string;\n  /** Empties the pool of all. */ drainAll(): void;\n}\nexport declare function makePool(): Pool;\n",
});
const program =
  'import { makePool } from "pool";\nconst pool = makePool();\npool.drain();\npool.take();\npool.size();\n';
const root = (version: 1 | 2) => ({
  "package.json": JSON.stringify({ name: "w", version: "1.0.0", dependencies: { pool: `${version}` } }),
  ...npm("node_modules/pool", version),
  "a.ts": program,
});

const python = (version: 1 | 2) => {
  const site = ".venv/lib/python3.12/site-packages";
  return {
    ".venv/pyvenv.cfg": "home = /usr/bin\nversion = 3.12.1\n",
    [`${site}/wire-${version}.0.dist-info/METADATA`]: `Name: wire\nVersion: ${version}.0\n`,
    [`${site}/wire/__init__.py`]:
      version === 1
        ? 'class Wire:\n    def getlist(self, key):\n        """Gives all."""\n    def send(self): ...\ndef connect() -> Wire: ...\ndef gone(): ...\n'
        : 'class Wire:\n    def get_list(self, key):\n        """Gives all."""\n    def send(self): ...\ndef connect() -> Wire: ...\n',
    "a.py": "import wire\nw = wire.connect()\nw.getlist('a')\nw.send()\nwire.gone()\n",
  };
};

const shown = (entries: readonly RpcApiEntry[]) => entries.map(({ name, version }) => `${name} ${version}`);
const flagged = ({ findings }: RpcApiCheck) =>
  findings.map(({ name, line, version, alternatives }) =>
    `${line} ${name} ${version} ${alternatives[0] ?? ""}`.trim(),
  );

/** What stands before the place where a member of the pool is written. */
const before = 'import { makePool } from "pool";\nconst pool = makePool();\npool.';
async function offered(client: RpcClient, path: string): Promise<readonly string[]> {
  const hits = await answer<readonly RpcApiHit[]>(client, "docs/at", { path, prefix: before, suffix: "\n" });
  return shown(hits).sort();
}

describe("in two workspaces", () => {
  for (const [version, known, wrong] of [
    [1, ["Pool.drain 1.0.0", "Pool.size 1.0.0", "Pool.take 1.0.0"], []],
    [2, ["Pool.drainAll 2.0.0", "Pool.take 2.0.0"], ["3 drain 2.0.0 drainAll", "5 size 2.0.0"]],
  ] as const)
    test(`npm, version ${version}`, async () => {
      const client = await open(workspace(root(version)));
      expect(await offered(client, "a.ts")).toEqual(known);
      const entries = await answer<readonly RpcApiEntry[]>(client, "docs/show", {
        name: "Pool.take",
        package: "pool",
      });
      expect(entries.map((one) => `${one.version} ${one.summary}`)).toEqual([
        version === 1 ? "1.0.0 Takes one." : "2.0.0 Takes one of many.",
      ]);
      expect(flagged(await answer(client, "docs/check", { path: "a.ts", text: program }))).toEqual(wrong);
    });

  for (const [version, wrong] of [
    [1, []],
    [2, ["3 getlist 2.0 get_list", "5 gone 2.0"]],
  ] as const)
    test(`Python, version ${version}`, async () => {
      const files = python(version);
      const client = await open(workspace(files));
      const name = version === 1 ? "Wire.getlist" : "Wire.get_list";
      const entries = await answer<readonly RpcApiEntry[]>(client, "docs/show", { name, package: "wire" });
      expect(shown(entries)).toEqual([`${name} ${version}.0`]);
      expect(flagged(await answer(client, "docs/check", { path: "a.py", text: files["a.py"] }))).toEqual(
        wrong,
      );
    });
});

describe("in two parts of one workspace", () => {
  const parts = {
    "package.json": JSON.stringify({ name: "w", workspaces: ["packages/*"], dependencies: { pool: "2" } }),
    "packages/old/package.json": JSON.stringify({
      name: "old",
      version: "1.0.0",
      dependencies: { pool: "1" },
    }),
    "packages/new/package.json": JSON.stringify({ name: "new", version: "1.0.0" }),
    "packages/old/a.ts": program,
    "packages/new/a.ts": program,
    ...npm("node_modules/pool", 2),
    ...npm("packages/old/node_modules/pool", 1),
  };

  test("each is told of its own, and flagged by it", async () => {
    const client = await open(workspace(parts));
    expect(await offered(client, "packages/old/a.ts")).toEqual([
      "Pool.drain 1.0.0",
      "Pool.size 1.0.0",
      "Pool.take 1.0.0",
    ]);
    expect(await offered(client, "packages/new/a.ts")).toEqual(["Pool.drainAll 2.0.0", "Pool.take 2.0.0"]);
    const check = async (path: string) =>
      flagged(await answer(client, "docs/check", { path, text: program }));
    expect(await check("packages/old/a.ts")).toEqual([]);
    expect(await check("packages/new/a.ts")).toEqual(["3 drain 2.0.0 drainAll", "5 size 2.0.0"]);
    const entries = await answer<readonly RpcApiEntry[]>(client, "docs/show", {
      name: "Pool.drain",
      package: "pool",
    });
    expect(entries.map(({ version, path }) => `${version} ${path}`)).toEqual([
      "1.0.0 packages/old/node_modules/pool/index.d.ts",
    ]);
  });

  test("what changed between them, where it is used", async () => {
    const client = await open(workspace(parts));
    const {
      before: from,
      after: to,
      changes,
    } = await answer<RpcComparison>(client, "docs/compare", {
      package: "pool",
      version: "1.0.0",
    });
    expect([from.version, to.version]).toEqual(["1.0.0", "2.0.0"]);
    expect(
      changes.map(({ kind, name, nowName, uses }) => [
        `${kind} ${name}${nowName === undefined ? "" : ` ${nowName}`}`,
        ...uses.map(({ path, line, sure }) => `${path}:${line} ${sure}`),
      ]),
    ).toEqual([
      ["removed Pool.size", "packages/new/a.ts:5 true", "packages/old/a.ts:5 true"],
      ["renamed Pool.drain Pool.drainAll", "packages/new/a.ts:3 true", "packages/old/a.ts:3 true"],
    ]);
  });
});

test("a version that was read once is known to another workspace that has the next one", async () => {
  const store = mkdtempSync(join(tmpdir(), "two-versions-store-"));
  made.push(store);
  const opened = async (version: 1 | 2) => {
    const client = new RpcClient(["--root", workspace(root(version)), "--store", store]);
    running.push(client);
    await client.ask("index/wait", {});
    return client;
  };
  const first = await opened(1);
  expect(shown(await answer(first, "docs/show", { name: "Pool.drain", package: "pool" }))).toEqual([
    "Pool.drain 1.0.0",
  ]);
  await first.end();
  const second = await opened(2);
  const { changes } = await answer<RpcComparison>(second, "docs/compare", {
    package: "pool",
    version: "1.0.0",
  });
  expect(changes.map(({ kind, name, uses }) => `${kind} ${name} ${uses.map(({ line }) => line)}`)).toEqual([
    "removed Pool.size 5",
    "renamed Pool.drain 3",
  ]);
});
