/** Shows places in the editor while a person looks through a list, and puts everything back afterwards. */
import * as vscode from "vscode";
import type { FoundPlace } from "../../features/repoSearch/repoSearch.ts";
import { revealBelowLists } from "../revealBelowLists.ts";
import * as toVscode from "../toVscode.ts";

export interface PlacePreview extends vscode.Disposable {
  show(place: FoundPlace): Promise<void>;
  /** Goes back to what was there before. */
  restore(): Promise<void>;
}

interface Before {
  readonly uri: vscode.Uri;
  readonly viewColumn: vscode.ViewColumn | undefined;
  readonly selection: vscode.Selection;
  readonly visible: vscode.Range | undefined;
  readonly wasPreview: boolean;
}

const uriOf = (tab: vscode.Tab): string | undefined =>
  tab.input instanceof vscode.TabInputText ? tab.input.uri.toString() : undefined;
const allTabs = (): readonly vscode.Tab[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);

function lookAround(): Before | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const { document, viewColumn, selection, visibleRanges } = editor;
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  return {
    uri: document.uri,
    viewColumn,
    selection,
    visible: visibleRanges[0],
    wasPreview: tab?.isPreview ?? false,
  };
}

/** Themes of high contrast have borders in place of backgrounds. */
const contrastBorder: vscode.DecorationRenderOptions = {
  borderStyle: "solid",
  borderWidth: "1px",
  borderColor: new vscode.ThemeColor("contrastActiveBorder"),
};
const { HighContrast, HighContrastLight } = vscode.ColorThemeKind;
const isHighContrast = (): boolean =>
  [HighContrast, HighContrastLight].includes(vscode.window.activeColorTheme.kind);

export function placePreview(): PlacePreview {
  const before = lookAround();
  const openBefore = new Set(allTabs().map(uriOf));
  const highlight = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor("editor.rangeHighlightBackground"),
    ...(isHighContrast() ? contrastBorder : {}),
  });
  let latest = 0;
  let hasShown = false;
  /** The last place, until it is shown. */
  let showing = Promise.resolve();

  async function closePreviews(): Promise<void> {
    const opened = allTabs().filter((tab) => tab.isPreview && !openBefore.has(uriOf(tab)));
    await vscode.window.tabGroups.close(opened, true);
  }

  async function show(place: FoundPlace, turn: number): Promise<void> {
    const range = toVscode.range(place);
    try {
      const document = await vscode.workspace.openTextDocument(toVscode.uri(place.path));
      if (turn !== latest) return;
      hasShown = true;
      const editor = await vscode.window.showTextDocument(document, {
        preview: true,
        preserveFocus: true,
        selection: new vscode.Range(range.start, range.start),
      });
      if (turn !== latest) return;
      editor.setDecorations(highlight, [range]);
      revealBelowLists(editor, range);
    } catch {
      // What cannot be shown as text, or is gone, has no preview; opening it says why.
    }
  }

  return {
    show(place) {
      showing = show(place, ++latest);
      return showing;
    },
    async restore() {
      latest++;
      await showing;
      if (!hasShown) return;
      if (before) {
        const { uri, viewColumn, selection, visible, wasPreview } = before;
        const shown = { preview: wasPreview, preserveFocus: false, selection };
        const editor = await vscode.window.showTextDocument(
          uri,
          viewColumn ? { ...shown, viewColumn } : shown,
        );
        if (visible) editor.revealRange(visible, vscode.TextEditorRevealType.AtTop);
      }
      await closePreviews();
    },
    dispose() {
      latest++;
      highlight.dispose();
    },
  };
}
