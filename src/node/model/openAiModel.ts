/** Models behind OpenAI-compatible endpoints. Requests are built by `openai`; reading, limits and faults are ours. */
import { customHeaders, headerNamesOf } from "../../core/prompt/headerNames.ts";
import { SafeChat } from "../../core/prompt/safeChat.ts";
import { SafeEmbedding } from "../../core/prompt/safeEmbedding.ts";
import { routeUrl, SafeRequest } from "../../core/prompt/safeRequest.ts";
import type {
  ConverseEnd,
  ConverseListener,
  LanguageModel,
  ModelDeadlines,
  ModelEnd,
  ModelEndpoint,
  ModelFault,
} from "../../ports/languageModel.ts";
import { readAnswer } from "./answerReader.ts";
import { readChat } from "./chatReader.ts";
import { DeadlineWatch, type WatchVerdict } from "./deadlineWatch.ts";
import {
  type FaultContext,
  FaultError,
  faultOfError,
  kindOfStatus,
  retryAfterMs,
  serverErrorOf,
} from "./faultOf.ts";
import { makeFault } from "./faultText.ts";
import { type AllowedRequest, guardedFetch } from "./guardedFetch.ts";
import { modelNamesOf } from "./modelNames.ts";
import { plainText } from "./plainText.ts";
import { vectorsOf } from "./vectorsOf.ts";

/** What an error of the client tells about a refused request. */
interface StatusError {
  readonly status: number;
  readonly headers: Headers;
  readonly error: unknown;
  readonly message: string;
}

const isStatusError = (error: unknown): error is StatusError =>
  typeof (error as StatusError | null)?.status === "number" &&
  (error as StatusError).headers instanceof Headers;

const hostOf = (baseUrl: string): string => (URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl);

/** What a header may carry; a key with a line break would otherwise end up in an error message. */
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

function contextOf(endpoint: ModelEndpoint, use: FaultContext["use"] = "completion"): FaultContext {
  const secrets = [endpoint.apiKey ?? "", ...Object.values(endpoint.headers)].filter((value) => value !== "");
  return { host: hostOf(endpoint.baseUrl), model: endpoint.model, use, secrets, answering: false };
}

function checkHeaders(endpoint: ModelEndpoint, context: FaultContext): ModelFault | undefined {
  if (endpoint.apiKey !== undefined && !/^[\x21-\x7e]+$/.test(endpoint.apiKey)) {
    return makeFault("keyRejected", context, "The stored key holds characters that no key has");
  }
  const bad = Object.entries(customHeaders(endpoint.headers)).find(([, value]) => !headerValue.test(value));
  if (!bad) return undefined;
  return {
    ...makeFault("rejected", context, `The header "${bad[0]}" holds characters that no header can carry`),
    nextStep: "Correct touchstone.model.headers",
  };
}

function faultOfStatus(error: StatusError, context: FaultContext): ModelFault {
  const said = serverErrorOf({ error: error.error }) ?? {
    message: error.message.replace(/^\d{3} /, ""),
    code: "",
  };
  const kind = kindOfStatus(error.status, said);
  const wait = retryAfterMs(error.headers, Date.now());
  return makeFault(kind, context, plainText(said.message, context.secrets), {
    status: error.status,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}

/** The client writes a key of its own where `authorization` is not said to be none. */
function keyHeaderOf({ apiKey, keyHeader }: ModelEndpoint, custom: Readonly<Record<string, string>>) {
  if (apiKey === undefined) return { authorization: custom["authorization"] ?? null };
  if (keyHeader === "api-key") return { authorization: custom["authorization"] ?? null, "api-key": apiKey };
  return { authorization: `Bearer ${apiKey}` };
}

/** The answer to one allowed request. @throws as the client does; `exchange.error` has the cause */
async function send(
  endpoint: ModelEndpoint,
  allowed: AllowedRequest,
  deadlines: ModelDeadlines,
  signal: AbortSignal,
): Promise<Response> {
  const { OpenAI } = await import("openai");
  const exchange = guardedFetch(allowed);
  const custom = customHeaders(endpoint.headers);
  const client = new OpenAI({
    apiKey: endpoint.apiKey ?? "none",
    baseURL: endpoint.baseUrl,
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout: deadlines.totalMs + 1_000,
    logLevel: "off",
    fetch: exchange.fetch,
  });
  const headers = {
    ...custom,
    accept: "text/event-stream, application/json",
    "user-agent": "Touchstone",
    ...keyHeaderOf(endpoint, custom),
    ...(allowed.body === undefined ? {} : { "content-type": "application/json" }),
  };
  const options = { headers, signal, ...(allowed.body === undefined ? {} : { body: allowed.body }) };
  try {
    const answer =
      allowed.method === "POST" ? client.post(allowed.url, options) : client.get(allowed.url, options);
    return await answer.asResponse();
  } catch (error) {
    throw exchange.error ?? error;
  }
}

const allowedFor = ({ url, body, context }: SafeRequest | SafeChat | SafeEmbedding): AllowedRequest => ({
  method: "POST",
  url,
  body,
  headerNames: context.headerNames,
});

export class OpenAiModel implements LanguageModel {
  async stream(
    endpoint: ModelEndpoint,
    request: SafeRequest,
    deadlines: ModelDeadlines,
    onText: (piece: string) => boolean,
    signal: AbortSignal,
  ): Promise<ModelEnd> {
    let hasText = false;
    const outcome = await this.#run(endpoint, deadlines, signal, async (watch, isLive) => {
      if (!SafeRequest.isSealed(request)) throw new FaultError("protocol", "The request was not sealed");
      const response = await send(endpoint, allowedFor(request), deadlines, watch.signal);
      watch.headers();
      return await readAnswer(response, {
        onData: () => watch.data(),
        onText: (piece) => {
          if (!isLive()) return false;
          hasText = true;
          return onText(piece);
        },
      });
    });
    if (outcome.kind === "value") return outcome.value;
    if (outcome.kind === "aborted") return { kind: "aborted" };
    return { kind: hasText ? "incomplete" : "failed", fault: outcome.fault };
  }

  async converse(
    endpoint: ModelEndpoint,
    request: SafeChat,
    deadlines: ModelDeadlines,
    listener: ConverseListener,
    signal: AbortSignal,
  ): Promise<ConverseEnd> {
    let hasText = false;
    const outcome = await this.#run(
      endpoint,
      deadlines,
      signal,
      async (watch, isLive) => {
        if (!SafeChat.isSealed(request)) throw new FaultError("protocol", "The request was not sealed");
        const response = await send(endpoint, allowedFor(request), deadlines, watch.signal);
        watch.headers();
        return await readChat(response, {
          onData: () => watch.data(),
          onReasoning: (piece) => {
            if (isLive()) listener.onReasoning(piece);
          },
          onText: (piece) => {
            if (!isLive()) return;
            hasText = true;
            listener.onText(piece);
          },
        });
      },
      "conversation",
    );
    if (outcome.kind === "value") return outcome.value;
    if (outcome.kind === "aborted") return { kind: "aborted" };
    return { kind: hasText ? "incomplete" : "failed", fault: outcome.fault };
  }

  async embed(
    endpoint: ModelEndpoint,
    request: SafeEmbedding,
    deadlines: ModelDeadlines,
    signal: AbortSignal,
  ): Promise<{ readonly vectors: readonly (readonly number[])[] } | { readonly fault: ModelFault }> {
    const outcome = await this.#run(endpoint, deadlines, signal, async (watch) => {
      if (!SafeEmbedding.isSealed(request)) throw new FaultError("protocol", "The request was not sealed");
      const response = await send(endpoint, allowedFor(request), deadlines, watch.signal);
      watch.headers();
      return await vectorsOf(response, request.sent.length);
    });
    if (outcome.kind === "value") return { vectors: outcome.value };
    return {
      fault: outcome.kind === "failed" ? outcome.fault : makeFault("disconnected", contextOf(endpoint)),
    };
  }

  async listModels(
    endpoint: ModelEndpoint,
    deadlines: ModelDeadlines,
    signal: AbortSignal,
  ): Promise<{ readonly models: readonly string[] } | { readonly fault: ModelFault }> {
    const outcome = await this.#run(endpoint, deadlines, signal, async (watch) => {
      const allowed: AllowedRequest = {
        method: "GET",
        url: routeUrl(endpoint.baseUrl, "models"),
        body: undefined,
        headerNames: headerNamesOf(endpoint.headers, endpoint.apiKey !== undefined, endpoint.keyHeader),
      };
      const response = await send(endpoint, allowed, deadlines, watch.signal);
      watch.headers();
      return await modelNamesOf(response);
    });
    if (outcome.kind === "value") return { models: outcome.value };
    return {
      fault: outcome.kind === "failed" ? outcome.fault : makeFault("disconnected", contextOf(endpoint)),
    };
  }

  /** Runs `work` under the clocks. Ends by the deadline whatever the network does, and never throws. */
  async #run<T>(
    endpoint: ModelEndpoint,
    deadlines: ModelDeadlines,
    signal: AbortSignal,
    work: (watch: DeadlineWatch, isLive: () => boolean) => Promise<T>,
    use: FaultContext["use"] = "completion",
  ): Promise<
    | { readonly kind: "value"; readonly value: T }
    | { readonly kind: "aborted" }
    | { readonly kind: "failed"; readonly fault: ModelFault }
  > {
    const context = contextOf(endpoint, use);
    const fault = checkHeaders(endpoint, context);
    if (fault) return { kind: "failed", fault };
    const watch = new DeadlineWatch(deadlines, signal);
    let verdict: WatchVerdict | undefined;
    const late = watch.verdict.then((reached) => {
      verdict = reached;
      return undefined;
    });
    const worked = work(watch, () => verdict === undefined).then(
      (value) => ({ kind: "value" as const, value }),
      (error: unknown) => ({
        kind: "failed" as const,
        fault: isStatusError(error)
          ? faultOfStatus(error, context)
          : faultOfError(error, { ...context, answering: watch.answering }),
      }),
    );
    const outcome = await Promise.race([late, worked]);
    watch.dispose();
    if (signal.aborted || verdict === "aborted") return { kind: "aborted" };
    if (verdict !== undefined) return { kind: "failed", fault: makeFault(verdict, context) };
    return outcome ?? { kind: "aborted" };
  }
}
