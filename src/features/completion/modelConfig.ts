/** The model a person set up, as the settings describe it now. */
import { type ModelTask, type TaskModel, taskModel } from "../../core/config/taskModel.ts";
import type { FimFormatName } from "../../core/prompt/fimFormats.ts";
import type { ModelDeadlines, ModelFault } from "../../ports/languageModel.ts";
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

/** The model of a task, `undefined` when none is set up, or the fault that the address itself is. */
export function readModelConfig(
  settings: Settings,
  task: ModelTask,
  target?: SettingScopeTarget,
): ModelConfig | { readonly fault: ModelFault } | undefined {
  const asked = taskModel(task, (name) => settings.get(name));
  if (asked === undefined) return undefined;
  if ("problem" in asked) {
    const nextStep = `Set touchstone.${asked.endpointSetting} to an address such as http://127.0.0.1:11434/v1`;
    return { fault: { kind: "badUrl", message: `The endpoint is not usable: ${asked.problem}`, nextStep } };
  }
  const firstByteMs = settings.get("model.firstByteTimeoutMs");
  return {
    ...asked,
    format: settings.get("completion.format"),
    maxTokens: settings.get("completion.maxTokens", target),
    contextTokens: settings.get("completion.contextTokens", target),
    deadlines: { firstByteMs, idleMs, totalMs: firstByteMs + writingMs },
  };
}

/** Two configurations with the same identity may share cached suggestions and the memory of faults. */
export const modelIdentity = (config: ModelConfig): string =>
  JSON.stringify([config.baseUrl, config.model, config.format, config.headers]);

/** Whether a model runs on this machine. */
export const isLoopback = (baseUrl: string): boolean =>
  /^https?:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?:[:/?]|$)/i.test(baseUrl);
