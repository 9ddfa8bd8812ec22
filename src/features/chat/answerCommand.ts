/** A slash command as a turn of a chat. */
import type { ShortPath } from "../../core/chat/renderAnswer.ts";
import { type ShownUsage, withUsage } from "../../core/chat/transcript.ts";
import { languageIdOf } from "../../core/syntax/language.ts";
import type { ChatUsage } from "../../ports/chatModel.ts";
import type {
  CommandListener,
  CommandPlace,
  CommandRequest,
  CommandResult,
} from "../commands/slashCommand.ts";
import type { AttachedContext } from "./context/contextReader.ts";
import type { TurnWriter } from "./turnWriter.ts";

/** What a slash command does. @throws the signal's reason, or what went wrong */
export type RunCommand = (
  request: CommandRequest,
  listener: CommandListener,
  signal: AbortSignal,
) => Promise<CommandResult>;

export async function answerCommand(
  { runCommand, shortPath }: { readonly runCommand: RunCommand; readonly shortPath: ShortPath },
  request: CommandRequest,
  writer: TurnWriter,
  signal: AbortSignal,
): Promise<void> {
  let said = "";
  const onText = (piece: string) => {
    said += piece;
    writer.onText(said);
  };
  const argument = request.argument.replace(/^`|`$/g, "");
  const { onRules, onProgress } = writer;
  let usage: ShownUsage | undefined;
  const onUsage = (one: ChatUsage): void => {
    usage = withUsage(usage, one);
    writer.onUsage(usage);
  };
  const listener = { onText, onRules, onProgress, onUsage };
  const result = await runCommand({ ...request, argument }, listener, signal);
  for (const patch of result.patches) writer.onProposal(patch);
  const citations = result.citations.flatMap(({ path, line, endLine }) => {
    const short = shortPath(path);
    return short === undefined ? [] : [{ path: short, line: line + 1, endLine: endLine + 1 }];
  });
  const engine = result.model === undefined ? "builtin" : "model";
  writer.onEngine(engine, result.model);
  const { markdown, refused } = result;
  writer.answered({ state: "done", engine, markdown, citations, isRefused: refused !== undefined });
}

/** What a command is about: the first thing beside it that has a place; of the open file where the cursor is. */
export function placeOf(attached: readonly AttachedContext[]): CommandPlace | undefined {
  for (const { ref, places, text } of attached) {
    const [place] = places;
    if (!place || !(ref.kind === "lines" || ref.kind === "symbol" || ref.kind === "file")) continue;
    const isAtCursor = ref.kind === "file" && ref.cursor !== undefined;
    const startLine = isAtCursor ? ref.cursor - 1 : place.line;
    const endLine = isAtCursor ? startLine : place.line + text.split("\n").length - 1;
    return { path: place.path, languageId: languageIdOf(place.path) ?? "", startLine, endLine };
  }
  return undefined;
}
