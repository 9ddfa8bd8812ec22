/** Which files a model is shown first: by what failing tests ran, else by stacks and by what the tests import. */
import type { StackFrame } from "../../core/testing/testOutcome.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import { type Reproduced, relativeTo } from "./reproduced.ts";
import type { SuspectText } from "./suspectCode.ts";
import { suspectFiles } from "./suspects.ts";
import { mayChange } from "./targets.ts";
import { importedFiles } from "./testedCode.ts";

const mostFiles = 6;

/** Most suspected first; empty when nothing tells. */
export async function suspectTexts(reproduced: Reproduced): Promise<SuspectText[]> {
  const { copy, target, worker } = reproduced;
  if (typeof worker !== "string") {
    const lines = (await reproduced.suspects())
      .map((line) => ({ ...line, path: relativeTo(copy, line.path) }))
      .filter(({ path }) => mayChange(path, target));
    const traced = suspectFiles(lines, mostFiles).map(({ path, lineScores }) => ({
      path,
      lines: [...lineScores.keys()],
    }));
    if (traced.length > 0) return withTexts(copy, traced);
  }
  const frames = reproduced.outcomes.flatMap(({ stack = [] }) => stack);
  const onStack = linesByPath(frames.filter(({ path }) => mayChange(path, target)));
  const imported = await importedPaths(reproduced);
  const others = imported.filter((path) => !onStack.some((one) => one.path === path));
  return withTexts(copy, [...onStack, ...others.map((path) => ({ path, lines: [] }))].slice(0, mostFiles));
}

/** Files that the failing tests import, relative to the root; no tests among them. */
export async function importedPaths({
  copy,
  target,
  failing,
}: Pick<Reproduced, "copy" | "target" | "failing">): Promise<readonly string[]> {
  const testPaths = [...new Set(failing.map(({ path }) => path))];
  return [
    ...(await importedFiles(copy, testPaths, target.testPaths)).keys(),
    ...(await importedByPython(copy, testPaths)),
  ].filter((path) => mayChange(path, target));
}

function linesByPath(frames: readonly StackFrame[]): { readonly path: string; readonly lines: number[] }[] {
  const found = new Map<string, number[]>();
  for (const { path, line } of frames) found.set(path, [...(found.get(path) ?? []), line]);
  return [...found].map(([path, lines]) => ({ path, lines }));
}

async function withTexts(
  copy: Pick<WorkCopy, "read">,
  places: readonly { readonly path: string; readonly lines: readonly number[] }[],
): Promise<SuspectText[]> {
  const found: SuspectText[] = [];
  for (const { path, lines } of places) {
    const text = await copy.read(path);
    if (text !== undefined) found.push({ path, lines, text });
  }
  return found;
}

const pythonImports = /^\s*(?:from\s+(\.*[\w.]*)\s+import\b|import\s+([\w.]+))/gm;

/** Files of the project that Python tests import, looked for beside them, at the root and in `src`. */
async function importedByPython(
  copy: Pick<WorkCopy, "read">,
  testPaths: readonly string[],
): Promise<string[]> {
  const found = new Set<string>();
  for (const testPath of testPaths.filter((path) => path.endsWith(".py"))) {
    const folder = testPath.slice(0, testPath.lastIndexOf("/") + 1);
    for (const [, from, plain] of ((await copy.read(testPath)) ?? "").matchAll(pythonImports)) {
      const name = (from ?? plain ?? "").replace(/^\.+/, "").replaceAll(".", "/");
      if (name === "") continue;
      for (const base of new Set([folder, "", "src/"])) {
        for (const path of [`${base}${name}.py`, `${base}${name}/__init__.py`])
          if ((await copy.read(path).catch(() => undefined)) !== undefined) found.add(path);
      }
    }
  }
  return [...found];
}
