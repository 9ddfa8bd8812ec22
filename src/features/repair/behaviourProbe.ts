/** How functions of a project behave, without a change and with some: for a model, and to tell patches apart. */

import type { FileChange } from "../../core/patch/fileTexts.ts";
import type { ProbedCall } from "../../core/repair/behaviour.ts";
import { isJavascriptRunner, javascriptBehaviour, javascriptValues } from "./javascriptProbe.ts";
import type { ProbeDeps, ProbedValues } from "./probeDeps.ts";
import { pythonBehaviour, pythonValues } from "./pythonProbe.ts";
import { functionsOf } from "./repairContext.ts";
import type { SuspectText } from "./suspectCode.ts";

const mostFunctions = 4;
/** Suspected lines of a file, in whose functions values are looked at, and such files. */
const mostLines = 4;
const mostFiles = 2;

/** What variables of suspected functions held while tests failed; empty where that cannot be told. */
export async function probeValues(
  deps: ProbeDeps,
  suspects: readonly SuspectText[],
  signal: AbortSignal,
): Promise<readonly ProbedValues[]> {
  if (isJavascriptRunner(deps.target.project.runner)) {
    const first = suspects.slice(0, mostFiles);
    const suspected = first.map(
      ({ path, text, lines }) => [path, { text, lines: lines.slice(0, mostLines) }] as const,
    );
    return javascriptValues(deps, new Map(suspected), signal);
  }
  const functions = new Map<string, string[]>();
  for (const { path, name } of suspects.flatMap(functionsOf).slice(0, mostFunctions)) {
    if (path.endsWith(".py")) functions.set(path, [...(functions.get(path) ?? []), name]);
  }
  return functions.size === 0 ? [] : pythonValues(deps, functions, signal);
}

/**
 * Calls the functions that patches change with inputs of the tests and others like them.
 *
 * @returns empty where that cannot be done: other languages, changes outside of functions that tests call
 */
export function probeBehaviour(
  deps: ProbeDeps,
  patches: readonly (readonly FileChange[])[],
  signal: AbortSignal,
): Promise<readonly ProbedCall[]> {
  return isJavascriptRunner(deps.target.project.runner)
    ? javascriptBehaviour(deps, patches, signal)
    : pythonBehaviour(deps, patches, signal);
}
