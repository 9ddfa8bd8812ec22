import { describe, expect, test } from "vitest";
import { CorpusFeeder, type FeedTurn } from "../../../../src/features/indexing/corpusFeeder.ts";
import { RecordingSink } from "../../../support/indexerHarness.ts";
import { MemoryFiles } from "../../../support/memoryFiles.ts";

const words = (count: number): string => Array.from({ length: count }, (_, i) => `word${i}`).join(" ");

/** Files that wait, each of ten words; those written later are newer. */
function scene(paths: readonly string[], mostTokens = 1000) {
  const files = new MemoryFiles();
  for (const path of paths) files.write(path, words(10));
  const sink = new RecordingSink();
  const poisoned: string[] = [];
  const mtimes = new Map(paths.map((path, i) => [path, i]));
  const feeder = new CorpusFeeder(
    { files, sink, mtimeOf: (path) => mtimes.get(path) ?? 0, onPoison: (path) => poisoned.push(path) },
    mostTokens,
  );
  for (const path of paths) feeder.await(path);
  const turn = (given: Partial<FeedTurn> = {}): FeedTurn => ({
    openPaths: [],
    maxFileBytes: 1e6,
    breathe: async () => {},
    isInterrupted: () => false,
    ...given,
  });
  return { files, sink, feeder, poisoned, turn };
}

/** Feeds what waits, and expects the order. */
async function check(paths: readonly string[], openPaths: readonly string[], expected: readonly string[]) {
  const { feeder, sink, turn } = scene(paths);
  await feeder.feed(turn({ openPaths }));
  expect([...sink.texts.keys()]).toEqual(expected);
  expect(feeder.wantsFeed).toBe(false);
}

describe("the order", () => {
  test("the newest first", () =>
    check(["/w/a.py", "/w/b.py", "/w/c.py"], [], ["/w/c.py", "/w/b.py", "/w/a.py"]));
  test("nearest to what is open before newer ones", () =>
    check(
      ["/w/a/x.py", "/w/a/b/y.py", "/w/c/z.py", "/w/a/w.py"],
      ["/w/a/open.py"],
      ["/w/a/w.py", "/w/a/x.py", "/w/a/b/y.py", "/w/c/z.py"],
    ));
  test("the nearest of several", () =>
    check(
      ["/w/a/x.py", "/w/b/y.py", "/w/z.py"],
      ["/w/a/o.py", "/w/b/p.py"],
      ["/w/b/y.py", "/w/a/x.py", "/w/z.py"],
    ));
});

test("stops when the engine is full, and goes on when there is room", async () => {
  const paths = Array.from({ length: 100 }, (_, i) => `/w/f${i}.py`);
  const { feeder, sink, turn } = scene(paths, 300);
  await feeder.feed(turn());
  const fed = sink.texts.size;
  expect(fed).toBeGreaterThanOrEqual(30);
  expect(fed).toBeLessThan(65);
  expect(feeder.wantsFeed).toBe(false);
  for (const path of [...sink.texts.keys()].slice(0, fed - 10)) feeder.remove(path);
  feeder.makeRoom();
  expect(feeder.wantsFeed).toBe(true);
  await feeder.feed(turn());
  expect(sink.texts.size).toBeGreaterThan(10);
});

test("an open document and a file that it has are taken though it is full, another is not", async () => {
  const { feeder, sink, turn } = scene(["/w/a.py", "/w/b.py"], 5);
  for (const _ of feeder.take("/w/a.py", "python", words(10), true));
  await feeder.feed(turn());
  for (const _ of feeder.take("/w/a.py", "python", "new", false));
  for (const _ of feeder.take("/w/c.py", "python", "other", false));
  expect([...sink.texts]).toEqual([["/w/a.py", "new"]]);
});

test("a single change is taken at once when nothing waits, many wait", () => {
  const { feeder, sink } = scene([]);
  for (const _ of feeder.take("/w/a.py", "python", "a", false));
  feeder.defers = true;
  for (const _ of feeder.take("/w/b.py", "python", "b", false));
  expect([...sink.texts.keys()]).toEqual(["/w/a.py"]);
  expect(feeder.wantsFeed).toBe(true);
});

test("stops for what is more urgent, and loses nothing", async () => {
  const paths = Array.from({ length: 40 }, (_, i) => `/w/f${i}.py`);
  const { feeder, sink, turn } = scene(paths);
  await feeder.feed(turn({ isInterrupted: () => sink.texts.size > 0 }));
  expect(sink.texts.size).toBeLessThan(40);
  expect(feeder.wantsFeed).toBe(true);
  await feeder.feed(turn());
  expect(sink.texts.size).toBe(40);
});

test("a feed that is stopped between two steps goes on with the same file", async () => {
  const { feeder, sink, turn } = scene(["/w/a.py"]);
  const stop = async () => {
    throw new Error("stopped");
  };
  await expect(feeder.feed(turn({ breathe: stop }))).rejects.toThrow("stopped");
  expect(feeder.wantsFeed).toBe(true);
  await feeder.feed(turn());
  expect([...sink.texts.keys()]).toEqual(["/w/a.py"]);
});

test("a file that is gone or no source is passed over, one that the engine cannot take is told", async () => {
  const { files, feeder, sink, poisoned, turn } = scene(["/w/a.py", "/w/b.py", "/w/c.py", "/w/d.py"]);
  files.remove("/w/a.py");
  files.write("/w/b.py", new Uint8Array([0, 1]));
  files.write("/w/c.py", "poison");
  sink.poison = "poison";
  await feeder.feed(turn());
  expect([...sink.texts.keys()]).toEqual(["/w/d.py"]);
  expect(poisoned).toEqual(["/w/c.py"]);
});

test("one that is not wanted feeds open documents only", async () => {
  const { feeder, sink } = scene(["/w/a.py"]);
  feeder.isEnabled = false;
  expect(feeder.wantsFeed).toBe(false);
  for (const _ of feeder.take("/w/b.py", "python", "b", false));
  for (const _ of feeder.take("/w/c.py", "python", "c", true));
  expect([...sink.texts.keys()]).toEqual(["/w/c.py"]);
});
