/** Repairs in workspaces that are in a bad state, or change meanwhile: nothing is written before a patch is accepted. */
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { nodeStoreFiles } from "../../src/node/store/storeFiles.ts";
import { JournalledFiles } from "../../src/node/userFiles/journalledFiles.ts";
import { nodeUserDisk } from "../../src/node/userFiles/userDisk.ts";
import type { ApplyFault } from "../../src/ports/userFiles.ts";
import type { Isolation } from "../../src/ports/workCopy.ts";
import { hashOfTree, makeFolder } from "../support/testing/folders.ts";
import { probed, thisMachine } from "../support/testing/machine.ts";
import { fixerHere } from "./support/fixerHere.ts";

interface Workspace {
  readonly name: string;
  /** Before anything begins. */
  readonly prepare?: (root: string) => void;
  /** What the person does while the patch is shown. */
  readonly meanwhile?: (root: string) => void;
  /** Why there is no patch, where there is none: a worker that follows links repairs the file behind one. */
  readonly reason?: string;
  /** What becomes of the accepted patch; not given: it is applied. */
  readonly fault?: ApplyFault;
  /** Its tests cannot be trusted: whatever comes of it, nothing of it is called verified. */
  readonly isTreacherous?: true;
}

const code = "function sum(a, b) {\n\treturn a - b;\n}\nmodule.exports = { sum };\n";
const cases = `const assert = require("node:assert");
const { test } = require("node:test");
const { sum } = require("./sum.js");
test("sum", () => assert.strictEqual(sum(1, 2), 3));
test("zero", () => assert.strictEqual(sum(0, 0), 0));
`;
const files = {
  "package.json": '{ "name": "sample", "scripts": { "test": "node --test" } }',
  "sum.js": code,
  "sum.test.js": cases,
  "notes.txt": "as they were\n",
};

const write = (path: string, text: string | Uint8Array) => (root: string) =>
  writeFileSync(join(root, path), text);
const addTest = (text: string) => (root: string) => appendFileSync(join(root, "sum.test.js"), `${text}\n`);
const who = ["-c", "user.name=Test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false"];
const git = (root: string, ...args: string[]) =>
  execFileSync("git", [...who, ...args], { cwd: root, stdio: ["ignore", "ignore", "ignore"] });
function commitAll(root: string): void {
  git(root, "init", "-q", "-b", "trunk");
  git(root, "add", "-A");
  git(root, "commit", "-q", "-m", "All");
}

const workspaces: readonly Workspace[] = [
  { name: "no git" },
  {
    name: "staged, changed and untracked files",
    prepare(root) {
      write("sum.js", code.replace("-", "+"))(root);
      commitAll(root);
      write("sum.js", code)(root);
      write("notes.txt", "staged\n")(root);
      git(root, "add", "notes.txt");
      write("notes.txt", "changed\n")(root);
      write("untracked.txt", "mine\n")(root);
    },
  },
  {
    name: "a merge that is not done",
    prepare(root) {
      commitAll(root);
      git(root, "checkout", "-q", "-b", "other");
      write("notes.txt", "theirs\n")(root);
      git(root, "commit", "-qam", "Theirs");
      git(root, "checkout", "-q", "trunk");
      write("notes.txt", "ours\n")(root);
      git(root, "commit", "-qam", "Ours");
      expect(() => git(root, "merge", "other")).toThrow();
    },
  },
  {
    name: "a commit without a branch",
    prepare(root) {
      commitAll(root);
      git(root, "checkout", "-q", "--detach");
    },
  },
  {
    name: "a module whose repository is gone",
    prepare: write(".git", "gitdir: ../nowhere/.git/modules/x\n"),
  },
  {
    name: "settings of git that start programs",
    prepare(root) {
      commitAll(root);
      const canary = `sh -c 'echo changed > ${join(root, "notes.txt")}'`;
      for (const key of ["core.fsmonitor", "diff.external", "filter.x.clean", "filter.x.smudge"]) {
        git(root, "config", key, canary);
      }
      write(".gitattributes", "* filter=x diff=x\n")(root);
    },
  },
  { name: "lines that end with CR LF", prepare: write("sum.js", code.replaceAll("\n", "\r\n")) },
  { name: "a mark of byte order", prepare: write("sum.js", `\ufeff${code}`) },
  { name: "a last line without an end", prepare: write("sum.js", code.trimEnd()) },
  {
    name: "texts in other encodings beside",
    prepare(root) {
      write("wide.js", Buffer.from(`\ufeff${code}`, "utf16le"))(root);
      write("old.js", Buffer.from("// d\xe9j\xe0 vu\n", "latin1"))(root);
      write("bytes.bin", Buffer.from([0, 255, 13, 10, 0]))(root);
    },
  },
  {
    name: "a file that may only be read",
    prepare: (root) => chmodSync(join(root, "sum.js"), 0o444),
    fault: "readOnly",
  },
  {
    name: "code behind a link",
    prepare(root) {
      mkdirSync(join(root, "real"));
      renameSync(join(root, "sum.js"), join(root, "real/sum.js"));
      symlinkSync("real/sum.js", join(root, "sum.js"));
    },
    reason: "The suspected code lies behind links: it is not changed there",
  },
  {
    name: "code that the person changes meanwhile",
    meanwhile: write("sum.js", `// mine\n${code}`),
    fault: "stale",
  },
  {
    name: "code that the person deletes meanwhile",
    meanwhile: (root) => rmSync(join(root, "sum.js")),
    fault: "stale",
  },
  { name: "another file that the person changes meanwhile", meanwhile: write("notes.txt", "mine\n") },
  {
    name: "a test that changes the code it tests",
    prepare: addTest(
      'test("cheats", () => require("fs").writeFileSync(require.resolve("./sum.js"), "exports.sum = (a, b) => a + b;"));',
    ),
    isTreacherous: true,
  },
  {
    name: "a test that removes the project",
    prepare: addTest(
      'test("removes", () => require("fs").rmSync(__dirname, { recursive: true, force: true }));',
    ),
    isTreacherous: true,
  },
  {
    name: "a test that fails every other time",
    prepare: addTest('test("flaky", () => assert.ok(process.pid % 2));'),
    isTreacherous: true,
  },
];

const temporaryFolder = makeFolder({});
const { copies } = thisMachine({ temporaryFolder });
const made: string[] = [temporaryFolder];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});
const kinds: readonly Isolation[] = probed.isolation === "sandbox" ? ["sandbox", "processes"] : ["processes"];
const never = new AbortController().signal;

describe.each(kinds)("with %s", (isolation) => {
  test.each(workspaces)("$name", { timeout: 360_000 }, async (workspace) => {
    const { prepare, meanwhile, fault, isTreacherous } = workspace;
    const root = makeFolder(files);
    const journal = makeFolder({});
    made.push(root, journal);
    prepare?.(root);
    const before = hashOfTree(root);
    const request = {
      testIds: ["node:sum.test.js::sum"],
      budgetMs: workspace.isTreacherous ? 5_000 : 150_000,
      maxPatches: 1,
    };
    const { patches, reason } = await fixerHere(root, copies, isolation).fix(request, () => {}, never);
    expect(hashOfTree(root)).toBe(before);
    const [patch] = patches;
    if (isTreacherous) {
      if (workspace.name.includes("every other")) return;
      expect(patch?.verdict).not.toBe("verified");
      return;
    }
    if (workspace.reason !== undefined && patches.length === 0) {
      expect(reason).toBe(workspace.reason);
      return;
    }
    expect(patch).toMatchObject({ verdict: "verified" });

    meanwhile?.(root);
    const shown = hashOfTree(root);
    const texts = readFileSync(join(root, "notes.txt"), "utf8");
    const userFiles = new JournalledFiles({
      disk: nodeUserDisk,
      journalFiles: nodeStoreFiles,
      journalFolder: join(journal, "applies"),
      root,
      now: () => Date.now(),
    });
    const outcome = await userFiles.apply({ title: "Repair", changes: patch!.changes });
    expect(readFileSync(join(root, "notes.txt"), "utf8")).toBe(texts);
    if (fault) {
      expect(outcome).toMatchObject({ kind: "refused", faults: [{ fault }] });
      expect(hashOfTree(root)).toBe(shown);
      return;
    }
    if (outcome.kind !== "applied") throw new Error(`not applied: ${JSON.stringify(outcome)}`);
    const old = patch!.changes[0]!;
    const repaired = readFileSync(join(root, "sum.js"), "utf8");
    expect(repaired).toBe("before" in old ? old.before.replace("a - b", "a + b") : undefined);
    expect(await userFiles.undo(outcome.id)).toMatchObject({ kind: "applied" });
    expect(hashOfTree(root)).toBe(shown);
  });
});
