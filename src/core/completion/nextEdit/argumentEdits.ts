/** How one argument is put into a list of them or taken out, as an edit of one line. */
import { codes, type Tokens } from "../../syntax/outline/tokens.ts";
import { type ArgumentList, argumentText, keywordOf } from "./argumentList.ts";

/** Replaces offsets `start` to `end` by `text`. */
export interface ListEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Puts an argument before the one at `index`, or behind the last. */
export function insertArgument(
  tokens: Tokens,
  list: ArgumentList,
  index: number,
  argument: string,
): ListEdit {
  const before = list.items[index];
  if (before) {
    const start = tokens.start(before.from);
    return { start, end: start, text: `${argument}, ` };
  }
  const last = list.items.at(-1);
  const start = last ? tokens.end(last.to - 1) : tokens.end(list.open);
  return { start, end: start, text: last ? `, ${argument}` : argument };
}

/** Takes an argument out together with one comma; undefined when that goes over the end of a line. */
export function removeArgument(tokens: Tokens, list: ArgumentList, index: number): ListEdit | undefined {
  const item = list.items[index];
  if (!item) return undefined;
  const next = list.items[index + 1];
  const previous = list.items[index - 1];
  const start = next || !previous ? tokens.start(item.from) : tokens.end(previous.to - 1);
  const end = next ? tokens.start(next.from) : tokens.end(item.to - 1);
  return tokens.text.slice(start, end).includes("\n") ? undefined : { start, end, text: "" };
}

/** Whether some argument stands for several, so that places cannot be counted: `*args`, `...rest`. */
export function hasSpread(tokens: Tokens, { items }: ArgumentList): boolean {
  return items.some(({ from }) => tokens.type(from) === codes.star || tokens.type(from) === codes.dot);
}

/** Where a keyword argument stands; -1 when there is none of that name. */
export const keywordIndex = (tokens: Tokens, { items }: ArgumentList, name: string): number =>
  items.findIndex((item) => keywordOf(tokens, item) === name);

/** Arguments before the first that is given by keyword. */
export function positionalCount(tokens: Tokens, { items }: ArgumentList): number {
  const first = items.findIndex((item) => keywordOf(tokens, item) !== "");
  return first < 0 ? items.length : first;
}

/** What a parameter is called: the first word of Python's and JavaScript's, the last before `=` of those with the type first. */
export function parameterName(parameter: string, hasTypeFirst: boolean): string {
  const plain = parameter.replace(/=.*$/s, "").replace(/^[\s*.]+/, "");
  const words = plain.match(/[\w$]+/g) ?? [];
  return (hasTypeFirst ? words.at(-1) : words[0]) ?? "";
}

/** Whether a call may leave a parameter out. */
export const isOptional = (parameter: string): boolean =>
  /[^=!<>]=[^=>]/.test(parameter) || /^\s*(?:\*|\.\.\.)/.test(parameter) || /^\s*[\w$]+\?/.test(parameter);

/** The names that an argument needs at its place, without members, keywords of arguments and literals. */
export function namesNeeded(argument: string): string[] {
  const bare = argument.replace(/(["'`])(?:\\.|(?!\1).)*\1/g, "").replace(/^[\w$]+=(?!=)/, "");
  return [...bare.matchAll(/(?<![\w$.])[\p{L}_$][\w$]*/gu)]
    .map(([name]) => name)
    .filter(
      (name) => !/^(?:None|True|False|null|undefined|true|false|nil|new|not|await|typeof|lambda)$/.test(name),
    );
}

/** Whether all arguments but one are as written in another list. */
export const sameArgument = (tokens: Tokens, list: ArgumentList, index: number, argument: string): boolean =>
  list.items[index] !== undefined && argumentText(tokens, list.items[index]!) === argument;
