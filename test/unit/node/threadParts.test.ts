import fc from "fast-check";
import { expect, test } from "vitest";
import { applyTextEdits } from "../../../src/core/text/textEdit.ts";
import { DocumentMirror } from "../../../src/node/worker/documentMirror.ts";
import type { ThreadNotice } from "../../../src/node/worker/protocol.ts";
import { decideRestart } from "../../../src/node/worker/restartPolicy.ts";
import {
  flightRecorderOn,
  newFlightRecorderMemory,
  readFlightRecord,
} from "../../../src/node/worker/sharedFlightRecorder.ts";
import type { EngineActivity } from "../../../src/ports/flightRecorder.ts";

const limits = { firstDelayMs: 100, longestDelayMs: 1000, maxRestarts: 5, windowMs: 10_000 };
for (const [endsMs, expected] of [
  [[0], 100],
  [[0, 1], 200],
  [[0, 1, 2, 3], 800],
  [[0, 1, 2, 3, 4], 1000],
  [[0, 1, 2, 3, 4, 5], "giveUp"],
  [[0, 1, 2, 3, 4, 20_000], 100],
] as const) {
  test(`after ends at ${endsMs.join()} ms: ${expected}`, () => {
    const decision = decideRestart(endsMs, limits);
    expect(decision.kind === "restart" ? decision.delayMs : decision.kind).toBe(expected);
  });
}

test("the flight recorder tells what was entered last and not left", () => {
  const memory = newFlightRecorderMemory();
  const recorder = flightRecorderOn(memory);
  const record = fc.record({
    activity: fc.constantFrom<EngineActivity>("indexing", "parsing", "completing"),
    path: fc.string({ unit: "grapheme", maxLength: 300 }),
    hash: fc.stringMatching(/^[0-9a-f]{16}-\d{1,7}$/),
  });
  fc.assert(
    fc.property(record, (entered) => {
      recorder.enter(entered);
      expect(readFlightRecord(memory)).toEqual(entered);
      recorder.leave();
      expect(readFlightRecord(memory)).toBeUndefined();
    }),
  );
});

test("a path too long for the flight recorder is cut", () => {
  const memory = newFlightRecorderMemory();
  flightRecorderOn(memory).enter({ activity: "indexing", path: "é".repeat(5000), hash: "00-1" });
  expect(readFlightRecord(memory)).toEqual({ activity: "indexing", path: "é".repeat(2048), hash: "00-1" });
});

/** The thread's side of a mirror: applies notices, acknowledges when told to. */
function thread() {
  const documents = new Map<string, string>();
  const sent: ThreadNotice[] = [];
  let reconciled = 0;
  const mirror = new DocumentMirror({
    reconcile: () => reconciled++,
    send(notice) {
      sent.push(notice);
      if (notice.kind === "open") documents.set(notice.document.path, notice.document.text);
      if (notice.kind === "close") documents.delete(notice.path);
      if (notice.kind === "edit") {
        documents.set(notice.path, applyTextEdits(documents.get(notice.path) ?? "", notice.edits));
      }
    },
  });
  const settle = () => {
    while (mirror.unacknowledged > 0) mirror.acknowledged();
  };
  return { mirror, documents, sent, settle, reconciled: () => reconciled };
}
const open = (path: string, text: string) => ({ path, languageId: "python", text });

test("however the thread lags, in the end it has the documents as they are", () => {
  const step = fc.record({
    what: fc.constantFrom("open", "edit", "edit", "edit", "close", "acknowledge", "restart"),
    path: fc.constantFrom("a", "b"),
    text: fc.string({ maxLength: 5 }),
    times: fc.integer({ min: 1, max: 200 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const { mirror, documents, settle } = thread();
      const truth = new Map<string, string>();
      for (const { what, path, text, times } of steps) {
        if (what === "open") {
          truth.set(path, text);
          mirror.open(open(path, text));
        } else if (what === "close") {
          truth.delete(path);
          mirror.close(path);
        } else if (what === "restart") {
          documents.clear();
          mirror.replay();
        }
        for (let time = 0; time < times; time++) {
          const old = truth.get(path);
          if (what === "acknowledge") mirror.acknowledged();
          if (what !== "edit" || old === undefined) continue;
          const edits = [{ range: { start: 0, end: Math.min(1, old.length) }, text }];
          truth.set(path, applyTextEdits(old, edits));
          mirror.edit(path, edits);
        }
      }
      settle();
      expect(documents).toEqual(truth);
    }),
  );
});

test("a thread that lags is sent no endless queue", () => {
  const { mirror, sent, settle, documents } = thread();
  mirror.open(open("a", ""));
  for (let index = 0; index < 10_000; index++) {
    mirror.edit("a", [{ range: { start: index, end: index }, text: "x" }]);
  }
  expect(sent.length).toBeLessThan(300);
  settle();
  expect(documents.get("a")).toHaveLength(10_000);
});

test("file changes of a thread that lags are put together, and too many become one comparison", () => {
  const { mirror, sent, settle, reconciled } = thread();
  for (let index = 0; index < 256; index++) mirror.open(open(`${index}`, ""));
  const already = sent.length;
  for (let index = 0; index < 4000; index++) {
    mirror.filesChanged([{ kind: "changed", path: `/w/${index % 7}.py` }]);
  }
  settle();
  expect(sent.slice(already)).toMatchObject([{ kind: "files", changes: { length: 7 } }]);
  mirror.filesChanged(Array.from({ length: 5000 }, (_, index) => ({ kind: "changed", path: `/w/${index}` })));
  expect(reconciled()).toBe(1);
  expect(sent).toHaveLength(already + 1);
});
