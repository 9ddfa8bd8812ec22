/** Takes the marks off comments. */

/**
 * The text of a comment, its lines as they are indented behind their marks.
 *
 * @param comment with its marks: lines with `//`, `///`, `//!` or `#`, or a block from `/*` or `=begin` to its end
 */
export function commentText(comment: string): string {
  const isBlock = /^\s*\/\*/.test(comment);
  const isRuby = /^=begin/.test(comment);
  const body = isBlock
    ? comment.replace(/^\s*\/\*[*!]*<?|\*+\/\s*$/g, "")
    : isRuby
      ? comment.replace(/^=begin.*\n|\n?=end\s*$/g, "")
      : comment;
  const mark = isBlock ? /^\s*\* ?/ : /^\s*(?:\/{2,3}[!<]?|#+) ?/;
  const lines = body.split("\n").map((line) => (isRuby ? line : line.replace(mark, "")).trimEnd());
  return lines.join("\n").replace(/^\s*\n|\s+$/g, "");
}

/** Paragraphs that are indented are code; with the mark that a list item has they are not. */
export function splitIndented(text: string): { readonly text: string; readonly code: readonly string[] } {
  const kept: string[] = [];
  const code: string[] = [];
  let block: string[] = [];
  let isBlank = true;
  const close = () => {
    const lines = block.join("\n").replace(/\n+$/, "").split("\n");
    if (block.some((line) => line.trim() !== "")) code.push(lines.join("\n"));
    block = [];
  };
  for (const line of text.split("\n")) {
    const isIndented = /^(?:\t| {2,})\s*\S/.test(line) && !/^\s*(?:[-*+•] |\d+[.)] )/.test(line);
    if (isIndented && (isBlank || block.length > 0)) block.push(line);
    else if (line.trim() === "" && block.length > 0) block.push("");
    else {
      close();
      kept.push(line);
    }
    isBlank = line.trim() === "";
  }
  close();
  return {
    text: kept
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim(),
    code,
  };
}
