/** What the manifest says of the editor's own chat; what a tool takes is what the chat's own tools say. */
import { slashCommandNames, slashCommands } from "../../src/core/chat/slashCommands.ts";
import {
  chatParticipant,
  contributedTool,
  type ModelToolName,
  modelToolNames,
  modelTools,
  modelVendor,
} from "../../src/core/config/nativeChat.ts";
import { docsTool } from "../../src/features/chat/agent/docsTool.ts";
import { repoTools } from "../../src/features/chat/agent/repoTools.ts";
import { testTool } from "../../src/features/chat/agent/testTool.ts";

/** Tools are asked for their names and parameters alone. */
const nobody = {} as never;

function renderTool(name: ModelToolName): object {
  const all = [...repoTools(nobody), docsTool(nobody), testTool(nobody)];
  const tool = all.find((one) => one.name === name);
  if (!tool) throw new Error(`Cannot declare the tool "${name}": the chat has none of this name`);
  const { displayName, reference, icon } = modelTools[name];
  return {
    name: contributedTool(name),
    displayName,
    toolReferenceName: reference,
    canBeReferencedInPrompt: true,
    icon: `$(${icon})`,
    userDescription: tool.chatTool.description,
    modelDescription: tool.chatTool.description,
    tags: ["touchstone", "code"],
    inputSchema: tool.chatTool.parameters,
  };
}

export const renderChatContributions = (): object => ({
  chatParticipants: [
    {
      id: chatParticipant.id,
      name: chatParticipant.name,
      fullName: chatParticipant.fullName,
      description: chatParticipant.about,
      isSticky: true,
      commands: slashCommandNames.map((name) => ({ name, description: slashCommands[name].about })),
    },
  ],
  languageModelChatProviders: [{ vendor: modelVendor.id, displayName: modelVendor.displayName }],
  languageModelTools: modelToolNames.map(renderTool),
});
