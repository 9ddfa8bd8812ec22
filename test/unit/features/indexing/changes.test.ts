/** When changes are taken, and how many looks at the disk they cost. */
import { expect, test } from "vitest";
import {
  engineConfig,
  hastyYielder,
  never,
  newIndexer,
  startIndexer,
} from "../../../support/indexerHarness.ts";
import { MemoryFiles } from "../../../support/memoryFiles.ts";

/** Time passes only while somebody sleeps. */
function scene(texts: Readonly<Record<string, string>>) {
  const files = new MemoryFiles(texts);
  let now = 0;
  const slept: number[] = [];
  const onSleep: (() => void)[] = [];
  const yielder = {
    ...hastyYielder,
    now: () => now,
    sleep: async (ms: number) => {
      slept.push(ms);
      now += ms;
      for (const act of onSleep) act();
      await hastyYielder.pause();
    },
  };
  return { files, yielder, slept, onSleep, pass: (ms: number) => void (now += ms) };
}

test("the first change after quiet is taken at once, the next waits for its turn", async () => {
  const { files, yielder, slept, pass } = scene({ "/w/a.py": "a = 1\n" });
  const { indexer, index, idle } = await startIndexer(files, {}, { yielder });
  pass(1000);
  slept.length = 0;
  files.write("/w/a.py", "def first(): pass\n");
  indexer.filesChanged([{ kind: "changed", path: "/w/a.py" }]);
  await idle();
  expect(index.definitionsOf("first")).toHaveLength(1);
  expect(slept).toEqual([]);
  pass(50);
  files.write("/w/a.py", "def second(): pass\n");
  indexer.filesChanged([{ kind: "changed", path: "/w/a.py" }]);
  await idle();
  expect(index.definitionsOf("second")).toHaveLength(1);
  expect(slept).toEqual([150]);
});

test("a branch switch of ten thousand files is one look at the disk", async () => {
  const paths = Array.from({ length: 10_000 }, (_, i) => `/w/${i % 100}/f${i}.py`);
  const { files, yielder, onSleep, pass } = scene({ "/w/a.py": "a = 1\n" });
  const { indexer, index, statuses, idle } = await startIndexer(files, { maxFiles: 20_000 }, { yielder });
  const scans = () =>
    statuses.filter(({ phase }, i) => phase === "walking" && statuses[i - 1]?.phase !== phase).length;
  pass(1000);
  const before = scans();
  files.write(paths[0]!, "x = 0\n");
  indexer.filesChanged([{ kind: "created", path: paths[0]! }]);
  await idle();
  for (const [i, path] of paths.entries()) files.write(path, `x = ${i}\n`);
  // The others come in pieces, as long as somebody waits for them.
  const left = [...paths];
  const deliver = () =>
    indexer.filesChanged(left.splice(0, 3000).map((path) => ({ kind: "created" as const, path })));
  onSleep.push(deliver);
  deliver();
  await idle();
  expect(index.counts().files).toBe(10_001);
  expect(scans() - before).toBe(1);
});

test("a file rewritten while it is read is right after the next look", async () => {
  const { files, yielder } = scene({ "/w/a.py": "def before(): pass\n" });
  const read = files.read.bind(files);
  let rewrites = 1;
  files.read = async (path, maxBytes) => {
    const bytes = await read(path, maxBytes);
    // Same size, so that only time and content tell.
    if (rewrites-- > 0) files.write("/w/a.py", "def after_(): pass\n");
    return bytes;
  };
  const { indexer, index } = await startIndexer(files, {}, { yielder });
  await indexer.reconcile();
  expect(index.definitionsOf("after_")).toHaveLength(1);
  expect(index.definitionsOf("before")).toHaveLength(0);
});

test("what an editor holds wins while everything is looked at, and the status says that it is", async () => {
  const { files, yielder } = scene({ "/w/a.py": "def disk(): pass\n" });
  const { indexer, index, statuses } = newIndexer(files, { yielder });
  indexer.openDocument({ path: "/w/a.py", languageId: "python", text: "def held(): pass\n" });
  await indexer.configure(engineConfig());
  expect(indexer.status().phase).not.toBe("ready");
  await indexer.waitUntilIdle(never);
  expect(index.definitionsOf("held")).toHaveLength(1);
  expect(index.definitionsOf("disk")).toHaveLength(0);
  expect(statuses.at(-1)?.phase).toBe("ready");
});
