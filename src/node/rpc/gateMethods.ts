/** Methods that ask and teach the gate. */
import * as z from "zod";
import type { GateFeatures, GateOutcome } from "../../core/completion/gate/features.ts";
import type { GateFeedbackParams, GateScoreParams } from "../../ports/rpc.ts";

const optional = <T extends z.ZodType>(schema: T, about: string) => schema.optional().describe(about);
const size = z.number().min(0);
const fromPast = "Of what was fed back in this session when not given.";

const features: z.ZodType<GateFeatures> = z
  .object({
    confidence: optional(z.number().min(0).max(1), "How sure the engine is."),
    meanLogProb: optional(
      z.number(),
      "Mean natural logarithm of a token's probability, <= 0. When not given and `engine` is `builtin`, it follows from `confidence`.",
    ),
    meanAlternativeLogProb: optional(z.number(), "The same of the tokens that came second."),
    numTokens: optional(size, "Tokens of the suggestion. When not given: one to three characters."),
    numLines: optional(size, "Lines of the suggestion. When not given: counted in `suggestion`."),
    compCharLen: optional(
      size,
      "UTF-16 units that would be shown. When not given: the length of `suggestion`.",
    ),
    promptCharLen: optional(size, "UTF-16 units of the prompt. When not given: the length of `prefix`."),
    documentLength: optional(
      size,
      "UTF-16 units of the document; shrinking from one to the next is deleting.",
    ),
    suggestion: optional(z.string(), "The text that would be shown."),
    prefix: optional(z.string(), "The text before the cursor, or its end, at least the line."),
    engine: optional(
      z.enum(["builtin", "model"]),
      "Weighs nothing until it is learned by feedback, but keeps the score of the built-in engine from falling below 0.35 of its `confidence`, which is calibrated.",
    ),
    languageId: optional(z.string(), "The editor's language identifier. Likewise."),
    latencyMs: optional(size, "From the request to the answer. Likewise."),
    sinceKeystrokeMs: optional(size, "Since the last keystroke. Likewise."),
    trigger: optional(
      z.enum(["automatic", "explicit"]),
      "What is asked for is never hidden; it changes no score.",
    ),
    lengthChange: optional(
      z.number(),
      `Change of the document's length since the last suggestion or outcome. ${fromPast}`,
    ),
    meanVisibleMs: optional(size, `Mean time that the last eight suggestions were visible. ${fromPast}`),
    rejectedInARow: optional(size, `Suggestions not accepted since the last that was. ${fromPast}`),
    rejectedBefore: optional(
      size,
      `Among the last six outcomes, rejections of a text that holds this one or is held by it. ${fromPast}`,
    ),
    acceptRate: optional(
      z.number().min(0).max(1),
      `Share accepted among earlier suggestions of about this length, shrunk towards 0.34. ${fromPast}`,
    ),
    agreement: optional(
      z.number().min(0).max(1),
      `Of what was typed since the last suggestion was shown, the share that agreed with it. ${fromPast}`,
    ),
    sameAsLast: optional(
      z.boolean(),
      `Whether it is the suggestion shown last, and that was not accepted. ${fromPast}`,
    ),
  })
  .describe(
    "Each may be missing, and then weighs nothing. Names of the first eight are those of the public log that the weights were fitted on.",
  );

const outcome: z.ZodType<GateOutcome> = z
  .enum(["accepted", "acceptedWord", "typedThrough", "rejected", "ignored"])
  .describe("`ignored` teaches nothing.");

const score = z.object({
  accept: z.number().min(0).max(1).describe("Probability that this person accepts."),
});

const scoreParams: z.ZodType<GateScoreParams> = z.object({ features });
const feedbackParams: z.ZodType<GateFeedbackParams> = z.object({
  features,
  outcome,
  visibleMs: z.number().min(0).optional().describe("How long it was on the screen."),
});

export const gateMethods = {
  "gate/score": {
    about: "How likely a person accepts a suggestion. Changes nothing.",
    params: scoreParams,
    result: score,
  },
  "gate/feedback": {
    about:
      "Tells how a suggestion that was shown ended, so that later scores follow the person. Kept for the session alone. Answers the score that the same features would have now.",
    params: feedbackParams,
    result: score,
  },
} as const;
