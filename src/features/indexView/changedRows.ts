import type { IndexRow } from "./indexRows.ts";

/** Which of the topmost rows to draw again: `all` when there are others, or in another order. */
export function changedRows(
  before: readonly IndexRow[],
  after: readonly IndexRow[],
): "all" | readonly string[] {
  const sameIds = before.length === after.length && before.every(({ id }, i) => id === after[i]?.id);
  if (!sameIds) return "all";
  return after.filter((row, i) => JSON.stringify(row) !== JSON.stringify(before[i])).map(({ id }) => id);
}
