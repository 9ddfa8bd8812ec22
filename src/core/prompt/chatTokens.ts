/** Signs by which chat templates frame messages. Servers read them in texts too, so no text may hold them whole. */

/**
 * `<|im_end|>` and all of its form (ChatML, Llama 3, Phi, gpt-oss), DeepSeek's with wide bars, Gemma's turns, Llama 2's and Mistral's
 * brackets, and the tags of calls of Qwen and Hermes.
 */
const frames =
  /<[|｜][^|｜<>\n]{1,48}[|｜]>|<\/?(?:start_of_turn|end_of_turn|tool_call|tool_response|think)>|\[\/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\]|<<\/?SYS>>/gi;

/** Where such signs stand. @returns offsets behind the first character of each, ascending */
export const findChatFrames = (text: string): readonly number[] =>
  Array.from(text.matchAll(frames), ({ index }) => index + 1);
