/** Which documents Touchstone has to do with. */
import * as vscode from "vscode";
import * as fromVscode from "./fromVscode.ts";

/** Files, new documents and notebook cells; never chat inputs, output panes, diffs or git's read-only versions. */
export const schemes = ["file", "untitled", "vscode-remote", "vscode-notebook-cell"] as const;

export const selector: vscode.DocumentSelector = schemes.map((scheme) => ({ scheme }));

/** Longer documents are neither synced nor completed. UTF-16 units. */
export const maxDocumentLength = 1024 * 1024;

export const isWatched = (document: vscode.TextDocument): boolean =>
  vscode.languages.match(selector, document) > 0;

export const isShort = (document: vscode.TextDocument): boolean =>
  fromVscode.documentLength(document) <= maxDocumentLength;
