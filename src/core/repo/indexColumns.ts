/**
 * Copies a segment's columns to those of all segments: a call for each number would cost a start ten times as much, and
 * what the engine copies by itself costs a start nothing.
 */
import type { RepoPart } from "./repoPart.ts";
import type { FileColumns, SymbolColumns } from "./searchIndex.ts";

/** @param from number of a file within the part */
export function fillFiles(part: RepoPart, into: FileColumns, from: number): void {
  const { segment, firstFile, firstPassage, firstSymbol } = part;
  const { columns, contents } = segment;
  const fromPassage = columns.contentPassages[from]!;
  into.linesOf.set(columns.contentLines.subarray(from), firstFile + from);
  into.bodyTermsOf.set(columns.contentBodyTerms.subarray(from), firstFile + from);
  into.nameTermsOf.set(columns.contentNameTerms.subarray(from), firstFile + from);
  into.startLineOf.set(columns.passageLine.subarray(fromPassage), firstPassage + fromPassage);
  into.lengthOf.set(columns.passageTerms.subarray(fromPassage), firstPassage + fromPassage);
  for (let content = from; content <= contents; content++) {
    into.firstPassageOf[firstFile + content] = firstPassage + columns.contentPassages[content]!;
    into.firstSymbolOf[firstFile + content] = firstSymbol + columns.contentSymbols[content]!;
  }
}

/** @param from number of a passage within the part */
export function fillPassageSymbols(part: RepoPart, into: SymbolColumns, from: number): void {
  const { segment, firstPassage, firstSymbol } = part;
  const { passageContent, passageSymbol, contentSymbols } = segment.columns;
  const { symbolOfPassage } = into;
  for (let passage = from; passage < segment.passages; passage++) {
    const place = passageSymbol[passage]!;
    symbolOfPassage[firstPassage + passage] =
      place === 0 ? -1 : firstSymbol + contentSymbols[passageContent[passage]!]! + place - 1;
  }
}

/** @param from number of a symbol within the part */
export function fillSymbols(part: RepoPart, into: SymbolColumns, from: number): void {
  const { segment, firstPassage, firstSymbol } = part;
  const { symbolContent, symbolParent, symbolPassages, symbolPassageCount } = segment.columns;
  const { symbolTerms, symbolKind, contentSymbols, contentPassages } = segment.columns;
  const { parentOf, firstPassageIn, endPassageIn } = into;
  into.nameLengthOf.set(symbolTerms.subarray(from), firstSymbol + from);
  into.kindOf.set(symbolKind.subarray(from), firstSymbol + from);
  for (let symbol = from; symbol < segment.symbols; symbol++) {
    const to = firstSymbol + symbol;
    const content = symbolContent[symbol]!;
    const place = symbolParent[symbol]!;
    const first = firstPassage + contentPassages[content]! + symbolPassages[symbol]!;
    parentOf[to] = place === 0 ? -1 : firstSymbol + contentSymbols[content]! + place - 1;
    firstPassageIn[to] = first;
    endPassageIn[to] = first + symbolPassageCount[symbol]!;
  }
}
