/** Ingredients of the function around a node, read once for each function. */
import { type Ingredients, readIngredients } from "../ingredients.ts";
import type { RepairFile } from "../repairFile.ts";

const read = new WeakMap<RepairFile, Map<number, Ingredients>>();

export function ingredientsOf(file: RepairFile, node: number): Ingredients {
  const around = Math.max(file.functionAround(node), 0);
  let known = read.get(file);
  if (!known) read.set(file, (known = new Map()));
  let found = known.get(around);
  if (!found) known.set(around, (found = readIngredients(file, around)));
  return found;
}
