/** The slash commands' table of doers; each is loaded when it is first asked for. */
import type { SlashCommandName } from "../../core/chat/slashCommands.ts";
import type {
  CommandDeps,
  CommandHandler,
  CommandListener,
  CommandRequest,
  CommandResult,
} from "./slashCommand.ts";

const handlers: Readonly<Record<SlashCommandName, () => Promise<CommandHandler>>> = {
  doc: async () => (await import("./doc.ts")).doc,
  fix: async () => (await import("./fix.ts")).fix,
  tests: async () => (await import("./tests.ts")).tests,
  update: async () => (await import("./update.ts")).update,
  optimize: async () => (await import("./optimize.ts")).optimize,
  explain: async () => (await import("./explain.ts")).explain,
  commit: async () => (await import("./commit.ts")).commit,
  resolve: async () => (await import("./resolve.ts")).resolve,
  review: async () => (await import("./review.ts")).review,
};

/** @throws the signal's reason, or the engine's fault */
export async function runSlashCommand(
  deps: CommandDeps,
  request: CommandRequest,
  listener: CommandListener,
  signal: AbortSignal,
): Promise<CommandResult> {
  const handler = await handlers[request.name]();
  return handler(deps, request, listener, signal);
}
