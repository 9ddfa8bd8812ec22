/**
 * Other ways to fill a line, to see whether it is the line that is to blame for an error. A text that only lacks the
 * line being typed has errors around it which a right line ends; one that would leave them is no right line.
 */

/** Pieces of lines in any of the languages, which together begin and end what a line can begin and end. */
const pieces = [
  "x",
  "x,",
  "x(",
  "x[",
  "x {",
  "(x",
  "{",
  "x: {",
  "x) {",
  "):",
  ") -> x:",
  "x(function () {",
  "new x() {",
  "class x {",
  "function x(",
  "def x(",
  "if (x",
  "})(x)",
  "}",
  "<x>",
];

/** Brackets of a suggestion that are tried without; of longer ones the last. */
const MOST_BRACKETS = 8;

/**
 * Whether a suggestion may leave open what it opens, or what the line has opened: it ends where more is to come, has
 * several lines, or is a mere word on the way.
 */
export function mayGoOn(suggestion: string): boolean {
  const text = suggestion.trimEnd();
  return (
    text.includes("\n") ||
    /[([{,:=+\-*/%&|<>?!.\\]$|=>$|\b(?:and|or|not|in|is|return|await|new|else|then|do)$/.test(text) ||
    /^\s*[\w$.@]+$/.test(text)
  );
}

/** The suggestion without a run of signs, and without each one or two of its parts. */
function withoutParts(suggestion: string, start: number, run: string): string[] {
  const parts = [...run.matchAll(/[^\w\s"'`]+/g)].map(
    ({ 0: part, index }) => [index, index + part.length] as const,
  );
  const cut = (from: number, to: number): string =>
    `${suggestion.slice(0, start + from)} ${suggestion.slice(start + to)}`;
  if (parts.length < 2) return [cut(0, run.length)];
  const two = parts.slice(1).map(([, to], i) => cut(parts[i]![0], to));
  return [...two, cut(0, run.length), ...parts.map(([from, to]) => cut(from, to))];
}

/** The suggestion with a bracket more: a closing one before the sign that ends it, an opening one before a text. */
function withBracket(suggestion: string): string[] {
  const end = /[;,]\s*$/.exec(suggestion)?.index;
  const closed =
    end === undefined
      ? []
      : [")", "))", "]", "}", "})"].map(
          (closers) => suggestion.slice(0, end) + closers + suggestion.slice(end),
        );
  const texts = [...suggestion.matchAll(/(?<=[\w$])(?=["'`])/g)].slice(0, MOST_BRACKETS);
  const opened = texts.map(({ index }) => `${suggestion.slice(0, index)}(${suggestion.slice(index)}`);
  return [...closed, ...opened];
}

/** Texts to try in the place of a suggestion, those most like it first. */
export function fillersFor(suggestion: string): string[] {
  const without: string[] = [];
  for (let at = suggestion.length - 1; at >= 0 && without.length < MOST_BRACKETS; at--)
    if (/[()[\]{}]/.test(suggestion[at]!)) without.push(suggestion.slice(0, at) + suggestion.slice(at + 1));
  const runs = [...suggestion.matchAll(/\s*[^\w\s"'`]+(?:\s+[^\w\s"'`]+)*\s*/g)].slice(0, MOST_BRACKETS);
  const parts = runs.flatMap(({ 0: run, index }) => withoutParts(suggestion, index, run));
  return [...without, ...withBracket(suggestion), ...parts, ...pieces];
}
