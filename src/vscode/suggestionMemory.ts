/** Remembers the last suggestion: where it came from, and whether it was accepted. */
import * as vscode from "vscode";
import type { Provenance, Suggestion } from "../core/completion/suggestion.ts";
import { summarizeVerdict } from "../core/verify/renderVerdicts.ts";
import type { OutcomeTracker } from "../features/completion/outcomeTracker.ts";
import { formatProvenance } from "../features/status/format.ts";
import type { OfferedSuggestion } from "../features/status/statusFacts.ts";
import * as toVscode from "./toVscode.ts";

/** Runs when a suggestion is accepted; not meant for people, so it is in no menu. */
const acceptedCommand = "touchstone.suggestionAccepted";

export interface SuggestionMemory extends vscode.Disposable {
  offered(suggestion: Suggestion): void;
  /** To be attached to the item at `index` of the answer to `request`, so that accepting it is remembered. */
  acceptCommand(suggestion: Suggestion, request: number, index: number): vscode.Command;
  last(): OfferedSuggestion | undefined;
  /** Where the suggestion that was last accepted came from: its source may go on. */
  acceptedFrom(): Provenance | undefined;
  readonly onChange: vscode.Event<void>;
  /** The suggestion stands in the document, the cursor behind it. */
  readonly onAccept: vscode.Event<Suggestion>;
  /** Opens the place that the last suggestion was copied from. */
  showSource(): Promise<void>;
}

function sourceOf({ provenance }: Suggestion): string | undefined {
  if (!provenance) return undefined;
  const path = vscode.workspace.asRelativePath(toVscode.uri(provenance.path));
  return formatProvenance(path, provenance.line);
}

const checkOf = ({ verification }: Suggestion) =>
  verification && { verdict: verification.verdict, text: summarizeVerdict(verification) };

export function suggestionMemory(tracker: Pick<OutcomeTracker, "tell">): SuggestionMemory {
  let last: { readonly suggestion: Suggestion; readonly accepted: boolean } | undefined;
  let acceptedFrom: Provenance | undefined;
  const changed = new vscode.EventEmitter<void>();
  const accepted = new vscode.EventEmitter<Suggestion>();
  const remember = (suggestion: Suggestion, accepted: boolean): void => {
    last = { suggestion, accepted };
    changed.fire();
  };
  const command = vscode.commands.registerCommand(
    acceptedCommand,
    (suggestion: Suggestion, request: number, index: number) => {
      remember(suggestion, true);
      acceptedFrom = suggestion.provenance;
      tracker.tell({ kind: "accepted", request, index });
      accepted.fire(suggestion);
    },
  );
  return {
    offered(suggestion) {
      // What is left of a suggestion that is typed along was checked with the whole of it.
      const whole = last?.suggestion.text.endsWith(suggestion.text) ? last.suggestion : undefined;
      const verification = suggestion.verification ?? whole?.verification;
      remember(verification ? { ...suggestion, verification } : suggestion, false);
    },
    acceptCommand: (suggestion, request, index) => ({
      command: acceptedCommand,
      title: "",
      arguments: [suggestion, request, index],
    }),
    last: () =>
      last && {
        engine: last.suggestion.engine,
        source: sourceOf(last.suggestion),
        accepted: last.accepted,
        check: checkOf(last.suggestion),
      },
    acceptedFrom: () => acceptedFrom,
    onChange: changed.event,
    onAccept: accepted.event,
    async showSource() {
      if (!last?.suggestion.provenance) {
        const why = last ? "The last suggestion was not copied from a file" : "Nothing was suggested yet";
        void vscode.window.showInformationMessage(`${why}.`);
        return;
      }
      const { uri, range } = toVscode.location(last.suggestion.provenance);
      try {
        await vscode.window.showTextDocument(uri, { selection: range, preview: true });
      } catch {
        void vscode.window.showWarningMessage(
          `Cannot open ${sourceOf(last.suggestion)}: it is no longer there.`,
        );
      }
    },
    dispose: () => vscode.Disposable.from(command, changed, accepted).dispose(),
  };
}
