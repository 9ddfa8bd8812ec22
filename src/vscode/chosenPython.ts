/** The interpreter that is selected in the Python extension, when that is installed. We start no process for it, and wake nobody. */
import * as vscode from "vscode";
import { type PythonEnvironments, pythonEnvironments } from "../features/workspace/pythonEnvironments.ts";
import type { Log } from "../ports/log.ts";

const extensionId = "ms-python.python";

export interface ChosenPython extends vscode.Disposable {
  interpreter(): string | undefined;
}

/** @param onChange called when another interpreter is selected, and when the first one is known */
export function chosenPython(onChange: () => void, log: Log): ChosenPython {
  let known: PythonEnvironments | undefined;
  let end = () => {};
  let isOver = false;
  const ask = async (): Promise<void> => {
    const extension = vscode.extensions.getExtension<unknown>(extensionId);
    const isHere = vscode.workspace.textDocuments.some(({ languageId }) => languageId === "python");
    if (known !== undefined || extension === undefined || !isHere) return;
    // A document of Python is open, which activates it anyway: this waits for that.
    const exported = await extension.activate();
    if (isOver || known !== undefined) return;
    known = pythonEnvironments(exported);
    if (known === undefined) return;
    end = known.onChange(onChange);
    onChange();
  };
  const safely = () =>
    void ask().catch((cause: unknown) => log.warn(`Cannot ask the Python extension: ${String(cause)}`));
  const opened = vscode.workspace.onDidOpenTextDocument(safely);
  safely();
  return {
    interpreter() {
      try {
        return known?.interpreter();
      } catch (cause) {
        log.warn(`Cannot ask the Python extension: ${String(cause)}`);
        return undefined;
      }
    },
    dispose() {
      isOver = true;
      end();
      opened.dispose();
    },
  };
}
