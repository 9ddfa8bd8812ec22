/** How an offered place looks: a hint beside the edit, a mark at the place, and there what it would become. */
import * as vscode from "vscode";

/** Colours are the theme's own, so that light, dark and high contrast each have theirs. */
const hintType = (): vscode.TextEditorDecorationType =>
  vscode.window.createTextEditorDecorationType({
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    after: {
      margin: "0 0 0 2em",
      color: new vscode.ThemeColor("badge.foreground"),
      backgroundColor: new vscode.ThemeColor("badge.background"),
      border: "1px solid",
      borderColor: new vscode.ThemeColor("contrastBorder"),
      textDecoration: "none; padding: 0 0.5em; border-radius: 3px; font-size: 0.85em; opacity: 0.9",
    },
  });

const targetType = (icon: (theme: "light" | "dark") => vscode.Uri): vscode.TextEditorDecorationType =>
  vscode.window.createTextEditorDecorationType({
    overviewRulerColor: new vscode.ThemeColor("editorOverviewRuler.infoForeground"),
    overviewRulerLane: vscode.OverviewRulerLane.Right,
    light: { gutterIconPath: icon("light") },
    dark: { gutterIconPath: icon("dark") },
    gutterIconSize: "60%",
  });

/** Room for a place that is only pointed at, not gone to. */
const placeType = (): vscode.TextEditorDecorationType =>
  vscode.window.createTextEditorDecorationType({
    border: "1px dashed",
    borderColor: new vscode.ThemeColor("editorInfo.foreground"),
  });

const removedType = (): vscode.TextEditorDecorationType =>
  vscode.window.createTextEditorDecorationType({
    textDecoration: "line-through",
    backgroundColor: new vscode.ThemeColor("diffEditor.removedTextBackground"),
  });

const addedType = (): vscode.TextEditorDecorationType =>
  vscode.window.createTextEditorDecorationType({
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    after: {
      color: new vscode.ThemeColor("editor.foreground"),
      backgroundColor: new vscode.ThemeColor("diffEditor.insertedTextBackground"),
      fontStyle: "italic",
    },
  });

export interface ShownPlace {
  readonly editor: vscode.TextEditor;
  readonly range: vscode.Range;
  /** What is to stand there; undefined shows the place without. */
  readonly text: string | undefined;
}

export interface NextEditDecorations extends vscode.Disposable {
  hint(editor: vscode.TextEditor, line: number, text: string): void;
  place(shown: ShownPlace): void;
  clear(): void;
}

export function nextEditDecorations(extensionUri: vscode.Uri): NextEditDecorations {
  const icon = (theme: string) => vscode.Uri.joinPath(extensionUri, "media", `next-edit-${theme}.svg`);
  const hint = hintType();
  const target = targetType(icon);
  const place = placeType();
  const removed = removedType();
  const added = addedType();
  const all = [hint, target, place, removed, added];
  return {
    hint(editor, line, text) {
      const end = editor.document.lineAt(line).range.end;
      editor.setDecorations(hint, [
        { range: new vscode.Range(end, end), renderOptions: { after: { contentText: text } } },
      ]);
    },
    place({ editor, range, text }) {
      editor.setDecorations(target, [range]);
      if (text === undefined) {
        editor.setDecorations(place, range.isEmpty ? [] : [range]);
        return;
      }
      editor.setDecorations(removed, range.isEmpty ? [] : [range]);
      // Blanks at the ends would be swallowed.
      const contentText = text.replaceAll(" ", "\u00a0");
      const end = new vscode.Range(range.end, range.end);
      editor.setDecorations(
        added,
        text === "" ? [] : [{ range: end, renderOptions: { after: { contentText } } }],
      );
    },
    clear() {
      for (const editor of vscode.window.visibleTextEditors)
        for (const type of all) editor.setDecorations(type, []);
    },
    dispose: () => vscode.Disposable.from(...all).dispose(),
  };
}
