/** Contents, passages, symbols and imports as they are gathered for a segment. */
import { Column } from "./bytes.ts";
import type { ColumnArray } from "./format.ts";
import type { SectionName } from "./sections.ts";

const columnNames = [
  "contentHashLow",
  "contentHashHigh",
  "contentLanguage",
  "contentLines",
  "contentBodyTerms",
  "contentNameTerms",
  "contentPassages",
  "contentSymbols",
  "contentImports",
  "passageContent",
  "passageLine",
  "passageTerms",
  "passageSymbol",
  "symbolContent",
  "symbolName",
  "symbolKind",
  "symbolContainer",
  "symbolParent",
  "symbolStart",
  "symbolLines",
  "symbolTerms",
  "symbolPassages",
  "symbolPassageCount",
  "importModule",
  "importLine",
] as const satisfies readonly SectionName[];

export type SegmentColumnName = (typeof columnNames)[number];

export class SegmentColumns {
  readonly columns: Readonly<Record<SegmentColumnName, Column>>;
  readonly languages: string[] = [];

  constructor() {
    const columns = columnNames.map((name) => [name, new Column()] as const);
    this.columns = Object.fromEntries(columns) as Record<SegmentColumnName, Column>;
    this.#startNext();
  }

  clear(): void {
    for (const column of Object.values(this.columns)) column.length = 0;
    this.languages.length = 0;
    this.#startNext();
  }

  get contents(): number {
    return this.columns.contentHashLow.length;
  }

  get passages(): number {
    return this.columns.passageContent.length;
  }

  get symbols(): number {
    return this.columns.symbolContent.length;
  }

  /** To be called after a content's passages, symbols and imports. Terms are sums over them. */
  endContent(
    hash: number,
    languageId: string,
    lines: number,
    terms: { readonly body: number; readonly name: number },
  ): void {
    const { columns } = this;
    columns.contentHashLow.push(hash >>> 0);
    columns.contentHashHigh.push(Math.floor(hash / 4294967296));
    columns.contentLanguage.push(this.#languageNumber(languageId));
    columns.contentLines.push(lines);
    columns.contentBodyTerms.push(terms.body);
    columns.contentNameTerms.push(terms.name);
    this.#startNext();
  }

  /** All but the last entries of the starts by section, and the languages. */
  sections(): Partial<Record<SectionName, ColumnArray>> {
    const columns = Object.entries(this.columns).map(([name, column]) => [name, column.written()]);
    return { ...Object.fromEntries(columns), languages: packStrings(this.languages) };
  }

  #startNext(): void {
    this.columns.contentPassages.push(this.passages);
    this.columns.contentSymbols.push(this.symbols);
    this.columns.contentImports.push(this.columns.importModule.length);
  }

  #languageNumber(languageId: string): number {
    const known = this.languages.indexOf(languageId);
    return known >= 0 ? known : this.languages.push(languageId) - 1;
  }
}

/** Each string ended by a zero; units above 255 do not occur in names of languages and are cut. */
function packStrings(strings: readonly string[]): Uint8Array {
  return Uint8Array.from(strings.map((text) => `${text}\0`).join(""), (c) => c.charCodeAt(0) & 255);
}

export function unpackStrings(bytes: ColumnArray): string[] {
  return String.fromCharCode(...bytes)
    .split("\0")
    .slice(0, -1);
}
