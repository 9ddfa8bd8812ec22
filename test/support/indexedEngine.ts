/** The engine as the worker has it, over texts in memory that it has indexed. */
import { LocalEngine, type LocalEngineDeps } from "../../src/features/engine/localEngine.ts";
import { TreeSitterReader } from "../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "./grammarFiles.ts";
import { engineConfig, hastyYielder, never, quietLog } from "./indexerHarness.ts";
import { MemoryFiles } from "./memoryFiles.ts";
import { trainedRanker } from "./trainedRanker.ts";

/** @param texts by absolute path @param more in place of what an engine has of itself @param config set besides the usual */
export async function indexedEngine(
  texts: Readonly<Record<string, string>>,
  more: Partial<LocalEngineDeps> = {},
  config: Parameters<typeof engineConfig>[0] = {},
): Promise<LocalEngine> {
  const engine = new LocalEngine({
    ranker: trainedRanker,
    files: new MemoryFiles(texts),
    yielder: hastyYielder,
    quarantined: [],
    log: quietLog,
    parser: { open() {}, edit() {}, close() {}, checkParse: async () => "parses" },
    reader: new TreeSitterReader(grammarFiles, quietLog),
    recorder: { enter() {}, leave() {} },
    ...more,
  });
  await engine.configure(engineConfig(config));
  await engine.waitForIndex(never);
  return engine;
}
