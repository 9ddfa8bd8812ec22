/** The outline of any language that has one. */
import type { OutlineKind } from "../language.ts";
import { cOutline } from "./cOutline.ts";
import { csharpOutline } from "./csharpOutline.ts";
import { cssOutline } from "./cssOutline.ts";
import { ecmaOutline } from "./ecmaOutline.ts";
import { goOutline } from "./goOutline.ts";
import { htmlOutline } from "./htmlOutline.ts";
import { javaOutline } from "./javaOutline.ts";
import { jsonOutline } from "./jsonOutline.ts";
import { kotlinOutline } from "./kotlinOutline.ts";
import { luaOutline } from "./luaOutline.ts";
import { markdownOutline } from "./markdownOutline.ts";
import type { Outline } from "./outline.ts";
import { phpOutline } from "./phpOutline.ts";
import { pythonOutline } from "./pythonOutline.ts";
import { rubyOutline } from "./rubyOutline.ts";
import { rustOutline } from "./rustOutline.ts";
import { scalaOutline } from "./scalaOutline.ts";
import { shellOutline } from "./shellOutline.ts";
import { swiftOutline } from "./swiftOutline.ts";
import { type Tokens, TooManyLooks } from "./tokens.ts";
import { tomlOutline } from "./tomlOutline.ts";
import { yamlOutline } from "./yamlOutline.ts";

const empty: Outline = { symbols: [], imports: [] };

const readers: Readonly<Record<OutlineKind, (tokens: Tokens) => Outline>> = {
  python: pythonOutline,
  ecma: ecmaOutline,
  java: javaOutline,
  scala: scalaOutline,
  go: goOutline,
  rust: rustOutline,
  html: htmlOutline,
  css: cssOutline,
  ruby: rubyOutline,
  shell: shellOutline,
  lua: luaOutline,
  json: jsonOutline,
  yaml: yamlOutline,
  toml: tomlOutline,
  markdown: markdownOutline,
  c: cOutline,
  csharp: csharpOutline,
  php: phpOutline,
  kotlin: kotlinOutline,
  swift: swiftOutline,
};

/** Symbols and imports; none for a language without an outline. Never throws, whatever the text. */
export function readOutline(tokens: Tokens, kind: OutlineKind | undefined): Outline {
  try {
    return kind ? tokens.withBoundedLooks(() => readers[kind](tokens)) : empty;
  } catch (error) {
    // Readers follow nesting by recursion, and look ahead for an end: what is nested deeper than the stack, or never
    // ends, was written by no one.
    if (error instanceof RangeError || error instanceof TooManyLooks) return empty;
    throw error;
  }
}
