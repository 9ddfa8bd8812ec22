import { expect, test } from "vitest";
import { PastFollower } from "../../../src/features/search/pastFollower.ts";
import type { StoredHistory } from "../../../src/ports/indexStore.ts";
import { engineConfig, quietLog } from "../../support/indexerHarness.ts";
import { MemoryFiles } from "../../support/memoryFiles.ts";

const past = (repository: string, head: string): StoredHistory => ({
  repository,
  head,
  commits: [{ id: head, timeMs: 1, author: "Ann", message: "Calm the gateway", paths: ["a.py"] }],
});

interface Setup {
  readonly files?: Readonly<Record<string, string>>;
  readonly stored?: readonly StoredHistory[];
}

/** A follower of `/w`; `asked` says where git was asked, `taken` which histories the search got. */
function follow({ files = { "/w/.git": "gitdir: x" }, stored = [] }: Setup = {}) {
  const asked: string[] = [];
  const taken: string[][] = [];
  const kept: StoredHistory[] = [...stored];
  const state = { nowMs: 0, head: "1" };
  const follower = new PastFollower({
    history: {
      changesOf: async () => undefined,
      async read(directory, known) {
        asked.push(directory);
        return known?.head === state.head ? known : past(directory, state.head);
      },
    },
    files: new MemoryFiles(files),
    log: quietLog,
    store: () =>
      ({
        loadHistories: () => kept,
        commit: ({ setHistories = [] }: { setHistories?: readonly StoredHistory[] }) =>
          kept.push(...setHistories) > 0,
      }) as never,
    setHistories: async (histories) => void taken.push(histories.map(({ head }) => head)),
    now: () => state.nowMs,
  });
  const configure = (readsHistory: boolean) => follower.configure({ ...engineConfig(), readsHistory });
  const rest = async () => {
    follower.refresh();
    await follower.settled();
  };
  return { follower, configure, rest, asked, taken, kept, state };
}

test("reads the past when the index is at rest, and keeps it", async () => {
  const { follower, configure, rest, asked, taken, kept } = follow();
  configure(true);
  await rest();
  expect({ asked, taken, kept: kept.length }).toEqual({ asked: ["/w"], taken: [["1"]], kept: 1 });
  expect(follower.commits).toBe(1);
});

test("begins with what is stored", async () => {
  const { configure, follower, taken } = follow({ stored: [past("/w", "0")] });
  configure(true);
  await follower.settled();
  expect(taken).toEqual([["0"]]);
});

test("asks nothing where it may not, and forgets what it knew", async () => {
  const { configure, follower, rest, asked, taken } = follow();
  configure(false);
  await rest();
  expect({ asked, taken }).toEqual({ asked: [], taken: [[]] });
  configure(true);
  await rest();
  configure(false);
  await follower.settled();
  expect(taken.at(-1)).toEqual([]);
  expect(follower.commits).toBe(0);
});

test("starts no git where there is no repository", async () => {
  const { configure, rest, asked } = follow({ files: { "/w/a.py": "x" } });
  configure(true);
  await rest();
  expect(asked).toEqual([]);
});

test("finds a repository around the folder", async () => {
  const { configure, rest, asked } = follow({ files: { "/.git/HEAD": "ref" } });
  configure(true);
  await rest();
  expect(asked).toEqual(["/w"]);
});

test("asks again after a while only", async () => {
  const { configure, rest, asked, taken, state } = follow();
  configure(true);
  await rest();
  state.head = "2";
  await rest();
  expect(asked.length).toBe(1);
  state.nowMs = 61_000;
  await rest();
  expect(taken).toEqual([["1"], ["2"]]);
});
