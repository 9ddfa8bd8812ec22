/** A model's findings while it writes them: a row for each line that is whole; its edits are shown as a patch afterwards. */
import { parseModelFindings } from "../../core/changes/modelFindings.ts";
import { escapeMarkdown, inlineCode } from "../../core/chat/renderAnswer.ts";
import type { CommandListener } from "./slashCommand.ts";

/**
 * @param lines added lines by path, 0-based: what names another line is not shown
 * @returns what takes the pieces of the model's answer
 */
export function showFindings(
  lines: ReadonlyMap<string, ReadonlySet<number>>,
  { onText, onProgress }: Pick<CommandListener, "onText" | "onProgress">,
): (piece: string) => void {
  let rest = "";
  let isFixing = false;
  return (piece) => {
    const all = (rest + piece).split("\n");
    rest = all.pop()!;
    for (const whole of all) {
      for (const { path, line, message } of parseModelFindings(whole, lines).findings)
        onText?.(`- ${inlineCode(`${path}:${line + 1}`)} ${escapeMarkdown(message)}\n`);
      if (!isFixing && /^<{5,}/.test(whole)) {
        isFixing = true;
        onProgress?.("The model writes fixes");
      }
    }
  };
}
