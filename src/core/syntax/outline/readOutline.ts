/** The outline of any language that has one. */
import type { OutlineKind } from "../language.ts";
import { ecmaOutline } from "./ecmaOutline.ts";
import { goOutline } from "./goOutline.ts";
import { javaOutline } from "./javaOutline.ts";
import type { Outline } from "./outline.ts";
import { pythonOutline } from "./pythonOutline.ts";
import { rustOutline } from "./rustOutline.ts";
import type { Tokens } from "./tokens.ts";

const empty: Outline = { symbols: [], imports: [] };

const readers: Readonly<Record<OutlineKind, (tokens: Tokens) => Outline>> = {
  python: pythonOutline,
  ecma: ecmaOutline,
  java: javaOutline,
  go: goOutline,
  rust: rustOutline,
};

/** Symbols and imports; none for a language without an outline. Never throws, whatever the text. */
export function readOutline(tokens: Tokens, kind: OutlineKind | undefined): Outline {
  try {
    return kind ? readers[kind](tokens) : empty;
  } catch (error) {
    // Readers follow nesting by recursion; what is nested deeper than the stack was written by no one.
    if (error instanceof RangeError) return empty;
    throw error;
  }
}
