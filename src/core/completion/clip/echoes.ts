/** What a model says again though it stands before the cursor, or in the prompt. */

/** The head of a piece of another file, as `commentedFiles` writes it. */
const contextHead = /^\s*(?:#|\/\/) From \S.*:$/;
const comment = /^\s*(?:#(?!!|include|define|if|el|end)|\/\/|--|;;|\/\*|\*)/;
/** Shorter runs are said twice in good code. UTF-16 units. */
const tellingLength = 12;

const contentLines = (text: string): string[] => text.split("\n").filter((line) => line.trim() !== "");

/** Ends before the head of another piece of the prompt: the model writes the prompt on. */
export function endBeforeContext(text: string): { readonly text: string; readonly ended: boolean } {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => contextHead.test(line));
  return at < 0
    ? { text, ended: false }
    : { text: lines.slice(0, at).join("\n"), ended: at < lines.length - 1 };
}

/** Takes comments off the front that stand right above the cursor already. */
export function dropCommentEcho(text: string, prefix: string): string {
  if (!/(?:^|\n)[ \t]*$/.test(prefix)) return text;
  const above = new Set<string>();
  for (const line of contentLines(prefix).toReversed()) {
    if (!comment.test(line)) break;
    above.add(line.trim());
  }
  const lines = text.split("\n");
  const first = lines.findIndex((line) => line.trim() !== "" && !above.has(line.trim()));
  const echoed = lines.slice(0, first < 0 ? lines.length : first).some((line) => above.has(line.trim()));
  if (!echoed) return text;
  if (first < 0) return "";
  return lines
    .slice(first)
    .join("\n")
    .replace(/^[ \t]+/, "");
}

/** Whether the whole of a text is what stands right above the cursor. */
export function repeatsAbove(text: string, prefix: string): boolean {
  const said = contentLines(text).map((line) => line.trim());
  if (said.join("").length < tellingLength) return false;
  const cut = prefix.lastIndexOf("\n") + 1;
  const begun = prefix.slice(cut).trim();
  const above = contentLines(prefix.slice(0, cut)).slice(-said.length);
  const whole = [begun + said[0]!, ...said.slice(1)];
  return above.length === whole.length && above.every((line, at) => line.trim() === whole[at]);
}
