/** Tools of the editor that a person chose, as tools of the chat: each call is allowed by the person, what comes back is data. */
import { parseLoosely } from "../../../core/chat/agent/looseJson.ts";
import { stripHiddenText } from "../../../core/prompt/hiddenText.ts";
import { countOf } from "../../../core/text/counts.ts";
import type { HostTool, HostTools } from "../../../ports/hostTools.ts";
import type { AgentTool } from "./agentTool.ts";

/** More would leave a model no room; UTF-16 units for texts. */
const MOST_TOOLS = 32;
const LONGEST_DESCRIPTION = 2_000;
const LONGEST_SCHEMA = 20_000;
const LONGEST_SHOWN = 400;
/** What servers of models take as a name. */
const usualName = /^[\w-]{1,64}$/;

/** @param chosen names, as the setting `chat.hostTools` has them */
export function hostTools(host: HostTools, chosen: readonly string[]): readonly AgentTool[] {
  const wanted = new Set(chosen);
  return host
    .list()
    .filter(({ name }) => wanted.has(name) && usualName.test(name))
    .slice(0, MOST_TOOLS)
    .map((tool) => hostTool(host, tool));
}

function hostTool(host: HostTools, { name, description, schema }: HostTool): AgentTool {
  const isShort = JSON.stringify(schema).length <= LONGEST_SCHEMA;
  return {
    name,
    chatTool: {
      name,
      description: stripHiddenText(description).text.slice(0, LONGEST_DESCRIPTION),
      parameters: { type: "object", properties: {}, ...(isShort ? schema : {}) },
    },
    prepare(argumentsText) {
      const input = argumentsText.trim() === "" ? {} : parseLoosely(argumentsText);
      if (typeof input !== "object" || input === null || Array.isArray(input))
        return { problem: "The arguments are not a JSON object" };
      const shown = JSON.stringify(input);
      return {
        subject: shown === "{}" ? "" : shown,
        consent: `Let the model call the tool "${name}" of VS Code${shown === "{}" ? "" : ` with ${shown.slice(0, LONGEST_SHOWN)}${shown.length > LONGEST_SHOWN ? "…" : ""}`}?`,
        run: async (signal) => {
          const text = await host.invoke(name, input, signal);
          if (text.trim() === "")
            return { pieces: [{ text: "It gave no text." }], summary: "no text", isEmpty: true };
          const summary = countOf(text.trimEnd().split("\n").length, "line");
          return { pieces: [{ text, title: `what the tool ${name} gave` }], summary };
        },
      };
    },
  };
}
