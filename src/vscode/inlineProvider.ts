/** Inline suggestions for the editor. */
import * as vscode from "vscode";
import type { Suggestion } from "../core/completion/suggestion.ts";
import { fitToSelection } from "../core/completion/widgetFit.ts";
import { offReason } from "../core/config/offer.ts";
import type { Completer } from "../features/completion/completer.ts";
import type { OutcomeTracker } from "../features/completion/outcomeTracker.ts";
import type { Snooze } from "../features/completion/snooze.ts";
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
  readonly tracker: OutcomeTracker;
  readonly snooze: Pick<Snooze, "untilMs">;
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
  const { completer, settings, memory, tracker, snooze, log } = dependencies;
  const isQuiet = (target: SettingScopeTarget): boolean =>
    snooze.untilMs() !== undefined || offReasonFor(settings, target) !== undefined;

  function itemFor(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
  ) {
    const selected = context.selectedCompletionInfo;
    const selection = selected && fromVscode.widgetSelection(document, position, selected);
    if (selected && !selection) return undefined;
    const range = selected?.range ?? new vscode.Range(position, position);
    return (
      suggestion: Suggestion,
      request: number,
      index: number,
    ): vscode.InlineCompletionItem | undefined => {
      const text = selection ? fitToSelection(suggestion.text, selection) : suggestion.text;
      return text === undefined
        ? undefined
        : toVscode.inlineItem(text, range, memory.acceptCommand(suggestion, request, index));
    };
  }

  return {
    async provideInlineCompletionItems(document, position, context, token) {
      const trigger = fromVscode.trigger(context);
      const target = { path: fromVscode.path(document.uri), languageId: document.languageId };
      if (trigger === "automatic" && isQuiet(target)) return [];
      const toItem = itemFor(document, position, context);
      if (!toItem || !isShort(document)) return [];
      const maxSuggestions = context.selectedCompletionInfo
        ? besideList
        : trigger === "explicit"
          ? whenAsked
          : 1;
      const sinceKeystrokeMs = tracker.sinceChangeMs();
      const request = tracker.requested({
        path: target.path,
        offset: document.offsetAt(position),
        withList: context.selectedCompletionInfo !== undefined,
      });
      try {
        const query = {
          ...fromVscode.cursor(document, position),
          ...{ trigger, maxSuggestions, sinceKeystrokeMs, after: memory.acceptedFrom() },
        };
        const { suggestions } = await completer.complete(query, fromVscode.signal(token));
        if (token.isCancellationRequested) {
          tracker.tell({ kind: "cancelled", request });
          return [];
        }
        const fit: { readonly item: vscode.InlineCompletionItem; readonly suggestion: Suggestion }[] = [];
        for (const suggestion of suggestions) {
          const item = toItem(suggestion, request, fit.length);
          if (item) fit.push({ item, suggestion });
        }
        tracker.returned(
          request,
          fit.map(({ suggestion }) => ({ text: suggestion.text, suggestion })),
        );
        if (fit[0]) memory.offered(fit[0].suggestion);
        return fit.map(({ item }) => item);
      } catch (cause) {
        tracker.tell({ kind: "cancelled", request });
        if (!token.isCancellationRequested) log.error("Cannot suggest", cause);
        return [];
      }
    },
  };
}
