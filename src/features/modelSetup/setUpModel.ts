/** Setting up a model: address, key, model, format, and only then are settings and key written. */
import { type ParsedEndpoint, parseEndpoint } from "../../core/config/endpoint.ts";
import { type SettingValue, settings } from "../../core/config/settings.ts";
import type { LocalServer } from "../../ports/localServers.ts";
import type { Answer, Choice, QuestionFrame, Questions, TextRemark } from "../../ports/questions.ts";
import type { Secrets } from "../../ports/secrets.ts";
import type { UserSettings } from "../../ports/userSettings.ts";

export type CompletionFormat = SettingValue<"completion.format">;

/** What a person has answered so far. */
export interface ModelSetup {
  readonly endpoint: string;
  /** As typed; empty keeps what is stored for this address. */
  readonly apiKey: string;
  readonly model: string;
  readonly format: CompletionFormat;
}

/** The models that an endpoint offers, or a sentence that says why they are not known. */
export type ModelOffer = { readonly models: readonly string[] } | { readonly problem: string };

export interface SetupDependencies {
  readonly questions: Questions;
  readonly secrets: Secrets;
  readonly userSettings: UserSettings;
  /** Scheme, host and port of a URL that {@link parseEndpoint} accepted. */
  readonly originOf: (url: string) => string;
  readonly offeredModels: (endpoint: string, apiKey: string | undefined) => Promise<ModelOffer>;
  /** Servers that run on this machine; none where nothing may be asked. */
  readonly findServers: () => Promise<readonly LocalServer[]>;
}

type Step = (setup: ModelSetup, frame: QuestionFrame) => Promise<Answer<ModelSetup>>;

function remarkOf(parsed: ParsedEndpoint): TextRemark | undefined {
  if (parsed.kind === "invalid") return { kind: "problem", text: parsed.problem };
  return parsed.warning === undefined ? undefined : { kind: "warning", text: parsed.warning };
}

/** The answer put into the setup; back and Escape pass through. */
async function fill<T>(
  answer: Promise<Answer<T>>,
  use: (value: T) => Promise<ModelSetup> | ModelSetup,
): Promise<Answer<ModelSetup>> {
  const given = await answer;
  return given.kind === "value" ? { kind: "value", value: await use(given.value) } : given;
}

/** A server that answers on this machine, or an address. */
function askServer(dependencies: SetupDependencies): Step {
  const { questions, findServers } = dependencies;
  const askAddress = askEndpoint(dependencies);
  let found: Promise<readonly LocalServer[]> | undefined;
  return async (setup, frame) => {
    found ??= findServers();
    const servers = await found;
    if (servers.length === 0) return askAddress(setup, frame);
    const other: Choice<LocalServer | undefined> = {
      label: "$(edit) Another address…",
      detail: "Type the base URL of an endpoint",
      isAlwaysShown: true,
      value: undefined,
    };
    const picked = await questions.askChoice<LocalServer | undefined>({
      ...frame,
      placeholder: "These servers answer on this machine",
      choices: [
        ...servers.map((server) => ({ label: server.name, description: server.baseUrl, value: server })),
        other,
      ],
    });
    if (picked.kind === "value" && picked.value === undefined) return askAddress(setup, frame);
    return fill(Promise.resolve(picked), (server) =>
      server === undefined
        ? setup
        : { ...setup, endpoint: server.baseUrl, format: server.format ?? setup.format },
    );
  };
}

function askEndpoint({ questions }: SetupDependencies): Step {
  return (setup, frame) =>
    fill(
      questions.askText({
        ...frame,
        prompt: "Base URL of an OpenAI-compatible endpoint: a server of your own, a gateway, a provider",
        placeholder: "http://127.0.0.1:11434/v1",
        value: setup.endpoint,
        remark: (text) => remarkOf(parseEndpoint(text)),
      }),
      (text) => {
        const parsed = parseEndpoint(text);
        return { ...setup, endpoint: parsed.kind === "endpoint" ? parsed.url : setup.endpoint };
      },
    );
}

function askKey({ questions, secrets, originOf }: SetupDependencies): Step {
  return async (setup, frame) => {
    const origin = originOf(setup.endpoint);
    const stored = (await secrets.apiKey(origin)) !== undefined;
    return fill(
      questions.askText({
        ...frame,
        prompt: stored
          ? `A key for ${origin} is stored; leave this empty to keep it`
          : `API key for ${origin}; leave this empty when the endpoint needs none`,
        placeholder: stored ? "Keep the stored key" : "No key",
        value: setup.apiKey,
        secret: true,
      }),
      (text) => ({ ...setup, apiKey: text.trim() }),
    );
  };
}

function askModelName({ questions }: SetupDependencies, problem?: string): Step {
  return (setup, frame) =>
    fill(
      questions.askText({
        ...frame,
        prompt: problem ? `${problem}. Type the model's name` : "Name of the model, as the endpoint knows it",
        placeholder: "qwen2.5-coder:7b",
        value: setup.model,
        remark: (text) =>
          text.trim() === "" ? { kind: "problem", text: "Type the name of a model" } : undefined,
      }),
      (text) => ({ ...setup, model: text.trim() }),
    );
}

function askModel(dependencies: SetupDependencies): Step {
  const { questions, secrets, originOf, offeredModels } = dependencies;
  return async (setup, frame) => {
    const key = setup.apiKey || (await secrets.apiKey(originOf(setup.endpoint)));
    const offer = await offeredModels(setup.endpoint, key);
    if ("problem" in offer) return askModelName(dependencies, offer.problem)(setup, frame);
    if (offer.models.length === 0) return askModelName(dependencies)(setup, frame);
    const other: Choice<string> = {
      label: "$(edit) Another model…",
      detail: "Type its name",
      isAlwaysShown: true,
      value: "",
    };
    const picked = await questions.askChoice({
      ...frame,
      placeholder: "Model to ask for inline suggestions",
      choices: [...offer.models.map((name): Choice<string> => ({ label: name, value: name })), other],
      ...(setup.model === "" ? {} : { initial: setup.model }),
    });
    if (picked.kind === "value" && picked.value === "") return askModelName(dependencies)(setup, frame);
    return fill(Promise.resolve(picked), (model) => ({ ...setup, model }));
  };
}

/** Short names of formats; one that is missing here goes by its value. */
const formatLabels: Readonly<Record<string, string>> = {
  suffix: "Completions with a suffix",
  infill: "Infill of llama.cpp",
  mistral: "Mistral's fill-in-the-middle",
  qwen: "Tokens of Qwen2.5-Coder and Qwen3-Coder",
  starcoder2: "Tokens of StarCoder 2",
  codellama: "Tokens of Code Llama",
  deepseek: "Tokens of DeepSeek-Coder",
  codestral: "Tokens of Codestral",
  codegemma: "Tokens of CodeGemma",
  granite: "Tokens of Granite Code",
  seedcoder: "Tokens of Seed-Coder",
  mellum: "Tokens of Mellum",
  chat: "Chat",
};

function askFormat({ questions }: SetupDependencies): Step {
  const plain = (about: string): string => about.replaceAll("`", "");
  return (setup, frame) =>
    fill(
      questions.askChoice<CompletionFormat>({
        ...frame,
        placeholder: "How to ask: a wrong format gives useless text without an error",
        choices: settings["completion.format"].choices.map(([value, about]) => ({
          label: formatLabels[value] ?? value,
          description: value,
          detail: plain(about),
          value,
        })),
        initial: setup.format,
      }),
      (format) => ({ ...setup, format }),
    );
}

async function writeSetup({ secrets, userSettings, originOf }: SetupDependencies, setup: ModelSetup) {
  if (setup.apiKey !== "") await secrets.setApiKey(originOf(setup.endpoint), setup.apiKey);
  await userSettings.write("completion.format", setup.format);
  await userSettings.write("model.name", setup.model);
  // Last, because it is what makes the others count.
  await userSettings.write("model.endpoint", setup.endpoint);
}

/**
 * Asks all questions and then writes all answers. Escape at any question leaves everything as it was.
 *
 * @returns what was written, or `undefined` when a person gave up
 */
export async function setUpModel(
  dependencies: SetupDependencies,
  current: Omit<ModelSetup, "apiKey">,
): Promise<ModelSetup | undefined> {
  const steps = [askServer, askKey, askModel, askFormat].map((step) => step(dependencies));
  let setup: ModelSetup = { ...current, apiKey: "" };
  let at = 0;
  for (let step = steps[0]; step; step = steps[at]) {
    const answer = await step(setup, { title: "Set Up Model", step: at + 1, totalSteps: steps.length });
    if (answer.kind === "cancelled") return undefined;
    if (answer.kind === "value") setup = keepKeyToOrigin(dependencies, setup, answer.value);
    at = Math.max(0, at + (answer.kind === "value" ? 1 : -1));
  }
  await writeSetup(dependencies, setup);
  return setup;
}

/** A key typed for one address is never taken along to another. */
function keepKeyToOrigin({ originOf }: SetupDependencies, before: ModelSetup, after: ModelSetup): ModelSetup {
  const moved = before.endpoint !== "" && originOf(before.endpoint) !== originOf(after.endpoint);
  return moved ? { ...after, apiKey: "" } : after;
}
