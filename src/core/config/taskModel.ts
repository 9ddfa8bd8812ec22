/** Which model a task asks: its own where one is set, else that of `model.*`. The one place that knows how they inherit. */
import { keyHeaderOf, originOf, parseEndpoint } from "./endpoint.ts";
import type { SettingName, SettingValue } from "./settings.ts";

export type ModelTask = "inline" | "chat" | "repair" | "embeddings";

type EndpointSetting = Extract<SettingName, `${string}.endpoint`>;
type ModelSetting = Extract<SettingName, `${string}.model`>;

const own: Readonly<Record<ModelTask, { readonly endpoint: EndpointSetting; readonly model: ModelSetting }>> =
  {
    inline: { endpoint: "completion.endpoint", model: "completion.model" },
    chat: { endpoint: "chat.endpoint", model: "chat.model" },
    repair: { endpoint: "repair.endpoint", model: "repair.model" },
    embeddings: { endpoint: "embeddings.endpoint", model: "embeddings.model" },
  };
const modelTasks = Object.keys(own) as readonly ModelTask[];

export type ReadSetting = <N extends SettingName>(name: N) => SettingValue<N>;

export interface TaskModel {
  /** Tidied base URL. */
  readonly baseUrl: string;
  /** Scheme, host and port: what a key is stored for. */
  readonly origin: string;
  /** Empty when none is named. */
  readonly model: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The header that carries the key. */
  readonly keyHeader: "authorization" | "api-key";
  /** The settings that say so, for messages. */
  readonly endpointSetting: EndpointSetting;
  readonly modelSetting: ModelSetting | "model.name";
}

/** Headers may hold secrets, so they go only to the origin that a person gave them for. */
function headersFor(origin: string, read: ReadSetting): Readonly<Record<string, string>> {
  const general = parseEndpoint(read("model.endpoint"));
  return general.kind === "endpoint" && originOf(general.url) === origin ? read("model.headers") : {};
}

/** @returns undefined when no endpoint is set; the problem when the address is none */
export function taskModel(
  task: ModelTask,
  read: ReadSetting,
): TaskModel | { readonly problem: string; readonly endpointSetting: EndpointSetting } | undefined {
  const names = own[task];
  const endpointSetting = read(names.endpoint).trim() === "" ? "model.endpoint" : names.endpoint;
  const typed = read(endpointSetting).trim();
  if (typed === "") return undefined;
  const parsed = parseEndpoint(typed);
  if (parsed.kind === "invalid") return { problem: parsed.problem, endpointSetting };
  const origin = originOf(parsed.url);
  // A model that writes text makes no vectors: only its own name will do there.
  const inherits = task !== "embeddings" && read(names.model).trim() === "";
  const modelSetting = inherits ? "model.name" : names.model;
  return {
    baseUrl: parsed.url,
    origin,
    model: read(modelSetting).trim(),
    headers: headersFor(origin, read),
    keyHeader: keyHeaderOf(parsed.url),
    endpointSetting,
    modelSetting,
  };
}

/** Origins of all endpoints that are set, each once, that of `model.endpoint` first. */
export function modelOrigins(read: ReadSetting): readonly string[] {
  const typed = ["model.endpoint" as const, ...modelTasks.map((task) => own[task].endpoint)].map((name) =>
    parseEndpoint(read(name)),
  );
  return [...new Set(typed.flatMap((parsed) => (parsed.kind === "endpoint" ? [originOf(parsed.url)] : [])))];
}
