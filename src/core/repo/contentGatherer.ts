/** Reads of a text what the index keeps of it, in steps. */
import { findLanguage } from "../syntax/language.ts";
import { lexicalFamilies } from "../syntax/lexicalFamily.ts";
import { lexInSteps } from "../syntax/outline/lexer.ts";
import { readOutline } from "../syntax/outline/readOutline.ts";
import { TokenBuffers } from "../syntax/outline/tokens.ts";
import { Column } from "./segment/bytes.ts";
import { cutPassages } from "./segment/cutPassages.ts";
import { scanWords, type WordScan } from "./segment/scanWords.ts";
import type { GatheredContent } from "./segment/segmentBuilder.ts";
import type { WordTable } from "./segment/wordTable.ts";

/** From here on a file is taken in several steps. UTF-16 units. */
const LARGE_TEXT = 1 << 16;

export class ContentGatherer {
  /** Tokens and words of the text under way, if it is taken in one step. */
  readonly #tokenBuffers = new TokenBuffers();
  readonly #scan = newScan();

  /** @param table numbers of the words, those of the text are added to */
  *gather(
    languageId: string,
    text: string,
    hash: number,
    table: WordTable,
  ): Generator<void, GatheredContent> {
    const language = findLanguage(languageId);
    const isLarge = text.length > LARGE_TEXT;
    const family = lexicalFamilies[language?.family ?? "data"];
    const tokens = yield* lexInSteps(text, family, isLarge ? undefined : this.#tokenBuffers);
    if (isLarge) yield;
    const outline = readOutline(tokens, language?.outline);
    if (isLarge) yield;
    const passages = cutPassages(tokens, outline.symbols);
    const words = isLarge ? newScan() : this.#scan;
    yield* scanWords(tokens, passages.startLines, table, words);
    return { hash, languageId, lines: tokens.lineStarts.length, outline, passages, words };
  }
}

function newScan(): WordScan {
  return { words: new Column(), ends: new Column() };
}
