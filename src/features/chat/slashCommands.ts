/** What a question may begin with. */
import type { SlashCommand } from "./context/suggestContext.ts";

export const slashCommands: readonly SlashCommand[] = [{ name: "new", about: "Begin a new chat" }];
