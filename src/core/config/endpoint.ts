/** The address of a model, as a person types it. */

export type ParsedEndpoint =
  | { readonly kind: "endpoint"; readonly url: string; readonly warning?: string }
  | { readonly kind: "invalid"; readonly problem: string };

const invalid = (problem: string): ParsedEndpoint => ({ kind: "invalid", problem });
/** A query other than the version that Azure wants would be no base of anything. */
const urlPattern = /^(https?):\/\/([^/?#\s]*)(\/[^?#\s]*)?(\?api-version=[\w.-]+)?$/i;
const hostPattern = /^(?:\[[0-9a-f:.]+\]|[^\s:@[\]<>"\\^`{|}]+)(?::(\d{1,5}))?$/i;
const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;
/** Paths that people copy from examples of single requests; the base URL ends before them. */
const requestPath = /\/(?:(?<=\/v\d\/)fim\/completions|chat\/completions|completions|models)\/?$/i;

function problemOfShape(text: string): string {
  if (text === "") return "Type the base URL of an OpenAI-compatible endpoint";
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return "The URL must start with http:// or https://";
  if (!/^https?:/i.test(text)) return "Only http:// and https:// are supported";
  if (/\s/.test(text)) return "The URL must not contain spaces";
  if (/[?#]/.test(text)) return "The URL must not contain a query other than ?api-version=, or a fragment";
  return "The URL is not valid";
}

/**
 * Checks and tidies a base URL: no spaces around, no slash at the end, no path of a single request.
 *
 * @returns the URL, with a warning when a key would travel unencrypted, or the problem as one sentence
 */
export function parseEndpoint(typed: string): ParsedEndpoint {
  const text = typed.trim();
  const [, scheme, authority, path = "", version = ""] = urlPattern.exec(text) ?? [];
  if (scheme === undefined || authority === undefined) return invalid(problemOfShape(text));
  if (authority.includes("@")) return invalid("The URL must not contain a user name or key: use Set API Key");
  const port = hostPattern.exec(authority);
  if (!port) return invalid(authority === "" ? "The URL has no host" : "The host of the URL is not valid");
  if (port[1] !== undefined && Number(port[1]) > 65535) return invalid("The port must be at most 65535");
  const bare = `${scheme.toLowerCase()}://${authority}${path.replace(requestPath, "")}`.replace(/\/+$/, "");
  const url = bare + version;
  return scheme.toLowerCase() === "http" && !loopback.test(authority)
    ? { kind: "endpoint", url, warning: "Not encrypted: others on the network can read code and key" }
    : { kind: "endpoint", url };
}

/** Scheme, host and port of a URL that {@link parseEndpoint} accepted, without the port that goes without saying. */
export function originOf(url: string): string {
  const [, scheme = "", authority = ""] = /^(https?):\/\/([^/?#]*)/i.exec(url) ?? [];
  const usual = scheme.toLowerCase() === "https" ? /:443$/ : /:80$/;
  return `${scheme}://${authority}`.toLowerCase().replace(usual, "");
}

const azureHost = /^https:\/\/[^/?#]+\.(?:openai|cognitiveservices|services\.ai)\.azure\.com(?:[:/?#]|$)/i;

/** Azure OpenAI takes a key in a header of its own (REST reference, section on authentication); all others as a bearer. */
export const keyHeaderOf = (url: string): "authorization" | "api-key" =>
  azureHost.test(url) || /[?&]api-version=/.test(url) ? "api-key" : "authorization";
