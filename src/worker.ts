/** The engine thread: everything that parses, indexes or ranks. It has no network and no environment. */
import { parentPort, workerData } from "node:worker_threads";
import { LocalEngine } from "./features/engine/localEngine.ts";
import { nodeFiles } from "./node/files/nodeFiles.ts";
import { threadYielder } from "./node/files/threadYielder.ts";
import { logToOwner, serveEngine } from "./node/worker/engineServer.ts";
import type { ThreadStart } from "./node/worker/protocol.ts";
import { flightRecorderOn } from "./node/worker/sharedFlightRecorder.ts";

const { recorder, quarantined } = workerData as ThreadStart;
const port = parentPort;
if (!port) throw new Error("Cannot serve the engine: this is not a worker thread");

const engine = new LocalEngine({
  files: nodeFiles,
  yielder: threadYielder,
  parser: { open() {}, edit() {}, close() {}, checkParse: async () => "unknown" },
  recorder: flightRecorderOn(recorder),
  quarantined,
  log: logToOwner(port),
});
serveEngine(port, engine);
