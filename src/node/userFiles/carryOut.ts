/** Carries a plan out, or back. Whatever happens in between, each file is at every moment whole, old or new. */
import { dirname, join } from "node:path";
import type { ApplyJournal, ApplyPlan, PlannedStep } from "./applyJournal.ts";
import { currentState, type FileState, hashOf, type Step } from "./planSteps.ts";
import { TargetError } from "./target.ts";
import type { UserDisk } from "./userDisk.ts";

/** Beside the file it becomes: a renaming is atomic within one folder. */
const temporary = (root: string, path: string, id: string, index: number): string =>
  join(dirname(join(root, path)), `.touchstone-${id}-${index}.tmp`);

/** All new texts are on the disk before the first file changes, so that a full disk is found out in time. */
export function carryOut(disk: UserDisk, plan: ApplyPlan, steps: readonly Step[]): void {
  const { root, id } = plan;
  for (const folder of plan.folders) {
    disk.makeFolder(join(root, folder));
    if (disk.stat(join(root, folder))?.kind !== "folder") {
      throw new TargetError("link", `Cannot make the folder "${folder}": something else is there`);
    }
  }
  for (const [index, { path, after }] of steps.entries()) {
    if (after) disk.createNew(temporary(root, path, id, index), after.bytes, after.mode);
  }
  for (const [index, step] of steps.entries()) {
    const { target, state } = currentState(disk, root, step.path);
    if (!isState(state, plan.steps[index]!.before)) {
      throw new TargetError("stale", `Cannot change "${step.path}": it was changed in this moment`);
    }
    put(disk, target.absolute, step.after && temporary(root, step.path, id, index), state !== undefined);
  }
  syncFolders(disk, plan);
}

function put(disk: UserDisk, absolute: string, from: string | undefined, isThere: boolean): void {
  if (from === undefined) disk.remove(absolute);
  else if (isThere) disk.replace(from, absolute);
  else disk.nameNew(from, absolute);
}

export const isState = (state: FileState | undefined, planned: PlannedStep["after"]): boolean =>
  state === undefined ? planned === null : planned !== null && hashOf(state.bytes) === planned.hash;

/**
 * Makes every file as it was, except those that someone else changed since. May be done again and again.
 *
 * @returns paths of files that are neither as before nor as planned, and were left alone
 */
export function carryBack(disk: UserDisk, journal: ApplyJournal, plan: ApplyPlan): readonly string[] {
  const foreign: string[] = [];
  for (const [index, step] of [...plan.steps.entries()].reverse()) {
    const now = ownState(disk, plan, step);
    if (now === "foreign") {
      foreign.push(step.path);
      continue;
    }
    const { target, state } = now;
    if (isState(state, step.before)) continue;
    else
      restore(
        disk,
        plan,
        { index, absolute: target.absolute, isThere: state !== undefined },
        step.before && journal.image(plan.id, index),
      );
  }
  clearAway(disk, plan);
  syncFolders(disk, plan);
  return foreign;
}

/** The file as it is; `foreign` when it is neither as before nor as planned. */
export function ownState(disk: UserDisk, plan: ApplyPlan, step: PlannedStep) {
  try {
    const now = currentState(disk, plan.root, step.path);
    return isState(now.state, step.before) || isState(now.state, step.after) ? now : "foreign";
  } catch (error) {
    if (error instanceof TargetError) return "foreign";
    throw error;
  }
}

function restore(
  disk: UserDisk,
  plan: ApplyPlan,
  {
    index,
    absolute,
    isThere,
  }: { readonly index: number; readonly absolute: string; readonly isThere: boolean },
  image: Uint8Array | null,
): void {
  const step = plan.steps[index]!;
  const from = `${temporary(plan.root, step.path, plan.id, index)}.old`;
  if (image) {
    if (disk.stat(from)) disk.remove(from);
    disk.createNew(from, image, step.before?.mode);
  }
  put(disk, absolute, image ? from : undefined, isThere);
}

/** Removes what was made on the way, and folders that were made and are empty. */
export function clearAway(disk: UserDisk, plan: ApplyPlan): void {
  for (const [index, { path }] of plan.steps.entries()) {
    const temp = temporary(plan.root, path, plan.id, index);
    for (const left of [temp, `${temp}.old`]) if (disk.stat(left)) disk.remove(left);
  }
  removeEmptyFolders(disk, plan);
}

export function removeEmptyFolders(disk: UserDisk, { root, folders }: ApplyPlan): void {
  for (const folder of folders.toReversed()) {
    try {
      if (disk.stat(join(root, folder))?.kind === "folder") disk.removeFolder(join(root, folder));
    } catch (error) {
      if (!isNotEmpty(error)) throw error;
    }
  }
}

const isNotEmpty = (error: unknown): boolean =>
  ["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "");

function syncFolders(disk: UserDisk, plan: ApplyPlan): void {
  const folders = new Set(plan.steps.map(({ path }) => dirname(join(plan.root, path))));
  for (const folder of plan.folders) folders.add(dirname(join(plan.root, folder)));
  for (const folder of folders) if (disk.stat(folder)) disk.syncFolder(folder);
}
