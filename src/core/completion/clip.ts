/** Cuts what a model wrote down to what belongs at the cursor. */
import { noBrackets, scanBrackets } from "./brackets.ts";
import { balanced } from "./clip/balance.ts";
import type { BlockFit } from "./clip/blockEnd.ts";
import { dropCommentEcho, endBeforeContext, repeatsAbove } from "./clip/echoes.ts";
import { indentUnitOf, marksBlocks, normalizeIndent } from "./clip/indentation.ts";
import { dropEcho, dropFence, dropModelFrame } from "./modelQuirks.ts";
import { lineAfter, lineBefore } from "./trigger.ts";

export interface ClipContext {
  readonly prefix: string;
  readonly suffix: string;
  readonly languageId: string;
  /** The text came from a chat model, which talks, fences and repeats. */
  readonly chat: boolean;
}

/** A cut text; `ended` when nothing that may follow could change it. */
interface Cut {
  readonly text: string;
  readonly ended: boolean;
}

/** Longer suggestions are read by nobody. */
const maxLines = 24;
const tabWidth = 4;
/** Enough to hold the brackets that are open at the cursor in almost all code. UTF-16 units. */
const bracketWindow = 4_000;
/** Languages where brackets stand alone, as in `a)` or `case x)`. */
const looseBrackets = new Set(["markdown", "plaintext", "shellscript", "latex", "tex", "restructuredtext"]);
const continuesBlock =
  /^(?:[)\]}]|end\b|else\b|elif\b|elsif\b|except\b|rescue\b|ensure\b|finally\b|catch\b|then\b|fi\b|done\b|esac\b|\.|\?\.|&&|\|\||\?|:)/;

function indentOf(line: string): number {
  let width = 0;
  for (const character of line) {
    if (character === " ") width++;
    else if (character === "\t") width += tabWidth;
    else break;
  }
  return width;
}

/** Ends where the code leaves the block that the cursor is in, or the statement it is amid. */
function clipToBlock(text: string, prefix: string): Cut {
  const before = lineBefore(prefix);
  const midStatement = before.trim() !== "";
  const base = indentOf(before);
  const lines = text.split("\n");
  const belongs = (index: number): boolean => {
    const line = lines[index]!;
    if (line.trim() === "") return true;
    const indent = indentOf(line);
    if (indent !== base) return indent > base;
    const afterBlank = lines[index - 1]!.trim() === "";
    return midStatement ? continuesBlock.test(line.trimStart()) : !(afterBlank && index > 1);
  };
  for (let index = 1; index < lines.length; index++) {
    const last = index === lines.length - 1;
    // The last line may still be growing: its indentation tells only once something stands behind it.
    if (!belongs(index)) return { text: lines.slice(0, index).join("\n"), ended: !last };
  }
  return { text, ended: false };
}

/** Ends before a closer or quote that the rest of the line already has, or that nothing open waits for. */
function clipToBrackets(text: string, { prefix, suffix, languageId }: ClipContext): Cut {
  if (looseBrackets.has(languageId)) return { text, ended: false };
  const window = prefix.slice(-bracketWindow);
  const outer = scanBrackets(window, noBrackets, () => false);
  const quote = scanBrackets(lineBefore(prefix), noBrackets, () => false).quote;
  const next = lineAfter(suffix).trimStart().charAt(0);
  const waiting = [...outer.closers];
  let end: number | undefined;
  scanBrackets(text, { closers: [], quote }, (closer, offset) => {
    const isQuote = closer === quote;
    const known =
      isQuote || waiting.length === 0 ? isQuote || window.length < prefix.length : waiting.pop() === closer;
    if (closer === next || !known) end = offset;
    return end !== undefined;
  });
  return end === undefined ? { text, ended: false } : { text: text.slice(0, end), ended: true };
}

/** Ends before a line that the document has next. Where it is indented otherwise, the line after it must be the same too. */
function clipToNextLine(text: string, { prefix, suffix }: ClipContext): Cut {
  const [next, afterNext] = suffix
    .slice(lineAfter(suffix).length)
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "");
  if (next === undefined) return { text, ended: false };
  const lines = text.split("\n");
  const isSame = (line: string): boolean => line.trimEnd() === next;
  const isAlike = (line: string): boolean => next.trim().length > 3 && line.trim() === next.trim();
  const begun = lineBefore(prefix) + lines[0]!;
  if (isSame(begun) || isAlike(begun)) return { text: "", ended: lines.length > 1 };
  const goesOn = (at: number): boolean => {
    const following = lines.slice(at + 1).find((line) => line.trim() !== "");
    return following === undefined || following.trim() === afterNext?.trim();
  };
  const index = lines.findIndex((line, at) => at > 0 && (isSame(line) || (isAlike(line) && goesOn(at))));
  if (index < 0) return { text, ended: false };
  const isSure = isSame(lines[index]!) || lines.slice(index + 1, -1).some((line) => line.trim() !== "");
  return { text: lines.slice(0, index).join("\n"), ended: isSure && index < lines.length - 1 };
}

/** Lines of brackets and of words that close: three in a row end three blocks. */
const closesOnly = /^(?:[^\p{L}\p{N}]*|(?:end|fi|done|esac)\b[^\p{L}\p{N}]*)$/u;

/** Runs of so many lines are said twice by mistake only; shorter ones three times. */
const longRun = { least: 4, most: 12 } as const;

/** Ends after the first of equal runs of lines; a model that repeats itself has nothing more to say. */
function clipRepetition(text: string): Cut {
  const lines = text.split("\n").map((line) => line.trim());
  for (let end = 3; end <= lines.length; end++) {
    for (let period = 1; period <= longRun.most; period++) {
      const start = end - period * (period < longRun.least ? 3 : 2);
      if (start < 0) continue;
      const run = lines.slice(start, end);
      const repeats = run.every((line, index) => index < period || line === run[index - period]);
      if (!repeats || run.every((line) => closesOnly.test(line))) continue;
      return {
        text: text
          .split("\n")
          .slice(0, start + period)
          .join("\n"),
        ended: end < lines.length,
      };
    }
  }
  return { text, ended: false };
}

/** Takes off the end what the rest of the line begins with. Brackets and quotes are not judged here. */
function dropSuffixOverlap(text: string, suffix: string): string {
  const rest = lineAfter(suffix).trimEnd();
  if (rest === "" || /^[)\]}"'`]/.test(rest)) return text;
  for (let length = Math.min(rest.length, text.length); length > 0; length--) {
    const telling = length === rest.length || length >= 3 || /^[;,:]/.test(rest);
    if (telling && text.endsWith(rest.slice(0, length))) return text.slice(0, -length);
  }
  return text;
}

/** Words repeated like `abcabcabc...` without end. */
const stutter = /([^\s]{1,20}?)\1{11,}/;

function isStutter(text: string): boolean {
  const run = stutter.exec(text);
  return run !== null && /\p{L}/u.test(run[1]!) && run[0].length >= 30;
}

/** No more lines than anyone reads. */
function clipLength(text: string): Cut {
  const lines = text.split("\n");
  if (lines.length <= maxLines) return { text, ended: false };
  return { text: lines.slice(0, maxLines).join("\n"), ended: true };
}

/** Applies one cut after another. */
function cutAll(text: string, cuts: readonly ((text: string) => Cut)[]): Cut {
  return cuts.reduce<Cut>(
    (sofar, cut) => {
      const next = cut(sofar.text);
      return { text: next.text, ended: sofar.ended || next.ended };
    },
    { text, ended: false },
  );
}

/** Without what is wrapped around the code, up to what cannot stand at the cursor whatever the block. */
function unwrap(raw: string, context: ClipContext): Cut {
  const { prefix, suffix } = context;
  const bare = dropModelFrame(raw.replaceAll("\r\n", "\n"));
  let text = context.languageId === "markdown" ? bare : dropFence(bare);
  if (context.chat) text = dropEcho(text, lineBefore(prefix));
  text = dropCommentEcho(text, prefix);
  text = normalizeIndent(text, lineBefore(prefix), indentUnitOf(context), marksBlocks(prefix, suffix));
  const rest = lineAfter(suffix).trim();
  const isAmidLine = rest !== "" && !/^[)\]}"'`;,:]+$/.test(rest);
  const clipToLine = (whole: string): Cut => {
    const lineEnd = isAmidLine ? whole.indexOf("\n") : -1;
    return lineEnd < 0 ? { text: whole, ended: false } : { text: whole.slice(0, lineEnd), ended: true };
  };
  return cutAll(text, [clipToLine, endBeforeContext, (whole) => clipToBrackets(whole, context)]);
}

const byIndentation = (text: string, { prefix }: ClipContext): Cut => clipToBlock(text, prefix);

const endRun = (text: string, context: ClipContext): Cut =>
  cutAll(text, [(whole) => clipToNextLine(whole, context), clipRepetition, clipLength]);

/**
 * Whether a model may stop writing: what it wrote so far goes beyond what will be kept.
 *
 * @param blocks what tells where the block ends; a tree must be asked besides
 */
export function isEnough(
  raw: string,
  context: ClipContext,
  blocks: "indentation" | "tree" = "indentation",
): boolean {
  const cut = cutAll(raw, [
    (text) => unwrap(text, context),
    (text) => (blocks === "tree" ? { text, ended: false } : byIndentation(text, context)),
    (text) => endRun(text, context),
  ]);
  return cut.ended && !/^\s*(?:<|```)/.test(raw);
}

/**
 * What a model wrote for the cursor, bare of reasoning, fences and echoes, indented as the file is; it may go on beyond
 * the block.
 *
 * @param cutOff the model ran into its limit of tokens: the last line is not whole and goes
 */
export function writtenCode(raw: string, context: ClipContext, cutOff = false): string {
  const whole =
    cutOff && !isEnough(raw, context, "tree") ? raw.slice(0, Math.max(0, raw.lastIndexOf("\n"))) : raw;
  return unwrap(whole, context).text;
}

/**
 * The part of a model's code that fits at the cursor: without repetition, within the block, the brackets and what
 * follows; undefined when nothing worth showing is left. Line ends are those of the document.
 *
 * @param code as `writtenCode` gives it
 * @param fit what of it belongs to the block by a syntax tree; undefined: indentation tells
 */
export function clipCode(code: string, context: ClipContext, fit?: BlockFit): string | undefined {
  const { prefix, suffix, languageId } = context;
  const block = fit ? code.slice(0, fit.length) : byIndentation(code, context).text;
  const cut = dropSuffixOverlap(endRun(block, context).text, suffix).trimEnd();
  const mayLeaveOpen = fit === undefined || fit.leavesOpen;
  const text = mayLeaveOpen && !looseBrackets.has(languageId) ? balanced(cut, suffix).trimEnd() : cut;
  if (text.trim() === "" || isStutter(text) || repeatsAbove(text, prefix)) return undefined;
  const around = context.prefix.slice(-bracketWindow) + context.suffix.slice(0, bracketWindow);
  return around.includes("\r\n") ? text.replaceAll("\n", "\r\n") : text;
}

/** Both in one, where there is no tree. */
export const clipSuggestion = (raw: string, context: ClipContext, cutOff = false): string | undefined =>
  clipCode(writtenCode(raw, context, cutOff), context);
