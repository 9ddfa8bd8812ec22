/** Which lines of a file ran while tests ran. */

export interface MeasuredFile {
  /** As `TestCase.path`. */
  readonly path: string;
  /** By 0-based line how often it ran; lines that nothing can run on are not named. */
  readonly lines: ReadonlyMap<number, number>;
}

/** `unknown`: nothing is told of any line, and why, for a person. */
export type Measurement =
  | { readonly kind: "measured"; readonly files: readonly MeasuredFile[] }
  | { readonly kind: "unknown"; readonly reason: string };

/** Counts of several processes or packages together; files in the order they come. */
export function mergeMeasured(all: readonly MeasuredFile[]): readonly MeasuredFile[] {
  const byPath = new Map<string, Map<number, number>>();
  for (const { path, lines } of all) {
    const known = byPath.get(path) ?? new Map<number, number>();
    for (const [line, count] of lines) known.set(line, (known.get(line) ?? 0) + count);
    byPath.set(path, known);
  }
  return [...byPath].map(([path, lines]) => ({ path, lines }));
}

/** Lines of nothing but brackets, `else` and the like, in languages with braces: what tells blocks apart says nothing of them. */
const isPunctuation = /^[\s{}()[\];,]*(?:(?:else|try|finally|do|default\s*:)?[\s{}()[\];,]*)$/;
const isComment = /^\s*(?:\/\/|\/\*|\*)/;

/** 0-based lines of a text in a language with braces that may run. */
export function linesWithCode(text: string): readonly number[] {
  return text
    .split("\n")
    .flatMap((line, at) => (isPunctuation.test(line) || isComment.test(line) ? [] : [at]));
}
