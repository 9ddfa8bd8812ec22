/** What became of inline suggestions, counted for the person who sees them. Stays on the machine; holds no text. */
import type { EndNotice } from "../outcome/events.ts";
import type { EngineKind } from "../suggestion.ts";
import { addLatency, type LatencyBins, noLatencies } from "./latency.ts";

export const countNames = [
  "requests",
  "shown",
  "accepted",
  "acceptedInPart",
  "words",
  "typedThrough",
  "rejected",
  "ignored",
  "charactersSaved",
  "hidden",
  "survivalChecked",
  "survived",
  "modelCalls",
  "savedSure",
  "savedCached",
] as const;
export type CountName = (typeof countNames)[number];

/**
 * `acceptedInPart`: suggestions of which words were taken, not the whole; `words`: how many accepts of words there were.
 * `hidden`: held back by the gate. `survived` of `survivalChecked`: accepted texts that stood five minutes later.
 * `savedSure`, `savedCached`: requests that a model was spared, as the built-in engine was sure, or an answer was there or coming.
 */
export type Counts = { readonly [N in CountName]: number };

export interface Statistics {
  /** The first day counted, as `2026-11-21`; undefined when nothing was. */
  readonly since: string | undefined;
  readonly total: Counts;
  /** The last days on which anything was counted, oldest first. */
  readonly days: readonly { readonly day: string; readonly counts: Counts }[];
  /** Shown and accepted (in whole or in part) by language. */
  readonly languages: Readonly<Record<string, { readonly shown: number; readonly accepted: number }>>;
  /** From the request to the answer, by the engine that made what was shown. */
  readonly latencies: { readonly [E in EngineKind]: LatencyBins };
}

export const noCounts = Object.fromEntries(countNames.map((name) => [name, 0])) as unknown as Counts;
export const noStatistics: Statistics = {
  since: undefined,
  total: noCounts,
  days: [],
  languages: {},
  latencies: { builtin: noLatencies, model: noLatencies },
};

const keptDays = 30;
const mostLanguages = 40;

export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export function addCounts(statistics: Statistics, day: string, added: Partial<Counts>): Statistics {
  const last = statistics.days.at(-1);
  const days =
    last?.day === day
      ? statistics.days.with(-1, { day, counts: sum(last.counts, added) })
      : [...statistics.days, { day, counts: sum(noCounts, added) }].slice(-keptDays);
  return { ...statistics, since: statistics.since ?? day, total: sum(statistics.total, added), days };
}

export const sum = (a: Counts, b: Partial<Counts>): Counts =>
  Object.fromEntries(countNames.map((name) => [name, a[name] + (b[name] ?? 0)])) as unknown as Counts;

export function addTime(statistics: Statistics, engine: EngineKind, ms: number): Statistics {
  const bins = addLatency(statistics.latencies[engine], ms);
  return { ...statistics, latencies: { ...statistics.latencies, [engine]: bins } };
}

export function addLanguage(
  statistics: Statistics,
  languageId: string,
  added: { readonly shown?: number; readonly accepted?: number },
): Statistics {
  const { languages } = statistics;
  const isNew = !Object.hasOwn(languages, languageId);
  if (isNew && Object.keys(languages).length >= mostLanguages) return statistics;
  const before = isNew ? { shown: 0, accepted: 0 } : languages[languageId]!;
  const counts = {
    shown: before.shown + (added.shown ?? 0),
    accepted: before.accepted + (added.accepted ?? 0),
  };
  return { ...statistics, languages: { ...languages, [languageId]: counts } };
}

/** What the end of one suggestion adds. Characters saved are those that stand without having been typed. */
export function countsOfEnd({ outcome, words, acceptedCharacters }: EndNotice): Partial<Counts> {
  const taken = { words, charactersSaved: acceptedCharacters };
  switch (outcome) {
    case "accepted":
      return { accepted: 1, ...taken };
    case "acceptedWord":
      return { acceptedInPart: 1, ...taken };
    case "typedThrough":
    case "rejected":
    case "ignored":
      return { [outcome]: 1 };
  }
}
