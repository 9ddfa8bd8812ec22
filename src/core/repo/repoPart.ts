/** A segment in use, and the contents that wait to become one. */
import { type ContentColumns, ContentSet } from "./contentSet.ts";
import type { Segment } from "./segment/segment.ts";
import type { SegmentBuilder } from "./segment/segmentBuilder.ts";

/** Numbers of its passages and symbols begin at `firstPassage` and `firstSymbol` among those of all segments. */
export class RepoPart extends ContentSet {
  readonly segment: Segment;
  firstPassage = 0;
  firstSymbol = 0;

  /** All contents are dead at first. */
  constructor(segment: Segment) {
    super(new Uint8Array(segment.contents));
    this.segment = segment;
    this.deadCount = segment.contents;
    // Room for all at once: a list that is filled out of order becomes a slow table.
    for (let content = 0; content < segment.contents; content++) this.paths.push(undefined);
  }

  get size(): number {
    return this.segment.contents;
  }

  get endPassage(): number {
    return this.firstPassage + this.segment.passages;
  }

  get endSymbol(): number {
    return this.firstSymbol + this.segment.symbols;
  }

  languageOf(content: number): string {
    return this.segment.languageOf(content);
  }

  get columns(): ContentColumns {
    return this.segment.columns;
  }

  /** Takes over what is known of the same contents elsewhere. */
  adopt(from: ContentSet, content: number, as: number): void {
    this.paths[as] = from.paths[content];
    this.states[as] = from.states[content]!;
    if (from.isLive(content)) this.deadCount--;
    else {
      const time = from.diedAt.get(content);
      if (time !== undefined) this.diedAt.set(as, time);
    }
  }
}

export class PendingPart extends ContentSet {
  readonly builder: SegmentBuilder;

  /** @param builder holds nothing yet */
  constructor(builder: SegmentBuilder) {
    super([]);
    this.builder = builder;
  }

  get size(): number {
    return this.builder.columns.contents;
  }

  languageOf(content: number): string {
    const { columns, languages } = this.builder.columns;
    return languages[columns.contentLanguage.values[content]!]!;
  }

  get columns(): ContentColumns {
    const { columns } = this.builder.columns;
    return {
      contentHashLow: columns.contentHashLow.values,
      contentHashHigh: columns.contentHashHigh.values,
      contentLines: columns.contentLines.values,
      contentBodyTerms: columns.contentBodyTerms.values,
      contentNameTerms: columns.contentNameTerms.values,
      contentPassages: columns.contentPassages.values,
      contentSymbols: columns.contentSymbols.values,
    };
  }
}
