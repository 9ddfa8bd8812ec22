/** The sentences of each fault: what failed and where, and what to do about it. */
import type { ModelFault, ModelFaultKind } from "../../ports/languageModel.ts";

export interface FaultPlace {
  /** Host and port. */
  readonly host: string;
  readonly model: string;
  /** What the model was asked for; some next steps differ. */
  readonly use: "completion" | "conversation";
}

type Sentences = (place: FaultPlace) => readonly [message: string, nextStep: string];

const later = "Suggestions go on with the built-in engine; Touchstone tries again by itself";
const address = "Check touchstone.model.endpoint";

const sentences: Readonly<Record<ModelFaultKind, Sentences>> = {
  badUrl: ({ host }) => [`The address of "${host}" cannot be used`, address],
  refused: ({ host }) => [
    `Nothing answers at ${host}`,
    "Start the model server, or check host and port in touchstone.model.endpoint",
  ],
  unknownHost: ({ host }) => [`The name ${host} does not resolve`, `${address} and the network`],
  tls: ({ host }) => [
    `The certificate of ${host} cannot be verified`,
    "Check http.proxy and the system's certificates, or name your authority in NODE_EXTRA_CA_CERTS",
  ],
  keyRejected: ({ host }) => [`${host} rejected the API key`, "Run Touchstone: Set API Key"],
  forbidden: ({ host }) => [`${host} refused the request`, "Check that the key may use this model"],
  modelMissing: ({ host, model }) => [
    `${host} has no model "${model}"`,
    "Set touchstone.model.name to a model that the endpoint lists",
  ],
  notFound: ({ host }) => [
    `${host} has nothing at this address`,
    "Check that touchstone.model.endpoint ends in the base path, often /v1",
  ],
  contextTooLong: ({ host }) => [
    `The prompt is too long for the model at ${host}`,
    "Lower touchstone.completion.contextTokens",
  ],
  rejected: ({ host }) => [
    `${host} did not accept the request`,
    "Try another touchstone.completion.format; chat works with most endpoints",
  ],
  noImages: ({ host }) => [`${host} takes no images`, "Choose a model that reads images"],
  rateLimited: ({ host }) => [`${host} asks for fewer requests`, later],
  quota: ({ host }) => [`The quota at ${host} is used up`, "Check the account behind the key"],
  serverError: ({ host }) => [`${host} failed or is too busy`, later],
  redirected: ({ host }) => [
    `${host} redirects elsewhere, and nothing was sent on`,
    "Set touchstone.model.endpoint to the final address if you trust it",
  ],
  webPage: ({ host }) => [
    `${host} answered with a web page`,
    "Check touchstone.model.endpoint, and whether the network wants a sign-in",
  ],
  protocol: ({ host }) => [
    `${host} sent data that is no completion stream`,
    "Check that the endpoint is OpenAI-compatible",
  ],
  firstByteTimeout: ({ host }) => [
    `${host} did not answer in time`,
    "See whether the model is loaded; touchstone.model.firstByteTimeoutMs allows more time",
  ],
  stalled: ({ host }) => [`${host} stalled: data stopped coming`, later],
  totalTimeout: ({ host }) => [`${host} took too long to finish`, "Lower touchstone.completion.maxTokens"],
  cut: ({ host }) => [`${host} broke off before the answer was whole`, later],
  tooLarge: ({ host }) => [
    `${host} sent more than a completion can be`,
    "Check that the endpoint is OpenAI-compatible",
  ],
  disconnected: ({ host }) => [`${host} closed the connection without an answer`, later],
};

/** Next steps of a conversation, where they are others than those of a suggestion. */
const conversationSteps: Partial<Readonly<Record<ModelFaultKind, string>>> = {
  contextTooLong: "Lower touchstone.chat.contextTokens, or begin a new chat",
  rejected: "Check that the endpoint takes /chat/completions and that the model can chat",
  rateLimited: "Wait a moment and ask again",
  serverError: "Ask again, or see the server's own log",
  stalled: "Ask again",
  totalTimeout: "Lower touchstone.chat.maxTokens, or ask for less at once",
  cut: "Ask again",
  disconnected: "Ask again, or see the server's own log",
};

/** @param detail what the server said, already plain */
export function makeFault(
  kind: ModelFaultKind,
  place: FaultPlace,
  detail = "",
  extra: Pick<ModelFault, "status" | "retryAfterMs"> = {},
): ModelFault {
  const [message, usualStep] = sentences[kind](place);
  const nextStep = (place.use === "conversation" ? conversationSteps[kind] : undefined) ?? usualStep;
  return { kind, message: detail === "" ? message : `${message}: ${detail}`, nextStep, ...extra };
}
