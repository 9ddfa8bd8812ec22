/** Test Connection: each step of talking to the endpoint, tried in order until one fails. */
import { clipSuggestion } from "../../core/completion/clip.ts";
import { countOf } from "../../core/text/counts.ts";
import type { LanguageModel, ModelFault } from "../../ports/languageModel.ts";
import type { Settings } from "../../ports/settings.ts";
import type { Trust } from "../../ports/trust.ts";
import type { ConnectionReport } from "./completer.ts";
import { type ModelConfig, readModelConfig } from "./modelConfig.ts";
import type { ModelDesk } from "./modelDesk.ts";

interface ConnectionTestDeps {
  readonly settings: Settings;
  readonly trust: Trust;
  readonly model: LanguageModel;
  readonly desk: ModelDesk;
}

/** Short, and with one obvious answer. */
const prefix = "def add(a, b):\n    return ";
const suffix = "\n";
/** How many offered models a message names. */
const namedModels = 8;

/** Faults that leave open whether completions work: some servers have no list of models. */
const listIsOptional = new Set(["notFound", "rejected", "modelMissing", "protocol"]);

const missingV1 = (baseUrl: string): boolean => !/\/v\d+\w*(?:\/|$)/.test(baseUrl);

/** The next step where the address itself is the likely cause. */
function withAddressHint(fault: ModelFault, { baseUrl, endpointSetting }: ModelConfig): ModelFault {
  if ((fault.kind !== "notFound" && fault.kind !== "webPage") || !missingV1(baseUrl)) return fault;
  return { ...fault, nextStep: `Try "${baseUrl.replace(/\/+$/, "")}/v1" as touchstone.${endpointSetting}` };
}

/** @param models those offered; empty when the endpoint does not say */
function missingModel(config: ModelConfig, models: readonly string[]): ModelFault {
  const offered = models.slice(0, namedModels).join(", ");
  const more = models.length > namedModels ? ` and ${models.length - namedModels} more` : "";
  return {
    kind: "modelMissing",
    message:
      config.model === ""
        ? "No model is named"
        : `The model "${config.model}" is not offered by ${config.origin}`,
    nextStep:
      models.length === 0
        ? `Set touchstone.${config.modelSetting} to the model's name as the endpoint knows it`
        : `Set touchstone.${config.modelSetting} to one of: ${offered}${more}`,
  };
}

class Report {
  readonly #steps: { ok: boolean; text: string }[] = [];
  models: readonly string[] = [];

  passed(text: string): void {
    this.#steps.push({ ok: true, text });
  }

  failed(fault: ModelFault): ConnectionReport {
    this.#steps.push({ ok: false, text: `${fault.message}. ${fault.nextStep}` });
    return { ok: false, steps: this.#steps, fault, models: this.models };
  }

  done(): ConnectionReport {
    return { ok: true, steps: this.#steps, models: this.models };
  }
}

/** Lists the models; the fault when the endpoint cannot be what is needed. */
async function tryModels(
  deps: ConnectionTestDeps,
  config: ModelConfig,
  report: Report,
  signal: AbortSignal,
): Promise<ModelFault | undefined> {
  const listed = await deps.model.listModels(await deps.desk.endpoint(config), config.deadlines, signal);
  if ("fault" in listed) {
    if (!listIsOptional.has(listed.fault.kind)) {
      if (!signal.aborted) deps.desk.noteFault(listed.fault, config);
      return listed.fault;
    }
    report.passed(`${config.origin} answers, without a list of models`);
    return undefined;
  }
  report.models = listed.models;
  report.passed(`${config.origin} answers and offers ${countOf(listed.models.length, "model")}`);
  if (listed.models.includes(config.model)) report.passed(`It offers the model "${config.model}"`);
  return undefined;
}

/** One short completion in the configured format. */
async function tryCompletion(
  deps: ConnectionTestDeps,
  config: ModelConfig,
  report: Report,
  signal: AbortSignal,
): Promise<ModelFault | undefined> {
  const question = {
    task: "test",
    path: undefined,
    languageId: "python",
    prefix,
    suffix,
    context: [],
  } as const;
  let text = "";
  const onText = (piece: string): boolean => {
    text += piece;
    return true;
  };
  const outcome = await deps.desk.send(question, { ...config, maxTokens: 16 }, { onText }, signal);
  if (outcome.kind !== "sent") return untrusted;
  const { end } = outcome;
  if (end.kind === "aborted") return stopped;
  if (end.kind === "failed" && end.fault.kind === "modelMissing") return missingModel(config, report.models);
  if (end.kind === "failed" && end.fault.kind === "rejected") return refusedFormat(end.fault, config);
  if (end.kind !== "complete") return end.fault;
  const context = { prefix, suffix, languageId: "python", chat: config.format === "chat" };
  const clipped =
    clipSuggestion(text, context) ?? clipSuggestion(text, context, end.finishReason === "length");
  if (clipped === undefined) return emptyAnswer(config);
  const isListed = report.models.length === 0 || report.models.includes(config.model);
  // Aliases and tags that are left out are served though they are in no list.
  if (!isListed) report.passed(`It does not list the model "${config.model}", but answers for it`);
  report.passed(`A completion in the format "${config.format}" arrived`);
  for (const phrase of deps.desk.learnedOf(config)) report.passed(`This endpoint ${phrase}`);
  return undefined;
}

const untrusted: ModelFault = {
  kind: "rejected",
  message: "The workspace is not trusted, so no request was made",
  nextStep: "Trust the workspace, then test again",
};
const stopped: ModelFault = {
  kind: "rejected",
  message: "The test was stopped before it ended",
  nextStep: "Test again when ready",
};
const refusedFormat = (fault: ModelFault, config: ModelConfig): ModelFault => ({
  ...fault,
  nextStep: `Try another touchstone.completion.format than "${config.format}"; "chat" works with most endpoints`,
});
const emptyAnswer = (config: ModelConfig): ModelFault => ({
  kind: "protocol",
  message: `The model "${config.model}" answered with nothing that completes code in the format "${config.format}"`,
  nextStep: "Choose the touchstone.completion.format that this model was trained for",
});

/** Never throws; stops at the first step that fails. */
export async function testConnection(
  deps: ConnectionTestDeps,
  signal: AbortSignal,
): Promise<ConnectionReport> {
  const report = new Report();
  if (!deps.trust.isTrusted()) return report.failed(untrusted);
  const config = readModelConfig(deps.settings, "inline");
  if (config === undefined) {
    return report.failed({
      kind: "badUrl",
      message: "No endpoint is set",
      nextStep: "Run Touchstone: Set Up Model",
    });
  }
  if ("fault" in config) return report.failed(config.fault);
  report.passed(`The address ${config.baseUrl} is well formed`);
  const fault =
    (await tryModels(deps, config, report, signal)) ??
    (config.model === "" ? missingModel(config, report.models) : undefined) ??
    (await tryCompletion(deps, config, report, signal));
  if (fault !== undefined) return report.failed(withAddressHint(fault, config));
  deps.desk.resetFault();
  return report.done();
}
