/** What a segment holds, column by column. Numbers of contents, passages and symbols count from 0 in each segment. */

/** Places of the columns in a segment. A change of this list asks for a new `SEGMENT_VERSION`. */
export const sectionNames = [
  /** Strings, each ended by a zero byte: languages by number. */
  "languages",
  /** Of each content: the halves of its hash, language, lines, terms of its passages and of its symbols' names. */
  "contentHashLow",
  "contentHashHigh",
  "contentLanguage",
  "contentLines",
  "contentBodyTerms",
  "contentNameTerms",
  /** First passage, symbol and import of each content; one entry more than contents. */
  "contentPassages",
  "contentSymbols",
  "contentImports",
  /** Of each passage: its content, first line, terms, and innermost symbol as its place in the content plus one, or 0. */
  "passageContent",
  "passageLine",
  "passageTerms",
  "passageSymbol",
  /** Of each symbol: content, name, kind, container, parent as its place in the content plus one, or 0. */
  "symbolContent",
  "symbolName",
  "symbolKind",
  "symbolContainer",
  "symbolParent",
  /** Lines, terms of the name, and first and one beyond the last passage, by place in the content. */
  "symbolStart",
  "symbolLines",
  "symbolTerms",
  "symbolPassages",
  "symbolPassageCount",
  /** Of each import: its module's number among the names, and line. */
  "importModule",
  "importLine",
  /** Terms; passages by term; symbols by term of their names. */
  "termBlocks",
  "termBytes",
  "bodyStarts",
  "bodyPostings",
  "nameStarts",
  "namePostings",
  /** Names, containers and modules; symbols by name; letters of each name that a symbol has. */
  "nameBlocks",
  "nameBytes",
  "symbolStarts",
  "symbolPostings",
  "nameLetters",
  /** Identifiers of code; contents by identifier. */
  "identifierBlocks",
  "identifierBytes",
  "fileStarts",
  "filePostings",
] as const;

export type SectionName = (typeof sectionNames)[number];
