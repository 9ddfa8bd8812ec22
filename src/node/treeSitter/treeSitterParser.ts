/** Follows open documents with tree-sitter, and asks it whether a suggestion fits where it would stand. */
import type { Tree } from "web-tree-sitter";
import { type BlockEnd, type BlockFit, blockEnds, hasBlocks } from "../../core/completion/clip/blockEnd.ts";
import type { ParseVerdict } from "../../core/completion/suggestion.ts";
import { findLanguage, type Language } from "../../core/syntax/language.ts";
import { closersOf } from "../../core/syntax/openBrackets.ts";
import { applyTextEdits } from "../../core/text/textEdit.ts";
import { fillersFor, mayGoOn } from "../../core/verify/fillers.ts";
import type { ParseCheck } from "../../ports/engine.ts";
import type { Log } from "../../ports/log.ts";
import type { Parser } from "../../ports/parser.ts";
import type { Placement, Trees } from "../../ports/trees.ts";
import { FlatTreeReader } from "./flatTreeReader.ts";
import { type GrammarFiles, Grammars } from "./grammars.ts";
import { ParsedText } from "./parsedText.ts";
import { countErrors, type ParseErrors } from "./parseErrors.ts";

/** Longer texts are not parsed. UTF-16 units. */
const LONGEST_TEXT = 1 << 20;
/** A text that no editor has open is parsed from its start, and nobody types in it. */
const PASSING_BUDGET_MS = 1_000;

interface Document {
  readonly languageId: string;
  text: string;
  parsed: ParsedText | undefined;
}

export class TreeSitterParser implements Parser, Pick<Trees, "place" | "blockFit"> {
  readonly #grammars: Grammars;
  readonly #log: Log;
  readonly #checks: (language: Language) => boolean;
  readonly #documents = new Map<string, Document>();
  readonly #brokenGrammars = new Set<string>();
  readonly #flat = new Map<string, FlatTreeReader>();
  /** The text that is not open and was asked about last. */
  #passing: { readonly key: string; readonly parsed: ParsedText } | undefined;

  /** @param checks whether a language is to be checked at all */
  constructor(files: GrammarFiles, log: Log, checks = ({ checksParse }: Language) => checksParse === true) {
    this.#grammars = new Grammars(files);
    this.#log = log;
    this.#checks = checks;
  }

  open(path: string, languageId: string, text: string): void {
    this.close(path);
    const document: Document = { languageId, text, parsed: undefined };
    this.#documents.set(path, document);
    void this.#prepare(path, document);
  }

  edit: Parser["edit"] = (path, edits) => {
    const document = this.#documents.get(path);
    if (document) document.text = applyTextEdits(document.text, edits);
  };

  close(path: string): void {
    this.#documents.get(path)?.parsed?.delete();
    this.#documents.delete(path);
  }

  async checkParse(check: ParseCheck): Promise<ParseVerdict> {
    return (await this.#judge(check)).verdict;
  }

  place: Trees["place"] = async (check) => {
    const flat = await this.#flatReader(check.languageId);
    return flat ? this.#judge(check, flat) : noPlacement;
  };

  blockFit: Trees["blockFit"] = async (check) => {
    if (!hasBlocks(check.languageId)) return undefined;
    const flat = await this.#flatReader(check.languageId);
    const parsed = flat && (await this.#parsedText(check));
    return parsed && fitOfBlock(parsed, check, flat);
  };

  async #flatReader(languageId: string): Promise<FlatTreeReader | undefined> {
    const grammar = findLanguage(languageId)?.grammar;
    const known = grammar === undefined ? undefined : this.#flat.get(grammar);
    if (grammar === undefined || known) return known;
    const parsed = await this.#newParsed(languageId);
    parsed?.delete();
    if (!parsed) return undefined;
    const flat = new FlatTreeReader(await this.#grammars.load(grammar), await this.#grammars.memory());
    this.#flat.set(grammar, flat);
    return flat;
  }

  async #judge(check: ParseCheck, flat?: FlatTreeReader): Promise<Placement> {
    const parsed = this.#isChecked(check) ? await this.#parsedText(check) : undefined;
    return parsed ? judge(parsed, check, flat) : noPlacement;
  }

  /** What follows the document of a check, or a passing text. */
  async #parsedText(check: ParseCheck): Promise<ParsedText | undefined> {
    if (check.text.length > LONGEST_TEXT) return undefined;
    const document = this.#documents.get(check.path);
    const isFollowed =
      document?.languageId === check.languageId && (await this.#prepare(check.path, document));
    return isFollowed ? document.parsed : this.#passingText(check);
  }

  /** Several suggestions for one text are mostly asked about in a row. */
  async #passingText({ path, languageId }: ParseCheck): Promise<ParsedText | undefined> {
    const key = `${languageId} ${path}`;
    if (this.#passing?.key === key) return this.#passing.parsed;
    const parsed = await this.#newParsed(languageId, PASSING_BUDGET_MS);
    if (!parsed) return undefined;
    this.#passing?.parsed.delete();
    this.#passing = { key, parsed };
    return parsed;
  }

  /** Gives an open document its tree; whether it has one. */
  async #prepare(path: string, document: Document): Promise<boolean> {
    if (document.parsed) return true;
    if (document.text.length > LONGEST_TEXT || !this.#isChecked(document)) return false;
    const parsed = await this.#newParsed(document.languageId);
    const isLate = this.#documents.get(path) !== document || document.parsed !== undefined;
    if (!parsed || isLate) {
      parsed?.delete();
      return this.#documents.get(path) === document && document.parsed !== undefined;
    }
    document.parsed = parsed;
    parsed.treeOf(document.text);
    return true;
  }

  /** Grammars that are not sure enough to judge by find blocks all the same, when asked to. */
  #isChecked({ languageId }: { readonly languageId: string }): boolean {
    const language = findLanguage(languageId);
    return language !== undefined && this.#checks(language);
  }

  async #newParsed(languageId: string, budgetMs?: number): Promise<ParsedText | undefined> {
    const grammar = findLanguage(languageId)?.grammar;
    if (grammar === undefined || this.#brokenGrammars.has(grammar)) return undefined;
    try {
      return new ParsedText(grammar, await this.#grammars.load(grammar), budgetMs);
    } catch (error) {
      this.#brokenGrammars.add(grammar);
      this.#log.error(`Cannot load the grammar "${grammar}": suggestions are not checked by parsing`, error);
      return undefined;
    }
  }
}

/**
 * A suggestion fits when the text with it has no more errors than the text without it, and than the text without the
 * line being typed: that line is unfinished, so its own errors excuse nothing. A suggestion that opens a block is
 * judged with the block closed. Inside a region that is broken anyway nothing can be said against it.
 */
function judge(
  parsed: ParsedText,
  { text, replace, insert, languageId }: ParseCheck,
  flat: FlatTreeReader | undefined,
): Placement {
  const tree = parsed.treeOf(text);
  if (!tree) return noPlacement;
  const before = text.slice(0, replace.start);
  const after = text.slice(replace.end);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  const lineStart = before.length - line.length;
  const count = (variant: Tree) => countErrors(variant, lineStart);
  const blank = parsed.withVariant(withoutLine(before, line, after), count);
  if (!blank) return noPlacement;
  const inherent = leastErrors(count(tree), blank);
  const block = closersOf(line + insert, languageId);
  const variants = [insert];
  if (block !== "" && mayGoOn(insert)) variants.push(insert + block);
  if (languageId === "python" && opensBlock.test(insert)) variants.push(insert + emptyBody(line + insert));
  let errorsLeft = 0;
  for (const variant of variants) {
    const whole = before + variant + after;
    const worst = withGrowth(inherent, line.length + variant.length);
    const placed = parsed.withVariant(whole, (tree) => {
      const errors = count(tree);
      const fits = !isWorse(errors, worst);
      return { fits, errors, tree: fits ? flat?.read(tree, whole) : undefined };
    });
    if (!placed) return noPlacement;
    errorsLeft ||= placed.errors.count;
    if (!placed.fits) continue;
    if (placed.errors.count > 0 && canDoBetter(parsed, before, insert, after, placed.errors.count))
      return broken;
    return { verdict: "parses", tree: placed.tree };
  }
  const isExcused = blank.coversPlace && !canDoBetter(parsed, before, insert, after, errorsLeft);
  return isExcused ? noPlacement : broken;
}

/** Where the suggestion would leave its block: of the places the tree offers, the one that fits what follows. */
function fitOfBlock(
  parsed: ParsedText,
  { text, replace, insert }: ParseCheck,
  flat: FlatTreeReader,
): BlockFit | undefined {
  if (!parsed.treeOf(text)) return undefined;
  const before = text.slice(0, replace.start);
  const after = text.slice(replace.end);
  const whole = before + insert + after;
  const ends = parsed.withVariant(whole, (tree) =>
    blockEnds(flat.read(tree, whole), before.length, before.length + insert.length),
  );
  const least = Math.min(...(ends ?? []).map(({ off }) => off));
  const choices = (ends ?? []).filter(({ off }) => off === least);
  const errorsAt = ({ end }: BlockEnd): number => {
    const variant = before + insert.slice(0, end - before.length) + after;
    return parsed.withVariant(variant, (tree) => countErrors(tree, before.length).count) ?? 0;
  };
  const errors = choices.length > 1 ? choices.map(errorsAt) : [0];
  const best = choices[errors.lastIndexOf(Math.min(...errors))];
  return best && { length: best.end - before.length, leavesOpen: best.leavesOpen };
}

const broken: Placement = { verdict: "breaks", tree: undefined };
const noPlacement: Placement = { verdict: "unknown", tree: undefined };

/** A Python line that waits for a body, perhaps with a comment behind the colon. */
const opensBlock = /:[ \t]*(?:#[^\n]*)?$/;

/** The shortest body for the block that the last line of `text` opens. */
function emptyBody(text: string): string {
  const lastLine = text.slice(text.lastIndexOf("\n") + 1);
  const indent = /^[ \t]*/.exec(lastLine)![0];
  return `\n${indent} pass`;
}

/**
 * Texts tried in the place of one that leaves errors, and how much text with them in UTF-16 units: a third of a second of
 * work at the most. By work and not by time, so that a crowded machine comes to the same verdict.
 */
const MOST_FILLERS = 60;
const MOST_FILLER_TEXT = 8 << 20;

/** Whether anything else in the place of the suggestion would leave fewer errors: then the errors are the suggestion's. */
function canDoBetter(
  parsed: ParsedText,
  before: string,
  insert: string,
  after: string,
  errors: number,
): boolean {
  const most = Math.min(MOST_FILLERS, Math.ceil(MOST_FILLER_TEXT / (before.length + after.length + 1)));
  return fillersFor(insert)
    .slice(0, most)
    .some((filler) => {
      const count = parsed.withVariant(
        before + filler + after,
        (tree) => countErrors(tree, before.length).count,
      );
      return count !== undefined && count < errors;
    });
}

/** The text with the line being typed taken out, up to the cursor and after it. */
function withoutLine(before: string, line: string, after: string): string {
  const end = after.indexOf("\n");
  return before.slice(0, before.length - line.length) + (end < 0 ? "" : after.slice(end));
}

/** In a text broken elsewhere the region that fits nowhere may reach over the line, and grows with it. */
function withGrowth(errors: ParseErrors, length: number): ParseErrors {
  return errors.size === 0 ? errors : { ...errors, size: errors.size + length };
}

function leastErrors(a: ParseErrors, b: ParseErrors): ParseErrors {
  return isWorse(a, b) ? b : a;
}

function isWorse(a: ParseErrors, b: ParseErrors): boolean {
  return a.count === b.count ? a.size > b.size : a.count > b.count;
}
