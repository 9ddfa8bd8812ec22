/** What is made of a suggestion that names what does not exist. */
import type { Finding, Verdict } from "./verification.ts";

export interface Repair {
  readonly verdict: Verdict;
  readonly text: string;
}

const dropped: Repair = { verdict: "dropped", text: "" };

/**
 * Replaces names by the ones that are meant, and ends the suggestion before the first for which there is none.
 *
 * @param findings ascending by offset, none of them about syntax
 */
export function repairSuggestion(suggestion: string, findings: readonly Finding[]): Repair {
  let text = "";
  let done = 0;
  for (const finding of findings) {
    const replaced = replacement(suggestion, finding);
    if (replaced === undefined) {
      const kept = text + suggestion.slice(done, finding.offset);
      return cutBefore(kept);
    }
    if (replaced.start < done) continue;
    text += suggestion.slice(done, replaced.start) + replaced.text;
    done = replaced.end;
  }
  return { verdict: "repaired", text: text + suggestion.slice(done) };
}

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Of a name that begins before the suggestion only the rest can be replaced. */
function replacement(suggestion: string, { name, offset, nearest }: Finding): Replacement | undefined {
  if (nearest === undefined) return undefined;
  if (suggestion.startsWith(name, offset)) return { start: offset, end: offset + name.length, text: nearest };
  if (offset > 0) return undefined;
  const rest = /^[\w$]*/.exec(suggestion)![0];
  const typed = name.slice(0, name.length - rest.length);
  const fits =
    rest !== "" && name.endsWith(rest) && nearest.startsWith(typed) && nearest.length > typed.length;
  return fits ? { start: 0, end: rest.length, text: nearest.slice(typed.length) } : undefined;
}

/**
 * The text without what it ends in: the argument or element that was begun, and on a line of its own the statement.
 * What leaves nothing worth showing is dropped.
 */
function cutBefore(text: string): Repair {
  const lineStart = text.lastIndexOf("\n") + 1;
  const at = argumentStart(text.slice(lineStart));
  const kept = text.slice(0, at === undefined ? lineStart : lineStart + at).trimEnd();
  const isUseful = /[A-Za-z_$][\w$]+/.test(
    kept.replace(/^\s*(?:return|await|yield|new|const|let|var|not|if|else)\b/, ""),
  );
  return isUseful ? { verdict: "cut", text: kept } : dropped;
}

/** Where the innermost open bracket's last argument begins, its comma included; undefined when no bracket is open. */
function argumentStart(line: string): number | undefined {
  const starts: number[] = [];
  let quote = "";
  for (let at = 0; at < line.length; at++) {
    const c = line[at]!;
    if (quote !== "") {
      if (c === "\\") at++;
      else if (c === quote) quote = "";
    } else if (c === '"' || c === "'" || c === "`") quote = c;
    else if (c === "(" || c === "[" || c === "{") starts.push(at + 1);
    else if (c === ")" || c === "]" || c === "}") starts.pop();
    else if (c === "," && starts.length > 0) starts[starts.length - 1] = at;
  }
  return starts.at(-1);
}
