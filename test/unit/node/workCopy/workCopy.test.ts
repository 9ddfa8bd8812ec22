import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { NodeWorkCopies } from "../../../../src/node/workCopy/nodeWorkCopies.ts";
import { copyName } from "../../../../src/node/workCopy/scratchFiles.ts";
import type { Isolation, WorkCopy, WorkCopyRequest } from "../../../../src/ports/workCopy.ts";
import { hashOfTree, makeFolder } from "../../../support/testing/folders.ts";
import { probed, thisMachine } from "../../../support/testing/machine.ts";

const never = new AbortController().signal;
const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = makeFolder(files);
  made.push(folder);
  return folder;
}

const temporaryFolder = folderOf({});
const { copies, processes } = thisMachine({ temporaryFolder });
const kinds: readonly Isolation[] = probed.isolation === "sandbox" ? ["sandbox", "processes"] : ["processes"];

async function withCopy<T>(
  root: string,
  isolation: Isolation,
  use: (copy: WorkCopy) => Promise<T>,
  more: Partial<WorkCopyRequest> = {},
): Promise<T> {
  const copy = await copies.create({ root, isolation, askedFor: "Test", ...more }, never);
  try {
    return await use(copy);
  } finally {
    await copy.dispose();
  }
}

/** What a script prints that runs in a copy. */
const printed = (root: string, isolation: Isolation, script: string) =>
  withCopy(root, isolation, async (copy) => {
    const end = await copy.run({ argv: [process.execPath, "-e", script], folder: "", wallMs: 20_000 }, never);
    return end.stdout + end.stderr;
  });

describe.each(kinds)("a copy with %s", (isolation) => {
  test("has the working files, those not saved as they are in the editor, and not what is left out", async () => {
    const root = folderOf({
      "src/a.txt": "saved",
      "src/b.txt": "saved",
      ".git/HEAD": "ref",
      ".gitignore": "small/\nlarge/\n",
      "small/made.txt": "made",
      "large/0.txt": "",
    });
    for (let i = 1; i <= 2_001; i++) writeFileSync(join(root, `large/${i}.txt`), "");
    const unsaved = new Map([
      [`${root}/src/b.txt`, "typed"],
      [`${root}/new/c.txt`, "new"],
    ]);
    await withCopy(
      root,
      isolation,
      async (copy) => {
        expect(await copy.read("src/a.txt")).toBe("saved");
        expect(await copy.read(`${copy.seenAs}/src/b.txt`)).toBe("typed");
        expect(await copy.read("new/c.txt")).toBe("new");
        expect(await copy.read("small/made.txt")).toBe("made");
        expect(await copy.list("")).toEqual(expect.not.arrayContaining([".git", "large"]));
        expect(copy.leftOut).toEqual([{ path: "large", reason: "it is ignored by git and large" }]);
        expect(existsSync(copy.path)).toBe(true);
      },
      { unsaved },
    );
    expect(readdirSync(temporaryFolder).filter((name) => copyName.test(name))).toEqual([]);
  });

  test("runs programs in it that see its files, and writes what they can read", async () => {
    const root = folderOf({ "data/in.txt": "one" });
    await withCopy(root, isolation, async (copy) => {
      await copy.write("data/in.txt", "two");
      const script = `const fs = require("fs");
        fs.writeFileSync("out.txt", fs.readFileSync("in.txt") + " " + process.cwd());
        fs.writeFileSync(process.argv[1] + "/report", "report");
        fs.writeFileSync(process.argv[2] + "/kept", "kept");`;
      const argv = [process.execPath, "-e", script, copy.scratch, copy.cache] as const;
      const end = await copy.run({ argv, folder: "data", wallMs: 20_000 }, never);
      expect(end).toMatchObject({ kind: "exited", code: 0, stderr: "" });
      expect(await copy.read("data/out.txt")).toBe(`two ${copy.seenAs}/data`);
      expect(await copy.read(`${copy.scratch}/report`)).toBe("report");
    });
    await withCopy(root, isolation, async (copy) =>
      expect(await copy.read(`${copy.cache}/kept`)).toBe("kept"),
    );
    expect(readFileSync(join(root, "data/in.txt"), "utf8")).toBe("one");
  });

  test("finds libraries, and keeps them as they are whatever is written there", async () => {
    const root = folderOf({
      "node_modules/one/index.js": 'module.exports = require("two") + 1;',
      "node_modules/two/index.js": "module.exports = 2;",
      "node_modules/@scope/three/index.js": "module.exports = 3;",
      "packages/part/index.js": "module.exports = require.resolve('part');",
      ".venv/pyvenv.cfg": "",
      ".venv/lib/module.py": "x = 1",
    });
    symlinkSync("../packages/part", join(root, "node_modules/part"));
    const before = hashOfTree(root);
    const script = `const fs = require("fs");
      console.log(require("one"), require("@scope/three"), require("part") === fs.realpathSync("packages/part/index.js"));
      for (const path of ["node_modules/.cache/x", "node_modules/one/index.js", "node_modules/part/index.js", ".venv/lib/module.py"]) {
        try { fs.mkdirSync(require("path").dirname(path), { recursive: true }); fs.writeFileSync(path, "changed"); } catch {}
      }
      console.log(fs.readFileSync("node_modules/.cache/x", "utf8"), fs.existsSync(".venv/lib/module.py"));`;
    expect(await printed(root, isolation, script)).toBe("3 3 true\nchanged true\n");
    expect(hashOfTree(root)).toBe(before);
  });

  test("links lead to the copy, and to nothing of a person's that could be written", async () => {
    const outside = folderOf({ "shared.txt": "shared", "folder/deep.txt": "deep" });
    const root = folderOf({ "real.txt": "real" });
    symlinkSync(join(root, "real.txt"), join(root, "absolute"));
    symlinkSync("real.txt", join(root, "relative"));
    symlinkSync(join(outside, "shared.txt"), join(root, "file"));
    symlinkSync(join(outside, "folder"), join(root, "folder"));
    const script = `for (const path of ["absolute", "relative", "file", "folder/deep.txt"]) {
        try { require("fs").writeFileSync(path, "changed"); } catch {}
      }`;
    const before = [hashOfTree(root), hashOfTree(outside)];
    await printed(root, isolation, script);
    expect([hashOfTree(root), hashOfTree(outside)]).toEqual(before);
  });

  test("reads and writes nothing outside through links that a program made", async () => {
    const secret = folderOf({ secret: "secret" });
    await withCopy(folderOf({ a: "" }), isolation, async (copy) => {
      symlinkSync(join(secret, "secret"), join(copy.path, "stolen"));
      symlinkSync(secret, join(copy.path, "way"));
      expect(await copy.read("stolen")).toBeUndefined();
      expect(await copy.read("way/secret")).toBeUndefined();
      expect(await copy.list("way")).toEqual([]);
      await expect(copy.write("stolen", "x")).rejects.toThrow("it is not a file");
      await expect(copy.write("way/secret", "x")).rejects.toThrow("a link leads out of it");
      await expect(copy.remove("way/secret")).rejects.toThrow("a link leads out of it");
      await expect(copy.write("../x", "x")).rejects.toThrow("it leads out of it");
      expect(() => copy.run({ argv: ["true"], folder: "..", wallMs: 1000 }, never)).toThrow(
        "leads out of the copy",
      );
    });
    expect(readFileSync(join(secret, "secret"), "utf8")).toBe("secret");
  });

  test("ends what runs when it is disposed, and is deleted also when it was closed to us", async () => {
    const copy = await copies.create({ root: folderOf({ a: "" }), isolation, askedFor: "Test" }, never);
    mkdirSync(join(copy.path, "closed/inner"), { recursive: true });
    const hang = 'require("fs").chmodSync("closed", 0); console.log("up"); setInterval(() => {}, 1000)';
    let isUp: () => void;
    const up = new Promise<void>((resolve) => {
      isUp = resolve;
    });
    const request = {
      argv: [process.execPath, "-e", hang],
      folder: "",
      wallMs: 20_000,
      onOutput: () => isUp(),
    } as const;
    const running = copy.start(request, never);
    await up;
    await copy.dispose();
    expect((await running.ended).kind).toBe("aborted");
    expect(existsSync(copy.path)).toBe(false);
  });
});

test.runIf(probed.isolation === "sandbox")(
  "a sandbox has no network, no home and no disk but the copy",
  async () => {
    const canary = join(homedir(), `.touchstone-canary-${process.pid}`);
    writeFileSync(canary, "secret");
    try {
      const root = folderOf({ a: "" });
      const script = `const fs = require("fs"), tried = {};
      const attempt = (name, act) => { try { act(); tried[name] = "done"; } catch (error) { tried[name] = error.code; } };
      attempt("home", () => fs.readFileSync(${JSON.stringify(canary)}));
      attempt("etc", () => fs.writeFileSync("/etc/touchstone-canary", ""));
      attempt("usr", () => fs.writeFileSync("/usr/touchstone-canary", ""));
      tried.interfaces = Object.keys(require("os").networkInterfaces()).filter((name) => name !== "lo");
      tried.processes = fs.readdirSync("/proc").filter((name) => /^[0-9]+$/.test(name)).length < 6;
      console.log(JSON.stringify(tried));`;
      expect(JSON.parse(await printed(root, "sandbox", script))).toEqual({
        home: "ENOENT",
        etc: "EROFS",
        usr: "EROFS",
        interfaces: [],
        processes: true,
      });
    } finally {
      rmSync(canary);
    }
  },
);

test("makes no copy in an untrusted workspace, and asks no sandbox there", async () => {
  const trust = { isTrusted: () => false, onGranted: () => ({ dispose() {} }) };
  const untrusted = new NodeWorkCopies({ processes, trust, variables: {}, home: homedir(), temporaryFolder });
  const request: WorkCopyRequest = { root: folderOf({ a: "" }), isolation: "processes", askedFor: "Test" };
  await expect(untrusted.create(request, never)).rejects.toThrow("it is not trusted");
  await expect(untrusted.probe()).rejects.toThrow("it is not trusted");
});

test("says why there is no sandbox", async () => {
  const without = thisMachine({ withoutSandbox: true }).copies;
  expect(await without.probe()).toEqual({ isolation: "processes", reason: "it is switched off" });
});

test("leaves nothing behind of a copy that was cancelled", async () => {
  const before = readdirSync(temporaryFolder).sort();
  const request: WorkCopyRequest = { root: folderOf({ a: "" }), isolation: "processes", askedFor: "Test" };
  await expect(copies.create(request, AbortSignal.abort())).rejects.toThrow("aborted");
  expect(readdirSync(temporaryFolder).sort()).toEqual(before);
});
