/** "Add to Touchstone Chat" among the quick fixes of problems: their file's problems become a context of the next question. */
import * as vscode from "vscode";
import { commands } from "../../core/config/commands.ts";
import { selector } from "../documents.ts";
import type { ProblemPlace } from "./here.ts";

export const problemAction: vscode.CodeActionProvider = {
  provideCodeActions({ uri }, _range, { diagnostics }) {
    const problems = diagnostics.filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning);
    if (problems.length === 0) return [];
    const { title } = commands.addToChat;
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.diagnostics = problems;
    const place: ProblemPlace = { problems: uri };
    action.command = { title, command: "touchstone.addToChat", arguments: [place] };
    return [action];
  },
};

export const offerProblemAction = (): vscode.Disposable =>
  vscode.languages.registerCodeActionsProvider(selector, problemAction, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });
