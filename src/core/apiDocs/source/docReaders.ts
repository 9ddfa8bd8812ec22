/** What comments say, by the customs of their languages. */
import { firstSentence } from "../../syntax/outline/docComment.ts";
import { type ApiDoc, docLimits, replacementIn } from "../apiDoc.ts";
import { splitFences, unindented } from "../fences.ts";
import { readJsDoc } from "../typescript/jsDoc.ts";
import { commentText, splitIndented } from "./comment.ts";
import { javadocText } from "./javadocText.ts";

/** Written about something, and whether it is for users. */
export interface SourceDoc {
  readonly doc: ApiDoc | undefined;
  readonly isHidden: boolean;
}

/** @param header source between the comment and the end of the name's line */
export type ReadSourceDoc = (comment: string, header: string) => SourceDoc;

const shown = (doc: ApiDoc | undefined): SourceDoc => ({ doc, isHidden: false });

function docOf(text: string, code: readonly string[], tags: Partial<ApiDoc> = {}): ApiDoc | undefined {
  const examples = code
    .map((one) => unindented(one.split("\n")).slice(0, docLimits.example))
    .filter((one) => one !== "")
    .slice(0, docLimits.examples);
  if (text === "" && examples.length === 0 && Object.keys(tags).length === 0) return undefined;
  return { summary: firstSentence(text) ?? "", text: text.slice(0, docLimits.text), examples, ...tags };
}

function deprecation(note: string | undefined): Partial<ApiDoc> {
  if (note === undefined) return {};
  const deprecated = note.replace(/\s+/g, " ").trim().slice(0, docLimits.part);
  const replacedBy = replacementIn(deprecated) ?? linkIn(deprecated);
  return replacedBy === undefined ? { deprecated } : { deprecated, replacedBy };
}

/** Go and Rust name what to use by itself: `Use NewReader.`, "use `a::b`", "this function simply calls io.ReadAll". */
function linkIn(note: string): string | undefined {
  const found =
    /\b(?:[Uu]se(?:\s+the)?|simply(?:\s+calls)?)\s+[`[]*([A-Za-z_]\w*(?:(?:\.|::)\w+)*)[`\]]*(?:\(\))?(?=[\s,;]|\.(?:\s|$)|$)/.exec(
      note,
    );
  const name = found?.[1];
  return name === undefined || /^(?:a|an|it|this|that|of)$/.test(name)
    ? undefined
    : name.replaceAll("::", ".");
}

/** Go: indented code, and a paragraph that begins with `Deprecated:`. */
export const readGoDoc: ReadSourceDoc = (comment) => {
  const text = commentText(
    comment
      .split("\n")
      .filter((line) => !/^\s*\/\/(?:go:|\s*\+build|nolint|line )/.test(line))
      .join("\n"),
  );
  const note = /(?:^|\n)Deprecated: ([\s\S]*?)(?:\n\n|$)/.exec(text)?.[1];
  const { text: prose, code } = splitIndented(text);
  return shown(docOf(prose.replace(/\[(\*?[A-Za-z_][\w.]*)\]/g, "$1"), code, deprecation(note)));
};

/** Rust: Markdown, whose fences hide lines that begin with `#`; what is deprecated says an attribute. */
export const readRustDoc: ReadSourceDoc = (comment, header) => {
  const own = comment.replace(/^(?:\s*\/\/![^\n]*(?:\n|$))+/, "");
  const isDoc = /^\s*(?:\/\/\/|\/\*\*)/.test(own);
  const { text, code } = splitFences(isDoc ? commentText(own) : "");
  const attribute = /#\[deprecated(?:\(([\s\S]*?)\)\s*\]|\s*(?:=\s*"([^"]*)")?\s*\])/.exec(header);
  const note = attribute
    ? (/note\s*=\s*"((?:[^"\\]|\\.)*)"/.exec(attribute[1] ?? "")?.[1] ?? attribute[2] ?? "")
    : undefined;
  const visible = code.map((one) =>
    one
      .split("\n")
      .filter((line) => !/^\s*#(?: |$)/.test(line))
      .join("\n"),
  );
  const plain = text.replace(/\[(`[^`]+`)\](?:\([^)]*\)|\[[^\]]*\])?/g, "$1").replace(/\n{3,}/g, "\n\n");
  const doc = docOf(plain.trim(), visible, deprecation(note));
  return { doc, isHidden: /#\[doc\(hidden\)\]/.test(header) };
};

/** Javadoc and KDoc. */
export const readJavadoc: ReadSourceDoc = (comment, header) => {
  const isDoc = /^\s*\/\*\*/.test(comment);
  const { doc, isPrivate } = readJsDoc(isDoc ? javadocText(commentText(comment)) : "");
  const isMarked = /@(?:java\.lang\.)?Deprecated\b/.test(header);
  const message = /@Deprecated\(\s*(?:message\s*=\s*)?"([^"]*)"/.exec(header)?.[1];
  if (!isMarked || doc?.deprecated !== undefined) return { doc, isHidden: isPrivate };
  const bare: ApiDoc = doc ?? { summary: "", text: "", examples: [] };
  return { doc: { ...bare, ...deprecation(message ?? "") }, isHidden: isPrivate };
};

/** PHPDoc: as JSDoc, with types before names. */
export const readPhpDoc: ReadSourceDoc = (comment, header) => {
  const isDoc = /^\s*\/\*\*/.test(comment);
  const text = isDoc ? commentText(comment) : "";
  const type = String.raw`[^\s<{(]+(?:<[^>]*>\S*|\{[^}]*\}\S*|\([^)]*\)\S*)?`;
  const named = text
    .replace(new RegExp(String.raw`^(\s*@param)\s+(?:${type}\s+)?(?:&|\.\.\.)*\$(\w+)`, "gm"), "$1 $2")
    .replace(new RegExp(String.raw`^(\s*@return)\s+${type}`, "gm"), "$1");
  const { doc, isPrivate } = readJsDoc(named);
  const attribute = /#\[\\?Deprecated(?:\((?:message:\s*)?["']([^"']*)["'])?/.exec(header);
  if (attribute === null || doc?.deprecated !== undefined) return { doc, isHidden: isPrivate };
  const bare: ApiDoc = doc ?? { summary: "", text: "", examples: [] };
  return { doc: { ...bare, ...deprecation(attribute[1] ?? "") }, isHidden: isPrivate };
};

/** Ruby: YARD's tags, and RDoc's indented code. */
export const readRubyDoc: ReadSourceDoc = (comment, header) => {
  const text = commentText(comment);
  const tags = text.search(/^@\w/m);
  const { text: prose, code } = splitIndented(tags < 0 ? text : text.slice(0, tags));
  const normal = (tags < 0 ? "" : text.slice(tags))
    .replace(/^@param\s+\[[^\]]*\]\s+(\w+)/gm, "@param $1")
    .replace(/^@param\s+(\w+)\s+\[[^\]]*\]/gm, "@param $1")
    .replace(/^@returns?\s+\[[^\]]*\]/gm, "@return")
    .replace(/^@example[^\n]*$/gm, "@example")
    .replace(/\{#?([A-Za-z_][\w:#.?!]*)\}/g, "`$1`");
  const { doc: tagged, isPrivate } = readJsDoc(normal);
  const isHidden = isPrivate || /^@api\s+private/m.test(text) || /:nodoc:/.test(comment + header);
  const { examples = [], summary: _summary, text: _text, ...rest } = tagged ?? { summary: "", text: "" };
  return { doc: docOf(prose, [...examples, ...code], rest), isHidden };
};
