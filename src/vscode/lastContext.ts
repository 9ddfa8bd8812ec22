/** The read-only document of what was last sent to a model. */
import * as vscode from "vscode";
import { renderSentContext } from "../core/prompt/renderSentContext.ts";
import type { SentContext } from "../core/prompt/sentContext.ts";
import { renderLastVerdict, renderVerdicts } from "../core/verify/renderVerdicts.ts";
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

/** Something that sends text to a model and remembers what it sent last. */
export type ContextSource = Pick<Completer, "lastContext" | "onLastContext"> &
  Partial<Pick<Completer, "lastLookAhead" | "lastVerdicts">>;

const newest = (contexts: readonly SentContext[]): SentContext | undefined =>
  contexts.toSorted((a, b) => b.atMs - a.atMs)[0];

/** What was sent last, and below what was sent ahead of a suggestion's acceptance. */
function documentOf(sources: readonly ContextSource[]): string {
  const contexts = [
    newest(sources.flatMap((source) => source.lastContext() ?? [])),
    newest(sources.flatMap((source) => source.lastLookAhead?.() ?? [])),
  ].filter((context) => context !== undefined);
  const sent = contexts.map((context) => renderSentContext(context, displayPath));
  const judged = sources.flatMap((source) => source.lastVerdicts?.() ?? []);
  const verdicts = renderVerdicts(judged);
  const parts = sent.length === 0 ? [verdicts, nothingYet] : [renderLastVerdict(judged), ...sent, verdicts];
  return parts.filter((part) => part !== "").join("\n");
}

/** The document follows each new payload while it is open. */
export function lastContext(...sources: readonly ContextSource[]): LastContext {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const registration = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: () => documentOf(sources),
  });
  const subscriptions = sources.map((source) => source.onLastContext(() => changed.fire(uri)));
  return {
    async show() {
      // An editor that was closed keeps its text for a while; ask anew.
      changed.fire(uri);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document, { preview: true });
    },
    dispose: () => vscode.Disposable.from(registration, ...subscriptions, changed).dispose(),
  };
}
