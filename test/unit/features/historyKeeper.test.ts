import { expect, test } from "vitest";
import { RepoIndex } from "../../../src/core/repo/repoIndex.ts";
import { HistoryKeeper } from "../../../src/features/search/historyKeeper.ts";
import { RepoSearch } from "../../../src/features/search/repoSearch.ts";
import type { StoredHistory } from "../../../src/ports/indexStore.ts";
import { hastyYielder, never, quietLog } from "../../support/indexerHarness.ts";

const past = (repository: string, head: string, message = "Calm the flaky gateway"): StoredHistory => ({
  repository,
  head,
  commits: [{ id: head, timeMs: 1, author: "Ann", message, paths: ["a.py"] }],
});

/** A keeper over repositories that a test changes, and what it handed on. */
function keeping(heads: Map<string, string>) {
  const handed: string[][] = [];
  const keeper = new HistoryKeeper({
    log: quietLog,
    onHistories: (histories) => handed.push(histories.map(({ repository, head }) => `${repository}@${head}`)),
    history: {
      changesOf: async () => undefined,
      async read(directory, known) {
        const root = [...heads.keys()].find((one) => directory === one || directory.startsWith(`${one}/`));
        if (root === undefined) return undefined;
        return known?.head === heads.get(root) ? known : past(root, heads.get(root)!);
      },
    },
  });
  return { keeper, handed };
}

test("hands on what changed, and only then", async () => {
  const heads = new Map([["/w", "1"]]);
  const { keeper, handed } = keeping(heads);
  keeper.restore([past("/w", "1")]);
  expect(await keeper.refresh(["/w/part"], never)).toEqual([]);
  heads.set("/w", "2");
  expect((await keeper.refresh(["/w/part"], never)).map(({ head }) => head)).toEqual(["2"]);
  expect(handed).toEqual([["/w@1"], ["/w@2"]]);
  expect(keeper.commits).toBe(1);
});

test("forgets a repository whose folder is gone, and takes two folders of one as one", async () => {
  const { keeper, handed } = keeping(
    new Map([
      ["/w", "1"],
      ["/v", "1"],
    ]),
  );
  await keeper.refresh(["/w/a", "/w/b", "/v", "/none"], never);
  await keeper.refresh(["/v"], never);
  expect(handed).toEqual([["/w@1", "/v@1"], ["/v@1"]]);
});

test("past changes count in a search as soon as they are known", async () => {
  const index = new RepoIndex();
  index.setFile("/w/a.py", "python", "x = 1\n");
  const search = new RepoSearch(index, hastyYielder);
  const ask = () =>
    search.search({ query: "flaky gateway", target: "file", limit: 5 }).map(({ path }) => path);
  expect(ask()).toEqual([]);
  await search.setHistories([past("/w", "1")], never);
  expect(ask()).toEqual(["/w/a.py"]);
  await search.setHistories([past("/w", "2", "Other")], never);
  expect(ask()).toEqual([]);
  const aborted = AbortSignal.abort(new Error("enough"));
  await expect(search.setHistories([past("/w", "3")], aborted)).rejects.toThrow("enough");
});
