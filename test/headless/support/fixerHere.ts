/** Repairs as the command line makes them, with the programs of this machine. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Fixer } from "../../../src/features/repair/fixer.ts";
import { repairProposer } from "../../../src/features/repair/repairProposer.ts";
import { schemaBuilder } from "../../../src/features/repair/schemaBuilder.ts";
import { TreeSitterReader } from "../../../src/node/treeSitter/syntaxReader.ts";
import type { Isolation, WorkCopies } from "../../../src/ports/workCopy.ts";
import { grammarFiles } from "../../support/grammarFiles.ts";
import { quietLog } from "../../support/indexerHarness.ts";
import { findTests } from "../../support/testing/findTests.ts";

const reader = new TreeSitterReader(grammarFiles, quietLog);

export function fixerHere(root: string, copies: Pick<WorkCopies, "create">, isolation: Isolation): Fixer {
  return new Fixer({
    engine: {
      findTests: async () => [await findTests(root)],
      proposeRepairs: repairProposer(reader),
      buildSchema: schemaBuilder(reader),
      outline: async () => undefined,
    },
    copies,
    isolation: async () => isolation,
    programs: (name) =>
      readFile(fileURLToPath(new URL(`../../../media/repair/${name}`, import.meta.url)), "utf8"),
    now: () => performance.now(),
  });
}
