/** The read-only document of what was last sent to a model. */
import * as vscode from "vscode";
import { renderSentContext } from "../core/prompt/renderSentContext.ts";
import type { Completer } from "../features/completion/completer.ts";
import * as toVscode from "./toVscode.ts";

const scheme = "touchstone-context";
/** The ending gives the document its language. */
const uri = vscode.Uri.from({ scheme, path: "Last Context.touchstone-context" });
const displayPath = (path: string): string => vscode.workspace.asRelativePath(toVscode.uri(path));
const nothingYet = "# Nothing was sent\n\nSince this window was opened, nothing was sent to any model.\n";

export interface LastContext extends vscode.Disposable {
  show(): Promise<void>;
}

/** The document follows each new payload while it is open. */
export function lastContext(completer: Pick<Completer, "lastContext" | "onLastContext">): LastContext {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const registration = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent() {
      const context = completer.lastContext();
      return context ? renderSentContext(context, displayPath) : nothingYet;
    },
  });
  const subscription = completer.onLastContext(() => changed.fire(uri));
  return {
    async show() {
      // An editor that was closed keeps its text for a while; ask anew.
      changed.fire(uri);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document, { preview: true });
    },
    dispose: () => vscode.Disposable.from(registration, subscription, changed).dispose(),
  };
}
