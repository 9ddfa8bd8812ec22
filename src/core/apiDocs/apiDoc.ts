/** What is written about a declaration. */
export interface ApiDoc {
  /** First sentence, on one line, at most 200 characters; empty when there are tags alone. */
  readonly summary: string;
  /** All of it without marks and without the parts below, at most 6,000 characters. */
  readonly text: string;
  /** Code, each as it stands, at most five of at most 1,500 characters. */
  readonly examples: readonly string[];
  /** What is said of each parameter, by name. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  readonly returns?: string | undefined;
  /** Why not to use it any more; may be empty. */
  readonly deprecated?: string | undefined;
  /** What to use instead, as the text names it. */
  readonly replacedBy?: string | undefined;
  readonly since?: string | undefined;
}

export const docLimits = { text: 6000, examples: 5, example: 1500, part: 400 } as const;

/**
 * The name that a note of deprecation tells to use: `use {@link parseAsync} instead`, "Please use `b()`", "replaced by c".
 */
export function replacementIn(note: string): string | undefined {
  const found =
    /\b(?:use|using|see|by|favou?r of|to|with|prefer)\s+(?:the\s+|of\s+|new\s+)*(?:\{@link(?:code|plain)?\s+|:(?:py:)?(?:func|meth|class|mod|attr|obj|data):|\[?)[`'"~]*#?([A-Za-z_$][\w$]*(?:[.#:]{1,2}[A-Za-z_$][\w$]*)*)(?:\(\))?([`'"}\]]|\(\)|\s+instead)/i.exec(
      note,
    );
  return found?.[1]?.replace(/#|::/g, ".");
}
