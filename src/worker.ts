/** The engine thread: everything that parses, indexes or ranks. It has no network, and of the environment only what git gets. */
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { LocalEngine } from "./features/engine/localEngine.ts";
import { inflate } from "./node/files/inflate.ts";
import { nodeFiles } from "./node/files/nodeFiles.ts";
import { nodePackageFiles } from "./node/files/packageFiles.ts";
import { threadYielder } from "./node/files/threadYielder.ts";
import { createHistory } from "./node/git/gitHistory.ts";
import { fileNameLists } from "./node/names/fileNameLists.ts";
import { systemPower } from "./node/power/linuxPower.ts";
import { shippedRanker } from "./node/ranker/shippedRanker.ts";
import { shippedSymbolOrder } from "./node/ranker/shippedSymbolOrder.ts";
import { openSqliteIndexStore } from "./node/store/sqliteIndexStore.ts";
import { shippedGrammars } from "./node/treeSitter/shippedGrammars.ts";
import { TreeSitterReader } from "./node/treeSitter/syntaxReader.ts";
import { TreeSitterParser } from "./node/treeSitter/treeSitterParser.ts";
import { BulkThread } from "./node/worker/bulkThread.ts";
import { logToOwner, serveEngine } from "./node/worker/engineServer.ts";
import type { ThreadStart } from "./node/worker/protocol.ts";
import { RestingHeap } from "./node/worker/restingHeap.ts";
import { flightRecorderOn } from "./node/worker/sharedFlightRecorder.ts";

const { recorder, quarantined, gitEnvironment, libraryPlaces } = workerData as ThreadStart;
const port = parentPort;
if (!port) throw new Error("Cannot serve the engine: this is not a worker thread");

const log = logToOwner(port);
const grammars = shippedGrammars(__dirname);

const parser = new TreeSitterParser(grammars, log);
const reader = new TreeSitterReader(grammars, log);
const engine = new LocalEngine({
  files: nodeFiles,
  packageFiles: nodePackageFiles,
  yielder: threadYielder,
  ranker: shippedRanker(join(__dirname, "../media/completion-ranker.json")),
  symbolOrder: shippedSymbolOrder(join(__dirname, "../media/symbol-order.bin")),
  parser,
  reader,
  nameLists: fileNameLists(join(__dirname, "../media/names")),
  trees: { place: parser.place, blockFit: parser.blockFit, tree: reader.tree },
  bulk: new BulkThread({ workerPath: join(__dirname, "bulk.cjs"), log }),
  recorder: flightRecorderOn(recorder),
  quarantined,
  log,
  openStore: openSqliteIndexStore,
  places: libraryPlaces,
  inflate,
  history: createHistory(gitEnvironment),
  power: systemPower(() => performance.now()),
});
const heap = new RestingHeap();
engine.onStatus((status) => heap.indexStatus(status));
serveEngine(port, engine);
