/** Which model the settings name for conversations: the editor's, where one is chosen, else an endpoint's. */
import { type HostModelName, hostModelFor, hostModelLabel } from "../../core/config/hostModel.ts";
import type { ChatModels, ChatTask } from "../../ports/chatModel.ts";
import type { ModelFault } from "../../ports/languageModel.ts";
import type { Settings } from "../../ports/settings.ts";
import type { EndpointMemory } from "../completion/endpointMemory.ts";
import { type ChatConfig, chatIdentity, readChatConfig } from "../completion/modelConfig.ts";

export type ChatSetup =
  | { readonly kind: "endpoint"; readonly config: ChatConfig }
  | { readonly kind: "host"; readonly name: HostModelName };

export interface ChatSetupDeps {
  readonly settings: Settings;
  readonly memory: EndpointMemory;
  /** Models of the editor; without an editor, the setting for them counts for nothing. */
  readonly host?: unknown;
}

/** The editor's model goes before an endpoint: it was chosen for chat, the endpoint may be there for completions. */
export function readChatSetup(
  { settings, host }: Pick<ChatSetupDeps, "settings" | "host">,
  task: ChatTask,
): ChatSetup | { readonly fault: ModelFault } | undefined {
  const name = host === undefined ? undefined : hostModelFor(task, (setting) => settings.get(setting));
  if (name) return "unreadable" in name ? { fault: noHostModel(name.unreadable) } : { kind: "host", name };
  const config = readChatConfig(settings, task);
  return config === undefined || "fault" in config ? config : { kind: "endpoint", config };
}

const noHostModel = (text: string): ModelFault => ({
  kind: "modelMissing",
  message: `"${text.slice(0, 100)}" names no model of VS Code`,
  nextStep: "Choose one with Touchstone: Choose Who Answers in Chat, or clear touchstone.chat.hostModel",
});

/** What is learned of it is kept under this name. */
export const identityOfSetup = (setup: ChatSetup): string =>
  setup.kind === "host"
    ? JSON.stringify(["the editor", setup.name.id, "conversation"])
    : chatIdentity(setup.config);

/** What is known of the models before one is asked. */
export function knownChatModels(deps: ChatSetupDeps): Pick<ChatModels, "isSetUp" | "nameOf" | "takesTools"> {
  return {
    isSetUp: (task) => readChatSetup(deps, task) !== undefined,
    nameOf(task) {
      const setup = readChatSetup(deps, task);
      if (setup === undefined || "fault" in setup) return undefined;
      if (setup.kind === "host") return hostModelLabel(setup.name);
      return setup.config.model === "" ? undefined : setup.config.model;
    },
    takesTools(task) {
      const setup = readChatSetup(deps, task);
      if (setup === undefined || "fault" in setup) return false;
      return !deps.memory.of(identityOfSetup(setup)).refused.includes("tools");
    },
  };
}
