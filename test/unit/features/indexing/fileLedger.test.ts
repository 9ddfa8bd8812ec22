import { expect, test } from "vitest";
import type { SkipReason } from "../../../../src/core/repo/indexStatus.ts";
import { FileLedger } from "../../../../src/features/indexing/fileLedger.ts";

/** Lists at most `limit` of the files, given in the order they were met. */
function check(
  files: Readonly<Record<string, SkipReason | undefined>>,
  limit: number,
  expected: readonly string[],
) {
  const ledger = new FileLedger();
  for (const [path, skipped] of Object.entries(files)) ledger.set(path, skipped ? { skipped } : {});
  expect(ledger.skippedFiles(limit).map(({ path, reason }) => `${path} ${reason}`)).toEqual(expected);
}

test("lists what was skipped, by path", () =>
  check({ "/b": "binary", "/c": undefined, "/a": "ignored" }, 9, ["/a ignored", "/b binary"]));

test("lists some of each reason before many of one", () => {
  const many = Array.from({ length: 20 }, (_, i) => [`/many/${i}`, "ignored"] as const);
  check({ ...Object.fromEntries(many), "/z": "binary" }, 3, [
    "/many/0 ignored",
    "/many/1 ignored",
    "/z binary",
  ]);
});
