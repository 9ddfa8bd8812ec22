/** Patches that the editor was making when it ended: looked for a while after the start, taken back, and told. */
import * as vscode from "vscode";
import { countOf } from "../../core/text/counts.ts";
import type { Disposable } from "../../ports/disposable.ts";
import type { Log } from "../../ports/log.ts";

/** A start has better things to do. Milliseconds. */
const patienceMs = 5_000;

export interface BrokenAppliesDeps {
  /** The journal's. */
  readonly folder: vscode.Uri;
  /** Takes back what broke off in the folders of this workspace. */
  readonly recover: () => Promise<void>;
  readonly log: Log;
}

/** The names of the journal's files say whether there is anything to do, so that most starts look into one folder and no more. */
export function watchBrokenApplies({ folder, recover, log }: BrokenAppliesDeps): Disposable {
  const look = async (): Promise<void> => {
    if (!vscode.workspace.isTrusted) return;
    try {
      if (await hasBrokenApply(folder)) await recover();
    } catch (error) {
      log.error("Cannot look for patches that broke off", error);
    }
  };
  const timer = setTimeout(() => void look(), patienceMs);
  const granted = vscode.workspace.onDidGrantWorkspaceTrust(() => void look());
  return {
    dispose() {
      clearTimeout(timer);
      granted.dispose();
    },
  };
}

/** A plan without its end. */
export async function hasBrokenApply(folder: vscode.Uri): Promise<boolean> {
  const names = await vscode.workspace.fs.readDirectory(folder).then(
    (entries) => new Set(entries.map(([name]) => name)),
    // Nothing was ever applied.
    () => new Set<string>(),
  );
  return [...names].some((name) => {
    const id = /^(.+)\.plan$/.exec(name)?.[1];
    return id !== undefined && !names.has(`${id}.done`) && !names.has(`${id}.undone`);
  });
}

/** @param leftAlone paths of files that somebody else changed since */
export function tellTakenBack(count: number, leftAlone: readonly string[]): void {
  if (count === 0) return;
  const rest =
    leftAlone.length > 0
      ? ` These were changed since, or were not saved, and were left alone: ${leftAlone.join(", ")}.`
      : "";
  void vscode.window.showWarningMessage(
    `The editor ended while Touchstone made ${countOf(count, "patch").replace("patchs", "patches")}. What was half done on the disk is as before.${rest}`,
  );
}
