/** What speaks for copying from a site, as numbers, and the weight of its vote. */

import type { CopySite } from "./copySites.ts";
import { hasLine, lineSimilarity } from "./lineCompare.ts";
import { tokenBefore } from "./suffixSort.ts";
import { type View, weightOf } from "./view.ts";

/** Tokens of context compared at most. */
const MAX_CONTEXT = 48;

export interface SiteEvidence {
  /** Tokens before the cursor that agree, 0..MAX_CONTEXT. */
  readonly order: number;
  /** Likeness of the four lines before, nearest first, and of the two lines after; 0..1 each. */
  readonly previous: readonly number[];
  readonly next: readonly number[];
  /** Share of the typed tokens of the line that agree; 1 when there are none. */
  readonly typed: number;
  /** 0 for another file, else 0..1 falling with the distance. */
  readonly near: number;
  /** Weight of the file, see `affinityTo`. */
  readonly affinity: number;
}

export function siteEvidence(view: View, site: CopySite): SiteEvidence {
  const { current } = view;
  const { source, position, line } = site;
  const isCurrent = source === current.file;
  return {
    order: agreement(view, site),
    previous: [1, 2, 3, 4].map((back) => besideSimilarity(view, site, -back)),
    next: current.hasNext ? [1, 2].map((on) => besideSimilarity(view, site, on)) : [0, 0],
    typed: typedAgreement(view, site),
    near: isCurrent ? Math.exp(-Math.abs(line - current.line) / 60) : 0,
    affinity: isCurrent ? 3 : weightOf(view, source, source.fileAt(position)),
  };
}

function agreement(view: View, { source, position }: CopySite): number {
  const { file, cursor } = view.current;
  let order = 0;
  while (order < MAX_CONTEXT && order < cursor && order < position) {
    const id = tokenBefore(file.tokens, cursor, order + 1);
    if (id === 0 || id !== tokenBefore(source.tokens, position, order + 1)) break;
    order++;
  }
  return order;
}

function besideSimilarity(view: View, { source, line }: CopySite, step: number): number {
  const { file, line: cursorLine } = view.current;
  if (!hasLine(file, cursorLine, cursorLine + step) || !hasLine(source, line, line + step)) return 0;
  if (source === file && line + step === cursorLine) return 0;
  return lineSimilarity(source, line + step, file, cursorLine + step);
}

function typedAgreement(view: View, { source, position, line }: CopySite): number {
  const { file, cursor, typed } = view.current;
  if (typed === 0) return 1;
  if (position - source.lineStarts[line]! !== typed) return 0;
  let equal = 0;
  for (let i = 1; i <= typed; i++) {
    if (file.tokens[cursor - i]! >> 1 === source.tokens[position - i]! >> 1) equal++;
  }
  return equal / typed;
}

/** Tokens of context beyond which more says nothing more. */
const TELLING_CONTEXT = 24;
/** By line before and after, nearest first. */
const PREVIOUS = [1.2, 0.5, 0.3, 0.2];
const NEXT = [1.6, 0.6];

/**
 * Weight of a site's vote, above 0. The weights are set by hand: those of a logistic fit of whether a site's copy is right
 * gave no better order of candidates, since votes are added up.
 */
export function voteWeight({ order, typed, near, affinity, previous, next }: SiteEvidence): number {
  let score = 0.22 * Math.min(order, TELLING_CONTEXT) + 1.5 * typed + 1.2 * near;
  for (let i = 0; i < PREVIOUS.length; i++) score += PREVIOUS[i]! * previous[i]!;
  for (let i = 0; i < NEXT.length; i++) score += NEXT[i]! * next[i]!;
  return Math.exp(score) * Math.sqrt(affinity);
}
