/** A thread whose engine only tells which environment variables it sees. */
import { parentPort } from "node:worker_threads";
import { idleIndexStatus } from "../../../src/core/repo/indexStatus.ts";
import { serveEngine } from "../../../src/node/worker/engineServer.ts";
import type { Engine } from "../../../src/ports/engine.ts";

const told = JSON.stringify(Object.keys(process.env));
const engine = {
  status: async () => ({ ...idleIndexStatus, message: told }),
  onStatus: () => ({ dispose() {} }),
} as unknown as Engine;
if (parentPort) serveEngine(parentPort, engine);
