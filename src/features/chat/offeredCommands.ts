/** What a question may begin with: what the panel itself does, and the slash commands. */
import { slashCommandNames, slashCommands } from "../../core/chat/slashCommands.ts";
import type { CommandSuggestion } from "./context/suggestContext.ts";

export const offeredCommands: readonly CommandSuggestion[] = [
  { name: "new", about: "Begin a new chat" },
  ...slashCommandNames.map((name) => ({ name, about: slashCommands[name].about })),
];
