/** How many arguments functions take, by the text of their definitions alone. */

/** What stands in the brackets of a definition, `undefined` where it has none or they do not end. */
function parametersOf(text: string, name: string): string | undefined {
  const at = new RegExp(`(?<![\\w$])${name.replace(/\$/g, "\\$")}(?![\\w$])`).exec(text);
  const open = at ? text.indexOf("(", at.index) : -1;
  if (open < 0) return undefined;
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if ("([{".includes(text[i]!)) depth++;
    else if (")]}".includes(text[i]!) && --depth === 0) return text.slice(open + 1, i);
  }
  return undefined;
}

/** Pieces between commas that no bracket holds. */
function pieces(parameters: string): number {
  let depth = 0;
  let count = parameters.trim() === "" ? 0 : 1;
  for (const sign of parameters.replace(/,\s*$/, "").replace(/=>/g, "")) {
    if ("([{<".includes(sign)) depth++;
    else if (")]}>".includes(sign)) depth--;
    else if (sign === "," && depth === 0) count++;
  }
  return count;
}

/**
 * Whether a definition may take so many arguments, or any number, as far as its text tells: what is then given is no lie.
 *
 * @param definition its text from its first line on
 * @param name of the function or type; a type is looked through for its constructors
 */
export function mayTake(definition: string, name: string, count: number): boolean {
  const makers = [...definition.matchAll(/\b(?:__init__|__new__|constructor)\b/g)].map(({ index }) =>
    parametersOf(definition.slice(index), /\w+/.exec(definition.slice(index))![0]),
  );
  const own = new RegExp(`(?<![\\w$.])${name.replace(/\$/g, "\\$")}\\s*(?:<[^()]*>)?\\(`, "g");
  const named = [...definition.matchAll(own)].map(({ index }) => parametersOf(definition.slice(index), name));
  const lists = [...makers, ...named].filter((list) => list !== undefined);
  return lists.some((list) => /\*|\.\.\.|\barguments\b/.test(list) || pieces(list) >= count);
}

/** Whether a definition takes arguments by any name. */
export const takesNames = (definition: string): boolean => /\*\*\s*\w/.test(definition);
