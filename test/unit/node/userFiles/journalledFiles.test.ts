import {
  chmodSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { FileChange } from "../../../../src/core/patch/fileTexts.ts";
import type { ApplyOutcome } from "../../../../src/ports/userFiles.ts";
import { type UserFilesFixture, userFilesFixture } from "../../../support/userFilesFixture.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;
const before: Files = { "a.py": "one\n", "b/c.py": "two\r\n", "b/gone.py": "old\n", "from.py": "x\ny\n" };
const changes: readonly FileChange[] = [
  { kind: "changed", path: "a.py", before: "one\n", after: "one\nmore\n" },
  { kind: "changed", path: "b/c.py", before: "two\r\n", after: "three\r\n" },
  { kind: "deleted", path: "b/gone.py", before: "old\n" },
  { kind: "created", path: "n/e/w.py", after: "new\n" },
  { kind: "renamed", from: "from.py", path: "to.py", before: "x\ny\n", after: "x\nz\n" },
];
const after = { "a.py": "one\nmore\n", "b/c.py": "three\r\n", "n/e/w.py": "new\n", "to.py": "x\nz\n" };

const plainFiles = (tree: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries([...tree].filter(([path]) => !path.endsWith("/")));

/** Applies one change to files and expects the fault, with nothing touched; `prepare` may first spoil the disk. */
async function checkRefused(
  files: Files,
  change: FileChange,
  fault: string,
  prepare?: (root: string) => void,
): Promise<void> {
  const fixture = userFilesFixture(files);
  try {
    prepare?.(fixture.root);
    const tree = fixture.tree();
    const outcome = await fixture
      .open()
      .apply({ title: "t", changes: [{ kind: "created", path: "other.py", after: "x\n" }, change] });
    expect(outcome).toMatchObject({ kind: "refused", faults: [{ fault }] });
    expect(fixture.tree()).toEqual(tree);
  } finally {
    fixture.remove();
  }
}

async function withFixture(files: Files, use: (fixture: UserFilesFixture) => Promise<void>): Promise<void> {
  const fixture = userFilesFixture(files);
  try {
    await use(fixture);
  } finally {
    fixture.remove();
  }
}

const idOf = (outcome: ApplyOutcome): string => {
  expect(outcome).toMatchObject({ kind: "applied" });
  return outcome.kind === "applied" ? outcome.id : "";
};

test("applies all of a patch, and takes all of it back with the folders it made", () =>
  withFixture(before, async (fixture) => {
    const tree = fixture.tree();
    const files = fixture.open();
    const id = idOf(await files.apply({ title: "Fix it", changes }));
    expect(plainFiles(fixture.tree())).toEqual(after);
    expect(await files.applied()).toMatchObject([{ id, title: "Fix it" }]);
    idOf(await fixture.open().undo(id));
    expect(fixture.tree()).toEqual(tree);
    expect(await files.applied()).toEqual([]);
    expect(await files.undo(id)).toMatchObject({ kind: "failed" });
  }));

const utf16 = (text: string): Uint8Array => Buffer.from(`\ufeff${text}`, "utf16le");
test("keeps encoding, mark of byte order and mode", () =>
  withFixture(
    {
      "u.txt": utf16("ä\r\n"),
      "m.txt": "\ufeffx\n",
      "run.sh": "x\n",
      "big.txt": Buffer.from(utf16("é\n")).swap16(),
    },
    async (fixture) => {
      chmodSync(join(fixture.root, "run.sh"), 0o755);
      const files = fixture.open();
      const changed = async (path: string, from: string, to: string): Promise<FileChange> => {
        const read = await files.read(path);
        const text = read.kind === "text" ? read.text : "";
        return { kind: "changed", path, before: text, after: text.replace(from, to) };
      };
      const id = idOf(
        await files.apply({
          title: "t",
          changes: [
            await changed("u.txt", "ä", "日"),
            await changed("m.txt", "x", "y"),
            await changed("big.txt", "é", "è"),
            { kind: "renamed", from: "run.sh", path: "go.sh", before: "x\n", after: "y\n" },
          ],
        }),
      );
      const expected = {
        "u.txt": utf16("日\r\n"),
        "m.txt": "\ufeffy\n",
        "go.sh": "y\n",
        "big.txt": Buffer.from(utf16("è\n")).swap16(),
      };
      const latin1 = Object.fromEntries(
        Object.entries(expected).map(([path, content]) => [
          path,
          Buffer.from(content as string).toString("latin1"),
        ]),
      );
      expect(plainFiles(fixture.tree())).toEqual(latin1);
      expect(statSync(join(fixture.root, "go.sh")).mode & 0o777).toBe(0o755);
      idOf(await files.undo(id));
      expect(statSync(join(fixture.root, "run.sh")).mode & 0o777).toBe(0o755);
    },
  ));

const change = (path: string, text = "one\n"): FileChange => ({
  kind: "changed",
  path,
  before: text,
  after: "two\n",
});
test.each<[name: string, files: Files, change: FileChange, fault: string, prepare?: (root: string) => void]>([
  ["a file that was changed", { "a.py": "other\n" }, change("a.py"), "stale"],
  ["a file that is gone", {}, change("a.py"), "stale"],
  ["a new file that is there", { "a.py": "" }, { kind: "created", path: "a.py", after: "x" }, "stale"],
  [
    "a new name that is taken",
    { "a.py": "x", "b.py": "y" },
    { kind: "renamed", from: "a.py", path: "b.py", before: "x", after: "x" },
    "stale",
  ],
  ["bytes that are no text", { "a.py": new Uint8Array([0xff, 0x41]) }, change("a.py", "\u00ffA"), "encoding"],
  [
    "half a character",
    { "a.py": "one\n" },
    { kind: "changed", path: "a.py", before: "one\n", after: "\ud83d" },
    "encoding",
  ],
  ["a path out of the root", {}, change("../a.py"), "path"],
  ["a file twice", { "a.py": "one\n" }, { kind: "created", path: "Other.py", after: "" }, "path"],
  ["settings of git", {}, { kind: "created", path: ".git/config", after: "x" }, "protected"],
  [
    "scripts of a package",
    { "package.json": "{}" },
    { kind: "changed", path: "package.json", before: "{}", after: '{"scripts":{"test":"x"}}' },
    "protected",
  ],
  ["a folder", {}, change("d"), "kind", (root) => mkdirSync(join(root, "d"))],
  ["a file for a folder", { d: "x" }, change("d/a.py"), "kind"],
  ["a link", { "t.py": "one\n" }, change("a.py"), "link", (root) => symlinkSync("t.py", join(root, "a.py"))],
  [
    "a dangling link",
    {},
    { kind: "created", path: "a.py", after: "x" },
    "link",
    (root) => symlinkSync("nowhere", join(root, "a.py")),
  ],
  [
    "a link for a folder",
    { "d/a.py": "one\n" },
    change("l/a.py"),
    "link",
    (root) => symlinkSync("d", join(root, "l")),
  ],
  [
    "a link out of the root",
    {},
    { kind: "created", path: "l/a.py", after: "x" },
    "link",
    (root) => symlinkSync("/tmp", join(root, "l")),
  ],
  [
    "a file that is read only",
    { "a.py": "one\n" },
    change("a.py"),
    "readOnly",
    (root) => chmodSync(join(root, "a.py"), 0o444),
  ],
])("refuses %s, and touches nothing", (_name, files, refused, fault, prepare) =>
  checkRefused(files, refused, fault, prepare),
);

test("changes what is protected when the person was asked", () =>
  withFixture({}, async (fixture) => {
    const change: FileChange = { kind: "created", path: ".github/workflows/ci.yml", after: "x\n" };
    idOf(await fixture.open().apply({ title: "t", changes: [change], allowed: [change.path] }));
    expect(plainFiles(fixture.tree())).toEqual({ [change.path]: "x\n" });
  }));

test("takes back only what nobody changed since", () =>
  withFixture(before, async (fixture) => {
    const files = fixture.open();
    const id = idOf(await files.apply({ title: "t", changes }));
    writeFileSync(join(fixture.root, "a.py"), "mine\n");
    const tree = fixture.tree();
    expect(await files.undo(id)).toMatchObject({
      kind: "refused",
      faults: [{ path: "a.py", fault: "stale" }],
    });
    expect(fixture.tree()).toEqual(tree);
  }));

test("whichever call the disk refuses, all is as before, until none is refused", () =>
  withFixture(before, async (fixture) => {
    const tree = fixture.tree();
    for (let failAt = 1; ; failAt++) {
      const calls = { count: 0, failAt: Number.POSITIVE_INFINITY, isFatal: false };
      const files = fixture.open(calls);
      calls.count = 0;
      calls.failAt = failAt;
      const outcome = await files.apply({ title: "t", changes });
      if (calls.count < failAt) {
        expect(outcome.kind).toBe("applied");
        expect(failAt).toBeGreaterThan(50);
        break;
      }
      if (outcome.kind === "applied") idOf(await fixture.open().undo(outcome.id));
      else if (outcome.kind === "failed" && !outcome.isRestored) fixture.open().recover();
      expect(fixture.tree()).toEqual(tree);
      rmSync(fixture.journalFolder, { recursive: true, force: true });
    }
    expect(plainFiles(fixture.tree())).toEqual(after);
  }));

/** Ends the process, as it were, at every call in turn, and starts anew. */
test.each([
  ["applying", false],
  ["taking back", true],
] as const)("ended at any call while %s, the next start finds all or nothing", (_name, isUndo) =>
  withFixture(before, async (fixture) => {
    const outcomes = new Set<string>();
    const old = fixture.tree();
    let isOver = false;
    for (let failAt = 1; !isOver; failAt++) {
      const id = isUndo ? idOf(await fixture.open().apply({ title: "t", changes })) : "";
      const start = fixture.tree();
      const calls = { count: 0, failAt: Number.POSITIVE_INFINITY, isFatal: true };
      const files = fixture.open(calls);
      calls.count = 0;
      calls.failAt = failAt;
      await (isUndo ? files.undo(id) : files.apply({ title: "t", changes }));
      isOver = calls.count < failAt;
      const again = { count: 0, failAt: 1 + (failAt % 40), isFatal: true };
      try {
        fixture.open(again).recover();
      } catch {
        // Ended once more, while it recovered.
      }
      const restarted = fixture.open();
      restarted.recover();
      const tree = fixture.tree();
      outcomes.add(JSON.stringify([...tree]));
      expect([...tree.keys()].filter((path) => path.includes("touchstone"))).toEqual([]);
      const [last] = await restarted.applied();
      if (JSON.stringify([...tree]) === JSON.stringify([...old])) expect(last).toBeUndefined();
      else {
        expect(plainFiles(tree)).toEqual(after);
        idOf(await restarted.undo(last!.id));
      }
      expect(fixture.tree()).toEqual(old);
      rmSync(fixture.journalFolder, { recursive: true, force: true });
      expect([...start.keys()].length).toBeGreaterThan(3);
    }
    expect(outcomes.size).toBe(2);
  }),
);

test("leaves files alone that someone changed after an apply had broken off", () =>
  withFixture(before, async (fixture) => {
    const calls = { count: 0, failAt: Number.POSITIVE_INFINITY, isFatal: true };
    const files = fixture.open(calls);
    for (calls.failAt = 1; !fixture.tree().get("a.py")?.includes("more"); calls.failAt++) {
      fixture.open().recover();
      calls.count = 0;
      await files.apply({ title: "t", changes });
    }
    writeFileSync(join(fixture.root, "a.py"), "mine\n");
    expect(fixture.open().recover()).toMatchObject({ leftAlone: ["a.py"] });
    expect(plainFiles(fixture.tree())).toEqual({ ...before, "a.py": "mine\n" });
    expect(fixture.open().recover()).toEqual({ takenBack: [], finished: [], leftAlone: [] });
  }));

test("forgets an apply after a week", () =>
  withFixture(before, async (fixture) => {
    idOf(await fixture.open().apply({ title: "t", changes }));
    const week = 8 * 24 * 3600 * 1000;
    const later = fixture.open(undefined, () => Date.now() + week);
    later.recover();
    expect(await later.applied()).toEqual([]);
    expect(readdirSync(fixture.journalFolder)).toEqual([]);
  }));

test("does not follow a folder that became a link in the meantime", () =>
  withFixture(before, async (fixture) => {
    const files = fixture.open();
    const id = idOf(await files.apply({ title: "t", changes }));
    renameSync(join(fixture.root, "b"), join(fixture.root, "elsewhere"));
    symlinkSync("elsewhere", join(fixture.root, "b"));
    const tree = fixture.tree();
    expect(await files.undo(id)).toMatchObject({ kind: "refused" });
    expect(fixture.tree()).toEqual(tree);
    rmSync(join(fixture.root, "b"));
  }));
