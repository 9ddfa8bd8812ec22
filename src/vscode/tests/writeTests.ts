/** Writing tests for the function at the cursor: progress with cancel, then a review. Loaded when it is first used. */
import * as vscode from "vscode";
import { renderWriteProgress } from "../../features/headless/renderWrittenTests.ts";
import { TestsRefused } from "../../features/testing/testSession.ts";
import { proposedTests } from "../../features/testWriting/proposedTests.ts";
import type { TestWriter } from "../../features/testWriting/testWriter.ts";
import { WritingRefused, type WrittenTests } from "../../features/testWriting/writtenTests.ts";
import type { ChatModels } from "../../ports/chatModel.ts";
import type { Log } from "../../ports/log.ts";
import type { PatchReview } from "../../ports/patchReview.ts";
import { ProcessRefused } from "../../ports/processes.ts";
import * as fromVscode from "../fromVscode.ts";

export interface WriteTestsDeps {
  readonly writer: () => Promise<Pick<TestWriter, "write">>;
  readonly models: Pick<ChatModels, "nameOf">;
  readonly review: PatchReview;
  readonly log: Log;
}

type Engine = WrittenTests["engine"];

export async function writeTests(deps: WriteTestsDeps): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.uri.scheme !== "file") {
    void vscode.window.showInformationMessage("Put the cursor in a function of a file on disk first.");
    return;
  }
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage(
      "Tests would run, and Touchstone starts nothing in a workspace that is not trusted.",
    );
    return;
  }
  const engine = await pickEngine(deps.models.nameOf("repair"));
  if (!engine) return;
  const request = { path: fromVscode.path(editor.document.uri), line: editor.selection.active.line, engine };
  try {
    const written = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: "Touchstone: Writing tests",
        cancellable: true,
      },
      async (progress, token) =>
        (await deps.writer()).write(
          request,
          (phase) => progress.report({ message: renderWriteProgress({ phase }) }),
          fromVscode.signal(token),
        ),
    );
    await deps.review.show([proposedTests(written)], new AbortController().signal);
  } catch (error) {
    tell(error, deps.log);
  }
}

/** Nobody is asked where there is no choice. @param model what the model is called */
async function pickEngine(model: string | undefined): Promise<Engine | undefined> {
  if (model === undefined) return "builtin";
  const rows: readonly (vscode.QuickPickItem & { readonly engine: Engine })[] = [
    {
      label: "$(beaker) From what the function does",
      description: "no model is asked",
      engine: "builtin",
    },
    { label: `$(sparkle) By ${model}`, description: "kept where they pass", engine: "model" },
  ];
  const picked = await vscode.window.showQuickPick(rows, {
    title: "Write Tests",
    placeHolder: "They run in a copy of the working files; nothing changes before you accept them",
  });
  return picked?.engine;
}

function tell(error: unknown, log: Log): void {
  if (error instanceof Error && error.name === "AbortError") return;
  const isKnown =
    error instanceof WritingRefused || error instanceof TestsRefused || error instanceof ProcessRefused;
  const message = error instanceof Error ? error.message : String(error);
  if (isKnown) void vscode.window.showWarningMessage(`No tests were written. ${message}.`);
  else {
    log.error("Cannot write tests", error);
    void vscode.window.showErrorMessage(`Touchstone cannot write tests: ${message}. The log has more.`);
  }
}
