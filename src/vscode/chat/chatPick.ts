/** The chats of the workspace in a list: opened, searched, renamed, kept as a document and deleted. */
import * as vscode from "vscode";
import { renderSession } from "../../core/chat/renderSession.ts";
import {
  type ChatSession,
  currentSession,
  LONGEST_TITLE,
  searchSessions,
  titleOfSession,
} from "../../core/chat/session.ts";
import { countOf } from "../../core/text/counts.ts";
import type { Chat } from "../../features/chat/chat.ts";

interface SessionItem extends vscode.QuickPickItem {
  readonly session?: ChatSession;
}

const actions = {
  rename: { iconPath: new vscode.ThemeIcon("edit"), tooltip: "Rename" },
  save: { iconPath: new vscode.ThemeIcon("export"), tooltip: "Export as Markdown" },
  remove: { iconPath: new vscode.ThemeIcon("trash"), tooltip: "Delete" },
} as const satisfies Record<string, vscode.QuickInputButton>;

const day = (ms: number): string =>
  new Date(ms).toLocaleString(vscode.env.language, { dateStyle: "medium", timeStyle: "short" });

function itemsOf(chat: Chat, typed: string): readonly SessionItem[] {
  const { currentId } = chat.sessions;
  return searchSessions(chat.sessions, typed).map((session) => ({
    label: titleOfSession(session),
    description: session.id === currentId ? "open" : "",
    detail: `${countOf(session.turns.length, "question")}, ${day(session.changedMs)}`,
    iconPath: new vscode.ThemeIcon("comment-discussion"),
    buttons: [actions.rename, actions.save, actions.remove],
    // What was typed is looked for in the answers too, which the list does not show.
    alwaysShow: true,
    session,
  }));
}

const newChat: SessionItem = { label: "New Chat", iconPath: new vscode.ThemeIcon("add"), alwaysShow: true };

export async function renameChat(chat: Chat, session = currentSession(chat.sessions)): Promise<void> {
  const title = await vscode.window.showInputBox({
    title: "Rename Chat",
    value: titleOfSession(session),
    prompt: `At most ${LONGEST_TITLE} characters. Empty: its first question.`,
  });
  if (title !== undefined) chat.retitle(session.id, title);
}

/** A new document, which a person saves where they like. */
export async function exportChat(chat: Chat, session = currentSession(chat.sessions)): Promise<void> {
  if (session.turns.length === 0) {
    void vscode.window.showInformationMessage("Nothing was asked in this chat yet.");
    return;
  }
  const document = await vscode.workspace.openTextDocument({
    language: "markdown",
    content: renderSession(session, await chat.imagesOf(session)),
  });
  await vscode.window.showTextDocument(document);
}

export async function deleteChat(chat: Chat, session = currentSession(chat.sessions)): Promise<void> {
  const isSure = await vscode.window.showWarningMessage(
    `Delete the chat "${titleOfSession(session)}"?`,
    {
      modal: true,
      detail: `${countOf(session.turns.length, "question")} and what was answered are forgotten.`,
    },
    "Delete",
  );
  if (isSure === "Delete") chat.remove(session.id);
}

/** The list; what is done to a chat in it brings it back with what was typed. */
export function pickChat(chat: Chat, onOpen: () => void, typed = ""): void {
  const pick = vscode.window.createQuickPick<SessionItem>();
  pick.title = "Chats of This Workspace";
  pick.placeholder = "Search titles, questions and answers";
  const show = () => {
    pick.items = [...itemsOf(chat, pick.value), newChat];
  };
  pick.value = typed;
  show();
  pick.onDidChangeValue(show);
  pick.onDidHide(() => pick.dispose());
  pick.onDidAccept(() => {
    const [item] = pick.selectedItems;
    pick.hide();
    if (item?.session) chat.open(item.session.id);
    else chat.start();
    onOpen();
  });
  pick.onDidTriggerItemButton(async ({ button, item: { session } }) => {
    const value = pick.value;
    pick.hide();
    if (button === actions.save) return exportChat(chat, session);
    await (button === actions.rename ? renameChat(chat, session) : deleteChat(chat, session));
    pickChat(chat, onOpen, value);
  });
  pick.show();
}
