/** What the cursor's place says, the same for all candidates: trees ask for it before they ask for more. */
import { endsLine } from "../../../syntax/tokens/newline.ts";
import { Kind } from "../../../syntax/tokens/vocabulary.ts";
import type { CurrentText } from "../currentText.ts";
import { tokenBefore } from "../suffixSort.ts";
import type { View } from "../view.ts";
import type { FeatureGroup } from "./scene.ts";

const names = [
  "atStart",
  "typed",
  "partial",
  "after",
  "hasNext",
  "kindBefore",
  "language",
  "lines",
  "indent",
  "isTest",
  "indented",
  "previousLength",
] as const;

export const placeFeatures: FeatureGroup<(typeof names)[number]> = {
  names,
  of({ view }) {
    const { current } = view;
    const { file, line } = current;
    const previous = line > 0 ? file.lineStarts[line]! - file.lineStarts[line - 1]! : 0;
    const values = {
      atStart: current.typed === 0 && current.partial === "" ? 1 : 0,
      typed: current.typed,
      partial: current.partial.length,
      after: current.after.trim().length,
      hasNext: current.hasNext ? 1 : 0,
      kindBefore: kindBefore(view),
      language: familyOf(file.languageId),
      lines: Math.log(1 + file.shapes.length),
      indent: /^\s*/.exec(current.before)![0].replaceAll("\t", "    ").length,
      isTest: isTestPath(file.path) ? 1 : 0,
      indented: lineBreakBefore(current),
      previousLength: previous,
    };
    return () => values;
  },
};

const BEFORE = [".", "(", "=", ",", ":", "[", "{", '"', "'", ">", "/", "-"];

/** What stands before the cursor, or before the word being typed: 0 for a line's start, then common punctuation, then kinds. */
function kindBefore({ current, vocabulary }: View): number {
  const { file, cursor, typed } = current;
  if (typed === 0) return 0;
  const id = tokenBefore(file.tokens, cursor, 1);
  const kind = vocabulary.kind(id);
  if (kind !== Kind.punctuation) return 1 + BEFORE.length + kind;
  return 1 + BEFORE.indexOf(vocabulary.text(id));
}

const FAMILIES: Readonly<Record<string, number>> = {
  python: 1,
  ruby: 1,
  javascript: 2,
  javascriptreact: 2,
  typescript: 2,
  typescriptreact: 2,
  vue: 2,
  java: 3,
  kotlin: 3,
  csharp: 3,
  scala: 3,
  go: 4,
  rust: 5,
  c: 5,
  cpp: 5,
};

/** A number for languages that are written alike; 0 for all others. */
function familyOf(languageId: string): number {
  return FAMILIES[languageId] ?? 0;
}

export function isTestPath(path: string): boolean {
  return /(^|[/_.-])(tests?|specs?|__tests__|testing)([/_.-]|$)/i.test(path) || /Tests?\.\w+$/.test(path);
}

/** The line break before the cursor's line as a number that rises with the indentation gained. */
function lineBreakBefore({ file, cursor, typed }: CurrentText): number {
  const id = tokenBefore(file.tokens, cursor - typed, 1);
  return endsLine(id) ? id : 0;
}
