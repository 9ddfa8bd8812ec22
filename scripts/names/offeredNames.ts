/** Names that a language's own libraries offer. */
export interface OfferedNames {
  /** What may stand behind a dot. */
  readonly names: ReadonlySet<string>;
  readonly modules: ReadonlySet<string>;
}

/** Of lines such as `name append` and `module json`. */
export function parseOffered(text: string): OfferedNames {
  const of = (kind: string): ReadonlySet<string> =>
    new Set(
      text.split("\n").flatMap((line) => (line.startsWith(`${kind} `) ? [line.slice(kind.length + 1)] : [])),
    );
  return { names: of("name"), modules: of("module") };
}

/** One to a line, in the order of their UTF-16 units. */
export const renderNames = (names: ReadonlySet<string>): string => `${[...names].sort().join("\n")}\n`;
