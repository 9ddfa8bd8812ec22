/** Which model the settings name for conversations: the editor's, where one is chosen, else an endpoint's. */
import { type HostModelName, hostModelFor, hostModelLabel } from "../../core/config/hostModel.ts";
import { imageParts } from "../../core/prompt/capabilities.ts";
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

/** Why no image is sent, where the setting or what the model said before keeps it. */
export function whyNoImages(
  { settings, memory }: Pick<ChatSetupDeps, "settings" | "memory">,
  setup: ChatSetup,
): ModelFault | undefined {
  const wanted = settings.get("chat.images");
  if (wanted === "off")
    return noImages(
      "No image is sent: touchstone.chat.images is off",
      "Set it to auto, or remove the images",
    );
  if (wanted === "on" || !memory.of(identityOfSetup(setup)).refused.includes(imageParts)) return undefined;
  return noImages(`${labelOfSetup(setup)} refused images before, so none is sent`, refusedStep);
}

/** What a model said when it was asked with images, as a fault that says so first. */
export const imagesRefused = (setup: ChatSetup, { message }: ModelFault): ModelFault =>
  noImages(`${labelOfSetup(setup)} takes no images (${message.replace(/\.$/, "")})`, refusedStep);

const refusedStep =
  "Remove the images, choose a model that reads them, or set touchstone.chat.images to on to send them all the same";

const noImages = (message: string, nextStep: string): ModelFault => ({ kind: "noImages", message, nextStep });

const labelOfSetup = (setup: ChatSetup): string =>
  setup.kind === "host" ? hostModelLabel(setup.name) : setup.config.model;

/** What is known of the models before one is asked. */
export function knownChatModels(
  deps: ChatSetupDeps,
): Pick<ChatModels, "isSetUp" | "nameOf" | "takesTools" | "takesImages"> {
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
    takesImages(task) {
      const setup = readChatSetup(deps, task);
      return setup !== undefined && !("fault" in setup) && whyNoImages(deps, setup) === undefined;
    },
  };
}
