/** The chat panel: a page without network or foreign scripts, and what its messages make the editor do. */
import * as vscode from "vscode";
import { type FromPanel, readFromPanel, type ToPanel } from "../../core/chat/panelMessages.ts";
import { currentSession, titleOfSession } from "../../core/chat/session.ts";
import { citedBy } from "../../core/chat/transcript.ts";
import { chatView as viewId } from "../../core/config/manifest.ts";
import type { Chat } from "../../features/chat/chat.ts";
import type { Log } from "../../ports/log.ts";
import { deleteChat, exportChat, pickChat, renameChat } from "./chatPick.ts";

export interface ChatViewDeps {
  readonly chat: Chat;
  readonly extensionUri: vscode.Uri;
  readonly log: Log;
  /** Opens lines of a file as people name it, both 1-based. */
  readonly openPlace: (path: string, line: number, endLine: number) => Promise<void>;
}

class ChatPage implements vscode.WebviewViewProvider {
  readonly #deps: ChatViewDeps;
  #view: vscode.WebviewView | undefined;
  /** For a page that has not loaded yet. */
  #waiting: ToPanel | undefined;
  #isReady = false;

  constructor(deps: ChatViewDeps) {
    this.#deps = deps;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { extensionUri, chat, log } = this.#deps;
    const folders = ["dist", "media"].map((name) => vscode.Uri.joinPath(extensionUri, name));
    this.#view = view;
    view.webview.options = { enableScripts: true, localResourceRoots: folders };
    view.webview.onDidReceiveMessage((message: unknown) => {
      const known = readFromPanel(message);
      if (known)
        void this.#act(known).catch((cause: unknown) => log.error("Cannot do what the chat asks", cause));
      else log.warn("A message of the chat's page was not understood");
    });
    const changes = chat.onChange((change) =>
      change.kind === "transcript" ? this.#showChat() : this.post(change),
    );
    view.onDidDispose(() => {
      changes.dispose();
      this.#view = undefined;
      this.#isReady = false;
    });
    view.webview.html = this.#html(view.webview);
  }

  /** Shown once the page is there. */
  post(message: ToPanel): void {
    if (this.#isReady) void this.#view?.webview.postMessage(message);
    else if (message.kind === "compose") this.#waiting = message;
  }

  #showChat(): void {
    const session = currentSession(this.#deps.chat.sessions);
    if (this.#view) this.#view.description = session.turns.length > 0 ? titleOfSession(session) : "";
    this.post({ kind: "transcript", title: titleOfSession(session), turns: session.turns });
  }

  async #act(message: FromPanel): Promise<void> {
    const { chat } = this.#deps;
    switch (message.kind) {
      case "ready":
        this.#isReady = true;
        this.#showChat();
        if (this.#waiting) this.post(this.#waiting);
        this.#waiting = undefined;
        return;
      case "ask":
        return chat.ask(message.question);
      case "askAgain":
        return chat.askAgain(message.id, message.question);
      case "branch":
        return chat.branch(message.id);
      case "stop":
        return chat.stop();
      case "open":
        return this.#open(message.id, message.href);
      case "copy":
        return vscode.env.clipboard.writeText(message.text);
      case "insert":
        return insertAtCursor(message.text);
    }
  }

  async #open(id: number, href: string): Promise<void> {
    const { chat, openPlace } = this.#deps;
    const turn = chat.turns.find((one) => one.id === id);
    const cited = turn && citedBy(turn, href);
    if (cited) await openPlace(cited.path, cited.line, cited.endLine);
  }

  #html(webview: vscode.Webview): string {
    const { extensionUri } = this.#deps;
    const uri = (...parts: string[]) =>
      webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...parts)).toString();
    const nonce = newNonce();
    const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${uri("media", "chat.css")}">
<title>Touchstone Chat</title>
</head>
<body><script nonce="${nonce}" src="${uri("dist", "chat.js")}"></script></body>
</html>`;
  }
}

/** 128 bits, new for each page. */
const newNonce = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );

async function insertAtCursor(text: string): Promise<void> {
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
  if (!editor) {
    void vscode.window.showInformationMessage("Open a file to insert the code into.");
    return;
  }
  await editor.insertSnippet(new vscode.SnippetString().appendText(text));
  await vscode.window.showTextDocument(editor.document, editor.viewColumn);
}

/** The word at the cursor, as a question about it. */
function questionAtCursor(): string {
  const editor = vscode.window.activeTextEditor;
  const range = editor?.document.getWordRangeAtPosition(editor.selection.active);
  return editor && range ? `What is \`${editor.document.getText(range)}\`?` : "";
}

export function chatView(deps: ChatViewDeps) {
  const page = new ChatPage(deps);
  const registered = vscode.window.registerWebviewViewProvider(viewId, page, {
    webviewOptions: { retainContextWhenHidden: true },
  });
  const open = () => vscode.commands.executeCommand(`${viewId}.focus`);
  return {
    commands: {
      openChat: open,
      newChat: async () => {
        deps.chat.start();
        await open();
      },
      showChats: () => pickChat(deps.chat, open),
      renameChat: () => renameChat(deps.chat),
      exportChat: () => exportChat(deps.chat),
      deleteChat: () => deleteChat(deps.chat),
      async askAboutSymbol() {
        const question = questionAtCursor();
        await open();
        if (question !== "") await deps.chat.ask(question);
      },
    },
    dispose() {
      registered.dispose();
      deps.chat.dispose();
    },
  };
}
