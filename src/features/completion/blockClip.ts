/** What a model wrote, cut down to what belongs at the cursor: by a syntax tree where the engine has one. */
import { type BlockFit, hasBlocks } from "../../core/completion/clip/blockEnd.ts";
import { type ClipContext, clipCode, isEnough, writtenCode } from "../../core/completion/clip.ts";
import { findLanguage } from "../../core/syntax/language.ts";
import type { Engine } from "../../ports/engine.ts";

/** Where a model writes. */
export interface ClipPlace extends ClipContext {
  readonly path: string;
}

type Blocks = Pick<Engine, "blockFit">;

const hasTrees = (languageId: string): boolean =>
  findLanguage(languageId)?.grammar !== undefined && hasBlocks(languageId);

/** Undefined where no tree tells, or none in time. Never throws. */
async function fitOf(
  engine: Blocks,
  { path, languageId, prefix, suffix }: ClipPlace,
  insert: string,
  signal: AbortSignal,
): Promise<BlockFit | undefined> {
  const replace = { start: prefix.length, end: prefix.length };
  const check = { path, languageId, text: prefix + suffix, replace, insert };
  return engine.blockFit(check, signal).catch(() => undefined);
}

/**
 * The part of a model's text that fits at the cursor; undefined when nothing worth showing is left. Never throws.
 *
 * @param cutOff the model ran into its limit of tokens
 * @param watch what looked on while it was written, and may have asked already
 */
export async function clipInPlace(
  engine: Blocks,
  place: ClipPlace,
  raw: string,
  cutOff: boolean,
  signal: AbortSignal,
  watch?: Pick<EnoughWatch, "fitOf">,
): Promise<string | undefined> {
  const code = writtenCode(raw, place, cutOff);
  const isLong = code.includes("\n") && hasTrees(place.languageId);
  const fit = isLong ? (watch?.fitOf(code) ?? (await fitOf(engine, place, code, signal))) : undefined;
  return clipCode(code, place, fit);
}

/** Says when a model has written enough. Where a tree decides, that may be a piece later than it was so. */
export class EnoughWatch {
  readonly #engine: Blocks;
  readonly #place: ClipPlace;
  readonly #signal: AbortSignal;
  #isOver = false;
  #isAsking = false;
  /** Line breaks in the text that was asked about last. */
  #askedLines = 0;
  /** The block that is over, and what was written by then. */
  #found: { readonly code: string; readonly fit: BlockFit } | undefined;

  constructor(engine: Blocks, place: ClipPlace, signal: AbortSignal) {
    this.#engine = engine;
    this.#place = place;
    this.#signal = signal;
  }

  /** @param raw everything written so far */
  isEnough(raw: string): boolean {
    const place = this.#place;
    if (!hasTrees(place.languageId)) return isEnough(raw, place);
    if (this.#isOver || isEnough(raw, place, "tree")) return true;
    const lines = raw.split("\n").length;
    // Trees are asked where indentation thinks the block is over.
    if (this.#isAsking || lines === this.#askedLines || !isEnough(raw, place)) return false;
    this.#askedLines = lines;
    this.#isAsking = true;
    void this.#ask(writtenCode(raw, place));
    return false;
  }

  /** The block, where it was over before the end: what was written behind it changes nothing. */
  fitOf(code: string): BlockFit | undefined {
    const found = this.#found;
    return found && code.startsWith(found.code) ? found.fit : undefined;
  }

  async #ask(code: string): Promise<void> {
    const fit = await fitOf(this.#engine, this.#place, code, this.#signal);
    this.#isAsking = false;
    // Behind the block a whole line must stand: what is still being written may yet belong to it.
    const behind = fit && code.slice(fit.length, code.lastIndexOf("\n") + 1);
    this.#isOver = behind === undefined || behind.trim() !== "";
    if (fit && this.#isOver) this.#found = { code, fit };
  }
}
