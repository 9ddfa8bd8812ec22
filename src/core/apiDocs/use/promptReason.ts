/** Which APIs a model should be told of: those whose documentation changes what it would write. */
import type { ApiEntry } from "../apiPackage.ts";
import type { Evidence } from "./rankApis.ts";
import { isWellKnown } from "./wellKnown.ts";

/**
 * `nearMiss`: the draft names what does not exist, and this does. `deprecated`: the draft names it, and it should not
 * be used. `replacement`: what to use instead. `private`: a part of the workspace, which no model has read.
 * `uncommon`: of a library, or a version of it, that models know little of.
 */
export type PromptReason = "nearMiss" | "deprecated" | "replacement" | "private" | "uncommon";

export interface PromptCandidate {
  readonly entry: ApiEntry;
  readonly isPrivate: boolean;
  /** An argument of it is being written. */
  readonly isCalled: boolean;
  readonly isDrafted: boolean;
}

/** A file that uses an API so often shows a model how. */
const ENOUGH_USES = 2;

/** @returns undefined where its documentation would only take room */
export function promptReason(
  { entry, isPrivate, isCalled, isDrafted }: PromptCandidate,
  { members, calls }: Evidence,
): PromptReason | undefined {
  if (entry.deprecated !== undefined) return isCalled || isDrafted ? "deprecated" : undefined;
  if (isWellKnown(entry.package) || isBare(entry)) return undefined;
  const name = entry.name.slice(entry.name.lastIndexOf(".") + 1);
  const uses = (members.get(name) ?? 0) + (calls.get(name) ?? 0);
  // While its arguments are written, it stands once in the text itself.
  if (uses >= ENOUGH_USES + (isCalled ? 1 : 0)) return undefined;
  return isPrivate ? "private" : "uncommon";
}

/** It says no more than its name does. */
const isBare = ({ signatures, summary, examples, parameters }: ApiEntry): boolean =>
  summary === "" &&
  examples.length === 0 &&
  (parameters?.length ?? 0) === 0 &&
  signatures.join("").length < 12;
