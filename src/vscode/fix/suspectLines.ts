/** Lines that a fault is suspected in: a ranked list that shows each place, marks in the editor, and what the marks mean. */
import * as vscode from "vscode";
import { countOf } from "../../core/text/counts.ts";
import {
  reasonsMarkdown,
  type SuspectRow,
  type Suspicion,
  suspectGroups,
  suspectRows,
  suspicions,
} from "../../features/fixView/suspectRows.ts";
import type { Localization } from "../../features/repair/fix.ts";
import { revealBelowLists } from "../revealBelowLists.ts";
import * as toVscode from "../toVscode.ts";

const meanings: Readonly<Record<Suspicion, string>> = {
  strong: "most suspected",
  medium: "suspected",
  weak: "ran in a failing test, but in passing ones too",
};

const shades: Readonly<Record<Suspicion, string>> = {
  strong: "Strong orange",
  medium: "Pale orange",
  weak: "Faint orange",
};

/** The same orange in every theme, faint enough to read on, since no colour of the themes has steps; a border for high contrast. */
const strengths: Readonly<Record<Suspicion, string>> = {
  strong: "rgba(255, 120, 0, 0.32)",
  medium: "rgba(255, 150, 0, 0.18)",
  weak: "rgba(255, 170, 0, 0.08)",
};

const typeOf = (suspicion: Suspicion): vscode.TextEditorDecorationType =>
  vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: strengths[suspicion],
    ...(suspicion === "strong"
      ? { border: "1px solid", borderColor: new vscode.ThemeColor("contrastBorder") }
      : {}),
    overviewRulerColor: strengths[suspicion],
    overviewRulerLane: vscode.OverviewRulerLane.Full,
  });

/** In place of a test: the lines that are marked. */
export const knownSuspects = "marked";

export interface SuspectLines extends vscode.Disposable {
  show(found: Localization): Promise<void>;
  /** The list of what is marked. */
  showAgain(): Promise<void>;
  clear(): void;
}

export function suspectLines(): SuspectLines {
  const types = new Map(suspicions.map((one) => [one, typeOf(one)]));
  const legend = vscode.window.createStatusBarItem("suspects", vscode.StatusBarAlignment.Left);
  legend.name = "Touchstone: Suspicious Lines";
  legend.command = {
    title: "Suspicious Lines",
    command: "touchstone.showSuspiciousLines",
    arguments: [knownSuspects],
  };
  let rows: readonly SuspectRow[] = [];
  const draw = (): void => {
    for (const editor of vscode.window.visibleTextEditors) {
      const path =
        editor.document.uri.scheme === "file" ? toVscode.uri(editor.document.uri.fsPath).toString() : "";
      for (const [suspicion, type] of types) {
        const own = rows.filter(
          (row) => row.suspicion === suspicion && toVscode.uri(row.path).toString() === path,
        );
        editor.setDecorations(type, own.map(mark));
      }
    }
  };
  const clear = (): void => {
    rows = [];
    legend.hide();
    draw();
    void vscode.commands.executeCommand("setContext", "touchstone.hasSuspects", false);
  };
  const subscriptions = vscode.Disposable.from(
    legend,
    ...types.values(),
    vscode.window.onDidChangeVisibleTextEditors(draw),
  );
  return {
    async show(found) {
      rows = suspectRows(found);
      if (rows.length === 0) {
        void vscode.window.showInformationMessage(
          "No line of the project's code was run by the failing tests.",
        );
        return;
      }
      legend.text = `$(flame) ${countOf(rows.length, "suspicious line")}`;
      legend.tooltip = legendText(found.failing.length);
      legend.accessibilityInformation = {
        label: `${countOf(rows.length, "suspicious line")}, press to see them again or to clear the marks`,
      };
      legend.show();
      await vscode.commands.executeCommand("setContext", "touchstone.hasSuspects", true);
      draw();
      await choose(rows, clear);
    },
    showAgain: () => choose(rows, clear),
    clear,
    dispose() {
      clear();
      subscriptions.dispose();
    },
  };
}

function mark({ line, rank, suspicion, reasons }: SuspectRow): vscode.DecorationOptions {
  const text = `Touchstone: number ${rank} of the suspicious lines, ${meanings[suspicion]}\n${reasonsMarkdown(reasons)}`;
  return { range: new vscode.Range(line, 0, line, 0), hoverMessage: new vscode.MarkdownString(text) };
}

function legendText(failing: number): vscode.MarkdownString {
  const lines = suspicions.map((one) => `- **${shades[one]}**: ${meanings[one]}`);
  return new vscode.MarkdownString(
    `Lines that ${countOf(failing, "failing test")} ran, by how seldom passing tests ran them:\n\n${lines.join("\n")}\n\nPress to see the list again, or to clear the marks.`,
  );
}

/** Absent of a heading. */
type SuspectItem = vscode.QuickPickItem & { readonly row?: SuspectRow };
const { Separator } = vscode.QuickPickItemKind;

/** Moving through the list shows each place; closing it leaves the marks. */
async function choose(rows: readonly SuspectRow[], clear: () => void): Promise<void> {
  const texts = new Map<string, vscode.TextDocument>();
  for (const path of new Set(rows.map((row) => row.path))) {
    const document = await vscode.workspace.openTextDocument(toVscode.uri(path)).then(
      (one) => one,
      () => undefined,
    );
    if (document) texts.set(path, document);
  }
  const itemOf = (row: SuspectRow): SuspectItem => {
    const document = texts.get(row.path);
    const code =
      document && row.line < document.lineCount ? document.lineAt(row.line).text.trim() : row.place;
    return {
      label: `${row.rank}. ${code.replace(/\$\(/g, "$\u200b(")}`,
      description: [row.place, row.within].filter((part) => part !== "").join("  "),
      detail: row.reasons.join("; "),
      row,
    };
  };
  const pick = vscode.window.createQuickPick<SuspectItem>();
  pick.title = "Suspicious Lines";
  pick.placeholder = "Most suspected first; the marks stay until they are cleared";
  pick.items = suspicions.flatMap((suspicion) =>
    suspectGroups(rows.filter((row) => row.suspicion === suspicion)).flatMap(({ title, rows: own }, at) => [
      // Said beside the rows, it takes their width: the step once, then where each function begins.
      { label: at === 0 ? meanings[suspicion] : title.replace(/^.* › /, ""), kind: Separator },
      ...own.map(itemOf),
    ]),
  );
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const go = async (item: SuspectItem | undefined, isPreview: boolean): Promise<void> => {
    const document = item?.row && texts.get(item.row.path);
    if (!item?.row || !document) return;
    const selection = new vscode.Range(item.row.line, 0, item.row.line, 0);
    const shown = { selection, preserveFocus: isPreview, preview: isPreview };
    const editor = await vscode.window.showTextDocument(document, shown);
    if (isPreview) revealBelowLists(editor, selection);
  };
  pick.onDidChangeActive(([item]) => void go(item, true));
  pick.onDidAccept(() => {
    void go(pick.activeItems[0], false);
    pick.hide();
  });
  pick.buttons = [{ iconPath: new vscode.ThemeIcon("clear-all"), tooltip: "Clear Suspicious Lines" }];
  pick.onDidTriggerButton(() => {
    clear();
    pick.hide();
  });
  pick.onDidHide(() => pick.dispose());
  pick.show();
}
