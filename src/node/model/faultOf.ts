/** Which fault an error is: by its causes and codes, never by its class or its words alone. */
import type { ModelFault, ModelFaultKind } from "../../ports/languageModel.ts";
import { type FaultPlace, makeFault } from "./faultText.ts";
import { plainText } from "./plainText.ts";

/** Thrown inside the stream layer where the fault is already known. */
export class FaultError extends Error {
  override readonly name = "FaultError";
  readonly kind: ModelFaultKind;
  readonly detail: string;
  constructor(kind: ModelFaultKind, detail = "") {
    super(`Stream ended, "${kind}"`);
    this.kind = kind;
    this.detail = detail;
  }
}

export interface FaultContext extends FaultPlace {
  /** Values that must never be shown. */
  readonly secrets: readonly string[];
  /** Whether an answer had begun: a broken connection is then a cut. */
  readonly answering: boolean;
}

const codeKinds: readonly (readonly [RegExp, ModelFaultKind])[] = [
  [
    /^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ETIMEDOUT|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT)$/,
    "refused",
  ],
  [/^(?:ENOTFOUND|EAI_AGAIN|EAI_NONAME|EAI_FAIL|ENODATA)$/, "unknownHost"],
  [
    /^(?:ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO|CRL_|INVALID_CA|PATH_LENGTH)/,
    "tls",
  ],
  [/^(?:HPE_|UND_ERR_(?:RESPONSE_EXCEEDED|HEADERS_OVERFLOW|INVALID_ARG|RES_EXCEEDED)|Z_|ERR__)/, "protocol"],
  [/^(?:ERR_INVALID_URL|ERR_UNSUPPORTED_)/, "badUrl"],
  [/^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/, "stalled"],
];

/** The error and all that caused it, outermost first, also those collected in an `AggregateError`. */
function chainOf(error: unknown, depth = 0): readonly unknown[] {
  if (typeof error !== "object" || error === null || depth > 8) return [error];
  const { cause, errors } = error as { cause?: unknown; errors?: unknown };
  const below = [...(cause === undefined ? [] : [cause]), ...(Array.isArray(errors) ? errors : [])];
  return [error, ...below.flatMap((inner) => chainOf(inner, depth + 1))];
}

const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
};

/** The fault of an error that was thrown on the way. */
export function faultOfError(error: unknown, context: FaultContext): ModelFault {
  const chain = chainOf(error);
  const known = chain.find((one) => one instanceof FaultError);
  if (known) return makeFault(known.kind, context, plainText(known.detail, context.secrets));
  for (const code of chain.map(codeOf).reverse()) {
    const kind = codeKinds.find(([pattern]) => pattern.test(code))?.[1];
    if (kind !== undefined) return makeFault(kind, context, code);
  }
  if (chain.some((one) => one instanceof Error && one.name === "HTTPParserError")) {
    return makeFault("protocol", context, "It does not speak HTTP");
  }
  if (chain.some((one) => one instanceof Error && /bad port|unknown scheme|invalid url/i.test(one.message))) {
    return makeFault("badUrl", context);
  }
  return makeFault(context.answering ? "cut" : "disconnected", context);
}

/** An error body in one of the shapes that servers use. */
export interface ServerError {
  readonly message: string;
  readonly code: string;
}

/** `{error: {message, code, type}}`, `{error: "..."}`, `{message}`, `{detail}`; undefined when it is none. */
export function serverErrorOf(value: unknown): ServerError | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { error, message, detail, code, type } = value as Record<string, unknown>;
  if (error !== undefined && error !== null && error !== false) {
    if (typeof error === "string") return { message: error, code: String(code ?? "") };
    if (typeof error === "object") return serverErrorOf(error) ?? { message: "", code: "" };
    return { message: String(message ?? error), code: String(code ?? "") };
  }
  const text = message ?? detail;
  if (text === undefined && code === undefined) return undefined;
  const said = typeof text === "string" ? text : text === undefined ? "" : JSON.stringify(text);
  return { message: said, code: `${code ?? ""} ${type ?? ""}`.trim() };
}

const tooLong =
  /context.?(?:length|window|size)|maximum context|too many tokens|prompt is too long|exceeds? the (?:available )?context/i;
const noModel =
  /model[_ -]?not[_ -]?found|(?:no such|unknown|invalid) model|model\b.{0,120}(?:not found|does not exist|not available|not supported)/i;
const noQuota = /insufficient[_ ]quota|billing|credit balance|quota[_ ]exceeded|payment/i;

/** Which fault a status and what the server said amount to. */
export function kindOfStatus(status: number, said: ServerError): ModelFaultKind {
  const text = `${said.code} ${said.message}`;
  if (status === 401) return "keyRejected";
  if (status === 402) return "quota";
  if (status === 403) return "forbidden";
  if (status === 404) return noModel.test(text) ? "modelMissing" : "notFound";
  if (status === 405) return "notFound";
  if (status === 413 || tooLong.test(text)) return "contextTooLong";
  if (status === 429) return noQuota.test(text) ? "quota" : "rateLimited";
  if (status === 408 || status === 409 || status >= 500) return "serverError";
  if (noModel.test(text)) return "modelMissing";
  return "rejected";
}

/** An error object in an answer of status 200: only its words tell the kind. */
export function kindOfServerError(said: ServerError): ModelFaultKind {
  const text = `${said.code} ${said.message}`;
  const status = /\b(4\d\d|5\d\d)\b/.exec(said.code)?.[1];
  if (status !== undefined) return kindOfStatus(Number(status), said);
  if (tooLong.test(text)) return "contextTooLong";
  if (noModel.test(text)) return "modelMissing";
  if (noQuota.test(text)) return "quota";
  if (/rate.?limit|too many requests/i.test(text)) return "rateLimited";
  if (/api.?key|unauthori[sz]ed|authentication/i.test(text)) return "keyRejected";
  return "serverError";
}

/** `retry-after-ms`, or `retry-after` in seconds or as a date. Milliseconds, at least 0. */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const exact = Number.parseFloat(headers.get("retry-after-ms") ?? "");
  if (Number.isFinite(exact)) return Math.max(0, exact);
  const text = headers.get("retry-after");
  if (text === null) return undefined;
  const seconds = Number(text);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(text) - nowMs;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
