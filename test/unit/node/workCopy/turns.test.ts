import { expect, test } from "vitest";
import { Turns } from "../../../../src/node/workCopy/turns.ts";

/** A promise that ends when it is told to. */
function held() {
  let resolve = (): void => {};
  const promise = new Promise<void>((end) => {
    resolve = end;
  });
  return { promise, resolve };
}

const never = new AbortController().signal;

test("work on one thing is done one after the other, on others at once; a failure holds nobody up", async () => {
  const turns = new Turns();
  const done: string[] = [];
  const first = held();
  const work = (name: string, wait?: Promise<void>) => async () => {
    done.push(`${name} begins`);
    await wait;
    done.push(`${name} ends`);
    if (name === "a1") throw new Error("It failed");
    return name;
  };
  const a1 = turns.take("a", work("a1", first.promise), never);
  const a2 = turns.take("a", work("a2"), never);
  expect(await turns.take("b", work("b1"), never)).toBe("b1");
  expect(done).toEqual(["a1 begins", "b1 begins", "b1 ends"]);
  first.resolve();
  await expect(a1).rejects.toThrow("It failed");
  expect(await a2).toBe("a2");
  expect(done.slice(3)).toEqual(["a1 ends", "a2 begins", "a2 ends"]);
});

test("who stops waiting is not begun, and nobody behind overtakes", async () => {
  const turns = new Turns();
  const done: string[] = [];
  const first = held();
  const stop = new AbortController();
  const one = turns.take("a", () => first.promise, never);
  const two = turns.take("a", async () => void done.push("two"), stop.signal);
  const three = turns.take("a", async () => void done.push("three"), never);
  stop.abort(new Error("Stopped"));
  await expect(two).rejects.toThrow("Stopped");
  first.resolve();
  await one;
  await three;
  expect(done).toEqual(["three"]);
});
