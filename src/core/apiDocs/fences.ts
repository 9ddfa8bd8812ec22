/** Takes code out of Markdown: fenced blocks, each without its fence. */

/** Languages that are no code. */
const noCode = /^(?:text|txt|console|output|diff|json|yaml|toml|ini|plain|mermaid|none)\b/i;

export interface FencedText {
  /** The text without its fences. */
  readonly text: string;
  /** Code of the fences whose language is not one of output or data. */
  readonly code: readonly string[];
}

/** A fence that nothing closes ends with the text. */
export function splitFences(markdown: string): FencedText {
  const text: string[] = [];
  const code: string[] = [];
  let fence: { readonly mark: string; readonly isCode: boolean; readonly lines: string[] } | undefined;
  const close = () => {
    if (fence?.isCode && fence.lines.some((line) => line.trim() !== "")) code.push(unindented(fence.lines));
    fence = undefined;
  };
  for (const line of markdown.split("\n")) {
    const mark = /^\s*(`{3,}|~{3,})\s*([^`]*)$/.exec(line);
    if (fence === undefined && mark) fence = { mark: mark[1]!, isCode: !noCode.test(mark[2]!), lines: [] };
    else if (fence && mark?.[2] === "" && mark[1]?.startsWith(fence.mark)) close();
    else if (fence) fence.lines.push(line);
    else text.push(line);
  }
  close();
  return { text: text.join("\n"), code };
}

/** Lines without the indentation that all of them have, and without blank ones around them. */
export function unindented(lines: readonly string[]): string {
  const used = lines.filter((line) => line.trim() !== "");
  const depth = used.reduce((least, line) => Math.min(least, /^\s*/.exec(line)![0].length), 1000);
  const cut = lines.map((line) => line.slice(Math.min(depth, /^\s*/.exec(line)![0].length)).trimEnd());
  return cut.join("\n").replace(/^\n+|\n+$/g, "");
}
