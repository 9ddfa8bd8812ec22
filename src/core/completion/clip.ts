/** Cuts what a model wrote down to what belongs at the cursor. */
import { noBrackets, scanBrackets } from "./brackets.ts";
import { balanced } from "./clip/balance.ts";
import { dropCommentEcho, endBeforeContext, repeatsAbove } from "./clip/echoes.ts";
import { indentUnitOf, normalizeIndent } from "./clip/indentation.ts";
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
    if (index >= maxLines) return { text: lines.slice(0, index).join("\n"), ended: true };
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

/** Ends before a line that the document has next. */
function clipToNextLine(text: string, { prefix, suffix }: ClipContext): Cut {
  const next = suffix
    .slice(lineAfter(suffix).length)
    .split("\n")
    .map((line) => line.trimEnd())
    .find((line) => line.trim() !== "");
  if (next === undefined) return { text, ended: false };
  const lines = text.split("\n");
  const repeats = (line: string): boolean =>
    line.trimEnd() === next || (next.trim().length > 3 && line.trim() === next.trim());
  if (repeats(lineBefore(prefix) + lines[0]!)) return { text: "", ended: lines.length > 1 };
  const index = lines.findIndex((line, at) => at > 0 && repeats(line));
  if (index < 0) return { text, ended: false };
  return { text: lines.slice(0, index).join("\n"), ended: index < lines.length - 1 };
}

/** Ends after the first of three equal runs of up to four lines; a model that repeats itself has nothing more to say. */
function clipRepetition(text: string): Cut {
  const lines = text.split("\n").map((line) => line.trim());
  for (let end = 3; end <= lines.length; end++) {
    for (let period = 1; period <= 4 && period * 3 <= end; period++) {
      const start = end - period * 3;
      const run = lines.slice(start, end);
      const repeats = run.every((line, index) => index < period || line === run[index - period]);
      if (!repeats || run.every((line) => /^[^\p{L}\p{N}]*$/u.test(line))) continue;
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

function cutText(raw: string, context: ClipContext): Cut {
  const bare = dropModelFrame(raw.replaceAll("\r\n", "\n"));
  let text = context.languageId === "markdown" ? bare : dropFence(bare);
  if (context.chat) text = dropEcho(text, lineBefore(context.prefix));
  const { prefix, suffix } = context;
  text = dropCommentEcho(text, prefix);
  text = normalizeIndent(text, lineBefore(prefix), indentUnitOf(prefix, suffix));

  let ended = false;
  const apply = (cut: Cut): void => {
    text = cut.text;
    ended ||= cut.ended;
  };
  const rest = lineAfter(suffix).trim();
  if (rest !== "" && !/^[)\]}"'`;,:]+$/.test(rest)) {
    const lineEnd = text.indexOf("\n");
    if (lineEnd >= 0) apply({ text: text.slice(0, lineEnd), ended: true });
  }
  apply(endBeforeContext(text));
  apply(clipToBlock(text, prefix));
  apply(clipToBrackets(text, context));
  apply(clipToNextLine(text, context));
  apply(clipRepetition(text));
  return { text, ended };
}

/** Whether a model may stop writing: what it wrote so far goes beyond what will be kept. */
export function isEnough(raw: string, context: ClipContext): boolean {
  return cutText(raw, context).ended && !/^\s*(?:<|```)/.test(raw);
}

/**
 * The part of a model's text that fits at the cursor: without reasoning, fences, echoes and repetition, indented as the
 * file is, within the block, the brackets and what follows; undefined when nothing worth showing is left. Line ends are
 * those of the document.
 *
 * @param cutOff the model ran into its limit of tokens: the last line is not whole and goes
 */
export function clipSuggestion(raw: string, context: ClipContext, cutOff = false): string | undefined {
  const whole = cutOff && !isEnough(raw, context) ? raw.slice(0, Math.max(0, raw.lastIndexOf("\n"))) : raw;
  const { prefix, suffix, languageId } = context;
  const cut = dropSuffixOverlap(cutText(whole, context).text, suffix).trimEnd();
  const text = looseBrackets.has(languageId) ? cut : balanced(cut, suffix).trimEnd();
  if (text.trim() === "" || isStutter(text) || repeatsAbove(text, prefix)) return undefined;
  const around = context.prefix.slice(-bracketWindow) + context.suffix.slice(0, bracketWindow);
  return around.includes("\r\n") ? text.replaceAll("\n", "\r\n") : text;
}
