/** Work on what all copies of one root share: one after the other, among the copies of this program and of others. */
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { nodeStoreFiles } from "../store/storeFiles.ts";
import { pulseMs, WriterLock } from "../store/writerLock.ts";
import { Turns } from "./turns.ts";

/** Between two looks whether another program is done. */
const lookMs = 250;

export class FolderTurns {
  readonly #turns = new Turns();

  /** @param cache absolute; as `WorkCopy.alone` for the rest */
  take<T>(
    cache: string,
    name: string,
    work: () => Promise<T>,
    onWait: () => void,
    signal: AbortSignal,
  ): Promise<T> {
    const folder = join(cache, "turns", name);
    let isTold = false;
    const tellOnce = (): void => {
      if (!isTold) onWait();
      isTold = true;
    };
    if (this.#turns.isTaken(folder)) tellOnce();
    return this.#turns.take(folder, () => locked(folder, work, tellOnce, signal), signal);
  }
}

async function locked<T>(
  folder: string,
  work: () => Promise<T>,
  onWait: () => void,
  signal: AbortSignal,
): Promise<T> {
  nodeStoreFiles.makeFolder(folder);
  const lock = new WriterLock(nodeStoreFiles, folder, () => performance.now());
  while (!lock.tryTake()) {
    onWait();
    await pause(lookMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
  const pulse = setInterval(() => lock.beat(Date.now()), pulseMs);
  try {
    return await work();
  } finally {
    clearInterval(pulse);
    lock.release();
  }
}
