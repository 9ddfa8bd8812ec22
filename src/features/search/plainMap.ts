/** The repository's files with most used names as an outline. */
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import type { RepoMap } from "../../core/retrieval/repoMap.ts";

/** Characters that make a token, on average in code. */
const TOKEN_LENGTH = 4;

/** Files by how often others name what they define. */
export function plainMap(index: RepoIndex, maxTokens: number, shortPath: (path: string) => string): RepoMap {
  const ranked = [...index.paths()].map((path) => {
    const symbols = index.symbolsOf(path).filter(({ container }) => container === "");
    const uses = symbols.map(({ name }) => index.fileCountBound(name));
    return { path, symbols, used: uses.reduce((sum, count) => sum + Math.min(count, 50), 0) };
  });
  ranked.sort((a, b) => b.used - a.used || (a.path < b.path ? -1 : 1));
  let text = "";
  let files = 0;
  for (const { path, symbols } of ranked) {
    const block = `${shortPath(path)}:\n${symbols.map(({ name, kind }) => `  ${kind} ${name}\n`).join("")}`;
    if ((text.length + block.length) / TOKEN_LENGTH > maxTokens) break;
    text += block;
    files++;
  }
  return { text, tokens: Math.ceil(text.length / TOKEN_LENGTH), files, allFiles: ranked.length };
}
