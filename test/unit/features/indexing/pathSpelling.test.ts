/** On a disk that finds a file by any letter case and Unicode form, as those of Windows and macOS do. */
import { expect, test } from "vitest";
import { foldName } from "../../../../src/features/indexing/pathSpelling.ts";
import { type Harness, startIndexer } from "../../../support/indexerHarness.ts";
import { MemoryFiles } from "../../../support/memoryFiles.ts";

class FoldingFiles extends MemoryFiles {
  override stat = (path: string) => MemoryFiles.prototype.stat.call(this, this.#spelled(path));
  override read = (path: string, maxBytes: number) =>
    MemoryFiles.prototype.read.call(this, this.#spelled(path), maxBytes);
  override list = (path: string) => MemoryFiles.prototype.list.call(this, this.#spelled(path));

  /** As it was made. */
  #spelled(path: string): string {
    const folded = foldName(path);
    const match = this.paths().find((known) => foldName(`${known}/`).startsWith(`${folded}/`));
    return match?.slice(0, path.length) ?? path;
  }
}

const texts = { "/w/Src/Main.py": "def alpha(): pass\n", "/w/caf\u00e9.py": "def beta(): pass\n" };

/** Indexes the disk, does something, and expects each file once, under the name that its folder lists. */
async function check(
  act: (harness: Harness, files: FoldingFiles) => void,
  expected: readonly string[] = Object.keys(texts),
): Promise<Harness> {
  const files = new FoldingFiles(texts);
  const harness = await startIndexer(files);
  act(harness, files);
  await harness.idle();
  expect([...harness.index.paths()].sort()).toEqual([...expected].sort());
  await harness.indexer.reconcile();
  expect([...harness.index.paths()].sort()).toEqual([...expected].sort());
  return harness;
}

test.each([
  ["file", "/w/Src/main.py"],
  ["folder", "/w/src/Main.py"],
  ["folder and file", "/w/SRC/MAIN.py"],
])("an event with another letter case in the name of a %s takes the file that is listed", async (_, path) => {
  const { index } = await check(({ indexer }, files) => {
    files.write("/w/Src/Main.py", "def changed(): pass\n");
    indexer.filesChanged([{ kind: "changed", path }]);
  });
  expect(index.definitionsOf("changed")).toHaveLength(1);
});

test("nothing is said to be new in another Unicode form", () =>
  check(({ indexer }) =>
    indexer.filesChanged([{ kind: "created", path: "/w/cafe\u0301.py".normalize("NFC") }]),
  ));

test("a rename that changes letter case alone", () =>
  check(
    ({ indexer }, files) => {
      files.rename("/w/Src/Main.py", "/w/Src/main.py");
      indexer.filesChanged([
        { kind: "deleted", path: "/w/Src/Main.py" },
        { kind: "created", path: "/w/Src/main.py" },
      ]);
    },
    ["/w/Src/main.py", "/w/caf\u00e9.py"],
  ));

test("a document open under another spelling completes, and is no second file", async () => {
  const { index, sink } = await check(({ indexer }) =>
    indexer.openDocument({ path: "/w/src/main.py", languageId: "python", text: "def held(): pass\n" }),
  );
  expect(index.definitionsOf("alpha")).toHaveLength(1);
  expect(sink.texts.get("/w/src/main.py")).toContain("held");
});

test("two files that differ in letter case alone are two where the disk says so", async () => {
  const files = new MemoryFiles({ "/w/a.py": "def a(): pass\n" });
  const { indexer, index, idle } = await startIndexer(files);
  files.write("/w/A.py", "def b(): pass\n");
  indexer.filesChanged([{ kind: "created", path: "/w/A.py" }]);
  await idle();
  expect([...index.paths()].sort()).toEqual(["/w/A.py", "/w/a.py"]);
});
