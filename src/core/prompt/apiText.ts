/** An API of a library as a piece of a prompt: how it is written, what it does, how it is used. */
import type { ApiEntry } from "../apiDocs/apiPackage.ts";
import { fullName, packageLabel } from "../apiDocs/renderApi.ts";
import type { PromptReason } from "../apiDocs/use/promptReason.ts";
import type { ContextItem } from "./contextItem.ts";
import { estimateTokens, keepFirstTokens } from "./tokens.ts";

/** Of one API. Tokens. */
const MOST_TOKENS = 110;
const MOST_SIGNATURE = 40;
const MOST_SUMMARY = 30;
/** Overloads that are told. */
const MOST_SIGNATURES = 2;
/** Examples, the workspace's own use before the library's. */
const MOST_EXAMPLES = 2;

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Whole lines within a budget. */
function firstLines(code: string, maxTokens: number): string {
  const lines = code.trimEnd().split("\n");
  while (lines.length > 0 && estimateTokens(lines.join("\n")) > maxTokens) lines.pop();
  return lines.join("\n");
}

/** The name, before signatures that do not tell it. */
function signatureLines({ name, signatures }: ApiEntry): readonly string[] {
  const owner = name.slice(0, Math.max(0, name.lastIndexOf(".")));
  return signatures.slice(0, MOST_SIGNATURES).map((signature) => {
    const text = keepFirstTokens(oneLine(signature), MOST_SIGNATURE);
    return owner === "" ? text : `${owner}: ${text}`;
  });
}

function noteOf({ deprecated, replacedBy }: ApiEntry): string {
  if (deprecated === undefined) return "";
  return replacedBy === undefined
    ? keepFirstTokens(oneLine(`Deprecated. ${deprecated}`), MOST_SUMMARY)
    : `Deprecated: use ${replacedBy} instead.`;
}

/**
 * The example that is told first is the workspace's own use, since that is how it is done here; of what does not fit the
 * rest goes. Documentation of what is deprecated ends with that.
 *
 * @returns an item whose `sources` are all files that its text is from
 */
export function apiItem(entry: ApiEntry, reason: PromptReason): ContextItem {
  const isPrivate = reason === "private";
  const head = [
    ...signatureLines(entry),
    keepFirstTokens(oneLine(entry.summary), MOST_SUMMARY),
    noteOf(entry),
  ].filter((line) => line !== "");
  const examples: string[] = [];
  const uses = entry.deprecated === undefined ? (entry.uses ?? []) : [];
  const taken: string[] = [];
  for (const { code, path } of [...uses, ...libraryExamples(entry)]) {
    const room = MOST_TOKENS - estimateTokens([...head, ...examples].join("\n"));
    const text = examples.length < MOST_EXAMPLES ? firstLines(code, room) : "";
    if (text === "" || (path !== undefined && text !== code.trimEnd())) continue;
    examples.push(text);
    if (path !== undefined) taken.push(path);
  }
  return {
    kind: "documentation",
    path: undefined,
    title: `${packageLabel(entry)}, ${entry.module === entry.package.name ? entry.name : fullName(entry)}`,
    text: [...head, ...(examples.length === 0 ? [] : ["Used as:", ...examples])].join("\n"),
    sources: [
      { path: entry.path, isLibrary: !isPrivate },
      ...taken.map((path) => ({ path, isLibrary: false })),
    ],
  };
}

const libraryExamples = ({ examples, deprecated }: ApiEntry) =>
  deprecated === undefined ? examples.map((code) => ({ code: withoutPrompts(code), path: undefined })) : [];

/** What a person typed of a console session, without what was answered. */
function withoutPrompts(code: string): string {
  const lines = code.split("\n");
  if (!lines.some((line) => line.startsWith(">>> "))) return code;
  return lines.flatMap((line) => /^(?:>>>|\.\.\.) ?(.*)$/.exec(line)?.[1] ?? []).join("\n");
}
