/** What a person or a model is told when a block's place is not found. */
import { isBlank, loosened, similarity } from "./lineKeys.ts";

/** Lines of the file that are shown, and how long they may be. */
const MOST_SHOWN = 5;
const MOST_SHOWN_LENGTH = 120;
/** Lines looked at; more would take too long for what it is good for. */
const MOST_LOOKED_AT = 20_000;

/** A sentence that shows where in the file something like the first line of the block stands, if anything does. */
export function nearestText(file: readonly string[], old: readonly string[]): string {
  const there = new Set(file.map(loosened));
  const missing = old.find((line) => !isBlank(line) && !there.has(loosened(line)));
  const wanted = missing ?? old.find((line) => !isBlank(line)) ?? "";
  let best = -1;
  let bestValue = 0.4;
  for (const [at, line] of file.slice(0, MOST_LOOKED_AT).entries()) {
    const value = isBlank(line) ? 0 : similarity(line, wanted);
    if (value > bestValue) [best, bestValue] = [at, value];
  }
  const quoted = `"${wanted.trim().slice(0, MOST_SHOWN_LENGTH)}"`;
  const head =
    missing === undefined
      ? "its lines are in the file, but not together in this order"
      : `the file has no line ${quoted}`;
  if (best < 0) return `${head}, nor one like it`;
  const from = Math.max(0, best - 2);
  const shown = file.slice(from, from + MOST_SHOWN).map((line) => line.slice(0, MOST_SHOWN_LENGTH));
  return `${head}; nearest is line ${best + 1}, in:\n${shown.join("\n")}`;
}
