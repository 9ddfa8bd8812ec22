/** Where the places stand that a candidate is copied from, and the best that any of them says. */
import type { SiteEvidence } from "./copyScore.ts";
import type { CopySite } from "./copySites.ts";
import type { CurrentText } from "./currentText.ts";
import type { EnclosingLikeness } from "./enclosing.ts";
import type { TokenSource } from "./tokenSource.ts";
import type { View } from "./view.ts";

/** Tokens of context that agree by more than chance. */
const TELLING_ORDER = 4;
/** Stands for files that did not change of late, and for lines of other files. */
export const FAR = 1000;

export interface SiteSums {
  /** Votes from the text being edited, from files that changed of late, from places where enough context agrees. */
  here: number;
  fresh: number;
  telling: number;
  /** Lines to the nearest place above and below the cursor in the text being edited; `FAR` without one. */
  above: number;
  below: number;
  /** Least age of a file, as `View.ages`; `FAR` when none of them changed of late. */
  age: number;
  /** Most likeness of the line before, of the line after, of the typed part at one place; 0..1. */
  previous: number;
  next: number;
  typed: number;
  /** Most likeness of what the line stands under at one place, as `EnclosingLikeness`. */
  block: number;
  head: number;
  returned: number;
  /** Votes from places under an equal line, and in functions that return the same. */
  inBlock: number;
  inReturned: number;
  /** Most tokens from the line's start that agree with the typed part at one place, and the votes of such places. */
  start: number;
  sameStart: number;
  readonly files: Set<string>;
}

/** Likeness from which on blocks are the same, tokens from which on what is returned is, tokens of an equal start. */
const SAME_BLOCK = 0.95;
const SAME_RETURNED = 3;
const MOST_START = 4;

export function noSites(): SiteSums {
  const [above, below, age] = [FAR, FAR, FAR];
  return {
    here: 0,
    fresh: 0,
    telling: 0,
    above,
    below,
    age,
    previous: 0,
    next: 0,
    typed: 0,
    block: 0,
    head: 0,
    returned: 0,
    inBlock: 0,
    inReturned: 0,
    start: 0,
    sameStart: 0,
    files: new Set(),
  };
}

export function addSite(
  sums: SiteSums,
  { current, ages }: View,
  { source, position, line }: CopySite,
  { order, previous, next, typed }: SiteEvidence,
  under: EnclosingLikeness,
  weight: number,
): void {
  const path = source.pathOf(source.fileAt(position));
  sums.files.add(path);
  if (source === current.file) {
    sums.here += weight;
    if (line < current.line) sums.above = Math.min(sums.above, current.line - line);
    else if (line > current.line) sums.below = Math.min(sums.below, line - current.line);
  } else {
    const age = ages.get(path);
    if (age !== undefined) {
      sums.fresh += weight / (1 + age);
      sums.age = Math.min(sums.age, age);
    }
  }
  if (order >= TELLING_ORDER) sums.telling += weight;
  sums.previous = Math.max(sums.previous, previous[0] ?? 0);
  sums.next = Math.max(sums.next, next[0] ?? 0);
  sums.typed = Math.max(sums.typed, typed);
  sums.block = Math.max(sums.block, under.block);
  sums.head = Math.max(sums.head, under.head);
  sums.returned = Math.max(sums.returned, under.returned);
  if (under.block >= SAME_BLOCK) sums.inBlock += weight;
  if (under.returned >= SAME_RETURNED) sums.inReturned += weight;
  const start = equalStart(current, source, line);
  sums.start = Math.max(sums.start, start);
  if (start > 0) sums.sameStart += weight;
}

/** Tokens from the start of a line that agree with the typed part of the cursor's. */
function equalStart({ file, cursor, typed }: CurrentText, source: TokenSource, line: number): number {
  const [start, from] = [source.lineStarts[line]!, cursor - typed];
  let equal = 0;
  while (
    equal < Math.min(typed, MOST_START) &&
    source.tokens[start + equal]! >> 1 === file.tokens[from + equal]! >> 1
  ) {
    equal++;
  }
  return equal;
}
