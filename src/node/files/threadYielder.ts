import type { Yielder } from "../../ports/files.ts";

/** Lets the thread's waiting messages and I/O go first. */
export const threadYielder: Yielder = {
  pause: () => new Promise((resolve) => setImmediate(resolve)),
  sleep: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
  now: () => performance.now(),
  wallNow: () => Date.now(),
};
