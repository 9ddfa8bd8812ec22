/** A thread that does with a file what its path says. */
import { parentPort } from "node:worker_threads";
import type { FromBulkThread, ToBulkThread } from "../../../src/node/worker/bulkProtocol.ts";

parentPort?.on("message", ({ path, hash }: ToBulkThread) => {
  if (path === "/crash") throw new Error("as asked");
  if (path === "/exit") process.exit(3);
  if (path === "/hang") for (;;);
  const packed = path === "/none" ? undefined : Uint8Array.of(hash, process.pid === 0 ? 1 : 0);
  const answer: FromBulkThread = { hash, packed, heapBytes: path === "/grow" ? 1e9 : 1 };
  parentPort?.postMessage(answer);
});
