/** Tools of a model in chat for clients of another protocol: their text, less what may not leave. */
import type { ContextSource } from "../../core/prompt/contextItem.ts";
import type { AgentTool } from "../chat/agent/agentTool.ts";

export interface AskPastDeps {
  readonly tools: readonly AgentTool[];
  readonly maySend: (source: ContextSource) => Promise<boolean>;
}

/** @throws Error with what is wrong with the arguments */
export const askPast =
  ({ tools, maySend }: AskPastDeps) =>
  async (name: string, params: object, signal: AbortSignal): Promise<string> => {
    const prepared = tools.find((tool) => tool.name === name)?.prepare(JSON.stringify(params)) ?? {
      problem: `There is no tool "${name}"`,
    };
    if ("problem" in prepared) throw new Error(prepared.problem);
    const { pieces } = await prepared.run(signal);
    const texts = await Promise.all(
      pieces.map(async ({ text, title, sources = [] }) => {
        const allowed = await Promise.all(sources.map(maySend));
        return allowed.every(Boolean) ? text : `[Withheld: ${title ?? "a file"} may not be sent]\n`;
      }),
    );
    return texts.join("");
  };
