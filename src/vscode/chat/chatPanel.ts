/** The chat panel: a page without network or foreign scripts, what its messages make the editor do, and its commands. */
import * as vscode from "vscode";
import { type ContextRef, withContext } from "../../core/chat/contextRef.ts";
import {
  type FromPanel,
  type PanelSuggestion,
  readFromPanel,
  type ToPanel,
  tellTurn,
} from "../../core/chat/panelMessages.ts";
import { renderPanelPage } from "../../core/chat/panelPage.ts";
import { currentSession, titleOfSession } from "../../core/chat/session.ts";
import { type ShownImage, tellImageFate } from "../../core/chat/shownImage.ts";
import { readNewChat } from "../../core/chat/slashCommands.ts";
import { type ChatTurn, citedBy } from "../../core/chat/transcript.ts";
import type { Chat } from "../../features/chat/chat.ts";
import type { ChatImages } from "../../ports/chatImages.ts";
import type { Log } from "../../ports/log.ts";
import { type ApplyDeps, applyCode, restoreTo, showPatch } from "./applyCode.ts";
import { deleteChat, exportChat, pickChat, renameChat } from "./chatPick.ts";
import { chooseEngine, type EngineChoice, engineLabel, imageFate } from "./engineChoice.ts";
import { contextHere, contextOfMenu, contextOfUris, followHere, parseDropped } from "./here.ts";
import { chooseImages, imagesOfMenu, readImageFiles, splitImages, withoutImages } from "./imageFiles.ts";

export interface ChatPanelDeps {
  readonly chat: Chat;
  readonly extensionUri: vscode.Uri;
  readonly log: Log;
  readonly images: ChatImages;
  /** Opens lines of a file as people name it, both 1-based. */
  readonly models: EngineChoice["models"];
  readonly hostModels: EngineChoice["hostModels"];
  readonly settings: EngineChoice["settings"];
  readonly review: ApplyDeps["review"];
  readonly roots: ApplyDeps["roots"];
  readonly wholePath: ApplyDeps["wholePath"];
  readonly openPlace: (path: string, line: number, endLine: number) => Promise<void>;
  /** What may stand for what is typed behind `#` or `/`. */
  readonly suggest: (
    sign: "#" | "/",
    text: string,
    signal: AbortSignal,
  ) => Promise<readonly PanelSuggestion[]>;
}

/** More are not read at once, so that a page is not flooded. */
const MOST_FILES = 8;

export class ChatPanel implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #deps: ChatPanelDeps;
  #view: vscode.WebviewView | undefined;
  /** For a page that has not loaded yet. */
  #waiting: ToPanel[] = [];
  #isReady = false;
  /** As the page knows it. */
  #told: ChatTurn | undefined;
  #suggesting: AbortController | undefined;

  constructor(deps: ChatPanelDeps) {
    this.#deps = deps;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { extensionUri, chat, settings, log } = this.#deps;
    const folders = ["dist", "media"].map((name) => vscode.Uri.joinPath(extensionUri, name));
    this.#view = view;
    view.webview.options = { enableScripts: true, localResourceRoots: folders };
    view.webview.onDidReceiveMessage((message: unknown) => {
      const known = readFromPanel(message);
      if (known)
        void this.#act(known).catch((cause: unknown) => log.error("Cannot do what the chat asks", cause));
      else log.warn("A message of the chat's page was not understood");
    });
    const followed = vscode.Disposable.from(
      chat.onChange((change) =>
        change.kind === "transcript" ? this.#showChat() : this.#showTurn(change.turn),
      ),
      settings.onChange(() => this.#showEngine()),
      followHere((context) => this.#post({ kind: "here", context })),
    );
    view.onDidDispose(() => {
      followed.dispose();
      this.#suggesting?.abort();
      this.#view = undefined;
      this.#isReady = false;
    });
    view.webview.html = this.#html(view.webview);
  }

  /** Opens a new chat. */
  startNew(): void {
    this.#deps.chat.start();
  }

  pick(onOpen: () => void): void {
    pickChat(this.#deps.chat, onOpen);
  }

  renameOpen(): Promise<void> {
    return renameChat(this.#deps.chat);
  }

  exportOpen(): Promise<void> {
    return exportChat(this.#deps.chat);
  }

  deleteOpen(): Promise<void> {
    return deleteChat(this.#deps.chat);
  }

  /** @param given by the menu it was chosen from @returns whether there was anything to add */
  async add(given: readonly unknown[]): Promise<boolean> {
    const images = imagesOfMenu(given);
    const others = withoutImages(given);
    const context: readonly ContextRef[] = others ? withContext([], await contextOfMenu(others)) : [];
    if (context.length > 0) this.#tell({ kind: "attach", context });
    await this.#addImages(images);
    const isAdded = context.length + images.length > 0;
    if (!isAdded)
      void vscode.window.showInformationMessage("There is nothing of this workspace here to add.");
    return isAdded;
  }

  /** Has a person choose images. @returns whether they did */
  async attachImages(): Promise<boolean> {
    const chosen = (await chooseImages()) ?? [];
    await this.#addImages(chosen);
    return chosen.length > 0;
  }

  chooseEngine(): Promise<void> {
    return chooseEngine(this.#deps);
  }

  async askAboutSymbol(): Promise<void> {
    const question = questionAtCursor();
    if (question !== "") await this.#deps.chat.ask(question);
  }

  dispose(): void {
    this.#suggesting?.abort();
    this.#deps.chat.dispose();
  }

  /** Now, or as soon as the page is there. */
  #tell(message: ToPanel): void {
    if (this.#isReady) this.#post(message);
    else this.#waiting.push(message);
  }

  /** Dropped while there is no page: it asks for everything when it comes. */
  #post(message: ToPanel): void {
    if (this.#isReady) void this.#view?.webview.postMessage(message);
  }

  #showChat(): void {
    const session = currentSession(this.#deps.chat.sessions);
    this.#told = undefined;
    if (this.#view) this.#view.description = session.turns.length > 0 ? titleOfSession(session) : "";
    this.#post({ kind: "transcript", title: titleOfSession(session), turns: session.turns });
  }

  #showEngine(): void {
    const images = tellImageFate(imageFate(this.#deps));
    this.#post({ kind: "engine", label: engineLabel(this.#deps), images });
  }

  #showTurn(turn: ChatTurn): void {
    this.#post(tellTurn(this.#told, turn));
    this.#told = turn;
    // What a model takes may have been learned.
    if (turn.state !== "waiting" && turn.images) this.#showEngine();
  }

  #begin(): void {
    this.#isReady = true;
    this.#showChat();
    this.#post({ kind: "here", context: contextHere() });
    this.#showEngine();
    for (const message of this.#waiting) this.#post(message);
    this.#waiting = [];
  }

  async #act(message: FromPanel): Promise<void> {
    const { chat } = this.#deps;
    switch (message.kind) {
      case "ready":
        return this.#begin();
      case "ask":
        return this.#ask(message.question, message.context, message.images);
      case "askAgain":
        return chat.askAgain(message.id, message.question, message.context, message.images);
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
      case "apply":
        return applyCode(this.#deps, message.id, message, insertAtCursor);
      case "chooseModel":
        return chooseEngine(this.#deps);
      case "review":
        return this.#review(message.id, message.proposal);
      case "restore":
        return restoreTo(this.#deps, message.id);
      case "suggest":
        return this.#suggest(message);
      case "drop":
        return this.#drop(message.uris);
      case "attachImage":
        return void (await this.attachImages());
      case "keepImage":
        return this.#keepImage(message);
      case "showImage":
        return this.#showImage(message.id);
    }
  }

  async #review(id: number, proposalId: number): Promise<void> {
    const patch = this.#deps.chat.proposal(id, proposalId);
    if (patch) await showPatch(this.#deps, id, patch);
    else void vscode.window.showInformationMessage("This proposal is gone with the window it was made in.");
  }

  async #ask(question: string, context: readonly ContextRef[], images: readonly ShownImage[]): Promise<void> {
    const first = readNewChat(question);
    if (first !== undefined) this.#deps.chat.start();
    await this.#deps.chat.ask(first ?? question, context, images);
  }

  async #addImages(uris: readonly vscode.Uri[]): Promise<void> {
    for (const message of await readImageFiles(uris.slice(0, MOST_FILES))) this.#tell(message);
  }

  async #keepImage({
    asked,
    name,
    path,
    note,
    data,
  }: Extract<FromPanel, { kind: "keepImage" }>): Promise<void> {
    const kept = await this.#deps.images.keep(data);
    if ("problem" in kept) return this.#post({ kind: "imageKept", asked, problem: kept.problem });
    const { hash: id, mime, width, height, sizeBytes } = kept;
    const image: ShownImage = { id, name, path, note: note || undefined, mime, width, height, sizeBytes };
    this.#post({ kind: "imageKept", asked, image });
  }

  async #showImage(id: string): Promise<void> {
    const image = await this.#deps.images.read(id);
    this.#post(image ? { kind: "image", id, mime: image.mime, data: image.data } : { kind: "image", id });
  }

  async #suggest({ asked, sign, text }: Extract<FromPanel, { kind: "suggest" }>): Promise<void> {
    this.#suggesting?.abort();
    const { signal } = (this.#suggesting = new AbortController());
    try {
      const items = await this.#deps.suggest(sign, text, signal);
      if (!signal.aborted) this.#post({ kind: "suggestions", asked, items });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async #drop(uris: readonly string[]): Promise<void> {
    const { images, others } = splitImages(parseDropped(uris));
    const context = await contextOfUris(others);
    if (context.length > 0) this.#post({ kind: "attach", context });
    await this.#addImages(images);
    if (context.length + images.length === 0)
      void vscode.window.showInformationMessage("What was dropped is no file of this workspace.");
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
    return renderPanelPage({
      nonce: newNonce(),
      source: webview.cspSource,
      style: uri("media", "chat.css"),
      script: uri("dist", "chat.js"),
    });
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
