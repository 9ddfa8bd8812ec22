/** An answer as Markdown. Names and texts of a repository are code or escaped: they format nothing and link nowhere. */
import type { Answer, AnswerPart, Citation, Evidence } from "./answer.ts";

/** A path as people read it, from the root with `/`; undefined for one outside. */
export type ShortPath = (path: string) => string | undefined;

export function renderAnswer({ summary, parts }: Answer, short: ShortPath): string {
  return [summary, ...parts.map((part) => renderPart(part, short))].join("\n\n").concat("\n");
}

function renderPart({ title, items, excerpt, more = 0 }: AnswerPart, short: ShortPath): string {
  const lines = items.map((item) => `- ${renderEvidence(item, short)}`);
  if (more > 0) lines.push(`- and ${more} more`);
  return [
    `**${escapeMarkdown(title)}**`,
    lines.join("\n"),
    excerpt && renderExcerpt(excerpt.languageId, excerpt.text),
  ]
    .filter((part) => part !== undefined && part !== "")
    .join("\n\n");
}

function renderEvidence({ text, detail, citation }: Evidence, short: ShortPath): string {
  const link = citation && renderPlace(citation, short);
  return [
    link,
    link ? inlineCode(text) : escapeMarkdown(text),
    detail && `— ${link ? inlineCode(detail) : escapeMarkdown(detail)}`,
  ]
    .filter((part) => part !== undefined && part !== "" && part !== "``")
    .join(" ");
}

/** ``[`src/store.ts:12`](src/store.ts#L12)`` */
export function renderPlace({ path, line, endLine }: Citation, short: ShortPath): string | undefined {
  const shown = short(path);
  if (shown === undefined) return undefined;
  const lines = endLine > line ? `L${line + 1}-L${endLine + 1}` : `L${line + 1}`;
  const target = shown.split("/").map(encodeURIComponent).join("/");
  return `[${inlineCode(`${shown}:${line + 1}`)}](${target.replace(/[()]/g, encodeBracket)}#${lines})`;
}

const encodeBracket = (bracket: string): string => (bracket === "(" ? "%28" : "%29");

/** A fence longer than any run of backquotes inside. */
export function renderExcerpt(languageId: string, text: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${/^[\w+#-]*$/.test(languageId) ? languageId : ""}\n${text.replace(/\n+$/, "")}\n${fence}`;
}

/** Text as a code span, whatever backquotes it holds; on one line. */
export function inlineCode(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line === "") return "";
  const fence = "`".repeat(longestRun(line) + 1);
  const gap = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${gap}${line}${gap}${fence}`;
}

const longestRun = (text: string): number =>
  Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));

/** So that it reads as it is written. */
export const escapeMarkdown = (text: string): string =>
  text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]<>#!|~&]/g, "\\$&");
