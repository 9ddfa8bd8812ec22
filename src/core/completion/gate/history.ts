/** What a person did with the last suggestions, as the gate remembers it: in memory, and no further back than it needs. */
import type { GateFeatures, GateOutcome, PastFeatures } from "./features.ts";

interface PastOutcome {
  readonly accepted: boolean;
  /** Empty when it is not known. */
  readonly text: string;
  /** UTF-16 units. Undefined when it is not known. */
  readonly length: number | undefined;
  /** Undefined when it is not known. */
  readonly visibleMs: number | undefined;
}

interface LastShown {
  readonly text: string;
  readonly confidence: number | undefined;
  /** The end of the text before the cursor. */
  readonly prefixEnd: string;
  readonly accepted: boolean;
}

export interface GateHistory {
  /** Oldest first. */
  readonly outcomes: readonly PastOutcome[];
  readonly last: LastShown | undefined;
  /** Length of the document at the last event, UTF-16 units. */
  readonly documentLength: number | undefined;
}

export const emptyHistory: GateHistory = { outcomes: [], last: undefined, documentLength: undefined };

/** Rates are of no more outcomes than these: a person's ways change within a day. */
const keptOutcomes = 60;
const keptCharacters = 500;
/** The rate of the log, and how many outcomes it weighs as much as. */
const [usualRate, usualWeight] = [0.34, 10];
/** How much of the text before the cursor is looked for to see what was typed since. */
const anchorCharacters = 25;
const shortestAnchor = 5;

/** After a suggestion was put on the screen. */
export function rememberShown(history: GateHistory, features: GateFeatures): GateHistory {
  const last = {
    text: (features.suggestion ?? "").slice(0, keptCharacters),
    confidence: features.confidence,
    prefixEnd: (features.prefix ?? "").slice(-anchorCharacters),
    accepted: false,
  };
  return { ...history, last, documentLength: features.documentLength ?? history.documentLength };
}

/** After the end of a suggestion is known. `ignored` says nothing of whether it was wanted, and leaves no mark. */
export function rememberOutcome(
  history: GateHistory,
  outcome: GateOutcome,
  { suggestion, compCharLen }: GateFeatures,
  visibleMs?: number,
): GateHistory {
  if (outcome === "ignored") return history;
  const accepted = outcome !== "rejected";
  const text = suggestion?.slice(0, keptCharacters) ?? "";
  const entry = { accepted, text, length: suggestion?.length ?? compCharLen, visibleMs };
  const last = history.last && { ...history.last, accepted: accepted || history.last.accepted };
  return { ...history, outcomes: [...history.outcomes, entry].slice(-keptOutcomes), last };
}

/** After an event that says no more than how long the document is. */
export const rememberLength = (history: GateHistory, documentLength: number): GateHistory => ({
  ...history,
  documentLength,
});

const lengthClass = (characters: number): number => (characters < 10 ? 0 : characters < 40 ? 1 : 2);

/** What the past says of a suggestion that is about to be shown. */
export function pastFeatures(history: GateHistory, features: GateFeatures): PastFeatures {
  const { outcomes, last } = history;
  const { documentLength, confidence } = features;
  const text = features.suggestion?.slice(0, keptCharacters) || undefined;
  const length = features.compCharLen ?? features.suggestion?.length;
  const changed =
    documentLength === undefined || history.documentLength === undefined
      ? undefined
      : documentLength - history.documentLength;
  return {
    lengthChange: changed,
    meanVisibleMs: meanVisibleMs(outcomes),
    rejectedInARow: outcomes.length - 1 - outcomes.findLastIndex(({ accepted }) => accepted),
    rejectedBefore: text === undefined ? undefined : rejectedBefore(outcomes, text.trim()),
    acceptRate: length === undefined ? undefined : acceptRate(outcomes, lengthClass(length)),
    agreement: last && features.prefix !== undefined ? agreement(last, features.prefix) : undefined,
    sameAsLast: last && text !== undefined ? !last.accepted && last.text === text : undefined,
    confidenceChange:
      last?.confidence === undefined || confidence === undefined ? undefined : confidence - last.confidence,
  };
}

function meanVisibleMs(outcomes: readonly PastOutcome[]): number | undefined {
  const times = outcomes.slice(-8).flatMap(({ visibleMs }) => visibleMs ?? []);
  return times.length === 0 ? undefined : times.reduce((sum, time) => sum + time, 0) / times.length;
}

function rejectedBefore(outcomes: readonly PastOutcome[], text: string): number {
  return outcomes
    .slice(-6)
    .filter(({ accepted, text: past }) => !accepted && past !== "" && isWithin(text, past)).length;
}

const isWithin = (a: string, b: string): boolean => b.includes(a) || a.includes(b.trim());

function acceptRate(outcomes: readonly PastOutcome[], sizeClass: number): number {
  const alike = outcomes.filter(({ length }) => length !== undefined && lengthClass(length) === sizeClass);
  const accepted = alike.filter((outcome) => outcome.accepted).length;
  return (accepted + usualRate * usualWeight) / (alike.length + usualWeight);
}

/** Undefined when it was accepted, or when what was typed since cannot be told. 0.5 when nothing was typed. */
function agreement(last: LastShown, prefix: string): number | undefined {
  if (last.accepted || last.prefixEnd.length < shortestAnchor) return undefined;
  const at = prefix.lastIndexOf(last.prefixEnd);
  if (at < 0) return undefined;
  const typed = prefix.slice(at + last.prefixEnd.length);
  if (typed === "") return 0.5;
  let same = 0;
  while (same < typed.length && typed[same] === last.text[same]) same++;
  return same / typed.length;
}
