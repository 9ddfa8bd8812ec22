import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { RepoIndex } from "../../../../src/core/repo/repoIndex.ts";
import type { EngineConfig } from "../../../../src/ports/engine.ts";
import { answersOf } from "../../../support/indexAnswers.ts";
import {
  engineConfig,
  type Harness,
  hastyYielder,
  never,
  newIndexer,
  startIndexer,
} from "../../../support/indexerHarness.ts";
import { MemoryFiles } from "../../../support/memoryFiles.ts";
import { MemoryDisk } from "../../../support/store/memoryStore.ts";
import { endStores, openStore, temporaryFolder } from "../../../support/store/storeFixture.ts";

afterEach(endStores);

const texts = {
  "/w/a.py": "def alpha():\n    return beta\n",
  "/w/b.py": "class Beta:\n    pass\n",
  "/w/c/d.ts": "export const gamma = 1;\n",
};

interface Machine {
  readonly files: MemoryFiles;
  readonly disk: MemoryDisk;
  /** One process after another. */
  start(config?: Partial<EngineConfig>): Promise<Harness>;
}

function machine(given: Readonly<Record<string, string | Uint8Array>> = texts): Machine {
  const files = new MemoryFiles();
  for (const [path, content] of Object.entries(given)) files.write(path, content);
  const disk = new MemoryDisk();
  return {
    files,
    disk,
    start(config = {}) {
      files.takeReads();
      const whole = { storeDirectory: "/store", feedsCompletion: false, ...config };
      return startIndexer(files, whole, { openStore: () => disk.open() });
    },
  };
}

const sourcesRead = (files: MemoryFiles): string[] =>
  files.takeReads().filter((path) => !path.includes(".git"));

/** Expects that a process answers as one without a past. */
async function check(
  followed: Harness,
  files: MemoryFiles,
  config: Partial<EngineConfig> = {},
): Promise<void> {
  const anew = await startIndexer(files, config);
  expect(answersOf(followed.index)).toEqual(answersOf(anew.index));
  expect(followed.indexer.status().skipped).toEqual(anew.indexer.status().skipped);
}

describe("a second start", () => {
  test("of an unchanged workspace reads no file and makes no segment", async () => {
    const { files, start } = machine({
      ...texts,
      "/w/bin.py": new Uint8Array([0]),
      "/w/g.py": "# @generated\n",
    });
    await start();
    const second = await start();
    expect(sourcesRead(files)).toEqual([]);
    expect(second.index.sealings).toBe(0);
    await check(second, files);
  });

  test("answers before it has looked at the disk", async () => {
    const { files, disk, start } = machine();
    await start();
    const second = newIndexer(files, { openStore: () => disk.open() });
    await second.indexer.configure({
      roots: [{ path: "/w", name: "w" }],
      indexEnabled: true,
      exclude: ["**/node_modules"],
      maxFileBytes: 1000,
      maxFiles: 1000,
      storeDirectory: "/store",
    });
    expect(second.index.definitionsOf("alpha")).toMatchObject([{ path: "/w/a.py", startLine: 0 }]);
    expect(second.indexer.status().phase).not.toBe("ready");
  });

  test("reads what was touched, and takes what was changed", async () => {
    const { files, start } = machine();
    await start();
    files.touch("/w/a.py");
    files.write("/w/b.py", "class Delta:\n    pass\n");
    files.remove("/w/c");
    files.write("/w/e.py", "epsilon = 1\n");
    const second = await start();
    expect(sourcesRead(files).sort()).toEqual(["/w/a.py", "/w/b.py", "/w/e.py"]);
    await check(second, files);
    const third = await start();
    expect(sourcesRead(files)).toEqual([]);
    await check(third, files);
  });

  test("a content that was seen before is back without being taken apart again, also under another name", async () => {
    const { files, start } = machine();
    await start();
    for (const [path, text] of Object.entries(texts)) files.write(path, `${text}# branch\n`);
    const branch = await start();
    expect(branch.index.sealings).toBe(1);
    for (const path of Object.keys(texts)) files.remove(path);
    for (const [path, text] of Object.entries(texts)) files.write(path.replace("/w/", "/w/moved/"), text);
    const back = await start();
    expect(back.index.sealings).toBe(0);
    await check(back, files);
  });

  test("under other exclude globs believes the disk alone, and still takes nothing apart again", async () => {
    const { files, start } = machine();
    await start();
    const exclude = ["/c"];
    const second = await start({ exclude });
    expect(second.index.sealings).toBe(0);
    expect(second.index.has("/w/c/d.ts")).toBe(false);
    await check(second, files, { exclude });
  });

  test("forgets files outside the folders it has now", async () => {
    const { files, disk, start } = machine({ ...texts, "/v/x.py": "x = 1\n" });
    await start({
      roots: [
        { path: "/w", name: "w" },
        { path: "/v", name: "v" },
      ],
    });
    const second = await start();
    await check(second, files);
    expect([...disk.files.keys()].sort()).toEqual(Object.keys(texts).sort());
  });

  test("a file written within two seconds of its look is read again, one older is not", async () => {
    const { files, start } = machine();
    const { wallNow } = hastyYielder;
    Object.assign(hastyYielder, { wallNow: () => 3 });
    try {
      await start();
      await start();
      expect(sourcesRead(files).sort()).toEqual(Object.keys(texts).sort());
    } finally {
      Object.assign(hastyYielder, { wallNow });
    }
    await start();
    expect(sourcesRead(files).sort()).toEqual(Object.keys(texts).sort());
    await start();
    expect(sourcesRead(files)).toEqual([]);
  });
});

describe("what is kept", () => {
  test.each([
    ["an index", true, 1, ["/w/a.py", "/w/b.py", "/w/c/d.ts"]],
    ["no index", false, 0, []],
  ])("with %s", async (_, indexEnabled, stores, reads) => {
    const { files, disk } = machine();
    let opened = 0;
    const openStore = () => {
      opened++;
      return disk.open();
    };
    const config = { storeDirectory: "/store", feedsCompletion: false, indexEnabled };
    await startIndexer(files, config, { openStore });
    expect(opened).toBe(stores);
    expect(sourcesRead(files)).toEqual(reads);
  });

  test("never what an editor holds and the disk does not", async () => {
    const { files, disk, start } = machine();
    const secret = "unsavedSecretName";
    const first = await start();
    first.indexer.openDocument({ path: "/w/a.py", languageId: "python", text: texts["/w/a.py"] });
    first.indexer.documentChanged("/w/a.py", `def ${secret}(): pass\n`);
    await first.idle();
    expect(first.index.definitionsOf(secret)).toHaveLength(1);
    files.write("/w/new.py", "other = 1\n");
    await first.indexer.reconcile();
    const kept = [...disk.segments.values()].map((bytes) => Buffer.from(bytes).toString("latin1"));
    expect(kept.join().toLowerCase()).not.toContain("secret");
    expect(kept.join()).toContain("alpha");
    expect(disk.files.get("/w/new.py")).toBeDefined();
    const second = await start();
    await check(second, files);
  });

  test("a text in an editor that is the disk's own costs nothing at the next start", async () => {
    const { files, start } = machine();
    const first = await start();
    first.indexer.openDocument({ path: "/w/a.py", languageId: "python", text: texts["/w/a.py"] });
    await first.idle();
    expect(first.index.sealings).toBe(1);
    await start();
    expect(sourcesRead(files)).toEqual([]);
  });

  test("nothing after a rebuild that was not there", async () => {
    const { files, disk, start } = machine();
    const first = await start();
    files.remove("/w/a.py");
    const before = [...disk.segments.keys()];
    await first.indexer.rebuild(never);
    expect([...disk.files.keys()].sort()).toEqual(["/w/b.py", "/w/c/d.ts"]);
    expect([...disk.segments.keys()]).not.toEqual(before);
  });

  test("everything at once when the disk takes it again", async () => {
    const { files, disk, start } = machine();
    disk.refuses = true;
    const first = await start();
    expect(first.indexer.status().phase).toBe("ready");
    await check(first, files);
    disk.refuses = false;
    await first.indexer.reconcile();
    await start();
    expect(sourcesRead(files)).toEqual([]);
  });

  test("the segments sealed while a long pass still runs", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 100 }, (_, i) => [`/w/${i}.py`, `def f${i}(): pass\n`]),
    );
    const { files, disk, start } = machine(many);
    /** Seals after every tenth file, as the real one does after some 40,000 lines. */
    class EagerIndex extends RepoIndex {
      #set = 0;
      override *setFileInSteps(
        path: string,
        languageId: string,
        text: string,
        hash?: number,
      ): Generator<void> {
        yield* super.setFileInSteps(path, languageId, text, hash);
        if (++this.#set % 10 === 0) this.parts();
      }
    }
    const first = newIndexer(files, { openStore: () => disk.open(), index: new EagerIndex() });
    await first.indexer.configure(engineConfig({ storeDirectory: "/store", feedsCompletion: false }));
    while (disk.commits === 0) await hastyYielder.pause();
    const { filesDone, phase } = first.indexer.status();
    expect(phase).toBe("reading");
    expect(filesDone).toBeLessThan(100);
    first.indexer.close();
    const second = await start();
    const read = sourcesRead(files).length;
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(100);
    await check(second, files);
  });

  test("segments of another version are replaced", async () => {
    const { files, disk, start } = machine();
    await start();
    for (const [id, bytes] of disk.segments)
      disk.segments.set(
        id,
        bytes.map((byte, i) => (i === 4 ? 200 : byte)),
      );
    const second = await start();
    await check(second, files);
    await start();
    expect(sourcesRead(files)).toEqual([]);
  });
});

describe("the completion engine after a warm start", () => {
  test("is fed before the index says that it is ready", async () => {
    const { start } = machine();
    await start({ feedsCompletion: true });
    const second = await start({ feedsCompletion: true });
    expect([...second.sink.texts].sort()).toEqual(Object.entries(texts).sort());
    expect(second.statuses.at(-1)?.phase).toBe("ready");
  });
});

/** What happens between two starts of a process, and in one. */
const action = fc.oneof(
  fc.record({
    kind: fc.constant("write" as const),
    path: fc.constantFrom("/w/a.py", "/w/b.py", "/w/c/d.ts", "/w/c/e.py"),
    text: fc.constantFrom("def f(): pass\n", "class A: x = foo\n", "let b = 1\n", "\0", "# @generated\n", ""),
  }),
  fc.record({
    kind: fc.constantFrom("remove" as const, "touch" as const),
    path: fc.constantFrom("/w/a.py", "/w/c"),
  }),
  fc.record({ kind: fc.constantFrom("restart" as const, "reconcile" as const, "refuse" as const) }),
  fc.record({
    kind: fc.constant("edit" as const),
    text: fc.constantFrom("def unsaved(): pass\n", "def f(): pass\n"),
  }),
);

test("whatever happens, kills between two commits included, the next start answers as indexing anew", async () => {
  const run = fc.asyncProperty(fc.array(action, { maxLength: 14 }), async (actions) => {
    const { files, disk, start } = machine();
    let process = await start();
    for (const step of actions) {
      if (step.kind === "write") files.write(step.path, step.text);
      else if (step.kind === "remove") files.remove(step.path);
      else if (step.kind === "touch") files.touch(step.path);
      else if (step.kind === "refuse") disk.refuses = !disk.refuses;
      else if (step.kind === "reconcile") await process.indexer.reconcile();
      else if (step.kind === "edit") {
        process.indexer.openDocument({ path: "/w/b.py", languageId: "python", text: step.text });
        await process.idle();
      } else {
        // The old process is cut off at once, whatever it was doing.
        process.indexer.close();
        process = await start();
      }
    }
    process = await start();
    await check(process, files);
  });
  await fc.assert(run, { numRuns: 150 });
});

test("on a real disk", async () => {
  const files = new MemoryFiles(texts);
  const directory = temporaryFolder();
  const config = { storeDirectory: directory, feedsCompletion: false };
  const first = await startIndexer(files, config, { openStore: (path) => openStore(path) });
  first.indexer.close();
  files.takeReads();
  const second = await startIndexer(files, config, { openStore: (path) => openStore(path) });
  expect(sourcesRead(files)).toEqual([]);
  await check(second, files);
});
