/** The model a person set up, as the settings describe it now. */
import { parseEndpoint } from "../../core/config/endpoint.ts";
import type { FimFormatName } from "../../core/prompt/fimFormats.ts";
import type { ModelDeadlines, ModelFault } from "../../ports/languageModel.ts";
import type { SettingScopeTarget, Settings } from "../../ports/settings.ts";

export interface ModelConfig {
  readonly baseUrl: string;
  /** Scheme, host and port: what a key is stored for. */
  readonly origin: string;
  readonly model: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly format: FimFormatName;
  readonly maxTokens: number;
  readonly contextTokens: number;
  readonly deadlines: ModelDeadlines;
}

/** Between two pieces of data, and for writing a suggestion once it began: nobody waits longer for one. */
const idleMs = 5_000;
const writingMs = 20_000;

/** The configured model, `undefined` when none is set up, or the fault that the address itself is. */
export function readModelConfig(
  settings: Settings,
  target?: SettingScopeTarget,
): ModelConfig | { readonly fault: ModelFault } | undefined {
  const typed = settings.get("model.endpoint").trim();
  if (typed === "") return undefined;
  const parsed = parseEndpoint(typed);
  if (parsed.kind === "invalid") {
    const nextStep = "Set touchstone.model.endpoint to an address such as http://127.0.0.1:11434/v1";
    return { fault: { kind: "badUrl", message: `The endpoint is not usable: ${parsed.problem}`, nextStep } };
  }
  const baseUrl = parsed.url;
  const firstByteMs = settings.get("model.firstByteTimeoutMs");
  return {
    baseUrl,
    origin: new URL(baseUrl).origin,
    model: settings.get("model.name").trim(),
    headers: settings.get("model.headers"),
    format: settings.get("completion.format"),
    maxTokens: settings.get("completion.maxTokens", target),
    contextTokens: settings.get("completion.contextTokens", target),
    deadlines: { firstByteMs, idleMs, totalMs: firstByteMs + writingMs },
  };
}

/** Two configurations with the same identity may share cached suggestions and the memory of faults. */
export const modelIdentity = (config: ModelConfig): string =>
  JSON.stringify([config.baseUrl, config.model, config.format, config.headers]);
