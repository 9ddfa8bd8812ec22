/** Starts the worker of a repository's language, with the clock of the processor. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openPythonTrials } from "../../src/features/repair/pythonTrials.ts";
import { cpuClock } from "./cpuClock.ts";
import { type OpenWorker, openJavascript } from "./javascriptFaults.ts";
import { startLineProcess } from "./lineProcess.ts";
import type { Repository } from "./repositories.ts";

const pythonWorker = fileURLToPath(new URL("../../media/repair/pythonWorker.py", import.meta.url));

/** A test as targets name it. */
export type TestName = readonly [file: string, name: string];

/**
 * @param tests absolute paths of the files to run
 * @param targets failing tests to repair; empty for all
 */
export function openWorker(
  repository: Repository,
  root: string,
  tests: readonly string[],
  targets: readonly TestName[],
): Promise<OpenWorker> {
  if (repository.language !== "python") return openJavascript(repository, root, tests, { targets });
  return openPython(repository, root, tests, targets);
}

async function openPython(
  repository: Repository,
  root: string,
  tests: readonly string[],
  targets: readonly TestName[],
): Promise<OpenWorker> {
  const source = repository.sources[0]!.split("/").slice(0, -1).join("/");
  const process = startLineProcess("python3", [pythonWorker], root, { PYTHONPATH: join(root, source) });
  const now = cpuClock(() => process.pid);
  const began = now();
  const start = {
    root,
    runner: repository.runner as "pytest" | "unittest",
    tests,
    testFiles: tests,
    targets,
  };
  const worker = await openPythonTrials(process, start, (path) => readFileSync(path, "utf8"));
  return { worker, now, readyMs: now() - began };
}

/** Of a case as the worker names it. */
export function testNameOf(one: { readonly id: string; readonly file: string }): TestName {
  // What pytest writes in brackets are arguments; elsewhere brackets are part of a name.
  const id = one.file.endsWith(".py") ? one.id.replace(/\[.*$/s, "") : one.id.replace(/#\d+$/, "");
  const names = id.split("::").slice(1);
  return [one.file, names.join("::")];
}
