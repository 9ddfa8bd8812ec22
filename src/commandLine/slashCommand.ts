/** The slash commands of the chat. */
import { renderCommand } from "../features/headless/renderCommand.ts";
import type { Command } from "../node/cli/arguments.ts";
import type { Opening } from "./folders.ts";
import { openSession } from "./openSession.ts";

/** Like compilers and tests: 1 when a review finds an error, or there is no answer. */
export async function printCommand(
  opening: Opening,
  { command, json }: Extract<Command, { kind: "command" }>,
): Promise<void> {
  const { session, close } = openSession(opening, { feedsCompletion: false });
  try {
    const result = await session.command(command, new AbortController().signal);
    console.log(json ? JSON.stringify(result) : renderCommand(result));
    const isRed = result.findings?.some(({ severity }) => severity === "error") === true;
    if (isRed || result.refused !== undefined) process.exitCode = 1;
  } finally {
    await close();
  }
}
