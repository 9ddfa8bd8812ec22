import { rmSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { FolderTurns } from "../../../../src/node/workCopy/folderTurns.ts";
import { makeFolder } from "../../../support/testing/folders.ts";

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});
const newFolder = (): string => {
  const folder = makeFolder({});
  made.push(folder);
  return folder;
};
const never = new AbortController().signal;

/** A promise that ends when it is told to. */
function held() {
  let resolve = (): void => {};
  const promise = new Promise<void>((end) => {
    resolve = end;
  });
  return { promise, resolve };
}

/** Each has turns of its own, as two programs do: they meet in the folder alone. */
test("of two programs one works at a time, and the other is told that it waits", async () => {
  const cache = newFolder();
  const [here, there] = [new FolderTurns(), new FolderTurns()];
  const done: string[] = [];
  const first = held();
  const waits = held();
  const a = here.take(
    cache,
    "cargo",
    async () => {
      done.push("a begins");
      await first.promise;
      done.push("a ends");
    },
    () => done.push("a waits"),
    never,
  );
  const b = there.take(
    cache,
    "cargo",
    async () => {
      done.push("b");
      return 7;
    },
    () => {
      done.push("b waits");
      waits.resolve();
    },
    never,
  );
  await waits.promise;
  await there.take(
    cache,
    "other",
    async () => done.push("other"),
    () => done.push("other waits"),
    never,
  );
  first.resolve();
  await a;
  expect(await b).toBe(7);
  expect(done).toEqual(["a begins", "b waits", "other", "a ends", "b"]);
});

test("who waits for another program stops at once when told to, and holds nobody up", async () => {
  const cache = newFolder();
  const [here, there] = [new FolderTurns(), new FolderTurns()];
  const first = held();
  const a = here.take(
    cache,
    "cargo",
    () => first.promise,
    () => {},
    never,
  );
  const stop = new AbortController();
  const waits = held();
  let isBegun = false;
  const b = there.take(
    cache,
    "cargo",
    async () => {
      isBegun = true;
    },
    waits.resolve,
    stop.signal,
  );
  await waits.promise;
  stop.abort(new Error("Stopped"));
  await expect(b).rejects.toThrow("Stopped");
  first.resolve();
  await a;
  expect(
    await there.take(
      cache,
      "cargo",
      async () => "next",
      () => {},
      never,
    ),
  ).toBe("next");
  expect(isBegun).toBe(false);
});

test("work that fails gives the turn on", async () => {
  const cache = newFolder();
  const turns = new FolderTurns();
  const fails = () => Promise.reject(new Error("It failed"));
  await expect(turns.take(cache, "cargo", fails, () => {}, never)).rejects.toThrow("It failed");
  expect(
    await new FolderTurns().take(
      cache,
      "cargo",
      async () => 1,
      () => {},
      never,
    ),
  ).toBe(1);
});
