/** The whole engine over real files, in this process. */
import { fileURLToPath } from "node:url";
import { LocalEngine } from "../../../src/features/engine/localEngine.ts";
import { nodeFiles } from "../../../src/node/files/nodeFiles.ts";
import { fileNameLists } from "../../../src/node/names/fileNameLists.ts";
import { TreeSitterReader } from "../../../src/node/treeSitter/syntaxReader.ts";
import { TreeSitterParser } from "../../../src/node/treeSitter/treeSitterParser.ts";
import type { Engine } from "../../../src/ports/engine.ts";
import { grammarFiles } from "../../support/grammarFiles.ts";
import { engineConfig, hastyYielder, never, quietLog } from "../../support/indexerHarness.ts";
import { trainedRanker } from "../../support/trainedRanker.ts";
import { trainedSymbolOrder } from "../../support/trainedSymbolOrder.ts";

const lists = fileNameLists(fileURLToPath(new URL("../../../media/names", import.meta.url)));
const parser = new TreeSitterParser(grammarFiles, quietLog);
const reader = new TreeSitterReader(grammarFiles, quietLog);

/** Indexed when it is given. */
export async function engineHere(root: string): Promise<Engine> {
  const engine = new LocalEngine({
    ranker: trainedRanker,
    symbolOrder: trainedSymbolOrder,
    files: nodeFiles,
    yielder: hastyYielder,
    quarantined: [],
    log: quietLog,
    parser,
    reader,
    trees: { place: parser.place, blockFit: parser.blockFit, tree: reader.tree },
    nameLists: lists,
    recorder: { enter() {}, leave() {} },
  });
  await engine.configure({
    ...engineConfig({ maxFileBytes: 2 ** 20, maxFiles: 20_000 }),
    roots: [{ path: root, name: "sample" }],
  });
  await engine.waitForIndex(never);
  return engine;
}
