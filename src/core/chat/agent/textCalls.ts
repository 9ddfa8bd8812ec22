/**
 * Calls of tools in a model's text, for models without native ones: what it is told, and how its calls are found. Read for
 * what is meant: fenced objects as it is told, and the forms that models were trained on.
 */
import type { ChatTool } from "../../prompt/conversation.ts";
import { parseLoosely } from "./looseJson.ts";

export interface TextCall {
  readonly name: string;
  /** JSON of an object. */
  readonly argumentsText: string;
}

export interface ReadAnswer {
  /** What is said besides the calls. */
  readonly text: string;
  readonly calls: readonly TextCall[];
}

/** What a model without native tools is told. */
export function renderToolProtocol(tools: readonly ChatTool[]): string {
  const described = tools.map(
    ({ name, description, parameters }) =>
      `- ${name}: ${description}\n  arguments: ${JSON.stringify(parameters)}`,
  );
  return [
    "To call a tool, write a fenced block like this, one for each call, and then stop:",
    '```tool\n{"name": "search", "arguments": {"query": "retry policy"}}\n```',
    "Calls that do not depend on each other belong into one message. The results come in the next message. A message without such a block is your final answer.",
    `Tools:\n${described.join("\n")}`,
  ].join("\n\n");
}

/** A call and where it stands. */
interface Found extends TextCall {
  readonly start: number;
  readonly end: number;
}

const FENCED =
  /^[ \t]*(`{3,}|~{3,})[ \t]*(tool|tool_call|tool_code|tools|json)?[ \t]*\n([\s\S]*?)(?:^[ \t]*\1[ \t]*$|$(?![\s\S]))/gim;
const TAGGED = /<(tool_call|function_call|tool)>\s*([\s\S]*?)(?:<\/\1>|$(?![\s\S]))/gi;
/** Gaps stand in the tags where sealing broke up a template's sign. */
const NAMED_TAG = /<function=([\w.-]+)>\s*([\s\S]*?)(?:<\/function>|$(?![\s\S]))/gi;
const BRACKETED = /\[TOOL_CALLS\]\s*(\[[\s\S]*\])/i;
/** Where a call may begin, for text that is still coming. */
const OPENS =
  /^[ \t]*(?:`{3,}|~{3,})[ \t]*tool|<(?:tool_call|function_call|tool)>|<function=|\[TOOL_CALLS\]/im;

/**
 * @param known names of tools; an object that names another is no call
 */
export function readTextCalls(answer: string, known: ReadonlySet<string>): ReadAnswer {
  const found = [
    ...matches(answer, FENCED, (match) =>
      isMeant(match[2]) ? callsIn(match[3]!, known) : wholeCallsIn(match[3]!, known),
    ),
    ...matches(answer, TAGGED, (match) => callsIn(match[2]!, known)),
    ...matches(answer, NAMED_TAG, (match) => namedCall(match[1]!, match[2]!, known)),
    ...matches(answer, BRACKETED, (match) => callsIn(match[1]!, known)),
  ];
  const calls = found.length > 0 ? withoutOverlaps(found) : bareCalls(answer, known);
  let text = "";
  let position = 0;
  for (const { start, end } of calls) {
    text += answer.slice(position, Math.max(position, start));
    position = Math.max(position, end);
  }
  text += answer.slice(position);
  return { text: text.trim(), calls: calls.map(({ name, argumentsText }) => ({ name, argumentsText })) };
}

/** What of an answer that is still coming is no call. */
export function visibleText(answer: string): string {
  const start = answer.search(OPENS);
  return start < 0 ? answer : answer.slice(0, start).trimEnd();
}

const isMeant = (language: string | undefined): boolean => /^tool/i.test(language ?? "");

function matches(
  text: string,
  pattern: RegExp,
  read: (match: RegExpExecArray) => readonly TextCall[],
): readonly Found[] {
  const all = pattern.global
    ? [...text.matchAll(pattern)]
    : [pattern.exec(text)].filter((one) => one !== null);
  return all.flatMap((match) => {
    const place = { start: match.index, end: match.index + match[0].length };
    return read(match).map((call) => ({ ...call, ...place }));
  });
}

/** Several calls in one block have one place. */
function withoutOverlaps(found: readonly Found[]): readonly Found[] {
  const sorted = found.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const kept: Found[] = [];
  for (const one of sorted) {
    const last = kept.at(-1);
    const isInside =
      last !== undefined && one.start < last.end && (one.start !== last.start || one.end !== last.end);
    if (!isInside) kept.push(one);
  }
  return kept;
}

/** The whole answer is an object, with nothing around it. */
function bareCalls(answer: string, known: ReadonlySet<string>): readonly Found[] {
  const calls = /^\s*[[{]/.test(answer) ? wholeCallsIn(answer, known) : [];
  return calls.map((call) => ({ ...call, start: 0, end: answer.length }));
}

/** One object, a list of some, or one in each line. */
function callsIn(text: string, known: ReadonlySet<string>): readonly TextCall[] {
  const whole = wholeCallsIn(text, known);
  if (whole.length > 0) return whole;
  return text.split("\n").flatMap((line) => wholeCallsIn(line, known));
}

function wholeCallsIn(text: string, known: ReadonlySet<string>): readonly TextCall[] {
  const value = parseLoosely(text.trim());
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const calls = values.map((one) => callOf(one, known));
  return calls.every((call) => call !== undefined) ? calls : [];
}

function callOf(value: unknown, known: ReadonlySet<string>): TextCall | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  if (typeof fields["function"] === "object" && fields["function"] !== null)
    return callOf(fields["function"], known);
  const name = fields["name"] ?? fields["tool"] ?? fields["tool_name"] ?? fields["function"];
  if (typeof name !== "string" || !known.has(name)) return undefined;
  const named = fields["arguments"] ?? fields["parameters"] ?? fields["args"] ?? fields["input"];
  if (typeof named === "string") return { name, argumentsText: named };
  if (typeof named === "object" && named !== null) return { name, argumentsText: JSON.stringify(named) };
  const { name: _name, tool: _tool, ...rest } = fields;
  return { name, argumentsText: JSON.stringify(rest) };
}

function namedCall(name: string, text: string, known: ReadonlySet<string>): readonly TextCall[] {
  if (!known.has(name)) return [];
  const params = [...text.matchAll(/<parameter=([\w.-]+)>\s*([\s\S]*?)\s*<\/parameter>/gi)];
  if (params.length === 0) return [{ name, argumentsText: text.trim() || "{}" }];
  const values = Object.fromEntries(params.map(([, key, value]) => [key, value]));
  return [{ name, argumentsText: JSON.stringify(values) }];
}
