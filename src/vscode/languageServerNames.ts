/**
 * Names as a language server knows them, by the editor's own commands at the real position. It is asked only where a
 * language extension is active and the workspace is trusted, for so long as a suggestion may wait, and once for each
 * position of a document's version. What it does not know is not held against a name.
 */
import * as vscode from "vscode";
import type { Clock } from "../ports/clock.ts";
import type { NameOracle } from "../ports/verification.ts";
import * as fromVscode from "./fromVscode.ts";

export interface LanguageServerNamesDependencies {
  readonly clock: Clock;
  /** Whether an extension other than Touchstone knows the language. */
  readonly isServed: (languageId: string) => boolean;
}

/** Longest wait for an answer. Milliseconds. */
const latestMs = 100;

/** Whether another extension is active that came up for the language. */
export function hasLanguageExtension(languageId: string): boolean {
  return vscode.extensions.all.some(({ id, isActive, packageJSON }) => {
    const events: unknown = packageJSON?.activationEvents;
    const isOurs = id.toLowerCase().startsWith("touchstone.");
    return isActive && !isOurs && Array.isArray(events) && events.includes(`onLanguage:${languageId}`);
  });
}

/** Words of the text and snippets are no evidence. */
const isEvidence = ({ kind }: vscode.CompletionItem): boolean =>
  kind !== vscode.CompletionItemKind.Text && kind !== vscode.CompletionItemKind.Snippet;

const labelOf = ({ label }: vscode.CompletionItem): string =>
  typeof label === "string" ? label : label.label;

/** Without what some servers put behind a name: `name(…)`, `name?`. */
const nameOf = (item: vscode.CompletionItem): string => /^[^\s(?<:]+/.exec(labelOf(item))?.[0] ?? "";

async function namesAt(uri: vscode.Uri, position: vscode.Position): Promise<ReadonlySet<string>> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList | undefined>(
    "vscode.executeCompletionItemProvider",
    uri,
    position,
  );
  return new Set((list?.items ?? []).filter(isEvidence).map(nameOf));
}

async function isDefined(uri: vscode.Uri, position: vscode.Position): Promise<boolean> {
  const found = await vscode.commands.executeCommand<readonly unknown[] | undefined>(
    "vscode.executeDefinitionProvider",
    uri,
    position,
  );
  return (found?.length ?? 0) > 0;
}

export function languageServerNames({ clock, isServed }: LanguageServerNamesDependencies): NameOracle {
  /** The last question, so that several names at one position ask once. */
  let last: { readonly key: string; readonly names: Promise<ReadonlySet<string>> } | undefined;

  function cachedNames(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<ReadonlySet<string>> {
    const key = `${document.uri} ${document.version} ${position.line}:${position.character}`;
    if (last?.key !== key) last = { key, names: namesAt(document.uri, position) };
    return last.names;
  }

  const inTime = <T>(answer: Promise<T>): Promise<T | undefined> =>
    new Promise((resolve) => {
      const timer = clock.after(latestMs, () => resolve(undefined));
      answer.then(resolve, () => resolve(undefined)).finally(() => timer.dispose());
    });

  return {
    async confirms(path, offset, name) {
      const editor = vscode.window.activeTextEditor;
      if (!editor || !vscode.workspace.isTrusted || fromVscode.path(editor.document.uri) !== path)
        return undefined;
      const { document, selection } = editor;
      if (!isServed(document.languageId)) return undefined;
      const cursor = document.offsetAt(selection.active);
      // What stands further on in the suggestion is not in the document, and has no position to be asked about.
      if (offset > cursor) return undefined;
      const typed = document.getText(new vscode.Range(document.positionAt(offset), selection.active));
      if (typed.startsWith(name)) {
        return (await inTime(isDefined(document.uri, document.positionAt(offset)))) || undefined;
      }
      if (!name.startsWith(typed)) return undefined;
      const names = await inTime(cachedNames(document, selection.active));
      return names?.has(name) || undefined;
    },
  };
}
