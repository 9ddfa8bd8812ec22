/** Copies a segment's columns to those of all segments: a call for each number would cost a start ten times as much. */
import type { RepoPart } from "./repoPart.ts";
import type { IndexColumns } from "./searchIndex.ts";

/** @param from number of a passage within the part */
export function fillPassages(part: RepoPart, into: IndexColumns, from: number): void {
  const { segment, firstPassage, firstSymbol } = part;
  const { passageContent, passageSymbol, passageLine, passageTerms, contentSymbols, contentLines } =
    segment.columns;
  const { symbolOfPassage, startLineOf, endLineOf, lengthOf } = into;
  const { passages } = segment;
  for (let passage = from; passage < passages; passage++) {
    const to = firstPassage + passage;
    const content = passageContent[passage]!;
    const place = passageSymbol[passage]!;
    const isLast = passage + 1 === passages || passageContent[passage + 1] !== content;
    symbolOfPassage[to] = place === 0 ? -1 : firstSymbol + contentSymbols[content]! + place - 1;
    startLineOf[to] = passageLine[passage]!;
    endLineOf[to] = (isLast ? contentLines[content]! : passageLine[passage + 1]!) - 1;
    lengthOf[to] = passageTerms[passage]!;
  }
}

/** @param from number of a symbol within the part */
export function fillSymbols(part: RepoPart, into: IndexColumns, from: number): void {
  const { segment, firstFile, firstPassage, firstSymbol } = part;
  const { symbolContent, symbolParent, symbolPassages, symbolPassageCount, symbolTerms, symbolKind } =
    segment.columns;
  const { contentSymbols, contentPassages } = segment.columns;
  const { parentOf, firstPassageIn, endPassageIn, fileOfSymbol, nameLengthOf, kindOf } = into;
  const { symbols } = segment;
  for (let symbol = from; symbol < symbols; symbol++) {
    const to = firstSymbol + symbol;
    const content = symbolContent[symbol]!;
    const place = symbolParent[symbol]!;
    const first = firstPassage + contentPassages[content]! + symbolPassages[symbol]!;
    parentOf[to] = place === 0 ? -1 : firstSymbol + contentSymbols[content]! + place - 1;
    firstPassageIn[to] = first;
    endPassageIn[to] = first + symbolPassageCount[symbol]!;
    fileOfSymbol[to] = firstFile + content;
    nameLengthOf[to] = symbolTerms[symbol]!;
    kindOf[to] = symbolKind[symbol]!;
  }
}
