import { expect, test } from "vitest";
import {
  IdleLibraries,
  type IdleLibrariesDeps,
  type LibraryProgress,
} from "../../../../src/features/apiDocs/idleLibraries.ts";
import type { Readable } from "../../../../src/features/apiDocs/readable.ts";
import { memoryLog } from "../../../support/memoryLog.ts";

const library = (ecosystem: "npm" | "python" | "go", name: string): Readable => ({
  installed: {
    id: { ecosystem, name, version: "1" },
    folder: `/${name}`,
    role: "direct",
    importNames: [name],
  },
  read: async () => ({ entries: [] }),
});
const installed = [
  library("npm", "react"),
  library("npm", "zod"),
  library("python", "wire"),
  library("go", "mux"),
];

/** Reads over a clock that moves when someone waits; what happens is told in order. */
function setUp(changes: Partial<IdleLibrariesDeps> = {}, config: object = {}) {
  const told: string[] = [];
  const progress: (LibraryProgress | undefined)[] = [];
  let nowMs = 0;
  const idle: IdleLibraries = new IdleLibraries({
    installed: async () => installed,
    take: async ({ installed: { id } }) => told.push(`${id.name} at ${nowMs}`),
    keep: async ({ installed: { id } }) => told.push(`${id.name} kept at ${nowMs}`) > 0,
    imported: () => ["zod/v4", "./own"],
    hasLanguage: (ids) => ids.includes("typescript"),
    onProgress: (one) => progress.push(one),
    yielder: {
      pause: async () => {},
      now: () => nowMs,
      wallNow: () => nowMs,
      sleep: async (ms) => {
        nowMs += ms;
      },
    },
    log: memoryLog().log,
    ...changes,
  });
  idle.configure({ readsWhenIdle: true, ...config });
  return { idle, told, progress, now: () => nowMs };
}

test("what open files import comes first, the rest when it is quiet; of languages that nobody writes here, none", async () => {
  const { idle, told, progress } = setUp();
  idle.wake();
  await idle.settled();
  expect(told).toEqual(["zod at 300", "react kept at 3000", "mux kept at 3000"]);
  expect(progress).toEqual([{ done: 0, total: 2 }, { done: 1, total: 2 }, undefined]);
});

test("a question makes it wait", async () => {
  const questions = new Set(["zod"]);
  const { idle, told } = setUp({
    take: async ({ installed: { id } }) => {
      told.push(id.name);
      if (questions.delete(id.name)) idle.interrupt();
    },
  });
  idle.wake();
  await idle.settled();
  expect(told).toEqual(["zod", "react kept at 3300", "mux kept at 3300"]);
});

test("a file that is opened meanwhile comes before the rest", async () => {
  const imported = ["zod"];
  const { idle, told } = setUp({
    imported: () => imported,
    keep: async ({ installed: { id } }) => {
      told.push(`${id.name} kept`);
      if (id.name === "react") {
        imported.push("wire.client");
        idle.wake();
      }
      return true;
    },
  });
  idle.wake();
  await idle.settled();
  expect(told.map((one) => one.replace(/ at .*/, ""))).toEqual(["zod", "react kept", "wire", "mux kept"]);
});

test("it stops when a person says so, and begins again when there is something new", async () => {
  const { idle, told, progress } = setUp({
    keep: async ({ installed: { id } }) => {
      told.push(`${id.name} kept`);
      if (told.length === 2) idle.cancel();
      return true;
    },
  });
  idle.wake();
  await idle.settled();
  expect([told.length, progress.at(-1)]).toEqual([2, undefined]);
  idle.wake();
  await idle.settled();
  expect(told.slice(2)).toEqual(["mux kept"]);
});

test("one that cannot be read does not stop the others", async () => {
  const { idle, told } = setUp({ take: async () => Promise.reject(new Error("broken")) });
  idle.wake();
  await idle.settled();
  expect(told).toEqual(["react kept at 3000", "mux kept at 3000"]);
});

for (const [title, changes, config, expected] of [
  ["without a disk to keep them on, no others", { keep: async () => false }, {}, ["zod at 300"]],
  ["on battery, no others", { power: { isOnBattery: () => true } }, {}, ["zod at 300"]],
  ["none where nobody wants it", {}, { readsWhenIdle: false }, []],
  ["none without an index", {}, { indexEnabled: false }, []],
] as const)
  test(title, async () => {
    const { idle, told } = setUp(changes, config);
    idle.wake();
    await idle.settled();
    expect(told).toEqual(expected);
  });

test("it takes no more than its share of the processor", async () => {
  let nowMs = 0;
  const { idle } = setUp(
    {
      keep: async () => {
        nowMs += 100;
        return true;
      },
      yielder: {
        pause: async () => {},
        now: () => nowMs,
        wallNow: () => nowMs,
        sleep: async (ms) => {
          nowMs += ms;
        },
      },
    },
    { cpuShare: 0.25 },
  );
  idle.wake();
  await idle.settled();
  expect(nowMs).toBe(3000 + 2 * 400);
});
