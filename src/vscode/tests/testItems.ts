/** Rows of the Testing view: found by identifier, and those of flaky tests told apart. */
import * as vscode from "vscode";

export function findItem(items: vscode.TestItemCollection, id: string): vscode.TestItem | undefined {
  for (const [, item] of items) {
    const found = item.id === id ? item : findItem(item.children, id);
    if (found) return found;
  }
  return undefined;
}

const flakyTag = new vscode.TestTag("flaky");

/** Told by a sign before its name, which no other row has, and beside it; found in the filter by its tag. */
export function markFlaky(item: vscode.TestItem): void {
  if (isFlakyItem(item)) return;
  // The sign is no part of the name that rows are sorted by.
  item.sortText = item.label;
  item.label = `$(warning) ${item.label}`;
  item.description = flakyTag.id;
  item.tags = [flakyTag];
}

export function unmarkFlaky(item: vscode.TestItem): void {
  if (!isFlakyItem(item)) return;
  item.label = item.sortText ?? item.label;
  // The editor's items let nothing be deleted.
  item.sortText = item.label;
  item.description = "";
  item.tags = [];
}

const isFlakyItem = ({ tags }: vscode.TestItem): boolean => tags.some(({ id }) => id === flakyTag.id);
