/** The flight recorder in memory that outlives the thread: one slot, written by the thread, read after its death. */
import type { EngineActivity, FlightRecord, FlightRecorder } from "../../ports/flightRecorder.ts";

const activities: readonly EngineActivity[] = ["indexing", "parsing", "completing"];
const headerBytes = 8;
/** Paths on Linux have at most 4,096 bytes; a longer one is cut and only its hash counts. */
const pathBytes = 4096;
const hashBytes = 64;

export const newFlightRecorderMemory = (): SharedArrayBuffer =>
  new SharedArrayBuffer(headerBytes + pathBytes + hashBytes);

/** Header: one Int32 of activity + 1 (0: nothing under way), one Uint16 each of the path's and the hash's length. */
const headerOf = (memory: SharedArrayBuffer) => ({
  activity: new Int32Array(memory, 0, 1),
  lengths: new Uint16Array(memory, 4, 2),
  path: Buffer.from(memory, headerBytes, pathBytes),
  hash: Buffer.from(memory, headerBytes + pathBytes, hashBytes),
});

export function flightRecorderOn(memory: SharedArrayBuffer): FlightRecorder {
  const slot = headerOf(memory);
  return {
    enter(record) {
      slot.lengths[0] = slot.path.write(record.path, "utf8");
      slot.lengths[1] = slot.hash.write(record.hash, "latin1");
      // Last, so that a reader never sees an activity with another one's path.
      Atomics.store(slot.activity, 0, activities.indexOf(record.activity) + 1);
    },
    leave() {
      Atomics.store(slot.activity, 0, 0);
    },
  };
}

/** What was under way when the thread ended; `undefined` when nothing was. */
export function readFlightRecord(memory: SharedArrayBuffer): FlightRecord | undefined {
  const slot = headerOf(memory);
  const activity = activities[Atomics.load(slot.activity, 0) - 1];
  if (activity === undefined) return undefined;
  return {
    activity,
    path: slot.path.toString("utf8", 0, slot.lengths[0]),
    hash: slot.hash.toString("latin1", 0, slot.lengths[1]),
  };
}
