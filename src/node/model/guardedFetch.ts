/**
 * The only module that talks HTTP. It sends exactly what it was made for - one address, one body, listed headers -
 * follows no redirect and lets no endless answer through.
 */
import { FaultError } from "./faultOf.ts";

export interface AllowedRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  /** Undefined for a request without one. */
  readonly body: string | undefined;
  /** Lower case; others are dropped. */
  readonly headerNames: readonly string[];
}

export interface Exchange {
  readonly fetch: (url: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** What went wrong inside `fetch`: clients wrap errors and drop causes. */
  error: unknown;
}

const maxResponseBytes = 16 * 1024 * 1024;
/** Of an error's body no more than a sentence is shown. */
const maxErrorBytes = 64 * 1024;

function allowedHeaders(sent: RequestInit["headers"], names: readonly string[]): Headers {
  const given = new Headers(sent);
  const headers = new Headers();
  for (const name of names) {
    const value = given.get(name);
    if (value !== null) headers.set(name, value);
  }
  return headers;
}

/** Ends the body after `maxBytes`: with an error, or silently where the start is enough. */
function capped(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
  failAtEnd: boolean,
): ReadableStream<Uint8Array> {
  let received = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        received += chunk.byteLength;
        if (received <= maxBytes) return controller.enqueue(chunk);
        if (failAtEnd) controller.error(new FaultError("tooLarge"));
        else controller.terminate();
      },
    }),
  );
}

function targetOf(response: Response): string {
  const location = response.headers.get("location") ?? "";
  const target = URL.canParse(location, response.url) ? new URL(location, response.url) : undefined;
  return target === undefined ? "" : `to ${target.origin}`;
}

/** A `fetch` for one request. `globalThis.fetch` is read when called: editors replace it by one that knows proxies. */
export function guardedFetch(allowed: AllowedRequest): Exchange {
  const exchange: Exchange = {
    error: undefined,
    fetch: async (input, init = {}) => {
      try {
        const url = input instanceof Request ? input.url : String(input);
        const body = init.body ?? undefined;
        const same = url === new URL(allowed.url).href && init.method?.toUpperCase() === allowed.method;
        if (!same || body !== allowed.body) {
          throw new FaultError("protocol", "A request that was not sealed was stopped");
        }
        const response = await globalThis.fetch(url, {
          method: allowed.method,
          headers: allowedHeaders(init.headers, allowed.headerNames),
          redirect: "manual",
          ...(body === undefined ? {} : { body }),
          ...(init.signal ? { signal: init.signal } : {}),
        });
        return guardedResponse(response);
      } catch (error) {
        exchange.error = error;
        throw error;
      }
    },
  };
  return exchange;
}

/** Asks one address for JSON, without a key or any other header. @throws as `fetch` does, and for a redirect */
export function guardedGet(url: string, signal: AbortSignal): Promise<Response> {
  const exchange = guardedFetch({ method: "GET", url, body: undefined, headerNames: ["accept"] });
  return exchange.fetch(url, { method: "GET", headers: { accept: "application/json" }, signal });
}

function guardedResponse(response: Response): Response {
  if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) {
    void response.body?.cancel().catch(() => undefined);
    throw new FaultError("redirected", targetOf(response));
  }
  const { status, statusText, headers } = response;
  const body =
    response.body && capped(response.body, response.ok ? maxResponseBytes : maxErrorBytes, response.ok);
  return new Response(body, { status, statusText, headers });
}
