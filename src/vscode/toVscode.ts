/** Core's values in the editor's words. Together with `fromVscode.ts` the only place that converts. */
import * as vscode from "vscode";
import type { Provenance } from "../core/completion/suggestion.ts";
import type { SymbolHit } from "../core/retrieval/symbolQuery.ts";
import type { SymbolKind } from "../core/syntax/outline/outline.ts";
import type { IndexRow } from "../features/indexView/indexRows.ts";
import type { FoundPlace, SearchRow } from "../features/repoSearch/repoSearch.ts";
import type { ReviewRow } from "../features/review/reviewRows.ts";
import { formatProvenance } from "../features/status/format.ts";
import type { MenuItem } from "../features/status/menuItems.ts";
import type { StatusText } from "../features/status/statusText.ts";
import type { ApiFinding } from "../ports/apiChecks.ts";

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

const symbolKinds: Readonly<Record<SymbolKind, vscode.SymbolKind>> = {
  class: vscode.SymbolKind.Class,
  interface: vscode.SymbolKind.Interface,
  enum: vscode.SymbolKind.Enum,
  struct: vscode.SymbolKind.Struct,
  trait: vscode.SymbolKind.Interface,
  type: vscode.SymbolKind.TypeParameter,
  module: vscode.SymbolKind.Module,
  function: vscode.SymbolKind.Function,
  method: vscode.SymbolKind.Method,
  field: vscode.SymbolKind.Field,
  variable: vscode.SymbolKind.Variable,
  constant: vscode.SymbolKind.Constant,
  macro: vscode.SymbolKind.Operator,
  key: vscode.SymbolKind.Key,
  heading: vscode.SymbolKind.String,
  element: vscode.SymbolKind.Field,
  rule: vscode.SymbolKind.Class,
};

/** The editor's icons and their colours go by these names. */
const symbolIcons: Readonly<Record<SymbolKind, string>> = {
  class: "class",
  interface: "interface",
  enum: "enumerator",
  struct: "struct",
  trait: "interface",
  type: "typeParameter",
  module: "module",
  function: "function",
  method: "method",
  field: "field",
  variable: "variable",
  constant: "constant",
  macro: "operator",
  key: "key",
  heading: "string",
  element: "field",
  rule: "class",
};
const iconNames: Readonly<Record<string, string>> = {
  enumerator: "enum",
  struct: "structure",
  typeParameter: "type-parameter",
};

function symbolIcon(kind: SymbolKind): vscode.ThemeIcon {
  const name = symbolIcons[kind];
  const color = new vscode.ThemeColor(`symbolIcon.${name}Foreground`);
  return new vscode.ThemeIcon(`symbol-${iconNames[name] ?? name}`, color);
}

/** The lines of a place, from the start of the first to the start of the last. */
export function range({ startLine, endLine }: Pick<FoundPlace, "startLine" | "endLine">): vscode.Range {
  return new vscode.Range(startLine, 0, endLine, 0);
}

/** A name of a library that is not as the code takes it to be; its code leads to what documents `documented`. */
export function apiDiagnostic(
  { name, line, column, reason, message }: ApiFinding,
  documented: string,
): vscode.Diagnostic {
  const place = new vscode.Range(line, column, line, column + name.length);
  const isMissing = reason === "missing";
  const severity = isMissing ? vscode.DiagnosticSeverity.Warning : vscode.DiagnosticSeverity.Information;
  const diagnostic = new vscode.Diagnostic(place, message, severity);
  const query = encodeURIComponent(JSON.stringify([documented]));
  diagnostic.code = {
    value: isMissing ? "missing-api" : "deprecated-api",
    target: vscode.Uri.parse(`command:touchstone.showApiDocumentation?${query}`),
  };
  if (!isMissing) diagnostic.tags = [vscode.DiagnosticTag.Deprecated];
  return diagnostic;
}

/** A definition as the editor's own search of symbols shows it. */
export function workspaceSymbol(symbol: SymbolHit): vscode.SymbolInformation {
  const place = new vscode.Location(uri(symbol.path), range(symbol));
  return new vscode.SymbolInformation(symbol.name, symbolKinds[symbol.kind], symbol.container, place);
}

/** Text of a repository in a label: `$(x)` in it is no icon. */
const plainLabel = (text: string): string => text.replace(/\$\(/g, "$\u200b(");

export interface SearchPick extends vscode.QuickPickItem {
  /** Undefined for a heading. */
  readonly row: SearchRow | undefined;
}

const openToTheSide: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon("split-horizontal"),
  tooltip: "Open to the Side",
};

/** `a/b.ts:12`; the folder's name stands first when there are several. */
function shownPlace({ path, startLine }: FoundPlace): string {
  return formatProvenance(vscode.workspace.asRelativePath(uri(path)), startLine);
}

/** A row of a search; the editor shows all of them, whether its own comparison finds the text in them or not. */
function searchPick(row: SearchRow): SearchPick {
  const base = { row, alwaysShow: true, buttons: [openToTheSide] };
  switch (row.kind) {
    case "note":
      return {
        label: row.text,
        iconPath: new vscode.ThemeIcon(row.isBusy ? "sync~spin" : "info"),
        alwaysShow: true,
        row,
      };
    case "symbol": {
      const within = row.container === "" ? "" : `${plainLabel(row.container)}  `;
      const description = `${within}${plainLabel(shownPlace(row.place))}`;
      return { ...base, label: plainLabel(row.name), description, iconPath: symbolIcon(row.symbolKind) };
    }
    case "file": {
      const path = vscode.workspace.asRelativePath(uri(row.place.path));
      const slash = path.lastIndexOf("/");
      return {
        ...base,
        label: plainLabel(path.slice(slash + 1)),
        description: plainLabel(path.slice(0, Math.max(0, slash))),
        iconPath: new vscode.ThemeIcon("file"),
      };
    }
    case "text":
      return {
        ...base,
        label: plainLabel(row.text),
        description: plainLabel(shownPlace(row.place)),
        iconPath: new vscode.ThemeIcon("list-selection"),
      };
  }
}

const headings: Readonly<Record<SearchRow["kind"], string>> = {
  symbol: "symbols",
  file: "files",
  text: "text",
  note: "",
};

/** Rows with a heading above the first of each kind. */
export function searchPicks(rows: readonly SearchRow[]): readonly SearchPick[] {
  return rows.flatMap((row, i) => {
    const isFirst = row.kind !== rows[i - 1]?.kind;
    const heading = { label: headings[row.kind], kind: vscode.QuickPickItemKind.Separator, row: undefined };
    return isFirst ? [heading, searchPick(row)] : [searchPick(row)];
  });
}

const toneColors: Readonly<Record<NonNullable<IndexRow["tone"]>, string>> = {
  warning: "list.warningForeground",
  error: "list.errorForeground",
};

/** A row of the index view. What opens a file is the command given. */
export function indexItem(row: IndexRow, openCommand: string): vscode.TreeItem {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(row.label, row.children ? (row.isOpen ? Expanded : Collapsed) : None);
  item.id = row.id;
  if (row.description !== undefined) item.description = row.description;
  item.tooltip = row.tooltip ?? row.label;
  if (row.icon !== undefined) {
    const color = row.tone && new vscode.ThemeColor(toneColors[row.tone]);
    item.iconPath = new vscode.ThemeIcon(row.icon, color);
  }
  if (row.iconFile !== undefined) {
    item.iconPath = vscode.ThemeIcon.File;
    item.resourceUri = vscode.Uri.from({ scheme: "touchstone-icon", path: `/${row.iconFile}` });
  }
  if (row.path !== undefined) {
    item.iconPath = vscode.ThemeIcon.File;
    item.resourceUri = uri(row.path);
    item.command = { command: openCommand, title: "Open", arguments: [row.path] };
  }
  if (row.action) {
    const { command, argument } = row.action;
    const isPlace = command === "revealFileInOS" && argument !== undefined;
    const value = isPlace ? uri(argument) : argument;
    item.command = { command, title: row.label, ...(value === undefined ? {} : { arguments: [value] }) };
  }
  item.accessibilityInformation = { label: [row.label, row.description].filter(Boolean).join(", ") };
  return item;
}

const reviewColors: Readonly<Record<NonNullable<ReviewRow["tone"]>, string>> = {
  good: "testing.iconPassed",
  bad: "testing.iconFailed",
  warning: "list.warningForeground",
};

/** A row of a review; choosing it runs the command given with its identifier. */
export function reviewItem(
  row: ReviewRow,
  { openCommand, uriOf }: { readonly openCommand: string; readonly uriOf: (path: string) => vscode.Uri },
): vscode.TreeItem {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(row.label, row.children ? (row.isOpen ? Expanded : Collapsed) : None);
  item.id = row.id;
  if (row.description !== undefined) item.description = row.description;
  item.tooltip = row.tooltip ?? row.label;
  if (row.icon !== undefined) {
    const color = row.tone && new vscode.ThemeColor(reviewColors[row.tone]);
    item.iconPath = new vscode.ThemeIcon(row.icon, color);
  }
  if (row.path !== undefined) {
    item.iconPath = vscode.ThemeIcon.File;
    item.resourceUri = uriOf(row.path);
  }
  const { Checked, Unchecked } = vscode.TreeItemCheckboxState;
  if (row.isChecked !== undefined) item.checkboxState = row.isChecked ? Checked : Unchecked;
  const { target } = row;
  if (target) item.command = { command: openCommand, title: "Show", arguments: [row.id] };
  if (target?.kind === "file") item.contextValue = target.isConflicting ? "movedFile" : "file";
  if (target?.kind === "part" && target.isOpen) item.contextValue = "hunk";
  item.accessibilityInformation = { label: [row.label, row.description].filter(Boolean).join(", ") };
  return item;
}

/** A token that is cancelled when the signal aborts. */
export function cancellation(signal: AbortSignal): vscode.CancellationToken {
  const source = new vscode.CancellationTokenSource();
  if (signal.aborted) source.cancel();
  else signal.addEventListener("abort", () => source.cancel(), { once: true });
  return source.token;
}
