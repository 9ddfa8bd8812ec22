/** What of an answer is applied, and taken back: shown as a change first, by the review of patches. */
import * as vscode from "vscode";
import type { ShownApply } from "../../core/chat/transcript.ts";
import type { Chat } from "../../features/chat/chat.ts";
import { belowOneRoot, type CodePiece, changesOfCode } from "../../features/chat/codeChange.ts";
import type { EngineRoot } from "../../ports/engine.ts";
import type { PatchReview, ProposedPatch } from "../../ports/patchReview.ts";
import type { UserFiles } from "../../ports/userFiles.ts";

export interface ApplyDeps {
  readonly chat: Chat;
  readonly review: PatchReview & {
    files(root: string): Promise<UserFiles>;
    /** @param ids oldest first @returns whether all were taken back; else the person was told why */
    undo(root: string, ids: readonly string[]): Promise<boolean>;
  };
  readonly roots: () => readonly EngineRoot[];
  /** Of a path as people name it. @throws when it leads nowhere in the workspace */
  readonly wholePath: (short: string) => string;
}

/** Shows code of a turn as a change; code that names no file goes to the cursor. */
export async function applyCode(
  deps: ApplyDeps,
  turnId: number,
  code: CodePiece,
  insert: (text: string) => Promise<void>,
): Promise<void> {
  const found = await changesOfCode(code, (path) => readShort(deps, path));
  if (found.kind === "unnamed") return insert(code.text);
  if (found.kind === "refused") {
    void vscode.window.showWarningMessage(`The code was not applied. ${found.reason.split("\n")[0]}.`);
    return;
  }
  const placed = belowOneRoot(found.changes, deps.roots());
  if (!placed) {
    void vscode.window.showWarningMessage("The code was not applied. Its files are of several folders.");
    return;
  }
  const paths = placed.changes.map(({ path }) => path.slice(path.lastIndexOf("/") + 1));
  await showPatch(deps, turnId, {
    ...placed,
    title: `Change ${paths.join(", ")}`,
    verdict: undefined,
    evidence: found.refused.map((text) => ({ kind: "bad", text })),
  });
}

async function readShort(
  { review, roots, wholePath }: ApplyDeps,
  short: string,
): Promise<string | undefined> {
  const whole = wholePath(short);
  const root = roots().find(({ path }) => whole.startsWith(`${path.replace(/\/$/, "")}/`));
  if (!root) return undefined;
  const files = await review.files(root.path);
  const read = await files.read(whole.slice(root.path.replace(/\/$/, "").length + 1));
  return read.kind === "text" ? read.text : undefined;
}

/** Shows a patch of a turn; what is accepted of it can be taken back from there. */
export async function showPatch(deps: ApplyDeps, turnId: number, patch: ProposedPatch): Promise<void> {
  const end = await deps.review.show([patch], new AbortController().signal);
  if (end.kind !== "accepted" || end.outcome.kind !== "applied") return;
  const { title, root } = patch;
  const ids = [...(end.earlier ?? []), end.outcome.id];
  deps.chat.noteApplied(
    turnId,
    ids.map((id): ShownApply => ({ id, root, title })),
  );
}

/** Takes back what was applied in a turn and after it, newest first. */
export async function restoreTo({ chat, review }: ApplyDeps, turnId: number): Promise<void> {
  const since = chat.appliedSince(turnId);
  for (const { id, root } of since.toReversed()) {
    if (!(await review.undo(root, [id]))) return;
    chat.noteUndone(id);
  }
}
