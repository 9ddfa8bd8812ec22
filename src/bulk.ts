/** The thread that parses files in idle time: started and ended by the engine thread, with neither network nor environment. */
import { parentPort } from "node:worker_threads";
import { decodeUtf8 } from "./features/indexing/readSource.ts";
import { nodeFiles } from "./node/files/nodeFiles.ts";
import { Grammars } from "./node/treeSitter/grammars.ts";
import { shippedGrammars } from "./node/treeSitter/shippedGrammars.ts";
import { TreeSitterReader } from "./node/treeSitter/syntaxReader.ts";
import { serveBulk } from "./node/worker/bulkServer.ts";

const port = parentPort;
if (!port) throw new Error("Cannot read in bulk: this is not a worker thread");

const grammars = shippedGrammars(__dirname);
const ignore = (): void => {};
const log = { error: ignore, warn: ignore, info: ignore, debug: ignore };
const runtime = new Grammars(grammars);

serveBulk(port, {
  files: nodeFiles,
  reader: new TreeSitterReader(grammars, log),
  decodeUtf8,
  heapBytes: async () => (await runtime.memory()).HEAPU8.length,
});
