/** What each part of the built-in engine adds: the same positions with the part left out, the ranker not trained again. */
import { BuiltinEngine } from "../../src/core/completion/builtin/builtinEngine.ts";
import type { RankedLine } from "../../src/core/completion/builtin/lines.ts";
import { trainedRanker } from "../../test/support/trainedRanker.ts";
import { collapse } from "./measures.ts";
import type { Position, Setting } from "./positions.ts";

/** Lines of the edited text that are left when it is no source: what the neighbours of the cursor say. */
const NEAR_LINES = 2;

interface Part {
  readonly name: string;
  /** The request without it. */
  readonly without?: (position: Position) => Position;
  /** Candidates that are not its own. */
  readonly keeps?: (line: RankedLine) => boolean;
  /** Asked of an engine that knows no other file. */
  readonly isAlone?: true;
}

const lastLines = (text: string, count: number) => text.split("\n").slice(-count).join("\n");
const firstLines = (text: string, count: number) => text.split("\n").slice(0, count).join("\n");

export const parts: readonly Part[] = [
  { name: "everything" },
  { name: "the other files", isAlone: true },
  {
    name: "the edited file, but for two lines around the cursor",
    without: (position) => ({
      ...position,
      prefix: lastLines(position.prefix, NEAR_LINES + 1),
      suffix: firstLines(position.suffix, NEAR_LINES + 1),
    }),
  },
  { name: "the text behind the cursor", without: (position) => ({ ...position, suffix: "" }) },
  { name: "copies", keeps: ({ candidate }) => candidate.sites === 0 || candidate.beam },
  { name: "n-grams' own lines", keeps: ({ candidate }) => candidate.sites > 0 },
  { name: "names replaced in copies", keeps: ({ candidate }) => !candidate.renamed || candidate.beam },
  { name: "imports that are needed", keeps: ({ candidate }) => candidate.needed === 0 },
];

/** Whether the first line is right at a position, part by part as `parts`. */
export function askWithout(engine: BuiltinEngine, position: Position): readonly boolean[] {
  const truth = collapse(position.truth);
  const alone = new BuiltinEngine(trainedRanker);
  const rank = (one: BuiltinEngine, asked: Position) => one.rank({ ...asked, maxSuggestions: 16 }).ranked;
  const whole = rank(engine, position);
  return parts.map(({ without, keeps, isAlone }) => {
    const lines = isAlone ? rank(alone, position) : without ? rank(engine, without(position)) : whole;
    const first = keeps ? lines.find(keeps) : lines[0];
    return collapse(first?.candidate.text ?? "") === truth;
  });
}

export interface AblationRun {
  readonly repo: string;
  readonly setting: Setting;
  readonly answers: readonly (readonly boolean[])[];
}

/** Shares that are right in percent, as means over repositories. */
export function printAblation(settings: readonly Setting[], runs: readonly AblationRun[]): void {
  const shown = settings.filter((setting) => runs.some((run) => run.setting === setting));
  console.log(`\n| without | ${shown.map((setting) => `${setting} EM`).join(" | ")} |`);
  console.log(`|---|${"---|".repeat(shown.length)}`);
  parts.forEach(({ name }, part) => {
    const cells = shown.map((setting) => {
      const shares = runs
        .filter((run) => run.setting === setting && run.answers.length > 0)
        .map(({ answers }) => answers.filter((one) => one[part]).length / answers.length);
      return (100 * (shares.reduce((sum, one) => sum + one, 0) / shares.length)).toFixed(1);
    });
    console.log(`| ${part === 0 ? "nothing: everything is there" : name} | ${cells.join(" | ")} |`);
  });
}
