/** Fits and judges the gate on the log: each person by weights fitted on all the others. */
import type { GateFeatures } from "../../src/core/completion/gate/features.ts";
import {
  emptyHistory,
  pastFeatures,
  rememberLength,
  rememberOutcome,
  rememberShown,
} from "../../src/core/completion/gate/history.ts";
import { gateInputNames, gateInputs } from "../../src/core/completion/gate/inputs.ts";
import {
  type Example,
  fitLogistic,
  type LogisticModel,
  logitOf,
  probabilityOf,
} from "../../src/core/completion/gate/logistic.ts";
import { learnPersonal, noPersonalWeights, personalOffset } from "../../src/core/completion/gate/personal.ts";
import type { Person } from "./log.ts";

export interface Judged {
  readonly person: number;
  readonly accepted: boolean;
  readonly probability: number;
}

export interface PersonRows {
  readonly id: number;
  readonly rows: readonly (Example & {
    readonly features: GateFeatures;
    readonly visibleMs: number | undefined;
  })[];
}

/** How strongly weights are drawn to 0. From 20 to 80 the result is the same within 0.003 AUC. */
export const ridge = 40;

/** Runs through the events once, as the editor does, and keeps what the gate sees at each suggestion. */
export function rowsOf({ id, events }: Person): PersonRows {
  let history = emptyHistory;
  const rows: PersonRows["rows"][number][] = [];
  events.forEach((event, i) => {
    if (event.kind === "shown") {
      const inputs = gateInputs(event.features, pastFeatures(history, event.features));
      history = rememberShown(history, event.features);
      if (event.accepted === undefined) return;
      const end = events.slice(i + 1).find(({ kind }) => kind === "ended");
      const visibleMs = end?.kind === "ended" ? end.visibleMs : undefined;
      rows.push({
        inputs: gateInputNames.map((name) => inputs[name]),
        accepted: event.accepted,
        features: event.features,
        visibleMs,
      });
      return;
    }
    if (event.kind === "ended") history = rememberOutcome(history, event.outcome, event, event.visibleMs);
    history = rememberLength(history, event.documentLength);
  });
  return { id, rows };
}

/** Probabilities for one person in order, learning from each end before the next suggestion. */
function judge(
  model: LogisticModel,
  { id, rows }: PersonRows,
  personal: boolean,
  pick: (row: PersonRows["rows"][number]) => readonly (number | undefined)[],
): Judged[] {
  let own = noPersonalWeights;
  return rows.map((row) => {
    const logit = logitOf(model, pick(row)) + (personal ? personalOffset(own, row.features) : 0);
    const probability = probabilityOf(logit);
    own = learnPersonal(
      own,
      row.features,
      row.accepted ? "accepted" : "rejected",
      probability,
      row.visibleMs,
    );
    return { person: id, accepted: row.accepted, probability };
  });
}

/** Leave one person out. */
export function leaveOneOut(
  people: readonly PersonRows[],
  options: {
    readonly ridge: number;
    readonly personal: boolean;
    readonly pick: (row: PersonRows["rows"][number]) => readonly (number | undefined)[];
  },
): readonly Judged[] {
  return people.flatMap((person) => {
    const others = people.filter(({ id }) => id !== person.id).flatMap(({ rows }) => rows);
    const examples = others.map((row) => ({ inputs: options.pick(row), accepted: row.accepted }));
    return judge(fitLogistic(examples, options.ridge), person, options.personal, options.pick);
  });
}

/** The chance that an accepted suggestion has the higher probability than a rejected one; ties count half. */
export function auc(rows: readonly Judged[]): number {
  const accepted = rows.filter((row) => row.accepted);
  const rejected = rows.filter((row) => !row.accepted);
  let wins = 0;
  for (const a of accepted)
    for (const r of rejected)
      wins += a.probability > r.probability ? 1 : a.probability === r.probability ? 0.5 : 0;
  return wins / (accepted.length * rejected.length);
}

export interface Hidden {
  /** Share of all suggestions. */
  readonly share: number;
  /** Of the accepted ones, the share that would be lost. */
  readonly lost: number;
  /** Hidden are those below. */
  readonly bar: number;
}

/** The most that can be hidden, least probable first, such that `purity` of what is hidden was rejected. */
export function hiddenAt(rows: readonly Judged[], purity: number): Hidden {
  const sorted = rows.toSorted((a, b) => a.probability - b.probability);
  const total = rows.filter(({ accepted }) => accepted).length;
  let lost = 0;
  let best: Hidden = { share: 0, lost: 0, bar: 0 };
  sorted.forEach(({ accepted, probability }, i) => {
    if (accepted) lost++;
    if (1 - lost / (i + 1) >= purity)
      best = { share: (i + 1) / rows.length, lost: lost / total, bar: probability };
  });
  return best;
}

/** What a bar does: share hidden, share of rejected among these, and share of the accepted ones that are hidden. */
export function shareHidden(
  rows: readonly Judged[],
  bar: number,
): { readonly share: number; readonly purity: number; readonly lost: number } {
  const hidden = rows.filter(({ probability }) => probability < bar);
  const lost = hidden.filter(({ accepted }) => accepted).length;
  return {
    share: hidden.length / rows.length,
    purity: 1 - lost / hidden.length,
    lost: lost / rows.filter(({ accepted }) => accepted).length,
  };
}

/** Mean distance between probability and share accepted, over ten equally full bins. */
export function calibrationError(rows: readonly Judged[]): number {
  const sorted = rows.toSorted((a, b) => a.probability - b.probability);
  const bins = 10;
  let sum = 0;
  for (let bin = 0; bin < bins; bin++) {
    const part = sorted.slice((bin * sorted.length) / bins, ((bin + 1) * sorted.length) / bins);
    const said = part.reduce((total, { probability }) => total + probability, 0);
    const was = part.filter(({ accepted }) => accepted).length;
    sum += Math.abs(said - was);
  }
  return sum / rows.length;
}
