import { expect, test } from "vitest";
import { fileChangeBatch, gatherMs, maxBatch } from "../../../src/features/workspace/fileChangeBatch.ts";
import {
  rareReconcile,
  reconcileAnywayMs,
  reconcileEveryMs,
  steadyReconcile,
} from "../../../src/features/workspace/rareReconcile.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import type { FileChange } from "../../../src/ports/engine.ts";

function scene() {
  let time = 0;
  const timers = new Set<{ readonly at: number; readonly action: () => void }>();
  const clock: Clock = {
    now: () => time,
    after(delayMs, action) {
      const timer = { at: time + delayMs, action };
      timers.add(timer);
      return { dispose: () => timers.delete(timer) };
    },
  };
  const advance = (ms: number) => {
    time += ms;
    for (const timer of [...timers].filter(({ at }) => at <= time)) {
      timers.delete(timer);
      timer.action();
    }
  };
  const sent: (readonly FileChange[] | "reconcile")[] = [];
  const engine = {
    filesChanged: (changes: readonly FileChange[]) => void sent.push(changes),
    reconcile: async () => void sent.push("reconcile"),
  };
  return { clock, advance, sent, engine };
}

/** `script`: `+a` created, `~a` changed, `-a` deleted; the result in the same notation. */
function check(script: string, expected: string) {
  const { clock, advance, sent, engine } = scene();
  const batch = fileChangeBatch(engine, clock);
  const kinds = { "+": "created", "~": "changed", "-": "deleted" } as const;
  const marks = { created: "+", changed: "~", deleted: "-" } as const;
  for (const word of script.split(" ")) batch.add({ kind: kinds[word[0] as "+"], path: word.slice(1) });
  expect(sent).toEqual([]);
  advance(0);
  const found = sent.flatMap((changes) => (changes === "reconcile" ? [] : changes));
  expect(found.map(({ kind, path }) => marks[kind] + path).join(" ")).toBe(expected);
}

test("one message for many changes", () => check("~a ~b ~a +c", "~a ~b +c"));
test("created and changed is created", () => check("+a ~a", "+a"));
test("deleted and created is changed", () => check("-a +a", "~a"));
test("created and deleted is deleted", () => check("+a -a", "-a"));

test("a change after quiet goes at once, those that follow wait", () => {
  const { clock, advance, sent, engine } = scene();
  const batch = fileChangeBatch(engine, clock);
  const change = (path: string) => ({ kind: "changed" as const, path });
  batch.add(change("a"));
  advance(0);
  expect(sent).toEqual([[change("a")]]);
  batch.add(change("b"));
  advance(gatherMs - 1);
  batch.add(change("c"));
  expect(sent).toHaveLength(1);
  advance(1);
  expect(sent[1]).toEqual([change("b"), change("c")]);
  advance(gatherMs);
  batch.add(change("d"));
  advance(0);
  expect(sent[2]).toEqual([change("d")]);
});

test("a flood is a comparison of everything", () => {
  const { clock, advance, sent, engine } = scene();
  const batch = fileChangeBatch(engine, clock);
  for (let i = 0; i <= maxBatch; i++) batch.add({ kind: "changed", path: `f${i}` });
  advance(gatherMs);
  expect(sent).toEqual(["reconcile"]);
  batch.add({ kind: "changed", path: "later" });
  advance(gatherMs);
  expect(sent).toHaveLength(2);
});

test("nothing is sent after disposal", () => {
  const { clock, advance, sent, engine } = scene();
  const batch = fileChangeBatch(engine, clock);
  batch.add({ kind: "changed", path: "a" });
  batch.dispose();
  advance(gatherMs);
  expect(sent).toEqual([]);
});

test("a window that keeps the focus compares now and then, one that does not never", () => {
  const { clock, advance, sent, engine } = scene();
  let isFocused = true;
  const steady = steadyReconcile(engine, clock, () => isFocused);
  advance(reconcileAnywayMs);
  expect(sent).toEqual(["reconcile"]);
  isFocused = false;
  advance(reconcileAnywayMs);
  expect(sent).toHaveLength(1);
  isFocused = true;
  advance(reconcileAnywayMs);
  expect(sent).toHaveLength(2);
  steady.dispose();
  advance(10 * reconcileAnywayMs);
  expect(sent).toHaveLength(2);
});

test("focus compares at most every half minute", () => {
  const { clock, advance, sent, engine } = scene();
  const onFocus = rareReconcile(engine, clock);
  onFocus();
  expect(sent).toEqual([]);
  advance(reconcileEveryMs);
  onFocus();
  onFocus();
  expect(sent).toEqual(["reconcile"]);
});
