/** The rows of the open review in the side bar. */
import * as vscode from "vscode";
import type { ReviewRow } from "../../features/review/reviewRows.ts";
import * as toVscode from "../toVscode.ts";

/** Runs what a row stands for; in no menu. */
export const openRowCommand = "touchstone.openReviewRow";

export class ReviewTree implements vscode.TreeDataProvider<string> {
  readonly #changed = new vscode.EventEmitter<string | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #uriOf: (path: string) => vscode.Uri;
  #rows: readonly ReviewRow[] = [];
  readonly #byId = new Map<string, ReviewRow>();
  readonly #parents = new Map<string, string>();

  constructor(uriOf: (path: string) => vscode.Uri) {
    this.#uriOf = uriOf;
  }

  show(rows: readonly ReviewRow[]): void {
    this.#rows = rows;
    this.#byId.clear();
    this.#parents.clear();
    const add = (row: ReviewRow, parent: string | undefined): void => {
      this.#byId.set(row.id, row);
      if (parent !== undefined) this.#parents.set(row.id, parent);
      for (const child of row.children ?? []) add(child, row.id);
    };
    for (const row of rows) add(row, undefined);
    this.#changed.fire(undefined);
  }

  row(id: unknown): ReviewRow | undefined {
    return typeof id === "string" ? this.#byId.get(id) : undefined;
  }

  getChildren(id?: string): string[] {
    const rows = id === undefined ? this.#rows : (this.#byId.get(id)?.children ?? []);
    return rows.map((row) => row.id);
  }

  getParent(id: string): string | undefined {
    return this.#parents.get(id);
  }

  getTreeItem(id: string): vscode.TreeItem {
    return toVscode.reviewItem(this.#byId.get(id) ?? { id, label: "" }, {
      openCommand: openRowCommand,
      uriOf: this.#uriOf,
    });
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
