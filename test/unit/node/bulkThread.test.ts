import { afterEach, expect, test } from "vitest";
import { BulkThread } from "../../../src/node/worker/bulkThread.ts";
import { memoryLog } from "../../support/memoryLog.ts";

const workerPath = new URL("../../support/worker/scriptedBulkThread.ts", import.meta.url);

const running: BulkThread[] = [];
function start(limits = {}): BulkThread {
  const { log } = memoryLog();
  const thread = new BulkThread({ workerPath, log, limits });
  running.push(thread);
  return thread;
}
afterEach(() => {
  for (const thread of running.splice(0)) thread.stop();
});

let hashes = 0;
/** Reads files one after the other; how each ended. */
async function check(thread: BulkThread, paths: readonly string[], expected: readonly string[]) {
  const kinds: string[] = [];
  for (const path of paths) {
    const hash = /^\/(?:crash|exit|hang)/.test(path) ? 1000 + path.length : ++hashes;
    kinds.push((await thread.read({ path, languageId: "go", hash })).kind);
  }
  expect(kinds).toEqual(expected);
}

test("reads one file after the other", () =>
  check(start(), ["/a", "/none", "/b"], ["facts", "none", "facts"]));

for (const end of ["/crash", "/exit", "/hang"]) {
  test(`"${end}" is left out from then on, and the others are read`, () =>
    check(
      start({ maxFileMs: 6000 }),
      ["/a", end, "/b", end, "/c"],
      ["facts", "poison", "facts", "poison", "facts"],
    ));
}

test("a thread whose memory has grown is replaced", () =>
  check(start(), ["/grow", "/a", "/grow", "/b"], ["facts", "facts", "facts", "facts"]));

test("a thread that dies too often is not started again", () =>
  check(
    start({ maxDeaths: 1 }),
    ["/exit", "/exit", "/crash", "/a"],
    ["poison", "poison", "poison", "stopped"],
  ));

test("what is being read when it is stopped ends, and the next file starts another thread", async () => {
  const thread = start();
  const reading = thread.read({ path: "/hang", languageId: "go", hash: 77 });
  thread.stop();
  expect((await reading).kind).toBe("stopped");
  await check(thread, ["/a"], ["facts"]);
});
