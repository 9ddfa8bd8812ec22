/** Tools of the editor, by `vscode.lm`: those of other extensions and of servers that a person set up. */
import * as vscode from "vscode";
import { contributedTool, modelToolNames } from "../core/config/nativeChat.ts";
import type { HostTools } from "../ports/hostTools.ts";
import type { Settings } from "../ports/settings.ts";
import type { UserSettings } from "../ports/userSettings.ts";
import * as toVscode from "./toVscode.ts";

const own: ReadonlySet<string> = new Set(modelToolNames.map(contributedTool));

export const editorTools: HostTools = {
  list: () =>
    vscode.lm.tools
      .filter(({ name }) => !own.has(name))
      .map(({ name, description, inputSchema = {} }) => ({ name, description, schema: { ...inputSchema } })),
  async invoke(name, input, signal) {
    const { content } = await vscode.lm.invokeTool(
      name,
      // The panel is no chat of the editor's: what it asks the person, it asks in a dialogue.
      { input, toolInvocationToken: undefined },
      toVscode.cancellation(signal),
    );
    return content
      .flatMap((part) => (part instanceof vscode.LanguageModelTextPart ? [part.value] : []))
      .join("\n");
  },
};

interface ToolItem extends vscode.QuickPickItem {
  readonly name: string;
}

/** Which of them the model may call in chat; none are by themselves. */
export async function chooseHostTools(
  { list }: Pick<HostTools, "list">,
  { get }: Pick<Settings, "get">,
  { write }: UserSettings,
): Promise<void> {
  const chosen = new Set(get("chat.hostTools"));
  const tools = list();
  if (tools.length === 0) {
    void vscode.window.showInformationMessage(
      "VS Code offers no tools of others. Extensions and servers of the Model Context Protocol that you set up in VS Code bring some.",
    );
    return;
  }
  const items = tools.map(
    ({ name, description }): ToolItem => ({
      name,
      label: name,
      detail: description.replace(/\s+/g, " ").slice(0, 200),
      picked: chosen.has(name),
    }),
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: "Tools of VS Code in Chat",
    placeHolder: "The model may ask to call those that are checked; you are asked before each call",
    canPickMany: true,
    matchOnDetail: true,
  });
  if (!picked) return;
  const there = new Set(tools.map(({ name }) => name));
  // A server that is not running now keeps what was chosen of it.
  const absent = [...chosen].filter((name) => !there.has(name));
  await write("chat.hostTools", [...picked.map(({ name }) => name), ...absent]);
}
