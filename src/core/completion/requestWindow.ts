/** The part of a long text that completion looks at: what is near the cursor. */
import type { CompletionRequest, Suggestion } from "./suggestion.ts";

/**
 * In UTF-16 units; about 8,000 and 2,000 lines. Longer texts are data more often than code, and cutting one of 20 MB into
 * tokens takes seconds, in which nothing else is answered.
 */
export const longestPrefix = 1 << 18;
export const longestSuffix = 1 << 16;

export interface RequestWindow {
  readonly request: CompletionRequest;
  /** Lines cut off before the window. */
  readonly firstLine: number;
}

function countNewlines(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/** Where the last `longestPrefix` units begin: after a line feed if there is one among them, never inside a pair. */
function windowStart(prefix: string): number {
  const earliest = prefix.length - longestPrefix;
  const lineStart = prefix.indexOf("\n", earliest - 1) + 1;
  if (lineStart > 0) return lineStart;
  return isLowSurrogate(prefix, earliest) ? earliest + 1 : earliest;
}

const isLowSurrogate = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xdc00;

/** Cuts what is far from the cursor; the request itself when nothing is. */
export function requestWindow(request: CompletionRequest): RequestWindow {
  const { prefix, suffix } = request;
  if (prefix.length <= longestPrefix && suffix.length <= longestSuffix) return { request, firstLine: 0 };
  const start = prefix.length > longestPrefix ? windowStart(prefix) : 0;
  const end = isLowSurrogate(suffix, longestSuffix) ? longestSuffix - 1 : longestSuffix;
  const firstLine = countNewlines(prefix, start);
  const { after } = request;
  const moved = after?.path === request.path ? { ...after, line: after.line - firstLine } : after;
  return {
    request: { ...request, prefix: prefix.slice(start), suffix: suffix.slice(0, end), after: moved },
    firstLine,
  };
}

/** A suggestion made for a window, with the line of its source in the whole text. */
export function inWholeText(suggestion: Suggestion, { request, firstLine }: RequestWindow): Suggestion {
  const { provenance } = suggestion;
  if (firstLine === 0 || provenance?.path !== request.path) return suggestion;
  return { ...suggestion, provenance: { ...provenance, line: provenance.line + firstLine } };
}
