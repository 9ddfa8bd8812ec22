/** *Edit With Touchstone*: the selection and an instruction, to a patch that is reviewed. */
import * as vscode from "vscode";
import type { EditDeps, EditListener } from "../../features/edit/instructedEdit.ts";
import type { EngineRoot } from "../../ports/engine.ts";
import type { Log } from "../../ports/log.ts";
import type { PatchReview } from "../../ports/patchReview.ts";
import * as fromVscode from "../fromVscode.ts";
import type { EditPreview } from "./editPreview.ts";

export interface EditCommandDeps {
  readonly deps: EditDeps;
  readonly review: PatchReview;
  readonly roots: () => readonly EngineRoot[];
  readonly log: Log;
}

const steps: Readonly<Record<Parameters<EditListener["onStep"]>[0], string>> = {
  reading: "Reading",
  asking: "The model writes",
  checking: "Checking what it wrote",
  callers: "Looking for places that use what changed",
  diagnosing: "Running the project's checkers in a copy",
  testing: "Running affected tests in a copy",
};

export async function editWithModel(command: EditCommandDeps): Promise<void> {
  const { deps, roots } = command;
  const editor = vscode.window.activeTextEditor;
  const whole = editor && fromVscode.path(editor.document.uri);
  const root = roots().find(({ path }) => whole?.startsWith(`${path.replace(/\/$/, "")}/`));
  if (!editor || whole === undefined || !root) return tell("Open a file of this workspace to edit it.");
  if (!vscode.workspace.isTrusted)
    return tell("No model is asked in an untrusted workspace. Trust it first.");
  if (!deps.models.isSetUp("chat")) {
    const setUp = "Set Up Model";
    const chosen = await vscode.window.showInformationMessage("Editing by instruction needs a model.", setUp);
    if (chosen === setUp) await vscode.commands.executeCommand("touchstone.setUpModel");
    return;
  }
  const { selection } = editor;
  const range = selection.isEmpty ? undefined : linesOf(selection);
  const prompt = range
    ? range.line === range.endLine
      ? `Change line ${range.line}, and what belongs to it`
      : `Change lines ${range.line} to ${range.endLine}, and what belongs to them`
    : "Change this file";
  const instruction = await vscode.window.showInputBox({
    title: "Edit With Touchstone",
    prompt: `${prompt}. The change is shown before anything is done.`,
    placeHolder: "What to change",
    ignoreFocusOut: true,
  });
  if (instruction === undefined || instruction.trim() === "") return;
  const path = whole.slice(root.path.replace(/\/$/, "").length + 1);
  await edit(command, { root: root.path, path, instruction, ...(range ? { range } : {}) });
}

type Request = Parameters<typeof import("../../features/edit/instructedEdit.ts")["editAsInstructed"]>[1];

async function edit({ deps, review, log }: EditCommandDeps, request: Request): Promise<void> {
  const { editAsInstructed } = await import("../../features/edit/instructedEdit.ts");
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: "Edit With Touchstone",
    cancellable: true,
  };
  try {
    const end = await vscode.window.withProgress(options, (progress, token) => {
      const onStep: EditListener["onStep"] = (step) => progress.report({ message: steps[step] });
      return withPreview(request.path, (onText) =>
        editAsInstructed(deps, request, { onStep, onText }, fromVscode.signal(token)),
      );
    });
    if (end.kind === "refused") void vscode.window.showWarningMessage(`Nothing was changed. ${end.reason}.`);
    if (end.kind === "proposed") await review.show([end.patch], new AbortController().signal);
  } catch (error) {
    if (error instanceof Error && error.name === "AbortError") return;
    log.error("Cannot edit as instructed", error);
    const message = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`Touchstone cannot edit this: ${message}.`);
  }
}

/** Shows the file as the model writes it; whatever becomes of the edit, the preview is closed. */
async function withPreview<T>(
  path: string,
  work: (onText: NonNullable<EditListener["onText"]>) => Promise<T>,
): Promise<T> {
  const [{ previewEdit }, { openEditPreview }] = await Promise.all([
    import("../../features/edit/previewEdit.ts"),
    import("./editPreview.ts"),
  ]);
  let preview: EditPreview | undefined;
  try {
    return await work((text, files) => {
      const before = files.get(path);
      if (before === undefined) return;
      const after = previewEdit(files, text, path);
      if (after !== before) preview ??= openEditPreview(path, before);
      preview?.show(after);
    });
  } finally {
    await preview?.close();
    preview?.dispose();
  }
}

/** 1-based; a selection that ends before the first letter of a line does not mean that line. */
function linesOf({ start, end }: vscode.Selection) {
  const last = end.character === 0 && end.line > start.line ? end.line : end.line + 1;
  return { line: start.line + 1, endLine: last };
}

const tell = (message: string): void => void vscode.window.showInformationMessage(message);
