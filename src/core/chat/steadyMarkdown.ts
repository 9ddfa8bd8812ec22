/** The beginning of an answer that is still being written, as Markdown that does not change its looks with the next word. */

/** The fence that is open at the end, if one is: its sign, repeated. */
function openFence(lines: readonly string[]): string | undefined {
  let open: string | undefined;
  for (const line of lines) {
    const [, fence, info = ""] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (fence === undefined) continue;
    if (open === undefined) {
      if (!(fence[0] === "`" && info.includes("`"))) open = fence;
    } else if (fence[0] === open[0] && fence.length >= open.length && info.trim() === "") open = undefined;
  }
  return open;
}

/** A line that may yet become a heading, a rule, a list or a fence. */
const undecided = /^\s*(?:[-=*+_>#]+|\d{1,9}[.)]?|`{1,2}|~{1,2}|\|)\s*$/;

/** Rows of a table are none until the second line has said so. */
function isBegunTable(lines: readonly string[]): boolean {
  const at = lines.findLastIndex((line) => line.trim() === "") + 1;
  return lines[at]?.trimStart().startsWith("|") === true && lines.length - at <= 2;
}

/** Closes what is open in a line: code, strong, emphasis; shows of an unfinished link its text. */
function steadyLine(line: string): string {
  let text = line.replace(/!?\[([^\][]*)\]\([^)\s]*$/, "$1").replace(/!?\[([^\][]*)\]?$/, "$1");
  const ticks = text.match(/`+/g) ?? [];
  if (ticks.length % 2 === 1) {
    const open = ticks.at(-1)!;
    return text.endsWith(open) ? text.slice(0, -open.length) : text + open;
  }
  const bare = text.replace(/(`+)[^`]*\1/g, (code) => "x".repeat(code.length));
  const closers: string[] = [];
  for (const [mark] of bare.matchAll(/\*\*|__|~~|(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])/g)) {
    if (closers.at(-1) === mark) closers.pop();
    else closers.push(mark);
  }
  while (closers.length > 0 && text.endsWith(closers.at(-1)!)) text = text.slice(0, -closers.pop()!.length);
  if (closers.length === 0) return text;
  const end = text.trimEnd();
  return end + closers.reverse().join("");
}

/** @param text what is there of the answer, which goes on */
export function steadyMarkdown(text: string): string {
  const lines = text.split("\n");
  const last = lines.pop() ?? "";
  const fence = openFence(lines);
  if (fence !== undefined) {
    // Perhaps the first signs of the fence's end.
    const isEnd = last.trim() !== "" && fence.startsWith(last.trim());
    return [...lines, ...(isEnd ? [] : [last])].join("\n");
  }
  if (isBegunTable([...lines, last])) {
    const at = lines.findLastIndex((line) => line.trim() === "") + 1;
    return lines.slice(0, at).join("\n");
  }
  if (undecided.test(last)) return lines.join("\n");
  return [...lines, steadyLine(last)].join("\n");
}
