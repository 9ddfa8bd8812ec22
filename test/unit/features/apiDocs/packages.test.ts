import { describe, expect, test } from "vitest";
import { BoundedFiles } from "../../../../src/features/apiDocs/boundedFiles.ts";
import type { Ecosystem } from "../../../../src/features/apiDocs/ecosystem.ts";
import { LibraryLoader } from "../../../../src/features/apiDocs/libraryLoader.ts";
import { NpmEcosystem } from "../../../../src/features/apiDocs/npm/npmEcosystem.ts";
import { readPackage } from "../../../../src/features/apiDocs/packageReader.ts";
import { PythonEcosystem } from "../../../../src/features/apiDocs/python/pythonEcosystem.ts";
import { MemoryPackageFiles } from "../../../support/memoryPackageFiles.ts";

const yielder = { pause: async () => {}, sleep: async () => {}, now: () => 0, wallNow: () => 0 };

const manifest = (name: string, rest: object = {}) => JSON.stringify({ name, version: "1.2.3", ...rest });

function workspace(): MemoryPackageFiles {
  const files = new MemoryPackageFiles({
    "/w/package.json": manifest("root", {
      dependencies: { plain: "^1" },
      devDependencies: { "@scope/tool": "*" },
    }),
    "/w/src/a.ts": "",
    "/w/node_modules/plain/package.json": manifest("plain", { types: "t.d.ts" }),
    "/w/node_modules/plain/t.d.ts":
      "/** Runs. */ export declare function run(): void; export declare class Box { open(): Box; _hidden(): void }",
    "/w/node_modules/@scope/tool/package.json": manifest("@scope/tool", {
      exports: { ".": "./index.js", "./deep": "./lib/deep.js", "./package.json": "./package.json" },
    }),
    "/w/node_modules/@scope/tool/index.d.ts": 'export * from "./lib/deep.js"; export { run } from "plain";',
    "/w/node_modules/@scope/tool/lib/deep.d.ts": "export declare const depth: number;",
    "/w/node_modules/untyped/package.json": manifest("untyped"),
    "/w/node_modules/@types/untyped/package.json": manifest("@types/untyped"),
    "/w/node_modules/@types/untyped/index.d.ts": "export declare const typed: string;",
    "/w/node_modules/.pnpm/inner@1/node_modules/inner/package.json": manifest("inner"),
    "/w/node_modules/.pnpm/inner@1/node_modules/inner/index.d.ts":
      'import { own } from "dep"; export { own };',
    "/w/node_modules/.pnpm/inner@1/node_modules/dep/package.json": manifest("dep"),
    "/w/node_modules/.pnpm/inner@1/node_modules/dep/index.d.ts": "export declare const own: 1;",
    "/w/packages/sibling/package.json": manifest("sibling", { types: "src/index.ts" }),
    "/w/packages/sibling/src/index.ts": "export const made = () => new Map<string, number>();",
    "/w/node_modules/broken/package.json": "{",
    "/w/node_modules/empty/readme.md": "",
    "/w/node_modules/sly/package.json": manifest("sly", { types: "../../../outside/secret.d.ts" }),
    "/w/node_modules/nested/package.json": manifest("nested"),
    "/w/node_modules/nested/index.d.ts": "",
    "/w/node_modules/nested/node_modules/plain/package.json": manifest("plain", { version: "9.0.0" }),
    "/w/node_modules/nested/node_modules/plain/index.d.ts": "export declare const nine: 9;",
    "/outside/secret.d.ts": "export declare const secret: string;",
    "/outside/package.json": manifest("outside"),
  });
  files.linkTo("/w/node_modules/inner", "/w/node_modules/.pnpm/inner@1/node_modules/inner");
  files.linkTo("/w/node_modules/sibling", "/w/packages/sibling");
  files.linkTo("/w/node_modules/escaped", "/outside");
  files.linkTo("/w/node_modules/round", "/w/node_modules/round2");
  files.linkTo("/w/node_modules/round2", "/w/node_modules/round");
  return files;
}

function npm(): { readonly ecosystem: Ecosystem; readonly loader: LibraryLoader } {
  const files = new BoundedFiles(workspace(), ["/w"]);
  const ecosystem = new NpmEcosystem(files);
  return { ecosystem, loader: new LibraryLoader(ecosystem, files, yielder) };
}

describe("npm", () => {
  test("finds what is installed, how it is asked for, and says what it skips", async () => {
    const { packages, skipped } = await npm().ecosystem.findInstalled(["/w"]);
    expect(
      packages.map(({ id, role, importNames }) => `${id.name}@${id.version} ${role} ${importNames[0]}`),
    ).toEqual([
      "@scope/tool@1.2.3 direct @scope/tool",
      "@types/untyped@1.2.3 indirect untyped",
      "inner@1.2.3 indirect inner",
      "nested@1.2.3 indirect nested",
      "plain@1.2.3 direct plain",
      "sibling@1.2.3 private sibling",
      "sly@1.2.3 indirect sly",
      "untyped@1.2.3 indirect untyped",
    ]);
    expect(skipped.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      "broken: It has no package.json",
      "empty: It has no package.json",
      "escaped: It leads outside of the workspace",
      "round: It leads outside of the workspace",
      "round2: It leads outside of the workspace",
    ]);
  });

  for (const [specifier, from, path] of [
    ["plain", "/w/src/a.ts", "/w/node_modules/plain/t.d.ts"],
    ["plain", "/w/node_modules/nested/index.d.ts", "/w/node_modules/nested/node_modules/plain/index.d.ts"],
    ["@scope/tool/deep", "/w/src/a.ts", "/w/node_modules/@scope/tool/lib/deep.d.ts"],
    ["untyped", "/w/src/a.ts", "/w/node_modules/@types/untyped/index.d.ts"],
    ["inner", "/w/src/a.ts", "/w/node_modules/.pnpm/inner@1/node_modules/inner/index.d.ts"],
    [
      "dep",
      "/w/node_modules/.pnpm/inner@1/node_modules/inner/index.d.ts",
      "/w/node_modules/.pnpm/inner@1/node_modules/dep/index.d.ts",
    ],
    ["dep", "/w/src/a.ts", undefined],
    ["sibling", "/w/src/a.ts", "/w/packages/sibling/src/index.ts"],
    ["./lib/deep.js", "/w/node_modules/@scope/tool/index.d.ts", "/w/node_modules/@scope/tool/lib/deep.d.ts"],
    ["sly", "/w/src/a.ts", undefined],
    ["escaped", "/w/src/a.ts", undefined],
    ["round", "/w/src/a.ts", undefined],
    ["../../outside/secret", "/w/src/a.ts", undefined],
    ["plain/../../../outside/secret", "/w/src/a.ts", undefined],
  ] as const) {
    test(`${specifier} in ${from} is ${path}`, async () =>
      expect(await npm().ecosystem.resolve(specifier, from)).toBe(path));
  }

  test("a package's public API, what it hands on of others left out", async () => {
    const { ecosystem, loader } = npm();
    const { packages } = await ecosystem.findInstalled(["/w"]);
    const apis = async (name: string) =>
      (await readPackage(loader, packages.find(({ id }) => id.name === name)!)).map(
        ({ module, name: api, summary }) => `${module} ${api} ${summary}`.trim(),
      );
    expect(await apis("plain")).toEqual(["plain run Runs.", "plain Box", "plain Box.open"]);
    expect(await apis("@scope/tool")).toEqual(["@scope/tool depth"]);
    expect(await apis("sly")).toEqual([]);
  });
});

const site = "/w/.venv/lib/python3.11/site-packages";
function python(): { readonly ecosystem: Ecosystem; readonly loader: LibraryLoader } {
  const disk = new MemoryPackageFiles({
    [`${site}/requests-2.1.dist-info/METADATA`]: "Metadata-Version: 2.1\nName: requests\nVersion: 2.1\n",
    [`${site}/requests-2.1.dist-info/RECORD`]:
      "requests/__init__.py,sha256=x,1\nrequests/api.py,,\n../../bin/x,,\n",
    [`${site}/requests/__init__.py`]: "from .api import get\nfrom . import models",
    [`${site}/requests/api.py`]:
      'def get(url):\n    """Sends a request."""\n    return models.Response(url)\nfrom . import models',
    [`${site}/requests/models.py`]: "class Response:\n    def json(self): ...\n    def _own(self): ...",
    [`${site}/PyYAML-6.egg-info/PKG-INFO`]: "Name: PyYAML\nVersion: 6\n",
    [`${site}/PyYAML-6.egg-info/top_level.txt`]: "_yaml\nyaml\n",
    [`${site}/yaml.py`]: "def load(text): ...",
    [`${site}/yaml-stubs/__init__.pyi`]:
      "def load(text: str) -> object: ...\ndef dump(data: object) -> str: ...",
    [`${site}/bad.dist-info/METADATA`]: "nothing",
    "/w/requirements-dev.txt": "# needed\n-r other.txt\nRequests[socks]>=2 # http\n",
    "/w/pyproject.toml":
      '[project]\ndependencies = ["py.yaml>=5"]\n[tool.poetry.dependencies]\npython = "^3"\npyyaml = "*"\n',
    "/w/src/own/__init__.py": "",
    "/w/src/own/part.py": "x = 1",
    "/usr/lib/python3.11/json/__init__.py": "def loads(s): ...",
    "/etc/secret.py": "key = 1",
  });
  disk.linkTo(`${site}/sly`, "/etc");
  const files = new BoundedFiles(disk, ["/w", "/usr/lib/python3.11"]);
  const ecosystem = new PythonEcosystem(files, {
    sources: ["/w/src"],
    sites: [site],
    systemSites: [],
    standard: ["/usr/lib/python3.11"],
  });
  return { ecosystem, loader: new LibraryLoader(ecosystem, files, yielder) };
}

describe("Python", () => {
  test("finds distributions and the modules that they bring", async () => {
    const { packages, skipped } = await python().ecosystem.findInstalled(["/w"]);
    expect(
      packages.map(({ id, role, importNames }) => `${id.name} ${id.version} ${role} ${importNames}`),
    ).toEqual(["requests 2.1 direct requests", "PyYAML 6 direct _yaml,yaml"]);
    expect(skipped.map(({ name, reason }) => `${name}: ${reason}`)).toEqual(["bad: It has no metadata"]);
  });

  for (const [specifier, from, path] of [
    ["requests", "/w/src/a.py", `${site}/requests/__init__.py`],
    ["requests.api", "/w/src/a.py", `${site}/requests/api.py`],
    [".api", `${site}/requests/__init__.py`, `${site}/requests/api.py`],
    [".", `${site}/requests/api.py`, `${site}/requests/__init__.py`],
    ["yaml", "/w/src/a.py", `${site}/yaml-stubs/__init__.pyi`],
    ["own.part", "/w/src/a.py", "/w/src/own/part.py"],
    ["json", "/w/src/a.py", "/usr/lib/python3.11/json/__init__.py"],
    ["sly.secret", "/w/src/a.py", undefined],
    ["..secret", "/w/src/a.py", undefined],
    ["no/such", "/w/src/a.py", undefined],
  ] as const) {
    test(`${specifier} in ${from} is ${path}`, async () =>
      expect(await python().ecosystem.resolve(specifier, from)).toBe(path));
  }

  test("a package's public API by the shortest import", async () => {
    const { ecosystem, loader } = python();
    const { packages } = await ecosystem.findInstalled(["/w"]);
    const apis = (await readPackage(loader, packages[0]!)).map(({ module, name, summary }) =>
      `${module} ${name} ${summary}`.trim(),
    );
    expect(apis).toEqual([
      "requests get Sends a request.",
      "requests.models Response",
      "requests.models Response.json",
    ]);
  });
});

test("a file that cannot be read may declare anything", async () => {
  const { loader } = npm();
  const module = await loader.moduleAt("/w/gone.d.ts", "gone");
  expect(module?.kind === "module" && loader.library.exported(module.units, "x")).toBe("unknown");
});

test("a call that is taken back ends", async () => {
  const { loader } = npm();
  const gone = AbortSignal.abort(new Error("taken back"));
  await expect(loader.module("plain", "/w/src/a.ts", gone)).rejects.toThrow("taken back");
});
