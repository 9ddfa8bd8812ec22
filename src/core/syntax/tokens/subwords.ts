/** Parts of names: `getUserId`, `get_user_id` and `GET_USER_ID` are all get, user, id. */

const PART = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|[^\p{Lu}\p{Ll}\p{N}]+/gu;
const MIN_LETTERS = 3;
const MAX_PARTS = 3;

/** A name's parts with its separators; joined they are the name. */
export function splitName(name: string): string[] {
  return name.match(PART) ?? [];
}

/** A part of names that stands for another one; both as lower-case parts without separators. */
export interface PartRename {
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** What differs between two names beyond their common beginning and end; undefined when too little or too much. */
export function partRename(from: string, to: string): PartRename | undefined {
  const [a, b] = [words(from), words(to)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const [inner, other] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (inner.length === 0 || other.length === 0 || inner.length > MAX_PARTS || other.length > MAX_PARTS)
    return undefined;
  return inner.join("").length < MIN_LETTERS ? undefined : { from: inner, to: other };
}

function words(name: string): string[] {
  return splitName(name)
    .filter((part) => /[\p{L}\p{N}]/u.test(part))
    .map((part) => part.toLowerCase());
}

/** The name with the first place where the parts stand replaced, in the name's own style; undefined when none does. */
export function renameParts(name: string, { from, to }: PartRename): string | undefined {
  const parts = splitName(name);
  for (let at = 0; at < parts.length; at++) {
    const end = matchEnd(parts, at, from);
    if (end === undefined) continue;
    const separator = parts.find((part) => /^[_$]+$/.test(part)) === "_" ? "_" : "";
    const styled = to.map((part, i) =>
      inStyle(part, i === 0 ? parts[at]! : (parts[at + 2] ?? parts[at]!), i > 0, separator),
    );
    return [...parts.slice(0, at), styled.join(separator), ...parts.slice(end)].join("");
  }
  return undefined;
}

/** Index after the parts that agree from `at` on, separators between them left out. */
function matchEnd(parts: readonly string[], at: number, from: readonly string[]): number | undefined {
  let index = at;
  for (const [i, word] of from.entries()) {
    if (i > 0 && parts[index] === "_") index++;
    if (parts[index]?.toLowerCase() !== word) return undefined;
    index++;
  }
  return index;
}

function inStyle(part: string, model: string, later: boolean, separator: string): string {
  if (model.length > 1 && model === model.toUpperCase()) return part.toUpperCase();
  const capital = later ? separator === "" : /^\p{Lu}/u.test(model);
  return capital ? part.charAt(0).toUpperCase() + part.slice(1) : part;
}
