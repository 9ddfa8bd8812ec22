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

/** Whether all names of a text, which stands elsewhere in the file, are seen at a node. */
export function isSeenAt(file: RepairFile, node: number, text: string): boolean {
  const { globals } = file.grammar;
  if (!globals) return false;
  const scope = file.scope(node);
  const names = text
    .replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|\/(?:[^/\\]|\\.)+\/[a-z]*/g, "")
    .match(/(?<![\w$.#])[A-Za-z_$][\w$]*(?!\s*:)/g);
  return (names ?? []).every((name) => scope.has(name) || globals.has(name) || isOfFile(file, name));
}

const fileNames = new WeakMap<RepairFile, ReadonlySet<string>>();

/** Whether a name is declared outside of functions. */
function isOfFile(file: RepairFile, name: string): boolean {
  let known = fileNames.get(file);
  if (!known) fileNames.set(file, (known = readFileNames(file)));
  return known.has(name);
}

function readFileNames(file: RepairFile): ReadonlySet<string> {
  const { tree } = file;
  const found = new Set<string>();
  for (let node = 0; node < tree.count; node++) {
    if (file.role(node) === "function" || file.role(node) === "class") {
      if (file.functionAround(tree.parent(node)) < 0) found.add(tree.textOf(tree.child(node, "name")));
    } else if (file.role(node) === "name" && file.functionAround(node) < 0 && !file.isExpression(node)) {
      found.add(tree.textOf(node));
    }
  }
  return found;
}
