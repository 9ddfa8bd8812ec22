import * as vscode from "vscode";
import { commands } from "../core/config/commands.ts";
import { taskModel } from "../core/config/taskModel.ts";
import { type IndexStatus, idleIndexStatus } from "../core/repo/indexStatus.ts";
import type { Completer } from "../features/completion/completer.ts";
import type { Snooze } from "../features/completion/snooze.ts";
import type { StatusFacts } from "../features/status/statusFacts.ts";
import { isIndexing, isRestarting, statusLabel, statusText } from "../features/status/statusText.ts";
import { renderStatusTooltip, tooltipCommands } from "../features/status/statusTooltip.ts";
import type { ChatModels } from "../ports/chatModel.ts";
import type { Engine } from "../ports/engine.ts";
import type { Settings } from "../ports/settings.ts";
import { isShort, isWatched } from "./documents.ts";
import * as fromVscode from "./fromVscode.ts";
import { offReasonFor } from "./inlineProvider.ts";
import type { SuggestionMemory } from "./suggestionMemory.ts";
import * as toVscode from "./toVscode.ts";
import { isIndexEnabled } from "./workspaceSync.ts";

/** Least time between two redraws, in milliseconds: a model is asked at every pause of typing. */
const redrawMs = 100;
/** A new look at an indexed folder, as on each focus of the window, is told only when it takes longer. Milliseconds. */
const quietMs = 1500;

export interface StatusDependencies {
  readonly chatModels: Pick<ChatModels, "nameOf">;
  readonly engine: Pick<Engine, "onStatus">;
  readonly completer: Pick<Completer, "modelState" | "onModelState">;
  readonly settings: Settings;
  readonly memory: SuggestionMemory;
  readonly snooze: Pick<Snooze, "untilMs" | "onChange">;
}

export interface StatusBar extends vscode.Disposable {
  /** Everything the status bar tells, as it is now. */
  facts(): StatusFacts;
}

/** The document in the active editor, where it is one that gets suggestions. */
export function activeTarget(): { readonly path: string; readonly languageId: string } | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document && isWatched(document)
    ? { path: fromVscode.path(document.uri), languageId: document.languageId }
    : undefined;
}

function isActiveTooLong(): boolean {
  const document = vscode.window.activeTextEditor?.document;
  return document !== undefined && isWatched(document) && !isShort(document);
}

/** As a person reads it; see `StatusFacts`. */
function snoozedUntil(untilMs: number | undefined): string | undefined {
  if (untilMs === undefined) return undefined;
  if (untilMs === Number.POSITIVE_INFINITY) return "restart";
  return new Date(untilMs).toLocaleTimeString(vscode.env.language, { hour: "2-digit", minute: "2-digit" });
}

function createItem(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem("touchstone.status", vscode.StatusBarAlignment.Right, 100);
  item.name = "Touchstone";
  item.command = { command: "touchstone.showMenu", title: commands.showMenu.title };
  return item;
}

export function statusBar({
  engine,
  completer,
  chatModels,
  settings,
  memory,
  snooze,
}: StatusDependencies): StatusBar {
  const item = createItem();
  let index: IndexStatus = idleIndexStatus;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = index;
  let patience: ReturnType<typeof setTimeout> | undefined;

  const facts = (): StatusFacts => {
    const target = activeTarget();
    const asked = taskModel("inline", (name) => settings.get(name));
    const modelName = asked !== undefined && "model" in asked ? asked.model : "";
    const chatModel = chatModels.nameOf("chat");
    return {
      index,
      indexEnabled: isIndexEnabled(settings),
      model: completer.modelState(),
      endpoint: settings.get(asked?.endpointSetting ?? "model.endpoint"),
      modelName,
      chatModel: chatModel === modelName ? undefined : chatModel,
      trusted: vscode.workspace.isTrusted,
      languageId: target?.languageId,
      off: isActiveTooLong() ? "tooLong" : offReasonFor(settings, target),
      snoozedUntil: snoozedUntil(snooze.untilMs()),
      lastSuggestion: memory.last(),
    };
  };
  const draw = (): void => {
    timer = undefined;
    const now = facts();
    const { icon, text, tone } = statusText(now);
    item.text = `$(${icon}) ${text}`;
    item.backgroundColor = toVscode.background(tone);
    item.tooltip = toVscode.markdown(renderStatusTooltip(now), tooltipCommands);
    item.accessibilityInformation = { label: statusLabel(now) };
  };
  const redraw = (): void => {
    timer ??= setTimeout(draw, redrawMs);
  };
  const takeLatest = (): void => {
    clearTimeout(patience);
    patience = undefined;
    index = latest;
    redraw();
  };
  const hear = (status: IndexStatus): void => {
    latest = status;
    const looksAgain =
      index.phase === "ready" && index.files > 0 && isIndexing(status) && !isRestarting(status);
    if (looksAgain) patience ??= setTimeout(takeLatest, quietMs);
    else takeLatest();
  };
  const subscriptions = [
    engine.onStatus(hear),
    completer.onModelState(redraw),
    settings.onChange(redraw),
    memory.onChange(redraw),
    snooze.onChange(redraw),
    vscode.window.onDidChangeActiveTextEditor(redraw),
    vscode.workspace.onDidOpenTextDocument(redraw),
    vscode.workspace.onDidGrantWorkspaceTrust(redraw),
    item,
  ];
  draw();
  item.show();
  return {
    facts,
    dispose() {
      clearTimeout(timer);
      clearTimeout(patience);
      vscode.Disposable.from(...subscriptions).dispose();
    },
  };
}
