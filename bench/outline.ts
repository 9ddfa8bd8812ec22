/**
 * How fast is the outline, and does it find what a parser finds? For each directory and language: thousands of lines
 * for each second of CPU, and precision and recall of symbol names against tree-sitter's definitions (file by file,
 * as multisets).
 *
 * `npm run bench:outline -- [--differences] DIR...`
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Language, Parser } from "web-tree-sitter";
import { findLanguage, languageIdOf } from "../src/core/syntax/language.ts";
import { lexicalFamilies } from "../src/core/syntax/lexicalFamily.ts";
import { lex } from "../src/core/syntax/outline/lexer.ts";
import { readOutline } from "../src/core/syntax/outline/readOutline.ts";
import { grammarFiles } from "../test/support/grammarFiles.ts";
import { parserNames } from "./parserNames.ts";
import { listSources } from "./sources.ts";
import { endWithUsage } from "./usage.ts";

const args = process.argv.slice(2);
const showsDifferences = args[0] === "--differences";
if (showsDifferences) args.shift();
if (args.length === 0) endWithUsage("npm run bench:outline -- [--differences] DIR...");

interface Tally {
  files: number;
  /** Files without an error in the tree. */
  compared: number;
  lines: number;
  cpuMs: number;
  symbols: number;
  agreed: number;
  parsed: number;
}

function outlineNames(text: string, languageId: string): string[] {
  const language = findLanguage(languageId)!;
  const { symbols } = readOutline(lex(text, lexicalFamilies[language.family]), language.outline);
  // What the scripts and styles in a page declare is no markup, and not in its tree.
  const own =
    languageId === "html" ? symbols.filter(({ kind }) => /^(?:element|heading)$/.test(kind)) : symbols;
  return own.map(({ name }) => name);
}

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** How many of `names` are in `others`, each used once. */
function agreement(names: readonly string[], others: readonly string[]): { agreed: number; only: string[] } {
  const left = new Map<string, number>();
  for (const name of others) left.set(name, (left.get(name) ?? 0) + 1);
  const only: string[] = [];
  for (const name of names) {
    const count = left.get(name) ?? 0;
    if (count > 0) left.set(name, count - 1);
    else only.push(name);
  }
  return { agreed: names.length - only.length, only };
}

await Parser.init({ locateFile: () => grammarFiles.runtime });

for (const directory of args) {
  const byLanguage = new Map<string, Tally>();
  const groups = new Map<string, string[]>();
  for (const path of listSources(directory)) {
    const languageId = languageIdOf(path)!;
    if (!findLanguage(languageId)!.outline) continue;
    const group = groups.get(languageId) ?? [];
    group.push(path);
    groups.set(languageId, group);
  }
  for (const [languageId, paths] of groups) {
    const texts = paths.map((path) => readFileSync(join(directory, path), "utf8"));
    const outlines: string[][] = [];
    for (const text of texts.slice(0, 20)) outlineNames(text, languageId);
    const ms = cpuMs(() => {
      for (const text of texts) outlines.push(outlineNames(text, languageId));
    });
    const tally: Tally = {
      files: texts.length,
      compared: 0,
      lines: 0,
      cpuMs: ms,
      symbols: 0,
      agreed: 0,
      parsed: 0,
    };
    const parser = new Parser();
    parser.setLanguage(await Language.load(grammarFiles.grammar(findLanguage(languageId)!.grammar!)));
    for (const [i, text] of texts.entries()) {
      tally.lines += text.split("\n").length;
      const tree = parser.parse(text)!;
      // Bash's grammar takes a test of bats for a command, and what is in it for code outside of functions.
      if (!tree.rootNode.hasError && !paths[i]!.endsWith(".bats")) {
        tally.compared++;
        const parsed = parserNames(tree.rootNode, languageId);
        const { agreed, only } = agreement(outlines[i]!, parsed);
        tally.symbols += outlines[i]!.length;
        tally.parsed += parsed.length;
        tally.agreed += agreed;
        const missed = agreement(parsed, outlines[i]!).only;
        if (showsDifferences && only.length + missed.length > 0) {
          console.log(`${paths[i]}: only here ${only.join(" ")}; missed ${missed.join(" ")}`);
        }
      }
      tree.delete();
    }
    parser.delete();
    byLanguage.set(languageId, tally);
  }
  for (const [languageId, { files, compared, lines, cpuMs, symbols, agreed, parsed }] of byLanguage) {
    const percent = (part: number, whole: number) => `${((100 * part) / Math.max(whole, 1)).toFixed(2)} %`;
    console.log(
      `${directory} ${languageId}: ${files} files (${compared} compared), ${lines} lines, ${Math.round(lines / cpuMs)} klines/CPU-s, ` +
        `precision ${percent(agreed, symbols)}, recall ${percent(agreed, parsed)} of ${parsed} names`,
    );
  }
}
