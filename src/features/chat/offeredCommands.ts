/** What a question may begin with. */
import { offeredCommandNames, slashCommands } from "../../core/chat/slashCommands.ts";
import type { CommandSuggestion } from "./context/suggestContext.ts";

export const offeredCommands: readonly CommandSuggestion[] = offeredCommandNames.map((name) => ({
  name,
  about: slashCommands[name].about,
}));
