/** The view of the index in the side bar: follows the index while it is seen, and asks nothing while it is not. */
import * as vscode from "vscode";
import { indexStateKey, indexView as viewId } from "../core/config/manifest.ts";
import { type IndexReport, type IndexStatus, idleIndexStatus } from "../core/repo/indexStatus.ts";
import type { Embedder } from "../features/embeddings/embedder.ts";
import { changedRows } from "../features/indexView/changedRows.ts";
import { type IndexRow, indexRows, indexState } from "../features/indexView/indexRows.ts";
import { isIndexing } from "../features/status/statusText.ts";
import type { Engine } from "../ports/engine.ts";
import type { Log } from "../ports/log.ts";
import type { Settings } from "../ports/settings.ts";
import * as toVscode from "./toVscode.ts";
import { diskFolders, isIndexEnabled } from "./workspaceSync.ts";

/** Opens a skipped file, or shows a skipped folder; in no menu. */
const openCommand = "touchstone.openSkipped";
/** Between two redraws while indexing, and until what is saved after it is on the disk. Milliseconds. */
const redrawMs = 250;
const settleMs = 3000;

export interface IndexViewDependencies {
  readonly engine: Pick<Engine, "onStatus" | "report">;
  readonly embedder: Pick<Embedder, "state" | "onState">;
  readonly settings: Settings;
  readonly log: Log;
}

async function openSkipped(path: string): Promise<void> {
  const uri = toVscode.uri(path);
  const stat = await vscode.workspace.fs.stat(uri).then(
    (found) => found,
    () => undefined,
  );
  if (!stat) void vscode.window.showInformationMessage("It is no longer there.");
  else if (stat.type & vscode.FileType.Directory)
    await vscode.commands.executeCommand("revealInExplorer", uri);
  else await vscode.commands.executeCommand("vscode.open", uri, { preview: true });
}

const emptyReport: IndexReport = {
  status: idleIndexStatus,
  skippedFiles: [],
  store: { access: "none", directory: undefined, sizeBytes: 0, problem: undefined },
  commits: 0,
  memoryBytes: 0,
};

class IndexRows implements vscode.TreeDataProvider<string> {
  readonly #changed = new vscode.EventEmitter<string | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  #rows: readonly IndexRow[] = [];
  readonly #byId = new Map<string, IndexRow>();

  show(rows: readonly IndexRow[]): void {
    const changed = changedRows(this.#rows, rows);
    this.#rows = rows;
    this.#byId.clear();
    const add = (row: IndexRow): void => {
      this.#byId.set(row.id, row);
      row.children?.forEach(add);
    };
    rows.forEach(add);
    if (changed === "all") this.#changed.fire(undefined);
    else for (const id of changed) this.#changed.fire(id);
  }

  getChildren(id?: string): string[] {
    const rows = id === undefined ? this.#rows : (this.#byId.get(id)?.children ?? []);
    return rows.map((row) => row.id);
  }

  getTreeItem(id: string): vscode.TreeItem {
    const row = this.#byId.get(id) ?? { id, label: "" };
    return toVscode.indexItem(row, openCommand);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

export function indexView({ engine, embedder, settings, log }: IndexViewDependencies): vscode.Disposable {
  const rows = new IndexRows();
  const view = vscode.window.createTreeView(viewId, { treeDataProvider: rows, showCollapseAll: true });
  let status: IndexStatus = idleIndexStatus;
  let report = emptyReport;
  let state = "";
  let redraw: ReturnType<typeof setTimeout> | undefined;
  let settle: ReturnType<typeof setTimeout> | undefined;

  const facts = () => ({
    trusted: vscode.workspace.isTrusted,
    readsHistory: settings.get("index.history"),
    cpuShare: settings.get("index.cpuShare"),
    embeddings: embedder.state(),
    shortPath: (path: string) => vscode.workspace.asRelativePath(toVscode.uri(path)),
  });
  const draw = (): void => {
    redraw = undefined;
    const folders = vscode.workspace.workspaceFolders?.length ?? 0;
    const workspace = { folders, diskFolders: diskFolders().length, indexEnabled: isIndexEnabled(settings) };
    const now = indexState(workspace, status);
    if (now !== state) void vscode.commands.executeCommand("setContext", indexStateKey, now);
    state = now;
    if (!view.visible) return;
    const isThere = now === "indexing" || now === "ready";
    rows.show(isThere ? indexRows({ ...report, status }, facts()) : []);
  };
  const drawSoon = (): void => {
    redraw ??= setTimeout(draw, redrawMs);
  };
  const ask = async (): Promise<void> => {
    if (!view.visible) return;
    try {
      report = await engine.report();
      status = report.status;
    } catch (cause) {
      log.debug(`The index gave no report: ${String(cause)}`);
    }
    drawSoon();
  };
  const subscriptions = [
    view,
    rows,
    vscode.commands.registerCommand(openCommand, openSkipped),
    engine.onStatus((now) => {
      const wasIndexing = isIndexing(status);
      status = now;
      drawSoon();
      if (isIndexing(now) || !wasIndexing) return;
      void ask();
      clearTimeout(settle);
      settle = setTimeout(() => void ask(), settleMs);
    }),
    embedder.onState(drawSoon),
    view.onDidChangeVisibility(() => void ask()),
    settings.onChange(() => void ask()),
    vscode.workspace.onDidChangeWorkspaceFolders(drawSoon),
  ];
  draw();
  void ask();
  return {
    dispose() {
      clearTimeout(redraw);
      clearTimeout(settle);
      vscode.Disposable.from(...subscriptions).dispose();
    },
  };
}
