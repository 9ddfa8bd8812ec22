/** Who answers in chat: shown, and chosen from a list. */
import * as vscode from "vscode";
import type { ChatEngine } from "../../core/chat/chooseEngine.ts";
import type { ImageFate } from "../../core/chat/shownImage.ts";
import type { ChatModels } from "../../ports/chatModel.ts";
import type { HostModelInfo, HostModels } from "../../ports/hostModels.ts";
import type { Settings } from "../../ports/settings.ts";
import type { UserSettings } from "../../ports/userSettings.ts";
import { vscodeUserSettings } from "../settings.ts";

export interface EngineChoice {
  readonly models: Pick<ChatModels, "isSetUp" | "nameOf" | "takesImages">;
  readonly hostModels: Pick<HostModels, "list">;
  readonly settings: Settings;
}

/** What tells who answers. */
interface Engines {
  readonly models: Pick<ChatModels, "isSetUp" | "nameOf">;
  readonly settings: Settings;
}

/** In a word or two. */
export function engineLabel({ models, settings }: Engines): string {
  const engine = settings.get("chat.engine");
  if (engine === "builtin" || !models.isSetUp("chat")) return "Built-in";
  const name = models.nameOf("chat") ?? "Model";
  return engine === "model" ? name : `Auto: ${name}`;
}

/** Where images beside a question go now. */
export function imageFate({ models, settings }: Pick<EngineChoice, "models" | "settings">): ImageFate {
  const hasModel = models.isSetUp("chat");
  if (!hasModel || settings.get("chat.engine") === "builtin") return { kind: "index", hasModel };
  if (settings.get("chat.images") === "off") return { kind: "off" };
  const model = models.nameOf("chat") ?? "the model";
  return { kind: models.takesImages("chat") ? "sent" : "refused", model };
}

export interface EngineItem extends vscode.QuickPickItem {
  readonly engine?: ChatEngine;
  /** A model of the editor that is chosen by it; empty for the endpoint's. */
  readonly hostModel?: string;
  readonly setsUp?: true;
}

const separator = (label: string): EngineItem => ({ label, kind: vscode.QuickPickItemKind.Separator });

/** @param offered undefined while the editor is asked */
export function engineItems(
  { models, settings }: Engines,
  offered: readonly HostModelInfo[] | undefined,
): readonly EngineItem[] {
  const now = settings.get("chat.engine");
  const chosen = settings.get("chat.hostModel").trim();
  const mark = (engine: ChatEngine): string => (engine === now ? "in use" : "");
  const name = models.isSetUp("chat") ? models.nameOf("chat") : undefined;
  const withModel: readonly EngineItem[] =
    name === undefined
      ? []
      : [
          {
            label: "Automatic",
            description: mark("auto"),
            detail: `The index where it answers exactly, ${name} for the rest`,
            engine: "auto",
          },
          {
            label: name,
            description: mark("model"),
            detail: "The model for every question, with what the index finds",
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
    separator("models of an endpoint"),
    ...(chosen === "" ? [] : [backToEndpoint]),
    { label: "$(plug) Set Up Model…", detail: "An endpoint of your own, here or elsewhere", setsUp: true },
    separator("models of VS Code"),
    ...hostItems(chosen, offered),
  ];
}

const backToEndpoint: EngineItem = {
  label: "$(discard) Use the Endpoint Again",
  detail: "Instead of a model of VS Code",
  hostModel: "",
};

function hostItems(chosen: string, offered: readonly HostModelInfo[] | undefined): readonly EngineItem[] {
  if (offered === undefined) return [{ label: "$(loading~spin) Asking VS Code for its models" }];
  if (offered.length === 0)
    return [{ label: "VS Code offers none", detail: "Extensions such as GitHub Copilot bring models" }];
  return offered.map(({ id, name, vendor }) => ({
    label: `$(hubot) ${name}`,
    description: id === chosen ? `${vendor}, chosen` : vendor,
    detail: "What is sent goes to its provider; VS Code may ask you to allow it",
    hostModel: id,
  }));
}

/** What choosing an item changes of a person's settings; a model that is chosen is used. */
export async function takeEngine(
  { engine, hostModel }: EngineItem,
  { get }: Pick<Settings, "get">,
  { write }: UserSettings,
): Promise<void> {
  if (engine !== undefined) return write("chat.engine", engine);
  if (hostModel === undefined) return;
  await write("chat.hostModel", hostModel);
  if (hostModel !== "" && get("chat.engine") === "builtin") await write("chat.engine", "auto");
}

/** The editor is asked for its models now, since a person asks for the list; what is known stands there meanwhile. */
export function chooseEngine(choice: EngineChoice): Promise<void> {
  const pick = vscode.window.createQuickPick<EngineItem>();
  pick.title = "Who Answers in Chat";
  pick.matchOnDescription = true;
  pick.items = engineItems(choice, undefined);
  pick.busy = true;
  void choice.hostModels.list().then((offered) => {
    const [active] = pick.activeItems;
    pick.items = engineItems(choice, offered);
    pick.activeItems = pick.items.filter(({ label }) => label === active?.label);
    pick.busy = false;
  });
  return new Promise((resolve, reject) => {
    pick.onDidHide(() => {
      pick.dispose();
      resolve();
    });
    pick.onDidAccept(() => {
      const [picked] = pick.selectedItems;
      pick.hide();
      if (!picked) return;
      if (picked.setsUp) void vscode.commands.executeCommand("touchstone.setUpModel");
      else takeEngine(picked, choice.settings, vscodeUserSettings).catch(reject);
    });
    pick.show();
  });
}
