/** An edit while the model writes it, as a diff of documents that are no files: nothing of the person's is touched, and closing it leaves nothing. */
import * as vscode from "vscode";

const scheme = "touchstone-edit";
/** Between two drawings: a diff is worked out for each. Milliseconds. */
const drawMs = 150;

export interface EditPreview extends vscode.Disposable {
  /** The file's text so far. */
  show(text: string): void;
  /** Closes the diff. */
  close(): Promise<void>;
}

let previews = 0;

/** @param path for its name and language @param before as the person has it */
export function openEditPreview(path: string, before: string): EditPreview {
  const own = ++previews;
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const uriOf = (side: "before" | "after") =>
    vscode.Uri.from({ scheme, path: `/${path}`, query: `${own}.${side}` });
  let after = before;
  let timer: NodeJS.Timeout | undefined;
  let opened: Thenable<unknown> | undefined;
  const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: ({ query }) =>
      (query.endsWith(".after") ? after : before).replace(/^\ufeff/, ""),
  });
  const title = `${path.slice(path.lastIndexOf("/") + 1)} (Touchstone is writing)`;
  const draw = (): void => {
    timer = undefined;
    opened ??= vscode.commands.executeCommand("vscode.diff", uriOf("before"), uriOf("after"), title, {
      preview: true,
      preserveFocus: true,
    });
    changed.fire(uriOf("after"));
  };
  const tabs = (): readonly vscode.Tab[] =>
    vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(
        ({ input }) =>
          input instanceof vscode.TabInputTextDiff && input.modified.toString() === uriOf("after").toString(),
      );
  return {
    show(text) {
      if (text === after && opened !== undefined) return;
      after = text;
      timer ??= setTimeout(draw, drawMs);
    },
    async close() {
      clearTimeout(timer);
      await opened;
      const open = tabs();
      if (open.length > 0) await vscode.window.tabGroups.close(open, true);
    },
    dispose() {
      clearTimeout(timer);
      provider.dispose();
      changed.dispose();
    },
  };
}
