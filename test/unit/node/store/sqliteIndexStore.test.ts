import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, describe, expect, test } from "vitest";
import { schemaVersion } from "../../../../src/node/store/storeDatabase.ts";
import type { IndexStore } from "../../../../src/ports/indexStore.ts";
import {
  bytesOf,
  commitA,
  commitB,
  contentA,
  contentB,
  contentOf,
  endStores,
  FaultyFiles,
  fileOf,
  history,
  ManualTime,
  nothing,
  openStore,
  temporaryFolder,
} from "../../../support/store/storeFixture.ts";

afterEach(endStores);

/** Opens a folder again and expects what it holds. */
function check(directory: string, expected: object, access = "write"): IndexStore {
  const store = openStore(directory);
  expect(store.access).toBe(access);
  expect(contentOf(store)).toEqual(expected);
  return store;
}

/** A folder with the first commit, closed. */
function folderWithA(): string {
  const directory = temporaryFolder();
  const store = openStore(directory);
  expect(store.commit(commitA)).toBe(true);
  store.close();
  return directory;
}

const named = (directory: string, pattern: RegExp): string[] =>
  readdirSync(directory).filter((name) => pattern.test(name));

describe("what is kept", () => {
  test("a commit is found by the next store, and the next commit changes it", () => {
    const directory = folderWithA();
    const store = check(directory, contentA);
    expect(store.loadFiles()[0]).toEqual(fileOf("/w/a.py", 1));
    expect(store.loadHistories()).toEqual([history]);
    expect(store.commit(commitB)).toBe(true);
    store.close();
    check(directory, contentB);
    expect(named(directory, /^segment-/)).toHaveLength(1);
  });

  test("segments come in the order of their commits, and start in buffers of their own", () => {
    const directory = temporaryFolder();
    const store = openStore(directory);
    const ids = ["z", "a", "../up", "m"];
    for (const id of ids) store.commit({ addSegments: new Map([[id, bytesOf(id)]]) });
    store.close();
    const loaded = openStore(directory).loadSegments();
    expect([...loaded.keys()]).toEqual(ids);
    expect([...loaded.values()].map(({ byteOffset }) => byteOffset)).toEqual([0, 0, 0, 0]);
    expect(named(directory, /up/)).toEqual([]);
  });

  test("a whole change forgets what it does not name", () => {
    const directory = folderWithA();
    const store = openStore(directory);
    store.commit({ ...commitB, replacesIndex: true });
    expect(contentOf(store)).toEqual(contentB);
  });

  test("an id that comes again replaces nothing until its commit is whole", () => {
    const directory = folderWithA();
    const store = openStore(directory);
    expect(store.commit({ replacesIndex: true, addSegments: new Map([["s1", bytesOf("new")]]) })).toBe(true);
    expect(contentOf(store)).toEqual({ segments: { s1: "new" }, files: {} });
    expect(named(directory, /^segment-/)).toHaveLength(1);
  });

  test("cleared is empty on disk too, and tells that the next change must be whole", () => {
    const directory = folderWithA();
    const store = openStore(directory);
    store.saveBlobs("k", new Map([[1, bytesOf("x")]]));
    const { lineage } = store;
    store.clear();
    expect(store.lineage).toBeGreaterThan(lineage);
    expect(contentOf(store)).toEqual(nothing);
    expect(store.loadHistories()).toEqual([]);
    expect(store.loadBlob("k", 1)).toBeUndefined();
    expect(named(directory, /^segment-/)).toEqual([]);
    store.close();
    check(directory, nothing);
  });

  test("its size is what stands on disk", () => {
    const store = openStore(temporaryFolder());
    const before = store.sizeBytes();
    store.commit({ addSegments: new Map([["s", randomBytes(500_000)]]) });
    expect(store.sizeBytes() - before).toBeGreaterThanOrEqual(500_000);
    expect(store.sizeBytes() - before).toBeLessThan(600_000);
  });

  test("a folder is made for this user alone", () => {
    const directory = folderWithA();
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, named(directory, /^segment-/)[0]!)).mode & 0o777).toBe(0o600);
  });

  test("after it is closed nothing is kept, and nothing fails", () => {
    const store = openStore(folderWithA());
    store.close();
    expect(store.commit(commitB)).toBe(false);
    expect(contentOf(store)).toEqual(nothing);
  });
});

describe("blobs", () => {
  const blob = (size: number) => new Uint8Array(size).fill(7);

  test("are kept by kind and content", () => {
    const directory = temporaryFolder();
    const store = openStore(directory);
    const largest = Number.MAX_SAFE_INTEGER;
    store.saveBlobs("tree", new Map([[largest, bytesOf("t")]]));
    store.saveBlobs("embedding", new Map([[largest, bytesOf("e")]]));
    store.saveBlobs("tree", new Map([[largest, bytesOf("again")]]));
    store.close();
    const next = openStore(directory);
    expect(next.loadBlob("tree", largest)).toEqual(bytesOf("again"));
    expect(next.loadBlob("embedding", largest)).toEqual(bytesOf("e"));
    expect(next.loadBlob("tree", 1)).toBeUndefined();
  });

  test("stay under a bound, the least recently used go first, also over restarts", () => {
    const directory = temporaryFolder();
    const parts = { maxBlobBytes: 10_000 };
    const first = openStore(directory, parts);
    for (let hash = 0; hash < 9; hash++) first.saveBlobs("k", new Map([[hash, blob(1000)]]));
    expect(first.loadBlob("k", 0)).toHaveLength(1000);
    first.saveBlobs("k", new Map([[9, blob(1000)]]));
    first.close();
    const next = openStore(directory, parts);
    next.saveBlobs("k", new Map([[10, blob(1000)]]));
    const kept = Array.from({ length: 11 }, (_, hash) => hash).filter((hash) => next.loadBlob("k", hash));
    expect(kept).toEqual([0, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test("one that the disk changed is not there", () => {
    const directory = temporaryFolder();
    const store = openStore(directory);
    store.saveBlobs("k", new Map([[1, blob(100)]]));
    store.close();
    const database = new DatabaseSync(join(directory, "index.db"));
    database.exec("UPDATE blobs SET data = zeroblob(100)");
    database.close();
    expect(openStore(directory).loadBlob("k", 1)).toBeUndefined();
  });
});

describe("damage", () => {
  /** Does something to a folder with one commit, and expects an empty store that works, and what was set aside. */
  function checkDamage(directory: string, setAside: RegExp | undefined, expected: object = nothing): void {
    const store = check(directory, expected);
    expect(store.problem).toBeUndefined();
    expect(named(directory, /\.bad$/).filter((name) => setAside?.test(name)).length > 0).toBe(
      setAside !== undefined,
    );
    expect(store.commit({ ...commitB, replacesIndex: true })).toBe(true);
    store.close();
    check(directory, contentB);
  }
  const database = (directory: string) => join(directory, "index.db");
  const alter = (directory: string, sql: string): void => {
    const opened = new DatabaseSync(database(directory));
    opened.exec(sql);
    opened.close();
  };

  const segmentsOnly = { ...contentA, files: {} };
  test.each<[what: string, act: (directory: string) => void, setAside: RegExp | undefined, found?: object]>([
    ["text", (d) => writeFileSync(database(d), "no database ".repeat(1000)), /index\.db/],
    ["a few bytes", (d) => writeFileSync(database(d), "SQLite"), /index\.db/],
    ["random bytes", (d) => writeFileSync(database(d), randomBytes(20_000)), /index\.db/],
    [
      "half of it",
      (d) => writeFileSync(database(d), readFileSync(database(d)).subarray(0, 6000)),
      /index\.db/,
    ],
    ["another program's database", (d) => alter(d, "PRAGMA application_id = 77"), /index\.db/],
    ["a table is gone", (d) => alter(d, "DROP TABLE folders"), /index\.db/, segmentsOnly],
    ["the meta row is gone", (d) => alter(d, "DELETE FROM meta"), /index\.db/],
    ["an older schema", (d) => alter(d, "PRAGMA user_version = 0"), undefined],
    ["an empty file", (d) => writeFileSync(database(d), ""), undefined],
  ])("instead of the database: %s", (_, act, setAside, found) => {
    const directory = folderWithA();
    act(directory);
    checkDamage(directory, setAside, found);
  });

  test("pages in the middle of the database", () => {
    const directory = temporaryFolder();
    const store = openStore(directory);
    const files = Array.from({ length: 3000 }, (_, i) => fileOf(`/w/some/folder${i}/file.py`, i));
    store.commit({ setFiles: files });
    store.close();
    const bytes = readFileSync(database(directory));
    bytes.fill(0x5a, 40_960, 49_152);
    writeFileSync(database(directory), bytes);
    checkDamage(directory, /index\.db/);
  });

  test("a row that the disk changed is left out, the others stay", () => {
    const directory = folderWithA();
    const store = openStore(directory);
    store.commit({ setFiles: [fileOf("/w/other/c.py", 7)] });
    store.close();
    alter(directory, `UPDATE folders SET names = replace(names, 'b.py', 'x.py') WHERE folder = '/w/'`);
    expect(contentOf(openStore(directory))).toEqual({ ...contentA, files: { "/w/other/c.py": 7 } });
  });

  test.each<[what: string, act: (path: string) => void]>([
    ["a changed byte", (path) => writeFileSync(path, "onf")],
    ["its end cut off", (path) => writeFileSync(path, "on")],
    [
      "a link in its place",
      (path) => {
        renameSync(path, `${path}.real`);
        symlinkSync(`${path}.real`, path);
      },
    ],
  ])("a segment with %s is set aside, and the files stay", (_, act) => {
    const directory = folderWithA();
    act(join(directory, named(directory, /^segment-/)[0]!));
    const store = openStore(directory);
    const { lineage } = store;
    expect(contentOf(store)).toEqual({ ...contentA, segments: {} });
    expect(store.lineage).toBeGreaterThan(lineage);
    expect(named(directory, /^\d+-segment-.*\.bad$/)).toHaveLength(1);
    store.close();
    check(directory, { ...contentA, segments: {} });
  });

  test("only the last few are kept", () => {
    const directory = temporaryFolder();
    for (let i = 0; i < 6; i++) {
      mkdirSync(directory, { recursive: true });
      writeFileSync(database(directory), `no database ${i} `.repeat(1000));
      openStore(directory, { now: () => 1_800_000_000_000 + i }).close();
    }
    const bad = named(directory, /\.bad$/);
    expect(bad).toHaveLength(3);
    expect(readFileSync(join(directory, bad.sort().at(-1)!), "utf8")).toContain("no database 5");
  });

  test("a newer schema is left as it is, and said", () => {
    const directory = folderWithA();
    alter(directory, `PRAGMA user_version = ${schemaVersion + 1}`);
    const before = readFileSync(database(directory));
    const store = check(directory, nothing, "none");
    expect(store.problem).toContain("newer Touchstone");
    expect(store.commit(commitB)).toBe(false);
    store.clear();
    store.close();
    expect(readFileSync(database(directory))).toEqual(before);
    expect(named(directory, /^segment-/)).toHaveLength(1);
    expect(existsSync(join(directory, "writer.lock"))).toBe(false);
  });

  test.each([
    ["now", 0, ["own.txt", `touchstone-${process.ppid}-0a.tmp`]],
    ["a day later", 25 * 3_600_000, ["own.txt"]],
  ])("what nobody will finish is swept, what is not the store's own stays: %s", (_, laterMs, kept) => {
    const directory = folderWithA();
    const dead = "touchstone-4000000-0a.tmp";
    for (const name of [dead, `touchstone-${process.ppid}-0a.tmp`, "segment-x-00.bin", "own.txt"]) {
      writeFileSync(join(directory, name), "left over");
    }
    const store = openStore(directory, { now: () => Date.now() + laterMs });
    expect(contentOf(store)).toEqual(contentA);
    expect(named(directory, /\.tmp$|x-00|own/)).toEqual(kept);
  });
});

describe("a folder that is not fit", () => {
  test.each<[what: string, make: (directory: string) => void, reason: string]>([
    ["a file", (d) => writeFileSync(d, ""), "no folder of its own"],
    [
      "a link to a folder",
      (d) => {
        mkdirSync(`${d}-real`);
        symlinkSync(`${d}-real`, d);
      },
      "no folder of its own",
    ],
    [
      "open to every user",
      (d) => {
        mkdirSync(d);
        chmodSync(d, 0o777);
      },
      "every user may write",
    ],
  ])("%s", (_, make, reason) => {
    const directory = temporaryFolder();
    mkdirSync(dirname(directory), { recursive: true });
    make(directory);
    const store = check(directory, nothing, "none");
    expect(store.problem).toContain(reason);
    expect(store.commit(commitA)).toBe(false);
  });

  test.each([
    ["on NFS", 0x6969],
    ["on CIFS", 0xff534d42],
  ])("%s", (_, type) => {
    const { files } = new FaultyFiles("EIO", Number.POSITIVE_INFINITY);
    const store = openStore(temporaryFolder(), { files: { ...files, fileSystemType: () => type } });
    expect(store.access).toBe("none");
    expect(store.problem).toContain("network file system");
  });

  test.runIf(process.platform === "linux")("where the system lets none be made", () => {
    const store = openStore("/proc/touchstone/index");
    expect(store.access).not.toBe("write");
    expect(store.problem).toContain("cannot be made");
  });

  test("a network share by its name", () => {
    expect(openStore("//server/share/index").problem).toContain("network share");
  });

  test("another user's", () => {
    const { files } = new FaultyFiles("EIO", Number.POSITIVE_INFINITY);
    const directory = temporaryFolder();
    mkdirSync(directory);
    const uid = (process.getuid?.() ?? 0) + 1;
    const stat = (path: string) => ({ ...files.stat(path)!, uid });
    expect(openStore(directory, { files: { ...files, stat } }).problem).toContain("another user");
  });
});

describe("a disk that refuses", () => {
  const codes = ["ENOSPC", "EDQUOT", "EIO", "EROFS", "EACCES", "EMFILE"];

  test.each(codes)("%s at any call leaves the old commit or the new one, whole", (code) => {
    for (let call = 1; ; call++) {
      const directory = folderWithA();
      const faulty = new FaultyFiles(code, call);
      const store = openStore(directory, { files: faulty.files });
      const kept = store.commit(commitB);
      store.close();
      const next = openStore(directory);
      const content = contentOf(next);
      if (kept) expect(content).toEqual(contentB);
      else expect([contentA, contentB]).toContainEqual(content);
      next.close();
      expect(named(directory, /\.tmp$/)).toEqual([]);
      endStores();
      if (faulty.calls < call) {
        expect(kept).toBe(true);
        expect(call).toBeGreaterThan(15);
        return;
      }
    }
  });

  test.each(codes)("%s is said once, tried again after five minutes and not before", (code) => {
    const time = new ManualTime();
    const directory = folderWithA();
    const faulty = new FaultyFiles(code, Number.POSITIVE_INFINITY);
    let refuses = false;
    const createNew: typeof faulty.files.createNew = (path, bytes) => {
      faulty.calls++;
      if (refuses) throw Object.assign(new Error(code), { code });
      faulty.files.createNew(path, bytes);
    };
    const store = openStore(directory, { ...time.parts, files: { ...faulty.files, createNew } });
    const { lineage } = store;
    refuses = true;
    expect(store.commit(commitB)).toBe(false);
    expect(store.access).toBe("none");
    expect(store.problem).toMatch(/stays in memory\. It is tried again after five minutes$/);
    faulty.calls = 0;
    for (let i = 0; i < 29; i++) {
      time.pass(10_000);
      expect(store.commit(commitB)).toBe(false);
    }
    expect(faulty.calls).toBe(0);
    refuses = false;
    time.pass(10_000);
    expect(store.commit(commitB)).toBe(true);
    expect(store.problem).toBeUndefined();
    expect(store.lineage).toBe(lineage);
    expect(contentOf(store)).toEqual(contentB);
  });

  test("a folder that takes no writing is read", () => {
    const directory = folderWithA();
    const { files } = new FaultyFiles("EROFS", Number.POSITIVE_INFINITY);
    const createNew = () => {
      throw Object.assign(new Error("planted"), { code: "EROFS" });
    };
    const store = openStore(directory, { files: { ...files, createNew } });
    expect(store.access).toBe("read");
    expect(contentOf(store)).toEqual(contentA);
    expect(store.problem).toContain("read-only");
    expect(store.commit(commitB)).toBe(false);
  });
});

describe("two on one folder", () => {
  test("the second reads what is there and takes over when the first ends", () => {
    const directory = folderWithA();
    const time = new ManualTime();
    const first = openStore(directory, time.parts);
    const second = openStore(directory, time.parts);
    expect([first.access, second.access]).toEqual(["write", "read"]);
    expect(contentOf(second)).toEqual(contentA);
    expect(second.commit(commitB)).toBe(false);
    time.pass(60_000);
    expect([first.access, second.access]).toEqual(["write", "read"]);
    first.close();
    time.pass(1000);
    expect(second.access).toBe("write");
    expect(second.lineage).toBe(0);
    expect(second.commit(commitB)).toBe(true);
    expect(contentOf(second)).toEqual(contentB);
  });

  test("one that takes over what has changed meanwhile must bring everything", () => {
    const directory = folderWithA();
    const time = new ManualTime();
    const first = openStore(directory, time.parts);
    const second = openStore(directory, time.parts);
    contentOf(second);
    first.commit(commitB);
    first.close();
    time.pass(1000);
    expect(second.access).toBe("write");
    expect(second.lineage).toBe(1);
  });

  test("a writer whose thread has ended is replaced within five seconds", () => {
    const directory = folderWithA();
    openStore(directory, { every: () => () => {} });
    const time = new ManualTime();
    const second = openStore(directory, time.parts);
    time.pass(3500);
    expect(second.access).toBe("read");
    time.pass(1500);
    expect(second.access).toBe("write");
    expect(contentOf(second)).toEqual(contentA);
  });

  test("a writer that slept while another took over writes no more", () => {
    const directory = folderWithA();
    const sleeper = openStore(directory, { every: () => () => {} });
    const time = new ManualTime();
    const second = openStore(directory, time.parts);
    time.pass(5000);
    expect(second.commit(commitB)).toBe(true);
    expect(sleeper.commit({ addSegments: new Map([["late", bytesOf("late")]]) })).toBe(false);
    expect(sleeper.access).toBe("read");
    second.close();
    expect(named(directory, /^segment-/)).toHaveLength(1);
    const third = openStore(directory);
    expect(contentOf(third)).toEqual(contentB);
  });

  test.each([
    ["of a process that has ended", { pid: 4_000_000, place: undefined }],
    ["of a process that started at another time", { pid: process.ppid, startedAt: "another" }],
  ])("a lock %s is taken at once", (_, holder) => {
    const directory = folderWithA();
    const own = openStore(directory);
    const lock = JSON.parse(readFileSync(join(directory, "writer.lock"), "utf8"));
    own.close();
    const left = { ...lock, token: "left", ...JSON.parse(JSON.stringify(holder)) };
    writeFileSync(join(directory, "writer.lock"), JSON.stringify(left));
    check(directory, contentA);
  });

  test.each([
    [
      "of another machine",
      (lock: object) => JSON.stringify({ ...lock, token: "left", place: "elsewhere", pid: 4_000_000 }),
    ],
    ["half written", () => '{"pid": 12'],
  ])("a lock %s is waited for", (_, write) => {
    const directory = folderWithA();
    const own = openStore(directory);
    const lock = JSON.parse(readFileSync(join(directory, "writer.lock"), "utf8"));
    own.close();
    writeFileSync(join(directory, "writer.lock"), write(lock));
    const time = new ManualTime();
    const store = openStore(directory, time.parts);
    expect(store.access).toBe("read");
    time.pass(5000);
    expect(store.access).toBe("write");
  });
});
