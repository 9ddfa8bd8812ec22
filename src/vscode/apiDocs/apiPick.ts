/** Search API Documentation: a list of APIs of installed libraries that follows what is typed. */
import * as vscode from "vscode";
import { type ApiRow, apiRows } from "../../features/apiDocsView/apiRows.ts";
import type { ApiDocs } from "../../ports/apiDocs.ts";
import type { Log } from "../../ports/log.ts";
import type { ApiDocuments } from "./apiDocument.ts";
import { openDeclaration } from "./openDeclaration.ts";

/** After a keystroke until libraries are asked. Milliseconds. */
const debounceMs = 120;

type Item = vscode.QuickPickItem & { readonly row?: ApiRow };

const sourceButton: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon("go-to-file"),
  tooltip: "Open Declaration",
};

function itemsOf(rows: readonly ApiRow[], typed: string): readonly Item[] {
  if (rows.length === 0 && typed.trim() !== "")
    return [{ label: "No API of an installed library fits", alwaysShow: true }];
  return rows.map((row) => ({
    label: row.label,
    description: row.description,
    detail: row.detail,
    alwaysShow: true,
    buttons: [sourceButton],
    row,
  }));
}

export function searchApiDocumentation(
  docs: Pick<ApiDocs, "searchApis">,
  documents: ApiDocuments,
  log: Log,
): void {
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = "Search API Documentation";
  pick.placeholder = "What it does, or its name; in the versions that are installed";
  if ("sortByLabel" in pick) pick.sortByLabel = false;
  let question = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = async (): Promise<void> => {
    question = new AbortController();
    const { signal } = question;
    const typed = pick.value;
    pick.busy = true;
    try {
      const rows = await apiRows(docs, typed, signal);
      if (!signal.aborted) pick.items = itemsOf(rows, typed);
    } catch (cause) {
      if (signal.aborted) return;
      log.warn(`Cannot search the libraries: ${String(cause)}`);
      pick.items = [{ label: "The libraries gave no answer; the log says why", alwaysShow: true }];
    }
    if (!signal.aborted) pick.busy = false;
  };
  const subscriptions = vscode.Disposable.from(
    pick,
    pick.onDidChangeValue(() => {
      clearTimeout(timer);
      question.abort();
      timer = setTimeout(() => void ask(), debounceMs);
    }),
    pick.onDidAccept(() => {
      const row = pick.activeItems[0]?.row;
      if (!row) return;
      pick.hide();
      void documents.show([row.entry], { isPreview: false });
    }),
    pick.onDidTriggerItemButton(({ item }) => {
      if (!item.row) return;
      pick.hide();
      void openDeclaration(item.row.entry);
    }),
    pick.onDidHide(() => {
      clearTimeout(timer);
      question.abort();
      subscriptions.dispose();
    }),
  );
  pick.show();
}
