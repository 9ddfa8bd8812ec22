import { headerNamesOf } from "../../src/core/prompt/headerNames.ts";
import { type PromptDraft, SafeRequest } from "../../src/core/prompt/safeRequest.ts";

/** A draft of a request about no file, which only its own fields decide. */
export const promptDraft = (changes: Partial<PromptDraft> = {}): PromptDraft => ({
  task: "inline",
  atMs: 0,
  baseUrl: "http://127.0.0.1:9/v1",
  model: "scripted",
  headerNames: headerNamesOf({}, false),
  format: "suffix",
  languageId: "python",
  path: undefined,
  prefix: "def add(a, b):\n    return ",
  suffix: "\n",
  context: [],
  verdicts: new Map(),
  maxTokens: 32,
  contextTokens: 512,
  ...changes,
});

/** The sealed request of a draft that nothing keeps from being sent. */
export function sealedRequest(changes: Partial<PromptDraft> = {}): SafeRequest {
  const sealing = SafeRequest.seal(promptDraft(changes));
  if (sealing.kind !== "sealed") throw new Error(`Cannot seal the draft, "${sealing.reason}"`);
  return sealing.request;
}
