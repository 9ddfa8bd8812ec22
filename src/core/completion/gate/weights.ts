/**
 * Starting weights of the gate, written by `npm run fit:gate` from a log of 14 people and 653 suggestions
 * (microsoft/coderec_programming_states, MIT); do not edit. Each input: mean, scale, weight.
 */
import { type GateInputName, gateInputNames } from "./inputs.ts";
import type { LogisticModel } from "./logistic.ts";

const intercept = -0.7977;
const table: { readonly [N in GateInputName]: readonly [mean: number, scale: number, weight: number] } = {
  meanLogProb: [-0.40221, 0.37663, 0.22058],
  meanAlternativeLogProb: [-3.7691, 1.5578, -0.1909],
  totalLogProb: [-4.0205, 4.4748, 0.23659],
  confidence: [0.58962, 0.214, 0.15846],
  confidenceChange: [0.00080244, 0.24249, -0.014175],
  tokens: [2.1408, 0.86904, 0.10042],
  characters: [3.2341, 1.019, 0.14389],
  below3Characters: [0.056662, 0.23119, -0.19683],
  below6Characters: [0.087289, 0.28226, -0.19599],
  lines: [0.14326, 0.46651, 0.23529],
  promptCharacters: [6.5097, 0.65217, 0.031128],
  isComment: [0.04441, 0.20601, 0.17269],
  opensBlock: [0.096478, 0.29525, 0.08555],
  afterWord: [0.27718, 0.44761, 0.10945],
  wordTyped: [0.43781, 0.77644, 0.10748],
  afterBracket: [0.045942, 0.20936, 0.18169],
  afterDot: [0.0045942, 0.067625, 0.067348],
  afterAssignment: [0.05513, 0.22823, 0.22021],
  deleting: [0.20814, 0.40598, -0.17717],
  meanVisible: [1.8064, 0.73934, -0.13988],
  rejectedInARow: [2.2665, 2.5732, -0.097397],
  rejectedBefore: [0.58499, 1.049, -0.1017],
  acceptRate: [0.34804, 0.082381, 0.095036],
  agreement: [0.19289, 0.27408, -0.12959],
  sameAsLast: [0.031299, 0.17412, -0.064599],
};

export const gateModel: LogisticModel = {
  intercept,
  means: gateInputNames.map((name) => table[name][0]),
  scales: gateInputNames.map((name) => table[name][1]),
  weights: gateInputNames.map((name) => table[name][2]),
};
