/** Reads the comments of JSDoc and TSDoc. */
import { firstSentence } from "../../syntax/outline/docComment.ts";
import { type ApiDoc, docLimits, replacementIn } from "../apiDoc.ts";
import { splitFences, unindented } from "../fences.ts";

export interface JsDoc {
  /** Undefined when it says nothing to users. */
  readonly doc: ApiDoc | undefined;
  /** Marked as not for users. */
  readonly isPrivate: boolean;
}

interface Block {
  readonly tag: string;
  readonly lines: string[];
}

const privateTags = new Set(["private", "internal", "hidden", "ignore"]);
/** Tags whose text belongs to the description. */
const proseTags = new Set(["remarks", "description", "desc", "summary", "privateremarks", "note", "throws"]);

/**
 * @param comment from its opening to its closing mark
 */
export function readJsDoc(comment: string): JsDoc {
  const blocks = blocksOf(comment);
  const isPrivate = blocks.some(({ tag }) => privateTags.has(tag));
  const prose = blocks.filter(({ tag }) => tag === "" || (proseTags.has(tag) && tag !== "privateremarks"));
  const { text, code } = splitFences(prose.map(proseOf).join("\n\n"));
  const examples = [...blocks.filter(({ tag }) => tag === "example").flatMap(exampleOf), ...code];
  const cleaned = plain(text);
  const doc: ApiDoc = {
    summary: firstSentence(cleaned) ?? "",
    text: cleaned.slice(0, docLimits.text),
    examples: examples.slice(0, docLimits.examples).map((one) => one.slice(0, docLimits.example)),
    ...tagsOf(blocks),
  };
  const isEmpty = Object.values(doc).every((value) => value === undefined || value.length === 0);
  return { doc: isEmpty && doc.deprecated === undefined ? undefined : doc, isPrivate };
}

function blocksOf(comment: string): readonly Block[] {
  const lines = comment
    .replace(/^\s*\/\*+|\*+\/\s*$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\*(?:\s|$)/, "").replace(/^\s*\*(?=\S)/, ""));
  const blocks: Block[] = [{ tag: "", lines: [] }];
  let isFenced = false;
  for (const line of lines) {
    if (/^\s*(?:```|~~~)/.test(line)) isFenced = !isFenced;
    const tag = isFenced ? null : /^\s*@(\w+)\b ?(.*)$/.exec(line);
    if (tag) blocks.push({ tag: tag[1]!.toLowerCase(), lines: [tag[2]!] });
    else blocks.at(-1)!.lines.push(line);
  }
  return blocks;
}

const proseOf = ({ tag, lines }: Block) =>
  tag === "throws" ? `Throws ${lines.join("\n")}` : lines.join("\n");

function exampleOf({ lines }: Block): string[] {
  const body = lines.join("\n").replace(/<caption>[^<]*<\/caption>/g, "");
  const { code } = splitFences(body);
  if (code.length > 0) return [...code];
  const plainCode = unindented(body.split("\n"));
  return plainCode === "" ? [] : [plainCode];
}

function tagsOf(blocks: readonly Block[]): Partial<ApiDoc> {
  const parameters: Record<string, string> = {};
  const tags: { -readonly [K in "returns" | "deprecated" | "replacedBy" | "since"]?: string } = {};
  for (const { tag, lines } of blocks) {
    const text = plain(lines.join(" ")).slice(0, docLimits.part);
    if (tag === "param" || tag === "arg" || tag === "argument") {
      const found = /^(?:\{.*?\}\s*)?\[?([\w$.]+)(?:=[^\]]*)?\]?\s*(?:[-–—:]\s*)?(.*)$/s.exec(text);
      if (found?.[2]) parameters[found[1]!] = found[2];
    } else if (tag === "returns" || tag === "return") tags.returns = text.replace(/^\{[^}]*\}\s*/, "");
    else if (tag === "since") tags.since = text;
    else if (tag === "deprecated") {
      tags.deprecated = text;
      const replacement = replacementIn(lines.join(" "));
      if (replacement !== undefined) tags.replacedBy = replacement;
    }
  }
  return Object.keys(parameters).length === 0 ? tags : { ...tags, parameters };
}

/** Without inline tags, each run of blank lines one. */
function plain(text: string): string {
  return text
    .replace(
      /\{@(?:link|linkcode|linkplain|see|inheritDoc)\s*([^}|]*)(?:\|\s*([^}]*))?\}/g,
      (_, target: string, label?: string) => (label ?? target).trim(),
    )
    .replace(/[ \t]+\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
