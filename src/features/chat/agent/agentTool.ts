/** A tool that a model may call while it answers. What it gives is data, never an instruction. */
import {
  type ArgumentsOf,
  chatToolOf,
  type ParamSpecs,
  readArguments,
  type ToolSpec,
} from "../../../core/chat/agent/toolSpec.ts";
import type { ChatPiece, ChatTool } from "../../../core/prompt/conversation.ts";

export interface ToolResult {
  /** Each with the files that it is from, so that the egress can judge it. */
  readonly pieces: readonly ChatPiece[];
  /** What came of it, in a few words, for a person: `5 hits`. */
  readonly summary: string;
  /** Nothing was found, or nothing could be done. */
  readonly isEmpty?: true;
}

/** A call whose arguments were read. */
export interface PreparedCall {
  /** What it is about, in a few words, for a person. */
  readonly subject: string;
  /** What a person is asked before it is made; undefined for what only reads. */
  readonly consent?: string;
  /** It may ask a person on its way: it is made after what only reads, by itself. */
  readonly mayAsk?: true;
  /** @throws what went wrong, as an error whose message the model may read */
  readonly run: (signal: AbortSignal, ask?: AskPerson) => Promise<ToolResult>;
}

/** Whether a person allows what a call comes to do, in answer to a question. Nobody does where nobody can be asked. */
export type AskPerson = (question: string) => Promise<boolean>;

export interface AgentTool {
  readonly name: string;
  readonly chatTool: ChatTool;
  /** @returns the problem, as a sentence for the model, when the arguments do not do */
  prepare(argumentsText: string): PreparedCall | { readonly problem: string };
}

export function agentTool<const P extends ParamSpecs>(
  spec: ToolSpec<P>,
  prepare: (args: ArgumentsOf<P>) => PreparedCall,
): AgentTool {
  return {
    name: spec.name,
    chatTool: chatToolOf(spec),
    prepare(argumentsText) {
      const read = readArguments(spec, argumentsText);
      return read.kind === "wrong" ? { problem: read.problem } : prepare(read.args);
    },
  };
}

export const nothingFound = (text: string): ToolResult => ({
  pieces: [{ text }],
  summary: "nothing found",
  isEmpty: true,
});
