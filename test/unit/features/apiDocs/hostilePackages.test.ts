/** Packages are what strangers wrote: whatever lies in them, they are skipped or read in part, and never run. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { readXmlDocs } from "../../../../src/core/apiDocs/archive/xmlDocs.ts";
import { readZipDirectory } from "../../../../src/core/apiDocs/archive/zip.ts";
import { readCargoLock, readCargoManifest } from "../../../../src/core/apiDocs/manifests/cargo.ts";
import { readGemfileLock } from "../../../../src/core/apiDocs/manifests/gems.ts";
import { readGoMod, readGoWork } from "../../../../src/core/apiDocs/manifests/goMod.ts";
import { readGradle, readPom, readVersionCatalog } from "../../../../src/core/apiDocs/manifests/maven.ts";
import { withTexts } from "../../../../src/core/apiDocs/readme.ts";
import { readSourceApis } from "../../../../src/core/apiDocs/source/readSourceApis.ts";
import { sourceLanguages } from "../../../../src/core/apiDocs/source/sourceLanguage.ts";
import { Libraries } from "../../../../src/features/apiDocs/libraries.ts";
import { sourceLimits } from "../../../../src/features/apiDocs/source/sourceFolder.ts";
import { inflate } from "../../../../src/node/files/inflate.ts";
import { nodePackageFiles } from "../../../../src/node/files/packageFiles.ts";
import { noPlaces } from "../../../../src/ports/libraryPlaces.ts";
import type { PackageFiles } from "../../../../src/ports/packageFiles.ts";
import { MemoryPackageFiles } from "../../../support/memoryPackageFiles.ts";
import { zipOf } from "../../../support/zipOf.ts";

const yielder = { pause: async () => {}, sleep: async () => {}, now: () => 0, wallNow: () => 0 };
const places = {
  ...noPlaces,
  goModules: ["/home/go"],
  cargoRegistries: ["/home/cargo"],
  mavenRepositories: ["/home/m2"],
  gems: ["/home/gems/*/gems"],
  nugetPackages: ["/home/nuget"],
};

interface Seen {
  /** Names of packages that are read. */
  readonly packages: readonly string[];
  readonly entries: readonly string[];
  /** Why packages are not read, or not all of one. */
  readonly reasons: readonly string[];
}

async function look(files: PackageFiles, root = "/w"): Promise<Seen> {
  const libraries = await Libraries.open({ roots: [root], places, inflate }, files, yielder);
  const { readable, skipped } = await libraries.installed();
  const entries: string[] = [];
  const reasons = skipped.map(({ reason }) => reason);
  for (const one of readable) {
    const reading = await one.read();
    entries.push(...reading.entries.map(({ name }) => name));
    if (reading.reason !== undefined) reasons.push(reading.reason);
  }
  return { packages: readable.map(({ installed }) => installed.id.name), entries, reasons };
}

type Texts = Readonly<Record<string, string | Uint8Array>>;

async function check(texts: Texts, links: Readonly<Record<string, string>>, expected: Seen): Promise<void> {
  const files = new MemoryPackageFiles(texts);
  for (const [path, target] of Object.entries(links)) files.linkTo(path, target);
  expect(await look(files)).toEqual(expected);
}

const missing = "It is not installed where it is looked for";
const nothing: Seen = { packages: [], entries: [], reasons: [] };
const cargoLock = (name: string, version: string) =>
  `[[package]]\nname = "${name}"\nversion = "${version}"\nsource = "registry+x"\n`;
const pomOf = (version: string) =>
  `<project><dependencies><dependency><groupId>a</groupId><artifactId>b</artifactId><version>${version}</version></dependency></dependencies></project>`;
const secrets: Texts = {
  "/etc/secret/src/lib.rs": "pub fn secret() {}",
  "/etc/secret/secret.go": "package secret\nfunc Secret() {}",
  "/etc/secret/secret.php": "<?php class Secret {}",
  "/etc/secret/lib/secret.rb": "class Secret; end",
};

describe("malformed files say nothing", () => {
  const noise = "\u0000\u0001{[<\"'`\n\n]]>)}";
  for (const [name, path] of [
    ["a manifest of npm", "/w/package.json"],
    ["pnpm's workspaces", "/w/pnpm-workspace.yaml"],
    ["a module of Go", "/w/go.mod"],
    ["a workspace of Go", "/w/go.work"],
    ["Cargo's manifest", "/w/Cargo.toml"],
    ["Cargo's lock", "/w/Cargo.lock"],
    ["Bundler's lock", "/w/Gemfile.lock"],
    ["Composer's list", "/w/vendor/composer/installed.json"],
    ["Maven's project", "/w/pom.xml"],
    ["Gradle's build", "/w/build.gradle"],
    ["Gradle's catalogue", "/w/gradle/libs.versions.toml"],
    ["a project of .NET", "/w/app.csproj"],
    ["assets of .NET", "/w/obj/project.assets.json"],
    ["a project of Python", "/w/libs/a/pyproject.toml"],
  ] as const)
    test(name, () => check({ [path]: noise, "/w/a.ts": "" }, {}, nothing));

  test("JSON of other shapes", () =>
    check(
      {
        "/w/package.json": '{"workspaces":[1,{}],"dependencies":[],"name":{"toString":1}}',
        "/w/vendor/composer/installed.json":
          '{"packages":[null,1,{"name":1},{"name":"a/b","install-path":{},"autoload":7}]}',
        "/w/composer.json": '{"require":"x"}',
        "/w/app.csproj": "<Project/>",
        "/w/obj/project.assets.json": '{"libraries":{"noversion":{},"__proto__":{},"a/b/c":1}}',
        "/w/node_modules/odd/package.json":
          '{"name":{},"version":[],"exports":{"./x":{"y":[null]}},"__proto__":{"main":"x"}}',
      },
      {},
      { packages: ["odd"], entries: [], reasons: [missing, missing] },
    ));
});

describe("names that climb out of their folders are no names", () => {
  for (const [name, texts, reasons] of [
    [
      "a crate's version",
      { "/w/Cargo.toml": "", "/w/Cargo.lock": cargoLock("x", "1/../../../etc/secret") },
      [missing],
    ],
    [
      "a crate's name",
      { "/w/Cargo.toml": "", "/w/Cargo.lock": cargoLock("../../etc/secret", "1") },
      [missing],
    ],
    ["a module of Go", { "/w/go.mod": "module x\nrequire ../../etc/secret v1" }, [missing]],
    ["a folder of Go", { "/w/go.mod": "module x\nrequire a v1\nreplace a => ../etc/secret" }, [missing]],
    [
      "a gem's version",
      { "/w/Gemfile.lock": "GEM\n  specs:\n    x (1/../../../../etc/secret)\n" },
      [missing],
    ],
    [
      "a path of Composer",
      {
        "/w/vendor/composer/installed.json":
          '{"packages":[{"name":"a/b","install-path":"../../../etc/secret"}]}',
      },
      [missing],
    ],
    ["a version of Maven", { "/w/pom.xml": pomOf("../../../../etc/secret") }, [missing]],
    ["members of Cargo", { "/w/Cargo.toml": '[workspace]\nmembers = ["../etc/*", "/etc/*"]' }, []],
    ["workspaces of npm", { "/w/package.json": '{"workspaces":["../etc/*","a/../../etc/*"]}' }, []],
  ] as const)
    test(name, () =>
      check({ ...secrets, ...texts, "/w/a.ts": "" }, {}, { ...nothing, reasons: [...reasons] }),
    );
});

describe("links", () => {
  const gem = "GEM\n  specs:\n    page (1)\n";
  const folder = "/w/vendor/bundle/ruby/3/gems/page-1";
  test("a package that leads outside is not read", () =>
    check(
      { ...secrets, "/w/Gemfile.lock": gem },
      { [folder]: "/etc/secret" },
      { ...nothing, reasons: [missing] },
    ));
  test("files and folders that lead outside, or round, are stepped over", () =>
    check(
      { ...secrets, "/w/Gemfile.lock": gem, [`${folder}/lib/page.rb`]: "class Page; end" },
      {
        [`${folder}/lib/secret.rb`]: "/etc/secret/lib/secret.rb",
        [`${folder}/lib/all`]: "/etc/secret",
        [`${folder}/lib/round`]: folder,
        [`${folder}/lib/self`]: `${folder}/lib/self`,
        [`${folder}/README.md`]: "/etc/secret/lib/secret.rb",
      },
      { packages: ["page"], entries: ["Page"], reasons: [] },
    ));
});

describe("too much is read in part, with a reason", () => {
  const gem = { "/w/Gemfile.lock": "GEM\n  specs:\n    page (1)\n" };
  const folder = "/w/vendor/bundle/ruby/3/gems/page-1";
  test("a file too large is left out", () =>
    check(
      {
        ...gem,
        [`${folder}/lib/page.rb`]: "class Page; end",
        [`${folder}/lib/data.rb`]: `DATA = "${"x".repeat(sourceLimits.fileBytes)}"`,
      },
      {},
      { packages: ["page"], entries: ["Page"], reasons: [] },
    ));
  test("folders nested too deep", () =>
    check(
      {
        ...gem,
        [`${folder}/page.rb`]: "class Page; end",
        [`${folder}/${"a/".repeat(40)}deep.rb`]: "class Deep; end",
      },
      {},
      { packages: ["page"], entries: ["Page"], reasons: ["Its folders are nested too deep"] },
    ));
  test("too many files", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [`${folder}/f${i}.rb`, `class C${i}; end`]),
    );
    const disk = new MemoryPackageFiles({ ...gem, ...files });
    const list = disk.list.bind(disk);
    const more = Array.from({ length: sourceLimits.files }, (_, i) => ({
      name: `z${i}.rb`,
      kind: "file" as const,
    }));
    disk.list = async (path) => [...(await list(path)), ...(path === folder ? more : [])];
    expect(await look(disk)).toMatchObject({ reasons: ["It has too many files"] });
  });
  test("a disk that fails", async () => {
    const disk = new MemoryPackageFiles({
      ...gem,
      [`${folder}/page.rb`]: "class Page; end",
      [`${folder}/b.rb`]: "class B; end",
    });
    disk.unreadable.add(`${folder}/page.rb`);
    expect(await look(disk)).toEqual({ packages: ["page"], entries: ["B"], reasons: [] });
  });
});

describe("archives", () => {
  const java = "package a;\npublic class Page {}\n";
  const good = zipOf({ "a/Page.java": java });
  const bomb = zipOf({ "a/Bomb.java": "x".repeat(20 * sourceLimits.fileBytes), "a/Page.java": java });
  const changed = (at: number, value: number): Uint8Array => {
    const bytes = good.slice();
    new DataView(bytes.buffer).setUint32(bytes.length + at, value, true);
    return bytes;
  };
  const unreadable = "Its jar cannot be read or is too large";
  for (const [name, jar, entries, reasons] of [
    ["a good one", good, ["Page"], []],
    ["no archive", "nothing", [], [unreadable]],
    ["an empty file", "", [], [unreadable]],
    ["one that was cut", good.slice(0, good.length - 30), [], [unreadable]],
    ["a bomb", bomb, ["Page"], []],
    ["a directory beyond the end", changed(-6, 0xfffffff0), [], []],
    ["more entries than there are", changed(-14, 0xffffffff), ["Page"], []],
    [
      "names that climb",
      zipOf({ "../a/Sly.java": java, "/a/Sly.java": java, "a\\Sly.java": java, "C:/Sly.java": java }),
      [],
      [],
    ],
    ["an archive in it", zipOf({ "a/inner.jar": good }), [], []],
  ] as const)
    test(name, () =>
      check(
        { "/w/pom.xml": pomOf("1"), "/home/m2/a/b/1/b-1-sources.jar": jar },
        {},
        { packages: ["a:b"], entries: [...entries], reasons: [...reasons] },
      ),
    );

  test("any bytes", () => {
    const noise = Uint8Array.from({ length: 300 }, (_, i) => (i * 7919) % 251);
    for (let length = 0; length <= noise.length; length += 7)
      expect(() => readZipDirectory(noise.slice(0, length), String)).not.toThrow();
    for (let at = 0; at < good.length; at++) {
      const bytes = good.slice();
      bytes[at] = 255;
      expect(() => readZipDirectory(bytes, String)).not.toThrow();
    }
  });
});

describe("texts made to take long are read to their end", () => {
  const many = 20_000;
  for (const [name, text] of [
    ["marks that nothing closes", '<pre {@code <!-- <see cref="'.repeat(many / 10)],
    ["lines that are blank", "\n".repeat(5 * many)],
    ["brackets", "([{<".repeat(many)],
    ["comments", "/** @param ".repeat(many)],
    ["lines of comments", "// Deprecated: use \n".repeat(many)],
    ["attributes", "#[a]\n@A(\n".repeat(many / 4)],
    ["spaces", `package${" ".repeat(5 * many)}`],
    ["one word", `use ${"a".repeat(5 * many)}`],
    [
      "declarations on one line",
      `/** ${"a ".repeat(500)}*/ ${"public class A { int a(); } ".repeat(many / 20)}`,
    ],
  ] as const)
    test(name, () => {
      for (const language of sourceLanguages)
        expect(readSourceApis(text, language).apis).toBeInstanceOf(Array);
      const id = { ecosystem: "folder", name: "x", version: "" } as const;
      const installed = { id, folder: "/x", role: "private", importNames: ["x"] } as const;
      expect(withTexts([], [{ path: "/x/README.md", text }], installed)).toBeInstanceOf(Array);
      expect(readXmlDocs(`<member name="T:A">${text}`, "/x", id)).toHaveLength(1);
      for (const read of [readCargoLock, readGemfileLock, readGoWork, readGradle, readVersionCatalog])
        expect(read(text)).toBeInstanceOf(Array);
      for (const read of [readCargoManifest, readGoMod, readPom]) expect(read(text)).toBeInstanceOf(Object);
    });
});

test("no code of a package runs, and links of a real disk are not followed", async () => {
  const root = mkdtempSync(join(tmpdir(), "packages-"));
  try {
    const mark = join(root, "ran").replaceAll("\\", "/");
    const js = `require("fs").writeFileSync(${JSON.stringify(mark)}, "js")`;
    const py = `open(${JSON.stringify(mark)}, "w")\nclass Page: ...\n`;
    const site = ".venv/lib/python3.12/site-packages";
    const gem = "vendor/bundle/ruby/3/gems/page-1";
    const texts: Readonly<Record<string, string>> = {
      "w/package.json": '{"dependencies":{"page":"1"},"scripts":{"preinstall":"node x.js"}}',
      "w/node_modules/page/package.json":
        '{"name":"page","version":"1.0.0","main":"index.js","types":"index.d.ts","scripts":{"install":"node index.js"}}',
      "w/node_modules/page/index.js": js,
      "w/node_modules/page/index.d.ts": "export declare class Page {}",
      "w/.pnp.cjs": js,
      "w/.venv/pyvenv.cfg": "home = /usr/bin\n",
      [`w/${site}/page-1.dist-info/METADATA`]: "Name: page\nVersion: 1\n",
      [`w/${site}/page.py`]: py,
      [`w/${site}/evil.pth`]: `import os; ${py}`,
      "w/setup.py": py,
      "w/Gemfile.lock": "GEM\n  specs:\n    page (1)\n",
      "w/Gemfile": `File.write(${JSON.stringify(mark)}, "rb")`,
      [`w/${gem}/ext/extconf.rb`]: `File.write(${JSON.stringify(mark)}, "rb")`,
      [`w/${gem}/page.rb`]: `File.write(${JSON.stringify(mark)}, "rb")\nclass Page; end`,
      "w/Cargo.toml": '[workspace]\nmembers = ["own"]',
      "w/own/Cargo.toml": '[package]\nname = "own"\nbuild = "build.rs"',
      "w/own/build.rs": "fn main() {}",
      "w/own/src/lib.rs": "pub struct Page;",
      "secret/lib.rs": "pub struct Secret;",
    };
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    symlinkSync(join(root, "secret"), join(root, "w/own/src/secret"));
    symlinkSync(join(root, "w/own"), join(root, "w/own/src/round"));
    symlinkSync(join(root, "secret/lib.rs"), join(root, "w/own/src/other.rs"));
    const { packages, entries } = await look(nodePackageFiles, `${root.replaceAll("\\", "/")}/w`);
    expect([[...packages].sort(), entries]).toEqual([
      ["own", "page", "page", "page"],
      ["Page", "Page", "Page", "Page"],
    ]);
    expect(existsSync(mark)).toBe(false);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
