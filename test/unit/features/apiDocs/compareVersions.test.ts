import { describe, expect, test } from "vitest";
import { findLanguage, languageIdOf } from "../../../../src/core/syntax/language.ts";
import { lexicalFamilies } from "../../../../src/core/syntax/lexicalFamily.ts";
import { lex } from "../../../../src/core/syntax/outline/lexer.ts";
import { readOutline } from "../../../../src/core/syntax/outline/readOutline.ts";
import type { WorkspaceUses } from "../../../../src/features/apiDocs/apiUses.ts";
import { LocalApiDocs } from "../../../../src/features/apiDocs/localApiDocs.ts";
import type { ApiComparisonQuery } from "../../../../src/ports/apiDocs.ts";
import type { EngineConfig } from "../../../../src/ports/engine.ts";
import { memoryLog } from "../../../support/memoryLog.ts";
import { MemoryPackageFiles } from "../../../support/memoryPackageFiles.ts";
import { MemoryDisk } from "../../../support/store/memoryStore.ts";

const yielder = {
  pause: async () => {},
  sleep: () => new Promise<void>(() => {}),
  now: () => 0,
  wallNow: () => 0,
};
const { signal } = new AbortController();

/** The files of a workspace as its index tells of them. */
function indexOf(sources: Readonly<Record<string, string>>): WorkspaceUses {
  const outline = (path: string) => {
    const language = findLanguage(languageIdOf(path)!)!;
    return readOutline(lex(sources[path]!, lexicalFamilies[language.family]), language.outline);
  };
  return {
    filesNaming: (name) =>
      Object.keys(sources).filter((path) => new RegExp(`\\b${name}\\b`).test(sources[path]!)),
    importsOf: (path) => outline(path).imports.map(({ module }) => module),
    definesName: (name) =>
      Object.keys(sources).some((path) => outline(path).symbols.some((one) => one.name === name)),
    languageIdOf,
    text: async (path) => sources[path],
  };
}

const npm = (folder: string, version: string, text: string) => ({
  [`${folder}/package.json`]: JSON.stringify({ name: "pool", version, types: "index.d.ts" }),
  [`${folder}/index.d.ts`]: text,
});
const old = `export declare class Pool {
  /** Takes one. */ take(): Thing;
  drain(): void;
  size(): number;
}
export interface Thing { close(): void; label: string }
export declare function makePool(size: number, name?: string): Pool;
export declare function idle(): void;
export declare const unused: number;`;
const now = `export declare class Pool {
  /** Takes one. */ take(): Thing;
  /** Empties it. Formerly drain. */ drainAll(): Promise<void>;
}
export interface Thing { close(): void; label: string }
export declare function makePool(options: { size: number }): Pool;
/** @deprecated use \`take\` */ export declare function idle(): void;`;

const program = `import { idle, makePool } from "pool";
const pool = makePool(3, "a");
pool.drain();
const thing = pool.take();
idle();
const other = { size: 1 };
other.size;
pool.size();
`;

interface Scene {
  readonly files: Readonly<Record<string, string>>;
  readonly sources: Readonly<Record<string, string>>;
}

function keepingDisk(): MemoryDisk {
  const disk = new MemoryDisk();
  disk.blobs = new Map();
  return disk;
}

function open({ files, sources }: Scene, disk = keepingDisk()): LocalApiDocs {
  const docs = new LocalApiDocs({
    files: new MemoryPackageFiles({ ...files, ...sources }),
    yielder,
    log: memoryLog().log,
    openStore: () => disk.open(),
    workspace: indexOf(sources),
  });
  docs.configure({
    roots: [{ name: "w", path: "/w" }],
    librariesDirectory: "/store",
  } as unknown as EngineConfig);
  return docs;
}

/** Changes, one a line, with the lines that use them; those that only look so have a `?`. */
async function compared(
  docs: LocalApiDocs,
  query: Omit<ApiComparisonQuery, "all"> & { readonly all?: boolean },
) {
  const found = await docs.compareApis({ all: false, ...query }, signal);
  if (typeof found === "string") return found;
  const changes = found.changes.map(({ kind, before, after, uses }) => {
    const places = uses.map(({ path, line, isSure }) => `${path.slice(3)}:${line + 1}${isSure ? "" : "?"}`);
    return `${kind} ${before.name}${kind === "renamed" ? ` -> ${after?.name}` : ""} ${places.join(" ")}`.trim();
  });
  return [`${found.before.version} -> ${found.after.version}`, ...changes];
}

const upgrade = {
  files: {
    "/w/package.json": '{"dependencies":{"pool":"1"}}',
    ...npm("/w/node_modules/pool", "1.0.0", old),
    ...npm("/elsewhere/pool", "2.0.0", now),
  },
  sources: { "/w/a.ts": program, "/w/b.ts": "export const drain = 1; drain;" },
};
const expected = [
  "removed Pool.size a.ts:8",
  "renamed Pool.drain -> Pool.drainAll a.ts:3",
  "changed makePool a.ts:1 a.ts:2",
  "deprecated idle a.ts:1 a.ts:5",
];

describe("what a newer version would break", () => {
  test("in a folder that a person names, and used here", async () => {
    const query = { package: "pool", with: { folder: "/elsewhere/pool" } };
    expect(await compared(open(upgrade), query)).toEqual(["1.0.0 -> 2.0.0", ...expected]);
  });

  test("all of it, when that is asked for", async () => {
    const all = await compared(open(upgrade), {
      package: "pool",
      with: { folder: "/elsewhere/pool" },
      all: true,
    });
    expect(all).toContain("removed unused");
  });

  for (const [title, query, said] of [
    ["no such package", { package: "lake", with: { version: "1" } }, 'No package "lake" is installed'],
    [
      "no such version",
      { package: "pool", with: { version: "7" } },
      "pool 7 is neither installed here nor kept on this machine",
    ],
    [
      "the same version",
      { package: "pool", with: { version: "1.0.0" } },
      "pool 1.0.0 is the version that is installed",
    ],
    [
      "a folder without it",
      { package: "pool", with: { folder: "/w/nothing" } },
      'The folder "/w/nothing" has no pool',
    ],
  ] as const)
    test(title, async () => expect(await compared(open(upgrade), query)).toBe(said));
});

test("what the version that is installed now broke, told from an older one that was read before", async () => {
  const disk = keepingDisk();
  const before = open(upgrade, disk);
  await before.searchApis({ query: "pool", limit: 1 }, signal);
  const files = { ...upgrade.files, ...npm("/w/node_modules/pool", "2.0.0", now) };
  const after = open({ ...upgrade, files }, disk);
  expect(await after.apiVersions({ package: "pool" }, signal)).toEqual({
    ecosystem: "npm",
    name: "pool",
    versions: [
      { version: "2.0.0", source: "installed", folder: "/w/node_modules/pool" },
      { version: "1.0.0", source: "kept" },
    ],
  });
  const query = { package: "pool", with: { version: "1.0.0" } };
  expect(await compared(after, query)).toEqual(["1.0.0 -> 2.0.0", ...expected]);
});

test("each part of a monorepo by the copy that it uses", async () => {
  const scene = {
    files: {
      "/w/package.json": '{"workspaces":["packages/*"],"dependencies":{"pool":"2"}}',
      "/w/packages/a/package.json": '{"name":"a","version":"1.0.0","dependencies":{"pool":"1"}}',
      "/w/packages/b/package.json": '{"name":"b","version":"1.0.0"}',
      ...npm("/w/node_modules/pool", "2.0.0", now),
      ...npm("/w/packages/a/node_modules/pool", "1.0.0", old),
    },
    sources: { "/w/packages/a/a.ts": program, "/w/packages/b/b.ts": program.replaceAll("drain", "drainAll") },
  };
  const docs = open(scene);
  const versions = await docs.apiVersions({ package: "pool" }, signal);
  expect(versions?.versions.map(({ version, source }) => `${version} ${source}`)).toEqual([
    "2.0.0 installed",
    "1.0.0 installed",
  ]);
  expect(await compared(docs, { package: "pool", with: { version: "1.0.0" } })).toEqual([
    "1.0.0 -> 2.0.0",
    "removed Pool.size packages/a/a.ts:8 packages/b/b.ts:8",
    "renamed Pool.drain -> Pool.drainAll packages/a/a.ts:3",
    "changed makePool packages/a/a.ts:1 packages/a/a.ts:2 packages/b/b.ts:1 packages/b/b.ts:2",
    "deprecated idle packages/a/a.ts:1 packages/a/a.ts:5 packages/b/b.ts:1 packages/b/b.ts:5",
  ]);
});

test("what is handed out as a whole no more, under whatever name a file has it, and what came from another package", async () => {
  const scene = {
    files: {
      "/w/package.json": "{}",
      ...npm("/w/node_modules/pool", "1.0.0", 'export default class Pool {} export { Other } from "other";'),
      "/w/node_modules/other/package.json": '{"name":"other","version":"1.0.0"}',
      "/w/node_modules/other/index.d.ts": "export declare class Other {}",
      ...npm("/elsewhere/pool", "2.0.0", "export declare class Pool {}"),
    },
    sources: { "/w/a.ts": 'import Lake, { Other } from "pool";\nnew Other();\n' },
  };
  expect(await compared(open(scene), { package: "pool", with: { folder: "/elsewhere/pool" } })).toEqual([
    "1.0.0 -> 2.0.0",
    "removed default a.ts:1",
    "removed Other a.ts:1 a.ts:2",
  ]);
});

test("Python, against sources that were never installed", async () => {
  const site = "/w/.venv/lib/python3.12/site-packages";
  const scene = {
    files: {
      "/w/.venv/pyvenv.cfg": "home = /usr/bin\n",
      [`${site}/wire-1.0.dist-info/METADATA`]: "Name: wire\nVersion: 1.0\n",
      [`${site}/wire/__init__.py`]: "from .client import Client, PoolLimits",
      [`${site}/wire/client.py`]:
        "class Base:\n    def close(self): ...\nclass Client(Base):\n    def getlist(self, key): ...\n    def send(self, request, stream=False): ...\n    def close(self): ...\nclass PoolLimits: ...",
      "/src/wire/pyproject.toml": '[project]\nname = "wire"\nversion = "2.0"\n',
      "/src/wire/src/wire/__init__.py": "from .client import Client",
      "/src/wire/src/wire/client.py":
        "class Base:\n    def close(self): ...\nclass Client(Base):\n    def get_list(self, key): ...\n    def send(self, request, *, stream=False): ...",
    },
    sources: {
      "/w/a.py":
        "from wire import Client, PoolLimits\nimport wire\nwith Client() as client:\n    client.getlist('a')\n    client.send(1, True)\n    client.close()\nwire.PoolLimits()\n",
    },
  };
  expect(await compared(open(scene), { package: "wire", with: { folder: "/src/wire" } })).toEqual([
    "1.0 -> 2.0",
    "removed PoolLimits a.py:1 a.py:7",
    "renamed Client.getlist -> Client.get_list a.py:4",
    "changed Client.send a.py:5",
  ]);
});

test("only a name tells what a value of no known type is, and it says so", async () => {
  const source = 'import { makePool } from "pool";\nexport function empty(x: any) { x.drainSlowly(); }\n';
  const scene = {
    files: {
      "/w/package.json": "{}",
      ...npm(
        "/w/node_modules/pool",
        "1.0.0",
        `${old} export declare class Slow { drainSlowly(): void; stay(): void }`,
      ),
      ...npm("/elsewhere/pool", "2.0.0", `${old} export declare class Slow { stay(): void }`),
    },
    sources: { "/w/a.ts": source },
  };
  expect(await compared(open(scene), { package: "pool", with: { folder: "/elsewhere/pool" } })).toEqual([
    "1.0.0 -> 2.0.0",
    "removed Slow.drainSlowly a.ts:2?",
  ]);
});
