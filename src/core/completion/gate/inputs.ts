/** The numbers that the gate weighs, made from the features and the past. The fitted weights name them. */
import type { GateFeatures, PastFeatures } from "./features.ts";

export const gateInputNames = [
  "meanLogProb",
  "meanAlternativeLogProb",
  "totalLogProb",
  "confidence",
  "confidenceChange",
  "tokens",
  "characters",
  "below3Characters",
  "below6Characters",
  "lines",
  "promptCharacters",
  "isComment",
  "opensBlock",
  "afterWord",
  "wordTyped",
  "afterBracket",
  "afterDot",
  "afterAssignment",
  "deleting",
  "meanVisible",
  "rejectedInARow",
  "rejectedBefore",
  "acceptRate",
  "agreement",
  "sameAsLast",
] as const;
export type GateInputName = (typeof gateInputNames)[number];

/** Undefined stands for "not known", which weighs nothing. */
export type GateInputs = { readonly [N in GateInputName]: number | undefined };

const flag = (value: boolean | undefined): number | undefined => (value === undefined ? undefined : +value);
function map<A, B>(value: A | undefined, f: (value: A) => B): B | undefined {
  return value === undefined ? undefined : f(value);
}

/**
 * Logarithms of lengths and times, flags as 0 and 1. Where an engine tells its confidence but no probabilities of
 * tokens, the mean follows from it: the confidence is the probability of the whole.
 */
export function gateInputs(features: GateFeatures, past: PastFeatures): GateInputs {
  const { suggestion, prefix } = features;
  const confidence = map(features.confidence, (value) => Math.min(1, Math.max(0, value)));
  const length = features.compCharLen ?? suggestion?.length;
  const tokens =
    features.numTokens ?? map(length, (characters) => Math.ceil(characters / charactersPerToken));
  const lines = features.numLines ?? map(suggestion, (text) => text.split("\n").length);
  const logProb =
    features.meanLogProb ??
    (features.engine === "builtin" && confidence !== undefined
      ? Math.log(Math.max(confidence, 0.01)) / Math.max(1, tokens ?? 1)
      : undefined);
  const line = map(prefix, (text) => text.slice(text.lastIndexOf("\n") + 1));
  const known = { ...past, ...given(features) };
  return {
    meanLogProb: map(logProb, (value) => Math.max(-8, Math.min(0, value))),
    meanAlternativeLogProb: map(features.meanAlternativeLogProb, (value) =>
      Math.max(-12, Math.min(0, value)),
    ),
    totalLogProb: logProb === undefined || tokens === undefined ? undefined : Math.max(-30, logProb * tokens),
    confidence,
    confidenceChange: known.confidenceChange,
    tokens: map(tokens, Math.log1p),
    characters: map(length, Math.log1p),
    below3Characters: flag(map(length, (characters) => characters < 3)),
    below6Characters: flag(map(length, (characters) => characters < 6)),
    lines: map(lines, (count) => Math.log(Math.max(1, count))),
    promptCharacters: map(features.promptCharLen ?? prefix?.length, Math.log1p),
    isComment: flag(map(suggestion, (text) => commentStart.test(text))),
    opensBlock: flag(map(suggestion, (text) => /[:{]\s*$/.test(text))),
    afterWord: flag(map(prefix, (text) => /[\p{L}\p{N}]$/u.test(text))),
    wordTyped: map(
      map(prefix, (text) => /\w*$/.exec(text.slice(-100))![0].length),
      Math.log1p,
    ),
    afterBracket: flag(map(prefix, (text) => /[([{,]$/.test(text))),
    afterDot: flag(map(prefix, (text) => text.endsWith("."))),
    afterAssignment: flag(map(line, (text) => /=\s*$/.test(text.slice(-200)))),
    deleting: flag(map(known.lengthChange, (change) => change < 0)),
    meanVisible: map(known.meanVisibleMs, (ms) => Math.log(0.1 + Math.max(0, ms) / 1000)),
    rejectedInARow: map(known.rejectedInARow, (count) => Math.min(8, Math.max(0, count))),
    rejectedBefore: known.rejectedBefore,
    acceptRate: known.acceptRate,
    agreement: known.agreement,
    sameAsLast: flag(known.sameAsLast),
  };
}

/** Of code, by the tokens of the log. */
const charactersPerToken = 3;
const commentStart = /^\s*(?:#|\/\/|\/\*|--|<!--)/;

/** What was given of the past, without the fields that are undefined: these do not hide what the history knows. */
function given(features: GateFeatures): PastFeatures {
  const { lengthChange, meanVisibleMs, rejectedInARow, rejectedBefore, acceptRate, agreement, sameAsLast } =
    features;
  const all = {
    lengthChange,
    meanVisibleMs,
    rejectedInARow,
    rejectedBefore,
    acceptRate,
    agreement,
    sameAsLast,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
