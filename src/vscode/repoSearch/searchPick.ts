/** Search Repository: a list of symbols, files and lines that follows what is typed. */
import * as vscode from "vscode";
import { type IndexStatus, idleIndexStatus } from "../../core/repo/indexStatus.ts";
import type { Embedder } from "../../features/embeddings/embedder.ts";
import {
  type FoundPlace,
  type SearchRow,
  searchNotes,
  searchRows,
} from "../../features/repoSearch/repoSearch.ts";
import type { Engine } from "../../ports/engine.ts";
import type { Log } from "../../ports/log.ts";
import type { Settings } from "../../ports/settings.ts";
import * as toVscode from "../toVscode.ts";
import { isIndexEnabled } from "../workspaceSync.ts";
import { placePreview } from "./placePreview.ts";

/** After a keystroke until the index is asked, and after a move in the list until its place is shown. Milliseconds. */
const debounceMs = 60;
const previewMs = 150;
/** After an answer by words until the model is asked: a question that is still being typed is not sent. Milliseconds. */
const restMs = 500;
/** While indexing the answer grows: it is asked for again this often. Milliseconds. */
const againMs = 1500;

export interface SearchPickDependencies {
  readonly engine: Pick<Engine, "search" | "findSymbols" | "status" | "onStatus">;
  readonly embedder: Pick<Embedder, "search" | "understands">;
  readonly settings: Settings;
  readonly log: Log;
}

const showIndexButton: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon("database"),
  tooltip: "Show Index",
};

async function open({ path, startLine }: FoundPlace, viewColumn: vscode.ViewColumn): Promise<void> {
  const selection = new vscode.Range(startLine, 0, startLine, 0);
  try {
    await vscode.window.showTextDocument(toVscode.uri(path), { viewColumn, selection, preview: false });
  } catch {
    void vscode.window.showWarningMessage(
      `Cannot open ${vscode.workspace.asRelativePath(toVscode.uri(path))}: it is no longer there, or no text.`,
    );
  }
}

/**
 * Without it the editor sorts rows anew by how their labels fit the text, and drops the headings. It has no place in the
 * editor's types yet; where there is no such property, nothing happens.
 */
function keepOrder(pick: vscode.QuickPick<toVscode.SearchPick>): void {
  if ("sortByLabel" in pick) pick.sortByLabel = false;
}

/** The list, from the first keystroke to the place that was chosen or the one that was left. */
class SearchSession {
  readonly #deps: SearchPickDependencies;
  readonly #pick = vscode.window.createQuickPick<toVscode.SearchPick>();
  readonly #preview = placePreview();
  readonly #subscriptions: vscode.Disposable[] = [];
  #status: IndexStatus = idleIndexStatus;
  #found: readonly SearchRow[] = [];
  /** What `#found` answers. */
  #asked = "";
  /** What the list shows the answer to. */
  #drawn = "";
  #drawnRows = "[]";
  #question = new AbortController();
  #searchTimer: ReturnType<typeof setTimeout> | undefined;
  #previewTimer: ReturnType<typeof setTimeout> | undefined;
  #lastAskMs = 0;
  #chosen = false;

  constructor(deps: SearchPickDependencies) {
    this.#deps = deps;
    const pick = this.#pick;
    pick.title = "Search Repository";
    pick.placeholder = "Name of a symbol, words of the code, or a question";
    pick.buttons = [showIndexButton];
    keepOrder(pick);
    this.#subscriptions.push(
      pick,
      this.#preview,
      pick.onDidChangeValue(() => this.#search(debounceMs)),
      pick.onDidChangeActive(([item]) => this.#previewSoon(item?.row)),
      pick.onDidAccept(() => this.#accept(pick.activeItems[0]?.row, vscode.ViewColumn.Active)),
      pick.onDidTriggerItemButton(({ item }) => this.#accept(item.row, vscode.ViewColumn.Beside)),
      pick.onDidTriggerButton(() => {
        pick.hide();
        void vscode.commands.executeCommand("touchstone.showIndex");
      }),
      pick.onDidHide(() => this.#end()),
      deps.engine.onStatus((status) => this.#onStatus(status)),
    );
  }

  show(): void {
    this.#pick.show();
    this.#draw();
    this.#deps.engine.status().then(
      (status) => this.#onStatus(status),
      (cause: unknown) => this.#deps.log.debug(`The index gave no state: ${String(cause)}`),
    );
  }

  #onStatus(status: IndexStatus): void {
    const grows = status.files !== this.#status.files && this.#asked !== "";
    const isOver = status.phase === "ready" && this.#status.phase !== "ready";
    this.#status = status;
    if (grows && (isOver || Date.now() - this.#lastAskMs > againMs)) this.#search(0);
    else this.#draw();
  }

  #search(delayMs: number): void {
    clearTimeout(this.#searchTimer);
    this.#question.abort();
    this.#askLater(delayMs, this.#deps.engine.search);
  }

  #askLater(delayMs: number, search: Engine["search"]): void {
    this.#searchTimer = setTimeout(() => void this.#ask(this.#pick.value, search), delayMs);
  }

  async #ask(typed: string, search: Engine["search"]): Promise<void> {
    const question = new AbortController();
    this.#question = question;
    this.#lastAskMs = Date.now();
    this.#pick.busy = true;
    try {
      const { engine, embedder } = this.#deps;
      const rows = await searchRows(search, engine, typed, question.signal);
      if (question.signal.aborted) return;
      this.#found = rows;
      this.#asked = typed;
      this.#draw();
      if (search !== embedder.search && embedder.understands(typed)) this.#askLater(restMs, embedder.search);
    } catch (cause) {
      if (question.signal.aborted) return;
      this.#deps.log.warn(`Cannot search the repository: ${String(cause)}`);
    }
    this.#pick.busy = false;
  }

  /** Draws again only what differs; a person who waits for more of the same answer stays on their row. */
  #draw(): void {
    const { settings } = this.#deps;
    const notes = searchNotes(this.#asked, this.#found.length, this.#status, isIndexEnabled(settings));
    const rows = [...this.#found, ...notes];
    const text = JSON.stringify(rows);
    if (text === this.#drawnRows) return;
    this.#drawnRows = text;
    const activeKey = JSON.stringify(this.#pick.activeItems[0]?.row);
    const items = toVscode.searchPicks(rows);
    this.#pick.items = items;
    const stays = this.#drawn === this.#asked;
    this.#drawn = this.#asked;
    const active = stays ? items.find(({ row }) => JSON.stringify(row) === activeKey) : undefined;
    if (active) this.#pick.activeItems = [active];
  }

  #previewSoon(row: SearchRow | undefined): void {
    clearTimeout(this.#previewTimer);
    if (!row || row.kind === "note" || this.#chosen) return;
    this.#previewTimer = setTimeout(() => void this.#preview.show(row.place), previewMs);
  }

  #accept(row: SearchRow | undefined, column: vscode.ViewColumn): void {
    if (!row || row.kind === "note") return;
    this.#chosen = true;
    this.#pick.hide();
    void open(row.place, column);
  }

  #end(): void {
    clearTimeout(this.#searchTimer);
    clearTimeout(this.#previewTimer);
    this.#question.abort();
    const restored = this.#chosen ? Promise.resolve() : this.#preview.restore();
    restored.then(
      () => vscode.Disposable.from(...this.#subscriptions).dispose(),
      (cause: unknown) => this.#deps.log.debug(`Cannot show again what was open: ${String(cause)}`),
    );
  }
}

export const searchRepository = (deps: SearchPickDependencies): void => new SearchSession(deps).show();
