/**
 * What the gate learns of one person: a few offsets on top of the fitted weights, moved a little by each outcome, drawn
 * back to 0 by time, and bounded, so that no run of bad luck can silence it.
 */
import type { GateFeatures, GateOutcome } from "./features.ts";

export interface PersonalWeights {
  /** Outcomes learned from. */
  readonly seen: number;
  /** Logarithms of odds, -1.5 to 1.5. */
  readonly bias: number;
  /** By language and by engine, each -1 to 1. */
  readonly languages: Readonly<Record<string, number>>;
  readonly engines: Readonly<Record<string, number>>;
  /** By standard deviation of its quantity, each -0.5 to 0.5. */
  readonly slopes: Readonly<Record<SlopeName, number>>;
}

const slopeNames = ["confidence", "characters", "latency", "sinceKeystroke"] as const;
export type SlopeName = (typeof slopeNames)[number];

export const noPersonalWeights: PersonalWeights = {
  seen: 0,
  bias: 0,
  languages: {},
  engines: {},
  slopes: { confidence: 0, characters: 0, latency: 0, sinceKeystroke: 0 },
};

const bounds = { bias: 1.5, group: 1, slope: 0.5 } as const;
/** Found on the log, leaving one person out: from 0.05 to 0.15 the result is the same. */
const rate = { bias: 0.08, group: 0.04, slope: 0.01 } as const;
/** Per outcome: half is forgotten after about 70. */
const kept = 0.99;
/** Languages beyond these are learned by the common bias alone. */
const mostLanguages = 40;
/** A suggestion gone within this time was hardly read; how it ended tells less. */
const readMs = 750;

/** How wanted a suggestion was, and how much its end tells; undefined tells nothing. */
const meanings: Readonly<Record<GateOutcome, { target: number; weight: number } | undefined>> = {
  accepted: { target: 1, weight: 1 },
  acceptedWord: { target: 1, weight: 0.7 },
  typedThrough: { target: 1, weight: 0.5 },
  rejected: { target: 0, weight: 1 },
  ignored: undefined,
};

const clamp = (value: number, bound: number): number => Math.max(-bound, Math.min(bound, value));
const z = (value: number | undefined, mean: number, scale: number): number =>
  value === undefined ? 0 : clamp((value - mean) / scale, 2);

/** Middles and spreads from the log for the first two, and of what is usual while typing for the others. */
function slopeInputs(features: GateFeatures): Readonly<Record<SlopeName, number>> {
  const characters = features.compCharLen ?? features.suggestion?.length;
  const log = (value: number | undefined) =>
    value === undefined ? undefined : Math.log1p(Math.max(0, value));
  return {
    confidence: z(features.confidence, 0.55, 0.2),
    characters: z(log(characters), 2.8, 1),
    latency: z(log(features.latencyMs), Math.log1p(150), 1.2),
    sinceKeystroke: z(log(features.sinceKeystrokeMs), Math.log1p(300), 1.2),
  };
}

/** Names come from outside: `constructor` is no language until it was learned. */
const ofGroup = (group: Readonly<Record<string, number>>, name: string | undefined): number =>
  name !== undefined && Object.hasOwn(group, name) ? group[name]! : 0;

/** To be added to the logarithm of the odds. */
export function personalOffset(weights: PersonalWeights, features: GateFeatures): number {
  const inputs = slopeInputs(features);
  const language = ofGroup(weights.languages, features.languageId);
  const engine = ofGroup(weights.engines, features.engine);
  const slopes = slopeNames.reduce((sum, name) => sum + weights.slopes[name] * inputs[name], 0);
  return weights.bias + language + engine + slopes;
}

/**
 * One step of stochastic gradient descent.
 * @param predicted the probability that was given to this suggestion
 * @param visibleMs how long it was on the screen; undefined: long enough
 */
export function learnPersonal(
  weights: PersonalWeights,
  features: GateFeatures,
  outcome: GateOutcome,
  predicted: number,
  visibleMs?: number,
): PersonalWeights {
  const meaning = meanings[outcome];
  if (!meaning) return weights;
  const read = outcome === "rejected" && visibleMs !== undefined ? Math.min(1, 0.3 + visibleMs / readMs) : 1;
  const pull = meaning.weight * read * (meaning.target - predicted);
  const inputs = slopeInputs(features);
  const slopes = Object.fromEntries(
    slopeNames.map((name) => [
      name,
      clamp(weights.slopes[name] * kept + rate.slope * pull * inputs[name], bounds.slope),
    ]),
  ) as Record<SlopeName, number>;
  return {
    seen: weights.seen + 1,
    bias: clamp(weights.bias * kept + rate.bias * pull, bounds.bias),
    languages: moved(weights.languages, features.languageId, pull),
    engines: moved(weights.engines, features.engine, pull),
    slopes,
  };
}

function moved(
  group: Readonly<Record<string, number>>,
  name: string | undefined,
  pull: number,
): Readonly<Record<string, number>> {
  if (!name || (!Object.hasOwn(group, name) && Object.keys(group).length >= mostLanguages)) return group;
  return { ...group, [name]: clamp(ofGroup(group, name) * kept + rate.group * pull, bounds.group) };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const numberIn = (value: unknown, bound: number): number =>
  typeof value === "number" && Number.isFinite(value) ? clamp(value, bound) : 0;

function groupFrom(value: unknown): Readonly<Record<string, number>> {
  if (!isRecord(value)) return {};
  const entries = Object.entries(value).slice(0, mostLanguages);
  return Object.fromEntries(entries.map(([name, number]) => [name, numberIn(number, bounds.group)]));
}

/** What was stored, within bounds; whatever is not as it should be counts as 0. */
export function parsePersonalWeights(stored: unknown): PersonalWeights {
  if (!isRecord(stored)) return noPersonalWeights;
  const slopes = isRecord(stored["slopes"]) ? stored["slopes"] : {};
  return {
    seen: Math.max(0, Math.floor(numberIn(stored["seen"], 1e9))),
    bias: numberIn(stored["bias"], bounds.bias),
    languages: groupFrom(stored["languages"]),
    engines: groupFrom(stored["engines"]),
    slopes: Object.fromEntries(
      slopeNames.map((name) => [name, numberIn(slopes[name], bounds.slope)]),
    ) as Record<SlopeName, number>,
  };
}
