/** The model a person set up, as the settings describe it now. */
import { type ModelTask, type TaskModel, taskModel } from "../../core/config/taskModel.ts";
import type { FimFormatName } from "../../core/prompt/fimFormats.ts";
import type { ModelDeadlines, ModelEndpoint, ModelFault } from "../../ports/languageModel.ts";
import type { Log } from "../../ports/log.ts";
import type { Secrets } from "../../ports/secrets.ts";
import type { SettingScopeTarget, Settings } from "../../ports/settings.ts";

export interface ModelConfig extends TaskModel {
  readonly format: FimFormatName;
  readonly maxTokens: number;
  readonly contextTokens: number;
  readonly deadlines: ModelDeadlines;
}

/** What a single question may change: never where it goes. */
export interface ModelOverrides {
  readonly name?: string;
  readonly format?: FimFormatName;
  readonly maxTokens?: number;
  readonly contextTokens?: number;
}

/** Between two pieces of data, and for writing a suggestion once it began: nobody waits longer for one. */
const idleMs = 5_000;
const writingMs = 20_000;

function badAddress({
  problem,
  endpointSetting,
}: Readonly<Record<"problem" | "endpointSetting", string>>): ModelFault {
  const nextStep = `Set touchstone.${endpointSetting} to an address such as http://127.0.0.1:11434/v1`;
  return { kind: "badUrl", message: `The endpoint is not usable: ${problem}`, nextStep };
}

export const noModelNamed = ({ origin, modelSetting }: TaskModel): ModelFault => ({
  kind: "modelMissing",
  message: `No model of ${origin} is named`,
  nextStep: `Set touchstone.${modelSetting}, or run Touchstone: Set Up Model`,
});

/** The endpoint with its key, read now and kept nowhere. */
export async function readEndpoint(config: TaskModel, secrets: Secrets, log: Log): Promise<ModelEndpoint> {
  const { baseUrl, origin, model, headers, keyHeader } = config;
  const apiKey = await secrets.apiKey(origin).catch((cause: unknown) => {
    log.error(`Cannot read the API key of ${origin}`, cause);
    return undefined;
  });
  return { baseUrl, model, headers, keyHeader, apiKey: apiKey === "" ? undefined : apiKey };
}

/** The model of a task, `undefined` when none is set up, or the fault that the address itself is. */
export function readModelConfig(
  settings: Settings,
  task: ModelTask,
  target?: SettingScopeTarget,
): ModelConfig | { readonly fault: ModelFault } | undefined {
  const asked = taskModel(task, (name) => settings.get(name));
  if (asked === undefined) return undefined;
  if ("problem" in asked) return { fault: badAddress(asked) };
  const firstByteMs = settings.get("model.firstByteTimeoutMs");
  return {
    ...asked,
    format: settings.get("completion.format"),
    maxTokens: settings.get("completion.maxTokens", target),
    contextTokens: settings.get("completion.contextTokens", target),
    deadlines: { firstByteMs, idleMs, totalMs: firstByteMs + writingMs },
  };
}

/** What bounds a conversation, whoever is asked. */
export interface ChatBounds {
  readonly maxTokens: number;
  readonly contextTokens: number;
  readonly deadlines: ModelDeadlines;
}

/** The model of a conversation. */
export interface ChatConfig extends TaskModel, ChatBounds {}

/** A long conversation takes a model of this machine minutes to read; one that thinks says nothing meanwhile. */
const readingTimes = 15;
const chatIdleMs = 60_000;
const chatTotalMs = 15 * 60_000;

/** As `readModelConfig`, for conversations. */
export function readChatConfig(
  settings: Settings,
  task: "chat" | "repair",
): ChatConfig | { readonly fault: ModelFault } | undefined {
  const asked = taskModel(task, (name) => settings.get(name));
  if (asked === undefined) return undefined;
  if ("problem" in asked) return { fault: badAddress(asked) };
  return { ...asked, ...readChatBounds(settings) };
}

export const readChatBounds = (settings: Settings): ChatBounds => ({
  maxTokens: settings.get("chat.maxTokens"),
  contextTokens: settings.get("chat.contextTokens"),
  deadlines: {
    firstByteMs: settings.get("model.firstByteTimeoutMs") * readingTimes,
    idleMs: chatIdleMs,
    totalMs: chatTotalMs,
  },
});

/** As `modelIdentity`; what is learned of an endpoint in chat is learned apart. */
export const chatIdentity = ({ baseUrl, model, headers }: TaskModel): string =>
  JSON.stringify([baseUrl, model, "conversation", headers]);

/** Two configurations with the same identity may share cached suggestions and the memory of faults. */
export const modelIdentity = (config: ModelConfig): string =>
  JSON.stringify([config.baseUrl, config.model, config.format, config.headers]);

/** Whether a model runs on this machine. */
export const isLoopback = (baseUrl: string): boolean =>
  /^https?:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?:[:/?]|$)/i.test(baseUrl);
