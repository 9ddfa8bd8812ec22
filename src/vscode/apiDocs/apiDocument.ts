/** Read-only documents of what installed libraries say about their APIs. */
import * as vscode from "vscode";
import type { ApiEntry } from "../../core/apiDocs/apiPackage.ts";
import { fullName, packageLabel, renderApi } from "../../core/apiDocs/renderApi.ts";
import * as toVscode from "../toVscode.ts";

const scheme = "touchstone-api";
/** Texts of documents that may still be open. */
const MOST_KEPT = 100;

const displayPath = (path: string) => vscode.workspace.asRelativePath(toVscode.uri(path));

export interface ApiDocuments extends vscode.Disposable {
  /** Shows entries, best first, as one page. */
  show(entries: readonly ApiEntry[], options: { readonly isPreview: boolean }): Promise<void>;
}

export function apiDocuments(): ApiDocuments {
  const texts = new Map<string, string>();
  const registration = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: ({ path }) => texts.get(path) ?? "",
  });
  return {
    async show(entries, { isPreview }) {
      const [first] = entries;
      if (first === undefined) return;
      const title = `${fullName(first)} (${packageLabel(first)})`.replace(/[/\\]/g, "∕");
      const uri = vscode.Uri.from({ scheme, path: `/${title}.md` });
      texts.delete(uri.path);
      texts.set(uri.path, `${entries.map((entry) => renderApi(entry, displayPath)).join("\n\n---\n\n")}\n`);
      for (const oldest of texts.keys()) {
        if (texts.size <= MOST_KEPT) break;
        texts.delete(oldest);
      }
      await vscode.commands.executeCommand(
        isPreview ? "markdown.showPreviewToSide" : "markdown.showPreview",
        uri,
      );
    },
    dispose: () => registration.dispose(),
  };
}
