/** Source files for benchmarks, and randomness that repeats itself. */
import { readdirSync } from "node:fs";
import { skipDirectory, skipFileName } from "../src/core/repo/fileFilter.ts";
import { findLanguage, languageIdOf } from "../src/core/syntax/language.ts";

/** Relative paths of the files of languages with a grammar, in a fixed order. */
export function listSources(directory: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
    const path = `${entry.parentPath.slice(directory.length + 1)}/${entry.name}`.replace(/^\//, "");
    const isOut = path.split("/").some((part) => part.startsWith(".") || skipDirectory(part) !== undefined);
    if (!entry.isFile() || isOut || skipFileName(entry.name)) continue;
    if (findLanguage(languageIdOf(path) ?? "")?.grammar) found.push(path);
  }
  return found.sort();
}

/** Mulberry32 (Tommy Ettinger 2017). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
