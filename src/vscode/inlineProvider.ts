/** Inline suggestions for the editor. */
import * as vscode from "vscode";
import type { Suggestion } from "../core/completion/suggestion.ts";
import { fitToSelection } from "../core/completion/widgetFit.ts";
import { offReason } from "../core/config/offer.ts";
import type { Completer } from "../features/completion/completer.ts";
import type { Log } from "../ports/log.ts";
import type { SettingScopeTarget, Settings } from "../ports/settings.ts";
import { isShort } from "./documents.ts";
import * as fromVscode from "./fromVscode.ts";
import type { SuggestionMemory } from "./suggestionMemory.ts";
import * as toVscode from "./toVscode.ts";

/** How many suggestions to look through for one that goes on from the item selected in the completion list. */
const besideList = 5;
/** How many to offer when a person asks, to page through. */
const whenAsked = 3;

export interface InlineProviderDependencies {
  readonly completer: Completer;
  readonly settings: Settings;
  readonly memory: SuggestionMemory;
  readonly log: Log;
}

/** Why there are no suggestions while typing in a document; `undefined` when there are. */
export function offReasonFor(settings: Settings, target: SettingScopeTarget | undefined) {
  const values = {
    enabled: settings.get("completion.enabled", target),
    languages: settings.get("completion.languages", target),
  };
  return offReason(values, target?.languageId ?? "*");
}

export function inlineProvider(
  dependencies: InlineProviderDependencies,
): vscode.InlineCompletionItemProvider {
  const { completer, settings, memory, log } = dependencies;

  function itemFor(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
  ) {
    const selected = context.selectedCompletionInfo;
    const selection = selected && fromVscode.widgetSelection(document, position, selected);
    if (selected && !selection) return undefined;
    const range = selected?.range ?? new vscode.Range(position, position);
    return (suggestion: Suggestion): vscode.InlineCompletionItem | undefined => {
      const text = selection ? fitToSelection(suggestion.text, selection) : suggestion.text;
      return text === undefined
        ? undefined
        : toVscode.inlineItem(text, range, memory.acceptCommand(suggestion));
    };
  }

  return {
    async provideInlineCompletionItems(document, position, context, token) {
      const trigger = fromVscode.trigger(context);
      const target = { path: fromVscode.path(document.uri), languageId: document.languageId };
      if (trigger === "automatic" && offReasonFor(settings, target) !== undefined) return [];
      const toItem = itemFor(document, position, context);
      if (!toItem || !isShort(document)) return [];
      const maxSuggestions = context.selectedCompletionInfo
        ? besideList
        : trigger === "explicit"
          ? whenAsked
          : 1;
      try {
        const query = { ...fromVscode.cursor(document, position), trigger, maxSuggestions };
        const { suggestions } = await completer.complete(query, fromVscode.signal(token));
        if (token.isCancellationRequested) return [];
        const items = suggestions.flatMap((suggestion) => {
          const item = toItem(suggestion);
          return item ? [{ item, suggestion }] : [];
        });
        if (items[0]) memory.offered(items[0].suggestion);
        return items.map(({ item }) => item);
      } catch (cause) {
        if (!token.isCancellationRequested) log.error("Cannot suggest", cause);
        return [];
      }
    },
  };
}
