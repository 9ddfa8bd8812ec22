/** Failures of requests. */

/** Why a request failed, as `data.type` of the error on the wire. */
export const rpcErrorTypes = [
  "parseError",
  "invalidRequest",
  "methodNotFound",
  "invalidParams",
  "internalError",
  "requestCancelled",
  "invalidSetting",
  "invalidPath",
  "notIndexed",
  "notFound",
  "deadlineExceeded",
  "engineCrashed",
  "busy",
  "engineFailed",
  "modelUnavailable",
  "testsRefused",
  "lineTooLong",
  "shuttingDown",
] as const;
export type RpcErrorType = (typeof rpcErrorTypes)[number];

/** A failure that the other program is told word for word. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly type: RpcErrorType;
  /** Further facts for a program, beside the type. */
  readonly details: Readonly<Record<string, unknown>>;
  constructor(type: RpcErrorType, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.type = type;
    this.details = details;
  }
}
