import { expect, test } from "vitest";
import { LocalApiDocs } from "../../../../src/features/apiDocs/localApiDocs.ts";
import { findPythonPaths } from "../../../../src/features/apiDocs/python/pythonPaths.ts";
import type { EngineConfig } from "../../../../src/ports/engine.ts";
import { memoryLog } from "../../../support/memoryLog.ts";
import { MemoryPackageFiles } from "../../../support/memoryPackageFiles.ts";

const yielder = {
  pause: async () => {},
  sleep: () => new Promise<void>(() => {}),
  now: () => 0,
  wallNow: () => 0,
};
const { signal } = new AbortController();
const site = "/w/.venv/lib/python3.12/site-packages";

function workspace(texts: Readonly<Record<string, string>> = {}): LocalApiDocs {
  const files = new MemoryPackageFiles({
    "/w/package.json": '{"dependencies":{"http":"1"}}',
    "/w/node_modules/http/package.json": '{"name":"http","version":"1.0.0"}',
    "/w/node_modules/http/index.d.ts":
      "export declare class Session { /** Sends a request. */ get(url: string): void }\n/** Gets a page.\n * @deprecated use `Session` */ export declare function get(url: string): void;",
    "/w/.venv/pyvenv.cfg": "home = /usr/bin\nversion = 3.12.1\n",
    [`${site}/reader-2.0.dist-info/METADATA`]: "Name: reader\nVersion: 2.0\n",
    [`${site}/reader.py`]:
      'def get(url):\n    """Gets a feed."""\nclass Feed:\n    """A feed."""\n    def items(self): ...',
    ...texts,
  });
  const docs = new LocalApiDocs({ files, yielder, log: memoryLog().log });
  docs.configure({ roots: [{ name: "w", path: "/w" }] } as unknown as EngineConfig);
  return docs;
}

test("packages of all managers, those that are asked for first", async () => {
  const { packages } = await workspace().apiPackages(signal);
  expect(packages.map(({ id, role }) => `${id.ecosystem} ${id.name} ${id.version} ${role}`)).toEqual([
    "npm http 1.0.0 direct",
    "python reader 2.0 indirect",
  ]);
});

const names = async (docs: LocalApiDocs, query: string, name?: string) =>
  (await docs.searchApis({ query, limit: 2, ...(name ? { package: name } : {}) }, signal)).map(
    ({ entry }) => `${entry.package.name}:${entry.name}`,
  );

test("a question over all packages", async () => {
  expect((await names(workspace(), "send a request"))[0]).toBe("http:Session.get");
  expect((await names(workspace(), "items of a feed"))[0]).toBe("reader:Feed.items");
});

test("a question to one package", async () => {
  expect((await names(workspace(), "get", "reader"))[0]).toBe("reader:get");
  expect(await names(workspace(), "get", "nothing")).toEqual([]);
});

for (const [name, expected] of [
  ["Session.get", ["http:Session.get"]],
  ["Session::get", ["http:Session.get"]],
  ["http.get", ["http:get"]],
  ["get", ["http:get", "reader:get", "http:Session.get"]],
  ["feed.items", ["reader:Feed.items"]],
  ["nothing", []],
] as const) {
  test(`what is known of ${name}`, async () => {
    const found = await workspace().showApis({ name, limit: 5 }, signal);
    expect(found.map((entry) => `${entry.package.name}:${entry.name}`).sort()).toEqual([...expected].sort());
  });
}

test("what is deprecated says so", async () => {
  const [entry] = await workspace().showApis({ name: "http.get", limit: 1 }, signal);
  expect(entry).toMatchObject({
    deprecated: expect.any(String),
    replacedBy: "Session",
    summary: "Gets a page.",
  });
});

test("another version after packages were installed", async () => {
  const docs = workspace();
  const version = async () => (await docs.apiPackages(signal)).packages[0]!.id.version;
  expect(await version()).toBe("1.0.0");
  docs.forget();
  expect(await version()).toBe("1.0.0");
});

test("Python's folders: the workspace's environment, the standard library of its base", async () => {
  const files = new MemoryPackageFiles({
    "/w/.venv/pyvenv.cfg": "home = /opt/py/bin\ninclude-system-site-packages = true\n",
    "/w/.venv/lib/python3.12/site-packages/a.py": "",
    "/opt/py/lib/python3.12/os.py": "",
    "/opt/py/lib/python3.12/site-packages/b.py": "",
    "/opt/py/lib/python3.9/os.py": "",
    "/w/other/pyvenv.cfg": "home = relative/bin\n",
    "/w/other/lib/python3.11/site-packages/c.py": "",
  });
  expect(await findPythonPaths(files, ["/w"])).toEqual({
    sources: ["/w", "/w/src", "/w/lib"],
    sites: [
      "/w/.venv/lib/python3.12/site-packages",
      "/w/other/lib/python3.11/site-packages",
      "/opt/py/lib/python3.12/site-packages",
    ],
    systemSites: ["/opt/py/lib/python3.12/site-packages"],
    standard: ["/opt/py/lib/python3.12", "/opt/py/lib/python3.9", "/w/other/lib/python3.11"],
  });
});

test("without an environment those of the system", async () => {
  const files = new MemoryPackageFiles({
    "/w/a.py": "",
    "/usr/lib/python3.11/os.py": "",
    "/usr/lib/python3/dist-packages/yaml.py": "",
  });
  const { sites, systemSites, standard } = await findPythonPaths(files, ["/w"]);
  expect([sites, systemSites, standard]).toEqual([
    ["/usr/lib/python3/dist-packages"],
    ["/usr/lib/python3/dist-packages"],
    ["/usr/lib/python3.11"],
  ]);
});

test("parts of the workspace are read anew when their files change, and packages found anew when a lock file does", async () => {
  const files = new MemoryPackageFiles({
    "/w/package.json": '{"workspaces":["packages/*"]}',
    "/w/packages/page/package.json": '{"name":"page","version":"1.0.0"}',
    "/w/packages/page/index.ts": "/** Opens a page. */ export function open(): void {}",
  });
  const docs = new LocalApiDocs({ files, yielder, log: memoryLog().log });
  docs.configure({ roots: [{ name: "w", path: "/w" }] } as unknown as EngineConfig);
  const shown = async () =>
    (await docs.showApis({ name: "open", limit: 5 }, signal)).map(
      (entry) => `${entry.package.version} ${entry.summary}`,
    );
  expect(await shown()).toEqual(["1.0.0 Opens a page."]);
  files.write("/w/packages/page/index.ts", "/** Opens it all. */ export function open(): void {}");
  docs.filesChanged(["/w/other.ts"]);
  expect(await shown()).toEqual(["1.0.0 Opens a page."]);
  docs.filesChanged(["/w/packages/page/index.ts"]);
  expect(await shown()).toEqual(["1.0.0 Opens it all."]);
  files.write("/w/packages/page/package.json", '{"name":"page","version":"2.0.0"}');
  docs.filesChanged(["/w/packages/page/package.json"]);
  expect(await shown()).toEqual(["2.0.0 Opens it all."]);
});
