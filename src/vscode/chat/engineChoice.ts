/** Who answers in chat: shown, and chosen from a list. */
import * as vscode from "vscode";
import type { ChatEngine } from "../../core/chat/chooseEngine.ts";
import type { ChatModels } from "../../ports/chatModel.ts";
import type { Settings } from "../../ports/settings.ts";
import { vscodeUserSettings } from "../settings.ts";

export interface EngineChoice {
  readonly models: Pick<ChatModels, "isSetUp" | "nameOf">;
  readonly settings: Settings;
}

/** In a word or two. */
export function engineLabel({ models, settings }: EngineChoice): string {
  const engine = settings.get("chat.engine");
  if (engine === "builtin" || !models.isSetUp("chat")) return "Built-in";
  const name = models.nameOf("chat") ?? "Model";
  return engine === "model" ? name : `Auto: ${name}`;
}

interface EngineItem extends vscode.QuickPickItem {
  readonly engine?: ChatEngine;
}

function itemsOf({ models, settings }: EngineChoice): readonly EngineItem[] {
  const now = settings.get("chat.engine");
  const mark = (engine: ChatEngine): string => (engine === now ? "in use" : "");
  const name = models.isSetUp("chat") ? models.nameOf("chat") : undefined;
  const withModel: readonly EngineItem[] =
    name === undefined
      ? []
      : [
          {
            label: "Automatic",
            description: mark("auto"),
            detail: "The index where it answers exactly, the model for the rest",
            engine: "auto",
          },
          {
            label: name,
            description: mark("model"),
            detail: "The model, with what the index finds",
            engine: "model",
          },
        ];
  return [
    ...withModel,
    {
      label: "Built-in",
      description: name === undefined ? "in use" : mark("builtin"),
      detail: "The index alone: nothing leaves the machine",
      engine: "builtin",
    },
    { label: "Set Up Model…", detail: "Another endpoint or model" },
  ];
}

export async function chooseEngine(choice: EngineChoice): Promise<void> {
  const picked = await vscode.window.showQuickPick(itemsOf(choice), { title: "Who Answers in Chat" });
  if (!picked) return;
  if (picked.engine) await vscodeUserSettings.write("chat.engine", picked.engine);
  else await vscode.commands.executeCommand("touchstone.setUpModel");
}
