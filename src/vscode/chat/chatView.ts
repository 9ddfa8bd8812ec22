/** The chat panel's place in the editor: what stands behind it is loaded when it is first shown or asked. */
import * as vscode from "vscode";
import { chatView as viewId } from "../../core/config/manifest.ts";
import type { ChatPanel } from "./chatPanel.ts";

/** For `contextOfMenu`: the last command of a terminal. */
const terminalPlace = { terminal: true };

export function chatView(load: () => Promise<ChatPanel>) {
  let made: Promise<ChatPanel> | undefined;
  const panel = (): Promise<ChatPanel> => {
    made ??= load();
    return made;
  };
  const registered = vscode.window.registerWebviewViewProvider(
    viewId,
    { resolveWebviewView: async (view) => (await panel()).resolveWebviewView(view) },
    { webviewOptions: { retainContextWhenHidden: true } },
  );
  const open = () => vscode.commands.executeCommand(`${viewId}.focus`);
  return {
    commands: {
      openChat: open,
      async newChat() {
        (await panel()).startNew();
        await open();
      },
      showChats: async () => (await panel()).pick(open),
      renameChat: async () => (await panel()).renameOpen(),
      exportChat: async () => (await panel()).exportOpen(),
      deleteChat: async () => (await panel()).deleteOpen(),
      chooseChatModel: async () => (await panel()).chooseEngine(),
      async addToChat(...given: readonly unknown[]) {
        if (await (await panel()).add(given)) await open();
      },
      async attachImage() {
        if (await (await panel()).attachImages()) await open();
      },
      async addTerminalToChat() {
        if (await (await panel()).add([terminalPlace])) await open();
      },
      async askAboutSymbol() {
        const [chat] = await Promise.all([panel(), open()]);
        await chat.askAboutSymbol();
      },
    },
    dispose() {
      registered.dispose();
      void made?.then((chat) => chat.dispose());
    },
  };
}
