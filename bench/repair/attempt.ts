/** One fault handed to the engine, as the product would: failing tests in, patches out. */
import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { applyReplacements } from "../../src/core/repair/candidate.ts";
import { generateCandidates } from "../../src/core/repair/generateCandidates.ts";
import { repairGrammarOf } from "../../src/core/repair/repairLanguages.ts";
import { openPythonTrials } from "../../src/features/repair/pythonTrials.ts";
import { type Generate, searchRepair } from "../../src/features/repair/searchRepair.ts";
import { knownLiterals, linesIn, suspectFiles, suspectLines } from "../../src/features/repair/suspects.ts";
import { TreeSitterReader } from "../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../../test/support/grammarFiles.ts";
import { quietLog } from "../../test/support/indexerHarness.ts";
import { cpuClock } from "./cpuClock.ts";
import { startLineProcess } from "./lineProcess.ts";
import { type FaultyProject, writeProject } from "./projects.ts";

const worker = fileURLToPath(new URL("../../media/repair/pythonWorker.py", import.meta.url));
const reader = new TreeSitterReader(grammarFiles, quietLog);

const generate: Generate = async ({ text, lineScores }, { literals, limit }) => {
  const tree = await reader.tree("python", text);
  return tree
    ? generateCandidates({ tree, grammar: repairGrammarOf("python")!, lineScores, literals, limit })
    : [];
};

export interface Attempt {
  readonly project: FaultyProject;
  /** Failing cases before anything was changed; 0 when the fault cannot be seen. */
  readonly failing: number;
  /** Whole texts of the program, best first. */
  readonly patches: readonly string[];
  readonly templates: readonly string[];
  readonly edits: readonly string[];
  /** From the start of the worker to the first patch, ms of the processor, as all times here. */
  readonly firstMs: number | undefined;
  readonly triedBefore: number | undefined;
  readonly readyMs: number;
  readonly tried: number;
  readonly generated: number;
  readonly perSecond: number;
  readonly end: string;
  /** Suspected lines in order with scores, 0-based, of the program's file. */
  readonly ranked: readonly (readonly [number, number])[];
}

export async function warmUp(): Promise<void> {
  await generate(
    { path: "", text: "def f(a):\n    return a\n", lineScores: new Map([[1, 1]]) },
    {
      literals: { numbers: [], strings: [] },
      limit: 10,
    },
  );
}

export async function attempt(project: FaultyProject, budgetMs: number): Promise<Attempt> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "repair-")));
  writeProject(project, root);
  const program = startLineProcess("python3", [worker], root);
  const now = cpuClock(() => program.pid);
  const began = now();
  const textOf = (path: string) => readFileSync(path, "utf8");
  const start = {
    root,
    runner: "pytest" as const,
    tests: [project.testFile],
    testFiles: [join(root, project.testFile)],
    targets: [],
  };
  try {
    const trials = await openPythonTrials(program, start, textOf);
    const readyMs = now() - began;
    const lines = suspectLines(trials.baseline, linesIn(textOf));
    const files = suspectFiles(lines, 5).map((file) => ({ ...file, text: textOf(file.path) }));
    const report = await searchRepair({
      worker: trials,
      files,
      literals: knownLiterals(trials.baseline),
      generate,
      now,
      limits: { budgetMs, maxPatches: 3 },
    });
    trials.close();
    const programPath = join(root, project.programFile);
    const found = report.found.filter(({ path }) => path === programPath);
    return {
      project,
      failing: trials.baseline.cases.filter(({ outcome }) => outcome === "failed" || outcome === "hung")
        .length,
      patches: found.map(({ candidate }) => applyReplacements(textOf(programPath), candidate.edits)),
      templates: found.map(({ candidate }) => candidate.template),
      edits: found.map(({ candidate }) =>
        candidate.edits
          .map(({ start, end, text }) => `${textOf(programPath).slice(start, end)} -> ${text}`)
          .join(" ; "),
      ),
      firstMs: found.length > 0 ? readyMs + Math.min(...found.map(({ foundMs }) => foundMs)) : undefined,
      triedBefore: found[0]?.triedBefore,
      readyMs,
      tried: report.tried,
      generated: report.generated,
      perSecond: (1000 * report.tried) / Math.max(report.tryingMs, 1),
      end: report.end,
      ranked: lines.filter(({ path }) => path === programPath).map(({ line, score }) => [line, score]),
    };
  } finally {
    program.end();
    rmSync(root, { recursive: true, force: true });
  }
}
