/** Asks `media/repair/pythonProbe.py` how functions of a Python project behave, without a change and with some. */

import type { FileChange } from "../../core/patch/fileTexts.ts";
import { symbolsOf } from "../../core/patch/wholeSymbol.ts";
import type { ProbedCall } from "../../core/repair/behaviour.ts";
import type { ProbeDeps, ProbedValues } from "./probeDeps.ts";

interface Answer {
  readonly inputs: readonly (Omit<ProbedCall, "outcomes"> & {
    readonly outcomes: readonly (string | null)[];
  })[];
  readonly values: readonly ProbedValues[];
}

const wallMs = 90_000;
const mostBytes = 8 << 20;

/** What variables of functions held while tests failed; empty where that cannot be told. */
export async function pythonValues(
  deps: ProbeDeps,
  functions: ReadonlyMap<string, readonly string[]>,
  signal: AbortSignal,
): Promise<readonly ProbedValues[]> {
  const { copy } = deps;
  const answer = await ask(deps, { functions, versions: [], isFailingOnly: true }, signal);
  return (answer?.values ?? []).map((one) => ({ ...one, path: one.path.slice(copy.seenAs.length + 1) }));
}

/** As `probeBehaviour`. */
export async function pythonBehaviour(
  deps: ProbeDeps,
  patches: readonly (readonly FileChange[])[],
  signal: AbortSignal,
): Promise<readonly ProbedCall[]> {
  const functions = changedFunctions(patches.flat());
  if (functions.size === 0) return [];
  const versions = [[], ...patches];
  const answer = await ask(deps, { functions, versions, isFailingOnly: false }, signal);
  return (answer?.inputs ?? []).flatMap(({ outcomes, ...call }) => {
    const known = outcomes.filter((outcome) => outcome !== null);
    return known.length === versions.length ? [{ ...call, outcomes: known }] : [];
  });
}

interface Question {
  /** Names by path relative to the root; an empty list means all of a file. */
  readonly functions: ReadonlyMap<string, readonly string[]>;
  readonly versions: readonly (readonly FileChange[])[];
  readonly isFailingOnly: boolean;
}

async function ask(
  { copy, target, failing, programs }: ProbeDeps,
  { functions, versions, isFailingOnly }: Question,
  signal: AbortSignal,
): Promise<Answer | undefined> {
  const { project } = target;
  if (project.runner !== "pytest" && project.runner !== "unittest") return undefined;
  const script = `${copy.scratch}/pythonProbe.py`;
  await copy.write(script, await programs("pythonProbe.py"));
  const python = project.program === undefined ? "python3" : `${copy.seenAs}/${project.program}`;
  const absolute = (path: string) => `${copy.seenAs}/${path}`;
  const textsOf = (changes: readonly FileChange[]) =>
    Object.fromEntries(
      changes.flatMap((change) =>
        change.kind === "deleted" ? [] : [[absolute(change.path), change.after.replace(/^\ufeff/, "")]],
      ),
    );
  const input = JSON.stringify({
    root: project.folder === "" ? copy.seenAs : absolute(project.folder),
    runner: project.runner,
    tests: [...new Set(failing.map(({ path }) => path))].map(absolute),
    targets: isFailingOnly
      ? failing.map(({ path, suites, label }) => [absolute(path), [...suites, label].join("::")])
      : [],
    functions: Object.fromEntries([...functions].map(([path, names]) => [absolute(path), names])),
    versions: versions.map(textsOf),
  });
  const { folder } = project;
  const end = await copy.run(
    { argv: [python, script], folder, input, wallMs, maxOutputBytes: mostBytes },
    signal,
  );
  try {
    return JSON.parse(end.stdout) as Answer;
  } catch {
    // No fork, no interpreter, or the tests ended it: then nothing is known.
    return undefined;
  }
}

/** By path the functions that differ; all of a file where the change stands outside of them. */
export function changedFunctions(changes: readonly FileChange[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const change of changes) {
    if (change.kind !== "changed" || !change.path.endsWith(".py")) continue;
    const [old, now] = [functionTexts(change.path, change.before), functionTexts(change.path, change.after)];
    const names = [...old].filter(([name, text]) => now.get(name) !== text).map(([name]) => name);
    const known = found.get(change.path);
    found.set(change.path, known?.length === 0 || names.length === 0 ? [] : [...(known ?? []), ...names]);
  }
  return found;
}

function functionTexts(path: string, text: string): ReadonlyMap<string, string> {
  const lines = text.split("\n");
  const functions = symbolsOf(path, text).filter(({ kind }) => kind === "function" || kind === "method");
  const qualified = functions.map(({ container, name }) =>
    container === "" ? name : `${container}.${name}`,
  );
  return new Map(
    functions.map(({ startLine, endLine }, at) => [
      qualified[at]!,
      lines.slice(startLine, endLine + 1).join("\n"),
    ]),
  );
}
