/** What the gate learned of a person, in words. */
import { barOf } from "../../core/completion/gate/gate.ts";
import { probabilityOf } from "../../core/completion/gate/logistic.ts";
import type { PersonalWeights, SlopeName } from "../../core/completion/gate/personal.ts";
import { formatCount } from "../../core/text/counts.ts";
import { escapeMarkdown } from "../status/format.ts";

/** Offsets of the logarithm of the odds, told at a suggestion that one in three would accept. */
const usual = Math.log(0.34 / 0.66);
const percent = (share: number): string => `${Math.round(100 * share)} %`;
function effect(offset: number): string {
  const [before, after] = [usual, usual + offset].map((logit) => percent(probabilityOf(logit)));
  return before === after ? "hardly anything yet" : `${before} becomes ${after}`;
}
const row = (name: string, offset: number): string => `| ${name} | ${effect(offset)} |`;

const slopeTexts: Readonly<Record<SlopeName, string>> = {
  confidence: "The engine is surer than usual",
  characters: "The suggestion is longer than usual",
  latency: "It comes later than usual",
  sinceKeystroke: "You have paused for longer than usual",
};
const engineTexts: Readonly<Record<string, string>> = {
  builtin: "From the built-in engine",
  model: "From the model",
};

/** @param eagerness the setting `completion.eagerness`, 0 to 1 */
export function renderGate(personal: PersonalWeights, eagerness: number): string {
  const { seen, bias, languages, engines, slopes } = personal;
  const rows = [
    row("Of all suggestions", bias),
    ...Object.entries(engines).map(([name, offset]) =>
      row(engineTexts[name] ?? escapeMarkdown(name), offset),
    ),
    ...Object.entries(languages).map(([name, offset]) => row(`In ${escapeMarkdown(name)}`, offset)),
    ...Object.entries(slopes).map(([name, offset]) => row(slopeTexts[name as SlopeName], offset)),
  ];
  return [
    "# What was learned of your accepts",
    "A small model guesses how likely you accept a suggestion before it is shown. It began with what 14 programmers did in a public log, and moves a little with each of yours that you accept, type through or reject. What it learned is in the table: it stays on this machine, fades with time, and is bounded, so that it never falls silent.",
    seen === 0
      ? "Nothing was learned yet."
      : `Learned from **${formatCount(seen)}** suggestion${seen === 1 ? "" : "s"}:`,
    ...(seen === 0
      ? []
      : [["| When | What it does to a chance of one in three |", "|---|---|", ...rows].join("\n")]),
    `Eagerness is **${eagerness}**: what you would accept with less than ${percent(barOf(eagerness))} is held back${eagerness >= 1 ? ", that is nothing" : ""}. [Set Eagerness](command:touchstone.setEagerness)`,
    "**Forget What Was Learned of Your Accepts** begins anew.",
    "",
  ].join("\n\n");
}
