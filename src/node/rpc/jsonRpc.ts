/** Messages of JSON-RPC 2.0 (https://www.jsonrpc.org/specification), one object to a line. */
import { RpcError, type RpcErrorType } from "../../ports/rpc.ts";
import type { Line } from "./lineReader.ts";

export type RequestId = string | number;

export type Incoming =
  | { readonly kind: "request"; readonly id: RequestId; readonly method: string; readonly params: unknown }
  | { readonly kind: "notification"; readonly method: string; readonly params: unknown }
  | { readonly kind: "invalid"; readonly id: RequestId | null; readonly error: RpcError };

/**
 * -32700 and -32600 to -32603 are the specification's, -32800 is the Language Server Protocol's for a cancelled request,
 * and -32000 to -32099 is the range left to servers.
 */
export const errorCodes: { readonly [T in RpcErrorType]: number } = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internalError: -32603,
  requestCancelled: -32800,
  invalidSetting: -32001,
  invalidPath: -32002,
  deadlineExceeded: -32003,
  engineCrashed: -32004,
  busy: -32005,
  engineFailed: -32006,
  modelUnavailable: -32007,
  lineTooLong: -32008,
  shuttingDown: -32009,
  notIndexed: -32010,
  notFound: -32011,
  testsRefused: -32012,
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
/** A whole number that JSON.parse rounds would come back as another one. */
const isId = (value: unknown): value is RequestId =>
  typeof value === "string" || (typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER);

const invalid = (id: RequestId | null, type: RpcErrorType, message: string): Incoming => ({
  kind: "invalid",
  id,
  error: new RpcError(type, message),
});

/** Never throws, whatever the line holds. */
export function parseMessage(line: string): Incoming {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch (error) {
    return invalid(null, "parseError", `Cannot read the line: ${(error as Error).message}`);
  }
  if (Array.isArray(message)) {
    return invalid(null, "invalidRequest", "Cannot take a batch: send one request to a line");
  }
  if (!isObject(message)) return invalid(null, "invalidRequest", "Cannot take the line: it is not an object");
  const { jsonrpc, id, method } = message;
  // Programs that write every field write `null` for one that is not given.
  const params = message["params"] ?? undefined;
  const knownId = isId(id) ? id : null;
  if (jsonrpc !== "2.0") return invalid(knownId, "invalidRequest", 'The field "jsonrpc" must be "2.0"');
  if (typeof method !== "string")
    return invalid(knownId, "invalidRequest", 'The field "method" must be a text');
  if (params !== undefined && !isObject(params)) {
    return invalid(knownId, "invalidParams", `Parameters of "${method}" must be an object`);
  }
  if (!("id" in message)) return { kind: "notification", method, params };
  if (knownId === null) return invalid(null, "invalidRequest", 'The field "id" must be a text or a number');
  return { kind: "request", id: knownId, method, params };
}

export const renderResult = (id: RequestId, result: unknown): string =>
  JSON.stringify({ jsonrpc: "2.0", id, result: result ?? null });

export const renderError = (id: RequestId | null, error: RpcError): string =>
  JSON.stringify({
    jsonrpc: "2.0",
    id,
    error: {
      code: errorCodes[error.type],
      message: error.message,
      data: { type: error.type, ...error.details },
    },
  });

/** Says of a line why it could not be read. */
export const renderUnread = (line: Exclude<Line, { readonly kind: "line" }>): string =>
  renderError(
    null,
    line.kind === "tooLong"
      ? new RpcError("lineTooLong", `Cannot read the line: it is longer than ${line.maxBytes} bytes`)
      : new RpcError("parseError", "Cannot read the line: it is not UTF-8"),
  );

export const renderNotification = (method: string, params: unknown): string =>
  JSON.stringify({ jsonrpc: "2.0", method, params });
