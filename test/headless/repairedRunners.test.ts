/** With each runner the whole way: found, failing, repaired without a model, proven, applied to the person's files, undone. */
import { rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { testsOf } from "../../src/core/testing/workspaceTests.ts";
import { Fixer } from "../../src/features/repair/fixer.ts";
import { repairProposer } from "../../src/features/repair/repairProposer.ts";
import { schemaBuilder } from "../../src/features/repair/schemaBuilder.ts";
import { runInCopy } from "../../src/features/testing/runInCopy.ts";
import { nodeStoreFiles } from "../../src/node/store/storeFiles.ts";
import { TreeSitterReader } from "../../src/node/treeSitter/syntaxReader.ts";
import { JournalledFiles } from "../../src/node/userFiles/journalledFiles.ts";
import { nodeUserDisk } from "../../src/node/userFiles/userDisk.ts";
import { grammarFiles } from "../support/grammarFiles.ts";
import { quietLog } from "../support/indexerHarness.ts";
import { configuredSamples } from "../support/testing/configuredSamples.ts";
import { findTests } from "../support/testing/findTests.ts";
import { hashOfTree, makeFolder } from "../support/testing/folders.ts";
import { probed, thisMachine } from "../support/testing/machine.ts";
import { openSample, samplesHere } from "../support/testing/runnersHere.ts";

const never = new AbortController().signal;
const temporaryFolder = makeFolder({});
const { copies } = thisMachine({ temporaryFolder });
const reader = new TreeSitterReader(grammarFiles, quietLog);
const made: string[] = [temporaryFolder];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

const fixerOf = (root: string): Fixer =>
  new Fixer({
    engine: {
      findTests: async () => [await findTests(root)],
      proposeRepairs: repairProposer(reader),
      buildSchema: schemaBuilder(reader),
      outline: async () => undefined,
    },
    copies,
    isolation: async () => probed.isolation,
    programs: (name) =>
      readFile(fileURLToPath(new URL(`../../media/repair/${name}`, import.meta.url)), "utf8"),
    now: () => performance.now(),
  });

function userFilesOf(root: string): JournalledFiles {
  const journalFolder = makeFolder({});
  made.push(journalFolder);
  const deps = {
    disk: nodeUserDisk,
    journalFiles: nodeStoreFiles,
    journalFolder: join(journalFolder, "journal"),
  };
  return new JournalledFiles({ ...deps, root, now: () => Date.now() });
}

/** By the end of their ids what becomes of a project's tests. */
async function statuses(root: string): Promise<ReadonlyMap<string, string>> {
  const found = await findTests(root);
  const project = found.projects[0]!;
  const known = testsOf(found, project);
  const copy = await copies.create({ root, isolation: probed.isolation, askedFor: "Test" }, never);
  try {
    const { outcomes } = await runInCopy({ copy, project, known, limits: { wallMs: 180_000 } }, never);
    return new Map(outcomes.map(({ id, status }) => [id, status]));
  } finally {
    await copy.dispose();
  }
}

/** Those with templates for their language. */
const repaired = new Set([
  "pytest",
  "unittest",
  "node",
  "vitest",
  "jest",
  "mocha",
  "go",
  "cargo",
  "maven",
  "gradle",
]);
const here = samplesHere().filter(({ runner }) => repaired.has(runner));
const runnersHere = new Set(here.map(({ runner }) => runner));
const configured = configuredSamples.filter(({ runner }) => runnersHere.has(runner));
const named = [
  ...here.map((sample) => ({ name: sample.runner, sample })),
  ...configured.map((sample) => ({ name: `${sample.runner} with a configuration of its script`, sample })),
];

describe.each(named)("$name", ({ sample }) => {
  test("from a test that fails to an accepted patch, and back", { timeout: 600_000 }, async () => {
    const root = openSample(sample);
    made.push(root);
    const whole = hashOfTree(root);
    const before = await statuses(root);
    const target = [...before.keys()].find((id) => id.endsWith(sample.failure.id))!;
    expect(before.get(target)).toBe("failed");

    const { patches, reason } = await fixerOf(root).fix(
      { testIds: [target], budgetMs: 240_000, maxPatches: 1 },
      () => {},
      never,
    );
    expect(reason).toBeUndefined();
    expect(patches[0]).toMatchObject({ verdict: "verified", evidence: { broken: [], stillFailing: [] } });
    expect(patches[0]!.changes.map(({ path }) => path)).toEqual([sample.fix[0]]);
    expect(hashOfTree(root)).toBe(whole);

    const userFiles = userFilesOf(root);
    const applied = await userFiles.apply({ title: "Repair", changes: patches[0]!.changes });
    if (applied.kind !== "applied") throw new Error(`not applied: ${JSON.stringify(applied)}`);
    const after = await statuses(root);
    expect(after.get(target)).toBe("passed");
    for (const [id, status] of before) if (status === "passed") expect(after.get(id)).toBe("passed");

    expect(await userFiles.undo(applied.id)).toMatchObject({ kind: "applied" });
    expect(hashOfTree(root)).toBe(whole);
  });
});
