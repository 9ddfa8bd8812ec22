/** Which headers go to a model: what is recorded and what is sent follow from this one list. */

/** Set by the transport or able to change who is talked to; never taken from settings. */
const reserved = new Set([
  "host",
  "connection",
  "content-length",
  "content-type",
  "transfer-encoding",
  "upgrade",
  "accept",
  "user-agent",
]);

/** Headers of the settings that may be sent, names in lower case. */
export function customHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const named = Object.entries(headers).map(([name, value]) => [name.trim().toLowerCase(), value] as const);
  return Object.fromEntries(
    named.filter(([name]) => /^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name) && !reserved.has(name)),
  );
}

/**
 * Names of all headers of a request, lower case, ascending; the transport adds host, length and connection.
 *
 * @param keyHeader the one that carries the key, where there is one
 */
export function headerNamesOf(
  headers: Readonly<Record<string, string>>,
  hasKey: boolean,
  keyHeader = "authorization",
): readonly string[] {
  const names = ["accept", "content-type", "user-agent", ...Object.keys(customHeaders(headers))];
  return [...new Set([...names, ...(hasKey ? [keyHeader] : [])])].sort();
}
