/** An engine over a repository in memory, with real parsers, to check suggestions in. */
import { fileURLToPath } from "node:url";
import { languageIdOf } from "../../src/core/syntax/language.ts";
import { LocalEngine } from "../../src/features/engine/localEngine.ts";
import { fileNameLists } from "../../src/node/names/fileNameLists.ts";
import { TreeSitterReader } from "../../src/node/treeSitter/syntaxReader.ts";
import { TreeSitterParser } from "../../src/node/treeSitter/treeSitterParser.ts";
import type { ApiCheck } from "../../src/ports/apiChecks.ts";
import type { MemberCandidate, Verification } from "../../src/ports/verification.ts";
import { grammarFiles } from "./grammarFiles.ts";
import { engineConfig, hastyYielder, never, quietLog } from "./indexerHarness.ts";
import { MemoryFiles } from "./memoryFiles.ts";
import { trainedRanker } from "./trainedRanker.ts";

const lists = fileNameLists(fileURLToPath(new URL("../../media/names", import.meta.url)));
const parser = new TreeSitterParser(grammarFiles, quietLog);
const reader = new TreeSitterReader(grammarFiles, quietLog);

export interface VerifierFixture {
  readonly engine: LocalEngine;
  /** Checks what stands between `«` and `»` in a file that need not exist. */
  verify(path: string, marked: string, maxMs?: number): Promise<Verification>;
  /** What a whole file takes libraries to have. */
  checkApis(path: string, text: string): Promise<ApiCheck>;
  /** What may follow at `█`. */
  members(path: string, marked: string): Promise<readonly MemberCandidate[]>;
}

/** @param texts by path below `/w`; time stands still, so that no check is late */
export async function verifierFixture(texts: Readonly<Record<string, string>>): Promise<VerifierFixture> {
  const files = Object.fromEntries(Object.entries(texts).map(([path, text]) => [`/w/${path}`, text]));
  const engine = new LocalEngine({
    ranker: trainedRanker,
    files: new MemoryFiles(files),
    yielder: { ...hastyYielder, now: () => 0 },
    quarantined: [],
    log: quietLog,
    parser,
    reader,
    trees: { place: parser.place, blockFit: parser.blockFit, tree: reader.tree },
    nameLists: lists,
    recorder: { enter() {}, leave() {} },
  });
  await engine.configure(engineConfig());
  await engine.waitForIndex(never);
  const placeOf = (path: string, prefix: string, suffix: string) => ({
    path: `/w/${path}`,
    languageId: languageIdOf(path) ?? "",
    prefix,
    suffix,
  });
  return {
    engine,
    verify(path, marked, maxMs) {
      const [prefix = "", suggestion = "", suffix = ""] = marked.split(/[«»]/);
      return engine.verify({ ...placeOf(path, prefix, suffix), suggestion, maxMs }, never);
    },
    checkApis(path, text) {
      const { languageId } = placeOf(path, "", "");
      return engine.checkApis({ path: `/w/${path}`, languageId, text }, never);
    },
    members(path, marked) {
      const [prefix = "", suffix = ""] = marked.split("█");
      return engine.members({ ...placeOf(path, prefix, suffix), limit: 10 }, never);
    },
  };
}
