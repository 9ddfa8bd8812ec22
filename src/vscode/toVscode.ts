/** Core's values in the editor's words. Together with `fromVscode.ts` the only place that converts. */
import * as vscode from "vscode";
import type { Provenance } from "../core/completion/suggestion.ts";
import type { MenuItem } from "../features/status/menuItems.ts";
import type { StatusText } from "../features/status/statusText.ts";

/** The other way round of `fromVscode.path`. */
export function uri(path: string): vscode.Uri {
  // A scheme has at least two letters; one letter is a drive.
  return /^[a-z][a-z0-9+.-]+:/i.test(path) ? vscode.Uri.parse(path, true) : vscode.Uri.file(path);
}

/** Text to put in place of `range`; `command` runs when a person accepts it. */
export function inlineItem(
  text: string,
  range: vscode.Range,
  command: vscode.Command,
): vscode.InlineCompletionItem {
  return new vscode.InlineCompletionItem(text, range, command);
}

/** The source of a suggestion as a place to jump to. */
export function location({ path, line }: Provenance): vscode.Location {
  return new vscode.Location(uri(path), new vscode.Position(line, 0));
}

const backgrounds: Readonly<Record<StatusText["tone"], string | undefined>> = {
  normal: undefined,
  warning: "statusBarItem.warningBackground",
  error: "statusBarItem.errorBackground",
};

export function background(tone: StatusText["tone"]): vscode.ThemeColor | undefined {
  const color = backgrounds[tone];
  return color === undefined ? undefined : new vscode.ThemeColor(color);
}

/** Markdown whose links may run the commands listed and no others. */
export function markdown(text: string, commands: readonly string[]): vscode.MarkdownString {
  const result = new vscode.MarkdownString(text, true);
  result.isTrusted = { enabledCommands: commands };
  return result;
}

export interface MenuPick extends vscode.QuickPickItem {
  readonly item: MenuItem;
}

export function menuPick(item: MenuItem): MenuPick {
  if (item.kind === "separator") return { label: item.label, kind: vscode.QuickPickItemKind.Separator, item };
  return {
    label: `$(${item.icon}) ${item.label}`,
    ...(item.description === undefined ? {} : { description: item.description }),
    item,
  };
}
