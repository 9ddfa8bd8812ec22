/**
 * Fits the starting weights of the gate on the whole log and writes `src/core/completion/gate/weights.ts`.
 *
 *   npm run fit:gate [-- FILE]
 */
import { writeFileSync } from "node:fs";
import { gateInputNames } from "../../src/core/completion/gate/inputs.ts";
import { fitLogistic } from "../../src/core/completion/gate/logistic.ts";
import { ridge, rowsOf } from "./evaluate.ts";
import { readLog } from "./log.ts";
import { findLog } from "./where.ts";

const people = readLog(findLog(process.argv[2])).map(rowsOf);
const rows = people.flatMap((person) => person.rows);
const model = fitLogistic(rows, ridge);
const round = (value: number): number => Number(value.toPrecision(5));
const lines = gateInputNames.map((name, i) => {
  const of = [model.means[i]!, model.scales[i]!, model.weights[i]!].map(round);
  return `  ${name}: [${of.join(", ")}],`;
});
const text = `/**
 * Starting weights of the gate, written by \`npm run fit:gate\` from a log of ${people.length} people and ${rows.length} suggestions
 * (microsoft/coderec_programming_states, MIT); do not edit. Each input: mean, scale, weight.
 */
import { type GateInputName, gateInputNames } from "./inputs.ts";
import type { LogisticModel } from "./logistic.ts";

const intercept = ${round(model.intercept)};
const table: { readonly [N in GateInputName]: readonly [mean: number, scale: number, weight: number] } = {
${lines.join("\n")}
};

export const gateModel: LogisticModel = {
  intercept,
  means: gateInputNames.map((name) => table[name][0]),
  scales: gateInputNames.map((name) => table[name][1]),
  weights: gateInputNames.map((name) => table[name][2]),
};
`;
writeFileSync(new URL("../../src/core/completion/gate/weights.ts", import.meta.url), text);
console.log(
  `${rows.length} suggestions, ${rows.filter(({ accepted }) => accepted).length} accepted: weights.ts written`,
);
