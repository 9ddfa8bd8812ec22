/** What a failure says in words, and which lines of the code hold it: quoted texts, messages' templates, rare names. */

/** One failing test in words. */
export interface FailureText {
  /** Of the test, as its runner writes it. */
  readonly name: string;
  /** What failed, in the runner's words; empty for nothing. */
  readonly message: string;
  /** The text of the test; empty where it is not at hand. */
  readonly source: string;
}

/** A line that holds what a failure says. */
export interface Mention {
  /** What it holds, as it stands there. */
  readonly what: string;
  /** 0 < strength <= 1: 1 for a text of the code that the failure quotes and that stands in no other place. */
  readonly strength: number;
}

/** Shorter texts stand everywhere. UTF-16 units. */
const shortestText = 6;
const shortestName = 4;
/** What stands on more lines tells nothing. */
const mostLines = 12;
/** A text of the code is told apart better than a name. Chosen by hand. */
const nameStrength = 0.4;

const literals = /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g;
/** Where values are put into a message. */
const holes = /\$\{[^}]*\}|\{[^{}]*\}|%[-+ #0-9.]*[a-zA-Z]|\\[a-z"'`\\]/;
const names = /[A-Za-z_$][\w$]*/g;

/**
 * Lines of files that hold what failures say.
 *
 * @param texts by path the lines of the code
 * @returns by path and 0-based line the strongest thing that it holds
 */
export function mentionsIn(
  texts: ReadonlyMap<string, readonly string[]>,
  failures: readonly FailureText[],
): ReadonlyMap<string, ReadonlyMap<number, Mention>> {
  const told = failures.map(({ message }) => message).join("\n");
  const wanted = namesIn(failures);
  const counts = new Map<string, number>();
  const places: {
    readonly path: string;
    readonly line: number;
    readonly what: string;
    readonly isText: boolean;
  }[] = [];
  for (const [path, lines] of texts) {
    lines.forEach((text, line) => {
      for (const { what, isText } of heldBy(text, told, wanted)) {
        counts.set(what, (counts.get(what) ?? 0) + 1);
        places.push({ path, line, what, isText });
      }
    });
  }
  const found = new Map<string, Map<number, Mention>>();
  for (const { path, line, what, isText } of places) {
    const count = counts.get(what)!;
    if (count > mostLines) continue;
    const strength = (isText ? 1 : nameStrength) / Math.sqrt(count);
    const own = found.get(path) ?? new Map<number, Mention>();
    found.set(path, own);
    if ((own.get(line)?.strength ?? 0) < strength) own.set(line, { what, strength });
  }
  return found;
}

/** Each thing once. */
function heldBy(
  text: string,
  told: string,
  wanted: ReadonlySet<string>,
): readonly { readonly what: string; readonly isText: boolean }[] {
  if (/^\s*(?:#|\/\/|\*)/.test(text)) return [];
  const held = new Map<string, boolean>();
  for (const [, ...quoted] of text.matchAll(literals)) {
    const literal = quoted.find((one) => one !== undefined) ?? "";
    for (const piece of literal.split(holes)) {
      const what = piece.trim();
      if (what.length >= shortestText && told.includes(what)) held.set(what, true);
    }
  }
  // Words of a text are no names.
  for (const [name] of text.replace(literals, '""').matchAll(names))
    if (wanted.has(name) && !held.has(name)) held.set(name, false);
  return [...held].map(([what, isText]) => ({ what, isText }));
}

/** Names in messages and in names of tests, whole and in their parts. */
function namesIn(failures: readonly FailureText[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { name, message } of failures) {
    for (const [one] of `${name} ${message}`.matchAll(names)) {
      if (one.length >= shortestName) found.add(one);
      const bare = one.replace(/^[Tt]est_*/, "");
      if (bare.length >= shortestName) found.add(bare);
    }
  }
  return found;
}
