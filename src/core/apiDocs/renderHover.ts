/** An API in a few lines for a person who points at its name. What libraries wrote is text there, and no markup of ours. */
import type { ApiEntry } from "./apiPackage.ts";
import { fenced, fenceLanguageOf, fullName, packageLabel, plain, withoutImages } from "./renderApi.ts";

/** `whole`: nobody else tells what it is. `addition`: a language server shows signature and text beside it. */
export type HoverExtent = "whole" | "addition";

const MOST_SIGNATURES = 3;
const MOST_TEXT = 600;
const MOST_EXAMPLE_LINES = 8;

/** The first paragraphs, as whole ones. UTF-16 units. */
function beginning(text: string): string {
  const kept: string[] = [];
  let length = 0;
  for (const paragraph of text.split(/\n\s*\n/)) {
    length += paragraph.length;
    if (kept.length > 0 && length > MOST_TEXT) break;
    kept.push(paragraph);
  }
  const whole = kept.join("\n\n");
  return whole.length > 2 * MOST_TEXT ? `${whole.slice(0, MOST_TEXT)} …` : whole;
}

function shortened(code: string): string {
  const lines = code.split("\n");
  return lines.length <= MOST_EXAMPLE_LINES ? code : [...lines.slice(0, MOST_EXAMPLE_LINES), "…"].join("\n");
}

/**
 * Markdown; links are not ours, so it is to be shown as not trusted.
 *
 * @param displayPath a path of the workspace as a person knows it
 */
export function renderHover(
  entry: ApiEntry,
  extent: HoverExtent,
  displayPath: (path: string) => string,
): string {
  const { signatures, kind, deprecated, replacedBy, doc, summary, examples, uses = [], since } = entry;
  const isWhole = extent === "whole";
  const language = fenceLanguageOf(entry.path);
  const version = `${plain(packageLabel(entry))}, as installed${since === undefined ? "" : `, since ${plain(since)}`}`;
  const instead = replacedBy === undefined ? "" : ` Use \`${replacedBy.replaceAll("`", "")}\` instead.`;
  const why = deprecated === undefined || deprecated === "" ? "" : ` ${plain(deprecated)}`;
  // Language servers read the same mark, and cross the name out.
  const note = deprecated === undefined || !isWhole ? "" : `**Deprecated.**${instead === "" ? why : instead}`;
  const [use] = uses;
  const [example] = examples;
  const shown =
    use !== undefined
      ? `Used in ${plain(displayPath(use.path))}:${use.line + 1}\n\n${fenced(shortened(use.code), fenceLanguageOf(use.path))}`
      : example !== undefined && isWhole
        ? `Example\n\n${fenced(shortened(example), language)}`
        : "";
  const title = kind === "module" ? version : `**${plain(fullName(entry))}** · ${version}`;
  return [
    isWhole ? title : version,
    isWhole && kind !== "module" ? fenced(signatures.slice(0, MOST_SIGNATURES).join("\n"), language) : "",
    note,
    isWhole ? withoutImages(beginning(doc === "" ? summary : doc)) : "",
    shown,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}
