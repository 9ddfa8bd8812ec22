/**
 * How well the gate tells what a person will accept: leave one person out on the log of suggestions, features from the
 * row shown and from earlier events alone, beside a plain logistic regression on the same rows.
 *
 *   npm run bench:gate [-- FILE]
 */

import { barOf } from "../src/core/completion/gate/gate.ts";
import { gateInputNames } from "../src/core/completion/gate/inputs.ts";
import { bootstrapOverPeople, type Interval } from "./gate/bootstrap.ts";
import {
  auc,
  calibrationError,
  hiddenAt,
  type Judged,
  leaveOneOut,
  ridge,
  rowsOf,
  shareHidden,
} from "./gate/evaluate.ts";
import { readLog } from "./gate/log.ts";
import { findLog } from "./gate/where.ts";

const people = readLog(findLog(process.argv[2])).map(rowsOf);
const rows = people.flatMap((person) => person.rows);
const accepted = rows.filter((row) => row.accepted).length;
console.log(
  `${people.length} people, ${rows.length} suggestions, ${accepted} accepted (${percent(accepted / rows.length)})`,
);

const log = (value: number | undefined) => Math.log1p(value ?? 0);
/** The numbers of the row shown and no more: lengths as logarithms, and whether the probabilities are missing. */
const plain = ({ features: f }: (typeof rows)[number]) => [
  f.confidence,
  f.meanLogProb,
  f.meanAlternativeLogProb,
  f.confidence === undefined ? 1 : 0,
  log(f.numTokens),
  log(f.numLines),
  log(f.compCharLen),
  log(f.promptCharLen),
  log(f.documentLength),
];
const plainRidge = 1;
const gateOf = (row: (typeof rows)[number]) => row.inputs;
const without = (names: readonly string[]) => {
  const kept = gateInputNames.map((name) => !names.includes(name));
  return ({ inputs }: (typeof rows)[number]) => inputs.filter((_, i) => kept[i]);
};
const past = [
  ...["confidenceChange", "deleting", "meanVisible", "rejectedInARow", "rejectedBefore"],
  ...["acceptRate", "agreement", "sameAsLast"],
];
const texts = [
  "isComment",
  "opensBlock",
  "afterWord",
  "wordTyped",
  "afterBracket",
  "afterDot",
  "afterAssignment",
];

const candidates: readonly (readonly [string, readonly Judged[]])[] = [
  ["plain logistic", leaveOneOut(people, { ridge: plainRidge, personal: false, pick: plain })],
  ["gate", leaveOneOut(people, { ridge, personal: true, pick: gateOf })],
  ["gate, nothing personal learned", leaveOneOut(people, { ridge, personal: false, pick: gateOf })],
  ["gate without the past", leaveOneOut(people, { ridge, personal: true, pick: without(past) })],
  ["gate without the text", leaveOneOut(people, { ridge, personal: true, pick: without(texts) })],
];

console.log(
  "\n| | AUC | hidden at >= 90 % rejected | accepted ones lost | calibration error |\n|---|---|---|---|---|",
);
for (const [name, judged] of candidates) {
  const area = bootstrapOverPeople(judged, auc);
  const hidden = bootstrapOverPeople(judged, (some) => hiddenAt(some, 0.9).share);
  const { lost } = hiddenAt(judged, 0.9);
  console.log(
    `| ${name} | ${fixed(area)} | ${percents(hidden)} | ${percent(lost)} | ${calibrationError(judged).toFixed(3)} |`,
  );
}

const gate = candidates[1]![1];
console.log(`\nThe bar at 90 % rejected among hidden: ${hiddenAt(gate, 0.9).bar.toFixed(3)}`);
console.log(
  "\n| eagerness | bar | hidden | rejected among hidden | accepted ones lost |\n|---|---|---|---|---|",
);
for (const eagerness of [0, 0.25, 0.5, 0.75, 1]) {
  const { share, purity, lost } = shareHidden(gate, barOf(eagerness));
  console.log(
    `| ${eagerness} | ${barOf(eagerness).toFixed(2)} | ${percent(share)} | ${percent(purity)} | ${percent(lost)} |`,
  );
}

function percent(value: number): string {
  return Number.isNaN(value) ? "-" : `${(100 * value).toFixed(1)} %`;
}
function percents({ value, low, high }: Interval): string {
  return `${percent(value)} (${(100 * low).toFixed(0)} to ${(100 * high).toFixed(0)})`;
}
function fixed({ value, low, high }: Interval): string {
  return `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}
