/**
 * Will this person accept the suggestion? A logistic model of 25 inputs fitted on a public log, plus what was learned of
 * the person. After CDHF (Mozannar et al. 2024, "When to show a suggestion?"): hide what will most likely be rejected.
 */
import type { GateFeatures, GateOutcome } from "./features.ts";
import {
  emptyHistory,
  type GateHistory,
  pastFeatures,
  rememberLength,
  rememberOutcome,
  rememberShown,
} from "./history.ts";
import { gateInputNames, gateInputs } from "./inputs.ts";
import { logitOf, probabilityOf } from "./logistic.ts";
import { learnPersonal, noPersonalWeights, type PersonalWeights, personalOffset } from "./personal.ts";
import { gateModel } from "./weights.ts";

export interface GateState {
  readonly personal: PersonalWeights;
  readonly history: GateHistory;
  /** Suggestions held back since the last that was shown. */
  readonly hiddenInARow: number;
}

export const initialGate: GateState = {
  personal: noPersonalWeights,
  history: emptyHistory,
  hiddenInARow: 0,
};

/** After so many held back the next is shown: a gate that shows nothing would learn nothing, and stay shut. */
export const mostHiddenInARow = 10;

/**
 * The log is of one model; its short suggestions were seldom right. The built-in engine's confidence is the calibrated chance
 * of being exactly what the person types, and of what is, at least this share is taken to be accepted. Assumed, not
 * measured; what is learned of the person moves it.
 */
const acceptedIfRight = 0.35;

function startingLogit(features: GateFeatures, history: GateHistory): number {
  const inputs = gateInputs(features, pastFeatures(history, features));
  const fitted = logitOf(
    gateModel,
    gateInputNames.map((name) => inputs[name]),
  );
  if (features.engine !== "builtin" || inputs.confidence === undefined) return fitted;
  const least = acceptedIfRight * inputs.confidence;
  return Math.max(fitted, Math.log(least / (1 - least)));
}

/** The probability that the person accepts, 0 to 1. */
export const acceptProbability = (state: GateState, features: GateFeatures): number =>
  probabilityOf(startingLogit(features, state.history) + personalOffset(state.personal, features));

/**
 * The probability below which a suggestion is held back. At 0.5 nine in ten held back were rejected, in the log; at 1
 * nothing is held back; at 0 all but what is more likely than not accepted, nearly.
 * @param eagerness 0 (quiet) to 1 (eager)
 */
export function barOf(eagerness: number): number {
  const quiet = 1 - Math.min(1, Math.max(0, eagerness));
  return quiet <= 0.5 ? quiet * 2 * usualBar : usualBar + (quiet - 0.5) * 2 * (quietestBar - usualBar);
}
const usualBar = 0.18;
const quietestBar = 0.42;

export interface GateVerdict {
  readonly shows: boolean;
  /** 0 to 1. */
  readonly accept: number;
  readonly bar: number;
}

/** Whether to show a suggestion that nobody asked for explicitly. Explicit ones are always shown. */
export function gateVerdict(state: GateState, features: GateFeatures, eagerness: number): GateVerdict {
  const accept = acceptProbability(state, features);
  const bar = barOf(eagerness);
  const shows = features.trigger === "explicit" || bar <= accept || state.hiddenInARow >= mostHiddenInARow;
  return { shows, accept, bar };
}

export const afterHidden = (state: GateState, { documentLength }: GateFeatures): GateState => ({
  ...state,
  history: documentLength === undefined ? state.history : rememberLength(state.history, documentLength),
  hiddenInARow: state.hiddenInARow + 1,
});

export const afterShown = (state: GateState, features: GateFeatures): GateState => ({
  ...state,
  history: rememberShown(state.history, features),
  hiddenInARow: 0,
});

/**
 * After a shown suggestion ended.
 * @param predicted the probability given when it was shown; undefined: as it would be given now
 * @param visibleMs how long it was on the screen, where known
 */
export function afterOutcome(
  state: GateState,
  features: GateFeatures,
  outcome: GateOutcome,
  { predicted, visibleMs }: { readonly predicted?: number; readonly visibleMs?: number } = {},
): GateState {
  const probability = predicted ?? acceptProbability(state, features);
  return {
    ...state,
    personal: learnPersonal(state.personal, features, outcome, probability, visibleMs),
    history: rememberOutcome(state.history, outcome, features, visibleMs),
  };
}
