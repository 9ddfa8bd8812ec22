/** The next edit in the editor: hint, keys, going there and accepting. */
import * as vscode from "vscode";
import type { EditPlace } from "../../core/completion/nextEdit/editPlace.ts";
import { hintText, spokenOffer, spokenPreview } from "../../core/completion/nextEdit/offerText.ts";
import { nextEditKey } from "../../core/config/commands.ts";
import { NextEditOffer, type OfferedPlace } from "../../features/nextEdit/nextEditOffer.ts";
import type { Engine } from "../../ports/engine.ts";
import type { Log } from "../../ports/log.ts";
import type { Settings } from "../../ports/settings.ts";
import { systemClock } from "../clock.ts";
import { isShort, isWatched } from "../documents.ts";
import * as fromVscode from "../fromVscode.ts";
import * as toVscode from "../toVscode.ts";
import { nextEditDecorations } from "./nextEditDecorations.ts";

export interface NextEditDependencies {
  readonly engine: Pick<Engine, "nextEdits">;
  readonly settings: Settings;
  readonly log: Log;
  readonly extensionUri: vscode.Uri;
}

export interface NextEdit extends vscode.Disposable {
  jump(): Promise<void>;
  accept(): Promise<void>;
  dismiss(): void;
}

/** Where the keys are ours: beside the edit to go on from it, or at the place to accept it. */
type KeyState = "offered" | "arrived" | "";

const rangeOf = ({ start, end }: EditPlace): vscode.Range =>
  new vscode.Range(start.line, start.column, end.line, end.column);

const isIn = (editor: vscode.TextEditor | undefined, path: string): editor is vscode.TextEditor =>
  editor !== undefined && fromVscode.path(editor.document.uri) === path;

export function nextEdit({ engine, settings, log, extensionUri }: NextEditDependencies): NextEdit {
  const decorations = nextEditDecorations(extensionUri);
  const spoken = vscode.window.createStatusBarItem(
    "touchstone.nextEdit",
    vscode.StatusBarAlignment.Right,
    99,
  );
  spoken.name = "Touchstone Next Edit";
  spoken.command = "touchstone.jumpToNextEdit";
  let keyState: KeyState = "";
  /** Line of the cursor when the place was offered. */
  let editedLine = 0;
  /** The document that is being changed by accepting. */
  let accepting: string | undefined;

  const setKeys = (state: KeyState): void => {
    if (state === keyState) return;
    keyState = state;
    void vscode.commands.executeCommand("setContext", nextEditKey, state);
  };
  const isEnabled = (path: string, languageId: string) =>
    settings.get("nextEdit.enabled", { path, languageId }) &&
    settings.get("completion.enabled", { path, languageId });
  const offer = new NextEditOffer({ engine, clock: systemClock, log, isEnabled }, (offered) => {
    const editor = vscode.window.activeTextEditor;
    if (editor) editedLine = editor.selection.active.line;
    draw(offered);
  });

  function draw(offered: OfferedPlace | undefined): void {
    decorations.clear();
    const editor = vscode.window.activeTextEditor;
    if (!offered || !editor) {
      spoken.hide();
      setKeys("");
      return;
    }
    const state = stateAt(editor, offered);
    setKeys(state);
    const { place, editedPath, left } = offered;
    const file =
      place.path === editedPath ? undefined : vscode.workspace.asRelativePath(toVscode.uri(place.path));
    const target = vscode.window.visibleTextEditors.find((one) => isIn(one, place.path));
    if (target)
      decorations.place({
        editor: target,
        range: rangeOf(place),
        text: state === "arrived" ? place.text : undefined,
      });
    const origin = vscode.window.visibleTextEditors.find((one) => isIn(one, editedPath));
    if (origin && state !== "arrived" && editedLine < origin.document.lineCount)
      decorations.hint(origin, editedLine, hintText(place, file, left));
    speak(state === "arrived" ? spokenPreview(place) : spokenOffer(place, file), place, file);
  }

  function speak(text: string, { start }: EditPlace, file: string | undefined): void {
    spoken.text = `$(arrow-right) ${file ?? "line"}${file ? ":" : " "}${start.line + 1}`;
    spoken.tooltip = text;
    // An alert is read aloud when it appears or changes.
    spoken.accessibilityInformation = { label: text, role: "alert" };
    spoken.show();
  }

  /** Elsewhere a person does something else, and Tab is to do what it always does. */
  function stateAt(editor: vscode.TextEditor, { place, editedPath }: OfferedPlace): KeyState {
    const { active, isEmpty } = editor.selection;
    if (!isEmpty || editor.selections.length > 1) return "";
    if (isIn(editor, place.path) && rangeOf(place).contains(active)) return "arrived";
    if (!isIn(editor, editedPath) || active.line !== editedLine) return "";
    const isIndentation =
      active.character <= editor.document.lineAt(active.line).firstNonWhitespaceCharacterIndex;
    return isIndentation && active.character > 0 ? "" : "offered";
  }

  async function jump(): Promise<void> {
    const { offered } = offer;
    if (!offered) return;
    const { uri, range } = { uri: toVscode.uri(offered.place.path), range: rangeOf(offered.place) };
    try {
      const shown = vscode.window.visibleTextEditors.find((one) => isIn(one, offered.place.path));
      const editor = await vscode.window.showTextDocument(
        shown?.document ?? (await vscode.workspace.openTextDocument(uri)),
        {
          viewColumn: shown?.viewColumn ?? vscode.ViewColumn.Active,
          preview: false,
        },
      );
      if (offer.offered !== offered || !isAsOffered(editor.document, offered.place)) return offer.drop();
      editor.selection = new vscode.Selection(range.end, range.end);
      editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
      draw(offered);
    } catch (cause) {
      log.warn(`Cannot open "${offered.place.path}": ${String(cause)}`);
      offer.drop();
    }
  }

  async function accept(): Promise<void> {
    const { offered } = offer;
    const editor = vscode.window.activeTextEditor;
    if (!offered) return;
    const { place } = offered;
    if (!isIn(editor, place.path)) return jump();
    if (!isAsOffered(editor.document, place)) return offer.drop();
    accepting = place.path;
    try {
      // One step to undo, apart from what was typed before.
      const done = await editor.edit((edit) => edit.replace(rangeOf(place), place.text), {
        undoStopBefore: true,
        undoStopAfter: true,
      });
      if (!done) offer.drop();
      else editor.selection = selectionAfter(place);
    } finally {
      accepting = undefined;
    }
  }

  const subscriptions = [
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0 || !isWatched(document) || !isShort(document)) return;
      const path = fromVscode.path(document.uri);
      offer.edited(path, document.languageId, accepting === path);
    }),
    vscode.window.onDidChangeTextEditorSelection(() => offer.offered && draw(offer.offered)),
    vscode.window.onDidChangeActiveTextEditor(() => offer.offered && draw(offer.offered)),
    vscode.window.onDidChangeVisibleTextEditors(() => offer.offered && draw(offer.offered)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (offer.offered?.editedPath === fromVscode.path(uri)) offer.drop();
    }),
    settings.onChange(() => offer.drop()),
  ];
  return {
    jump,
    accept,
    dismiss: () => offer.dismiss(),
    dispose: () => {
      setKeys("");
      vscode.Disposable.from(...subscriptions, offer, decorations, spoken).dispose();
    },
  };
}

const isAsOffered = (document: vscode.TextDocument, place: EditPlace): boolean =>
  place.start.line < document.lineCount && document.getText(rangeOf(place)) === place.old;

function selectionAfter({ start, text }: EditPlace): vscode.Selection {
  const end = new vscode.Position(start.line, start.column + text.length);
  return new vscode.Selection(end, end);
}
