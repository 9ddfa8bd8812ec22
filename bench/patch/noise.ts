/** Edit blocks as models write them, from hunks that commits made. */
import type { DiffLine, RealHunk } from "./realHunks.ts";
import { exactly, placesBut, placesOf, squashed, timesIn, waysWithGap } from "./uniqueness.ts";

export interface NoisyBlock {
  readonly path: string;
  readonly before: string;
  readonly answer: string;
  readonly expected: string;
  /** Whether what the block says fits one place alone; false where refusing is right, or the only right thing. */
  readonly isUnique: boolean;
  /** Nothing may be applied: the block is cut off or belongs elsewhere. */
  readonly mustRefuse?: boolean;
}

/** 0 <= random < 1 */
export type Random = () => number;
type Noise = (hunk: RealHunk, random: Random) => NoisyBlock | undefined;

const pick = <T>(all: readonly T[], random: Random): T => all[Math.floor(random() * all.length)]!;
const oldOf = (lines: readonly DiffLine[]): string[] =>
  lines.filter(({ sign }) => sign !== "+").map(({ text }) => text);
const newOf = (lines: readonly DiffLine[]): string[] =>
  lines.filter(({ sign }) => sign !== "-").map(({ text }) => text);
const linesOf = (text: string): string[] => text.split("\n");
const isUniqueIn = (hunk: RealHunk, lines: readonly DiffLine[], key = exactly): boolean =>
  placesOf(linesOf(hunk.before), oldOf(lines), key).length === 1;

const joined = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");
const searchReplace = (path: string, old: readonly string[], now: readonly string[]): string =>
  `${path}\n\`\`\`\n<<<<<<< SEARCH\n${joined(old)}=======\n${joined(now)}>>>>>>> REPLACE\n\`\`\`\n`;
const bodyOf = (lines: readonly DiffLine[]): string => joined(lines.map(({ sign, text }) => sign + text));
const diffOf = (path: string, header: string, lines: readonly DiffLine[]): string =>
  `--- a/${path}\n+++ b/${path}\n${header}\n${bodyOf(lines)}`;
const headerOf = (start: number, lines: readonly DiffLine[], newStart = start): string =>
  `@@ -${start + 1},${oldOf(lines).length} +${newStart + 1},${newOf(lines).length} @@`;
const fenced = (text: string, info = "diff"): string => `\`\`\`${info}\n${text}\`\`\`\n`;
const block = (hunk: RealHunk, answer: string, isUnique: boolean): NoisyBlock => ({
  path: hunk.path,
  before: hunk.before,
  answer,
  expected: hunk.expected,
  isUnique,
});

/** At most so many kept lines at each end. */
function trimmed(lines: readonly DiffLine[], before: number, after: number): readonly DiffLine[] {
  const first = lines.findIndex(({ sign }) => sign !== " ");
  const last = lines.findLastIndex(({ sign }) => sign !== " ");
  return lines.slice(Math.max(0, first - before), last + 1 + after);
}

/** Kept lines that no changed line stands beside, the outermost aside. */
const innerKept = (lines: readonly DiffLine[]): number[] =>
  [...lines.keys()].filter(
    (at) =>
      at > 0 && at < lines.length - 1 && [at - 1, at, at + 1].every((near) => lines[near]!.sign === " "),
  );

/** The comment that leaves code out, in the language of a file. */
const elision = (path: string, indent: string): string =>
  /\.(?:py|rb|sh|ya?ml|toml)$/.test(path)
    ? `${indent}# ... existing code ...`
    : `${indent}// ... existing code ...`;
const indentOf = (line: string): string => /^\s*/.exec(line)![0];
const holdsElision = (hunk: RealHunk): boolean => hunk.lines.some(({ text }) => /\.\.\.|\u2026/.test(text));

export const noises: Readonly<Record<string, Noise>> = {
  "diff: wrong line numbers": (hunk, random) => {
    const lines = trimmed(hunk.lines, 3, 3);
    const wrong = Math.max(0, hunk.start + pick([-60, -17, -5, -2, -1, 1, 2, 7, 31, 80], random));
    return block(hunk, diffOf(hunk.path, headerOf(wrong, lines), lines), isUniqueIn(hunk, lines));
  },
  "diff: wrong counts": (hunk, random) => {
    const lines = trimmed(hunk.lines, 3, 3);
    const header = `@@ -${hunk.start + 1},${1 + Math.floor(random() * 20)} +${hunk.start + 1},${1 + Math.floor(random() * 20)} @@`;
    return block(hunk, fenced(diffOf(hunk.path, header, lines)), isUniqueIn(hunk, lines));
  },
  "diff: no counts": (hunk, random) => {
    const lines = trimmed(hunk.lines, 3, 3);
    return block(
      hunk,
      fenced(diffOf(hunk.path, pick(["@@", "@@ @@", "@@ ... @@"], random), lines)),
      isUniqueIn(hunk, lines),
    );
  },
  envelope: (hunk) => {
    const lines = trimmed(hunk.lines, 3, 3);
    const answer = `*** Begin Patch\n*** Update File: ${hunk.path}\n@@\n${bodyOf(lines)}*** End Patch\n`;
    return block(hunk, answer, isUniqueIn(hunk, lines));
  },
  "search: as it is": (hunk) => {
    const lines = trimmed(hunk.lines, 3, 3);
    return block(hunk, searchReplace(hunk.path, oldOf(lines), newOf(lines)), isUniqueIn(hunk, lines));
  },
  "CRLF in the answer or the file": (hunk, random) => {
    const lines = trimmed(hunk.lines, 3, 3);
    const plain =
      random() < 0.5
        ? searchReplace(hunk.path, oldOf(lines), newOf(lines))
        : diffOf(hunk.path, headerOf(hunk.start, lines), lines);
    if (hunk.before.includes("\r")) return undefined;
    const found = block(hunk, plain, isUniqueIn(hunk, lines));
    const wide = (text: string): string => text.replaceAll("\n", "\r\n");
    return random() < 0.5
      ? { ...found, answer: wide(plain) }
      : { ...found, before: wide(found.before), expected: wide(found.expected) };
  },
  "white space at ends of lines": (hunk, random) => {
    const lines = trimmed(hunk.lines, 3, 3);
    const blur = (line: string): string => (random() < 0.4 ? line + pick([" ", "  ", "\t"], random) : line);
    const old = oldOf(lines).map(blur);
    // New lines keep what the commit gave them: what a model adds there would rightly be written.
    const kept = new Map(oldOf(lines).map((line, index) => [line, old[index]!]));
    const now = lines
      .filter(({ sign }) => sign !== "-")
      .map(({ sign, text }) => (sign === " " ? kept.get(text)! : text));
    return block(hunk, searchReplace(hunk.path, old, now), isUniqueIn(hunk, lines, squashed));
  },
  "indentation moved": (hunk, random) => {
    const lines = trimmed(hunk.lines, 3, 3);
    const filled = lines.filter(({ text }) => text.trim() !== "");
    const common = Math.min(...filled.map(({ text }) => indentOf(text).length));
    const move = pick([-common, -common, 2, 4], random);
    if (move === 0 || filled.some(({ text }) => indentOf(text).includes("\t") && move > 0)) return undefined;
    const shift = (line: string): string =>
      line.trim() === "" ? "" : move < 0 ? line.slice(-move) : " ".repeat(move) + line;
    return block(
      hunk,
      searchReplace(hunk.path, oldOf(lines).map(shift), newOf(lines).map(shift)),
      isUniqueIn(hunk, lines, squashed),
    );
  },
  "tabs for blanks, blanks for tabs": (hunk) => {
    const lines = trimmed(hunk.lines, 3, 3);
    const indents = lines.map(({ text }) => indentOf(text));
    const isTabbed = indents.every((indent) => /^\t*$/.test(indent));
    const isBlank = indents.every((indent) => /^(?: {4})*$/.test(indent));
    if (indents.every((indent) => indent === "") || (!isTabbed && !isBlank)) return undefined;
    const swap = (line: string): string =>
      isTabbed
        ? indentOf(line).replaceAll("\t", "    ") + line.trimStart()
        : indentOf(line).replaceAll("    ", "\t") + line.trimStart();
    return block(
      hunk,
      searchReplace(hunk.path, oldOf(lines).map(swap), newOf(lines).map(swap)),
      isUniqueIn(hunk, lines, squashed),
    );
  },
  "context dropped at the ends": (hunk, random) => {
    const lines = trimmed(hunk.lines, Math.floor(random() * 3), Math.floor(random() * 3));
    if (oldOf(lines).length === 0) return undefined;
    const answer =
      random() < 0.5
        ? searchReplace(hunk.path, oldOf(lines), newOf(lines))
        : fenced(diffOf(hunk.path, "@@ @@", lines));
    return block(hunk, answer, isUniqueIn(hunk, lines));
  },
  "a line of context dropped": (hunk, random) => {
    const inner = innerKept(hunk.lines).filter((at) => hunk.lines[at]!.text.trim() !== "");
    if (inner.length === 0) return undefined;
    const dropped = pick(inner, random);
    const lines = hunk.lines.filter((_line, at) => at !== dropped);
    const parts = [oldOf(hunk.lines.slice(0, dropped)), oldOf(hunk.lines.slice(dropped + 1))] as const;
    const answer =
      random() < 0.5
        ? searchReplace(hunk.path, oldOf(lines), newOf(lines))
        : fenced(diffOf(hunk.path, "@@ @@", lines));
    return block(hunk, answer, waysWithGap(linesOf(hunk.before), parts, [0, 3]) === 1);
  },
  "lines elided": (hunk, random) => {
    const inner = innerKept(hunk.lines);
    const from = inner.find((at) => inner.includes(at + 1) && inner.includes(at + 2));
    if (from === undefined || holdsElision(hunk)) return undefined;
    const count = inner.includes(from + 3) && random() < 0.5 ? 4 : 3;
    const mark: DiffLine = { sign: " ", text: elision(hunk.path, indentOf(hunk.lines[from]!.text)) };
    const lines = [...hunk.lines.slice(0, from), mark, ...hunk.lines.slice(from + count)];
    const parts = [oldOf(hunk.lines.slice(0, from)), oldOf(hunk.lines.slice(from + count))] as const;
    const answer =
      random() < 0.7
        ? searchReplace(hunk.path, oldOf(lines), newOf(lines))
        : fenced(diffOf(hunk.path, "@@ @@", lines));
    return block(hunk, answer, waysWithGap(linesOf(hunk.before), parts, [0, 1e9]) === 1);
  },
  "new lines elided": (hunk) => {
    const inner = innerKept(hunk.lines);
    const from = inner.find((at) => inner.includes(at + 1) && inner.includes(at + 2));
    if (from === undefined || holdsElision(hunk)) return undefined;
    const mark: DiffLine = { sign: " ", text: elision(hunk.path, indentOf(hunk.lines[from]!.text)) };
    const lines = [...hunk.lines.slice(0, from), mark, ...hunk.lines.slice(from + 3)];
    const old = oldOf(hunk.lines);
    // Unique if the lines beside the elision are, among the old ones.
    const isClear = [hunk.lines[from - 1]!.text, hunk.lines[from + 3]!.text].every(
      (text) => old.filter((line) => line === text).length === 1,
    );
    return block(hunk, searchReplace(hunk.path, old, newOf(lines)), isClear && isUniqueIn(hunk, hunk.lines));
  },
  "a kept line misremembered": (hunk, random) => {
    const inner = innerKept(hunk.lines).filter((at) => /\w{4}/.test(hunk.lines[at]!.text));
    if (inner.length === 0) return undefined;
    const at = pick(inner, random);
    const words = hunk.lines[at]!.text.match(/\w{4,}/g)!;
    const wrong: DiffLine = { sign: " ", text: hunk.lines[at]!.text.replace(pick(words, random), "other") };
    const lines = hunk.lines.map((line, index) => (index === at ? wrong : line));
    const row = oldOf(hunk.lines.slice(0, at)).length;
    const isUnique = placesBut(linesOf(hunk.before), oldOf(hunk.lines), row) === 1;
    return block(hunk, searchReplace(hunk.path, oldOf(lines), newOf(lines)), isUnique);
  },
  "wrong fence": (hunk, random) => {
    const lines = trimmed(hunk.lines, 3, 3);
    const plain = searchReplace(hunk.path, oldOf(lines), newOf(lines));
    const bare = plain.replace("```\n", "").replace(/```\n$/, "");
    const answer = pick(
      [
        bare,
        plain.replace("```\n", "```text\n"),
        plain.replace("```\n", "~~~\n").replace(/```\n$/, "~~~\n"),
        plain.replace("```\n", "````diff\n").replace(/```\n$/, "````\n"),
        plain.replace(/```\n$/, ""),
        `**${hunk.path}**\n\n${plain.slice(hunk.path.length + 1)}`,
        `\`\`\`diff\n${diffOf(hunk.path, headerOf(hunk.start, lines), lines)}`,
        `\`\`\`python\n${diffOf(hunk.path, headerOf(hunk.start, lines), lines)}\`\`\`\nThat is all.\n`,
      ],
      random,
    );
    return block(hunk, answer, isUniqueIn(hunk, lines));
  },
  "part of a line": (hunk) => {
    const [removed, ...more] = hunk.lines.filter(({ sign }) => sign === "-");
    const [added, ...others] = hunk.lines.filter(({ sign }) => sign === "+");
    if (!removed || !added || more.length > 0 || others.length > 0) return undefined;
    const tokens = removed.text.trim().split(/(?<=\W)|(?=\W)/);
    const now = added.text.trim().split(/(?<=\W)|(?=\W)/);
    const cut = tokens.findIndex((token, index) => token !== now[index]);
    if (cut < 2 || tokens.length < cut + 2) return undefined;
    const from = Math.max(1, cut - 4);
    const old = tokens.slice(from).join("").trimEnd();
    const replacement = now.slice(from).join("").trimEnd();
    if (old.trim() !== old || old.length < 8 || replacement.trim() === "") return undefined;
    return block(hunk, searchReplace(hunk.path, [old], [replacement]), timesIn(hunk.before, old) === 1);
  },
  "whole file": (hunk) =>
    hunk.before.split("\n").length > 400 ||
    !hunk.before.endsWith("\n") ||
    /^ {0,3}[`~]{3}/m.test(hunk.expected)
      ? undefined
      : block(hunk, `${hunk.path}\n\`\`\`\n${hunk.expected}\`\`\`\n`, true),
  "cut off: refused": (hunk, random) => {
    const lines = trimmed(hunk.lines, 3, 3);
    const plain = searchReplace(hunk.path, oldOf(lines), newOf(lines));
    const end = plain.indexOf(">>>>>>> REPLACE");
    const answer = plain.slice(
      0,
      Math.floor(
        plain.indexOf("<<<<<<< SEARCH") + 15 + random() * (end - plain.indexOf("<<<<<<< SEARCH") - 15),
      ),
    );
    return { ...block(hunk, answer, false), expected: hunk.before, mustRefuse: true };
  },
  "whole file cut off: refused": (hunk, random) => {
    const all = hunk.expected.split("\n");
    if (all.length > 400 || all.length < 30 || /^ {0,3}[`~]{3}/m.test(hunk.expected)) return undefined;
    const kept = all.slice(0, Math.floor(all.length * (0.2 + 0.6 * random())));
    const answer = `${hunk.path}\n\`\`\`\n${joined(kept)}${random() < 0.5 ? "```\n" : ""}`;
    return { ...block(hunk, answer, false), expected: hunk.before, mustRefuse: true };
  },
};
