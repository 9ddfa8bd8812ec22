/**
 * Places from which the rest of the line might be copied: where the text before the cursor stands elsewhere, and lines
 * whose neighbours have the shape of the cursor line's neighbours.
 */
import { endsLine } from "../../syntax/tokens/newline.ts";
import { shapeId } from "../../syntax/tokens/tokenFile.ts";
import { findImportLines } from "./importSites.ts";
import { hasLine } from "./lineCompare.ts";
import { findIntervals, sampleRing } from "./matcher.ts";
import { contextAtCursor } from "./ngramTree.ts";
import type { Segment } from "./segment.ts";
import { MAX_ORDER } from "./suffixSort.ts";
import type { TokenSource } from "./tokenSource.ts";
import { type View, weightOf } from "./view.ts";

/** Where a continuation starts: an index in the source's tokens, on the given line. */
export interface CopySite {
  readonly source: TokenSource;
  readonly position: number;
  readonly line: number;
  /** 1 for an import of a name that the text needs, 2 for one that stands in order between its neighbours, else 0. */
  readonly needed: number;
}

/** Sites by context of all segments, of the current text, of a loose file. */
const BY_CONTEXT = 96;
const BY_CONTEXT_CURRENT = { pairs: 96, singles: 32, looks: 4000 };
const BY_CONTEXT_LOOSE = { pairs: 16, singles: 4, looks: 400 };
/** Sites by shape of each kind, and index entries looked at for them. */
const BY_SHAPE = 64;
const BY_SHAPE_SCANNED = 800;
/** At the start of a line one token of context (a line break) says nothing. */
const MIN_ORDER_AT_START = 2;

export function findCopySites(view: View): CopySite[] {
  const sites = new SiteSet(view);
  for (const { source, line, inOrder } of findImportLines(view)) {
    sites.add(source, source.lineStarts[line]! + view.current.typed, inOrder ? 2 : 1);
  }
  const context = contextAtCursor(view.current);
  const minOrder = view.current.typed === 0 ? MIN_ORDER_AT_START : 1;
  for (const { segment } of view.segments) addByContext(sites, segment, context, minOrder);
  view.current.file.forEachMatch(context, BY_CONTEXT_CURRENT, (position, order) => {
    if (order >= minOrder) sites.add(view.current.file, position);
  });
  for (const { file } of view.loose) {
    file.forEachMatch(context, BY_CONTEXT_LOOSE, (position, order) => {
      if (order >= minOrder) sites.add(file, position);
    });
  }
  addByShape(sites, view);
  return sites.all;
}

class SiteSet {
  readonly all: CopySite[] = [];
  readonly #view: View;
  readonly #seen = new Map<TokenSource, Set<number>>();

  constructor(view: View) {
    this.#view = view;
  }

  /** Returns whether a continuation that is not empty starts there and is new. */
  add(source: TokenSource, position: number, needed = 0): boolean {
    const { current } = this.#view;
    const seen = this.#seen.get(source) ?? new Set();
    if (seen.has(position) || endsLine(source.tokens[position]! >> 1)) return false;
    if (source === current.file ? position === current.cursor : this.#excluded(source, position))
      return false;
    this.#seen.set(source, seen.add(position));
    this.all.push({ source, position, line: source.lineAt(position), needed });
    return true;
  }

  /** Adds the place on a line that answers to the cursor, if what stands before it has the typed part's shape. */
  addLine(source: TokenSource, line: number): boolean {
    const { current, vocabulary } = this.#view;
    if (source === current.file && line === current.line) return false;
    const start = source.lineStarts[line]!;
    const typedStart = current.cursor - current.typed;
    for (let i = 0; i < current.typed; i++) {
      const id = source.tokens[start + i]! >> 1;
      const typed = current.file.tokens[typedStart + i]! >> 1;
      if (id !== typed && (endsLine(id) || shapeId(id, vocabulary) !== shapeId(typed, vocabulary)))
        return false;
    }
    return this.add(source, start + current.typed);
  }

  #excluded(source: TokenSource, position: number): boolean {
    return weightOf(this.#view, source, source.fileAt(position)) === 0;
  }
}

function addByContext(sites: SiteSet, segment: Segment, context: readonly number[], minOrder: number): void {
  const intervals = findIntervals(segment, context);
  let left = BY_CONTEXT;
  for (let order = Math.min(MAX_ORDER, intervals.depth); order >= minOrder && left > 0; order--) {
    sampleRing(segment, intervals, order, left, (position) => {
      if (sites.add(segment, position)) left--;
    });
  }
}

function addByShape(sites: SiteSet, view: View): void {
  const { current } = view;
  const previous = current.line > 0 ? current.file.shapes[current.line - 1]! : 0;
  const next = current.hasNext ? current.file.shapes[current.line + 1]! : 0;
  for (const { segment } of view.segments) {
    if (previous !== 0) addFromIndex(sites, segment, segment.byPrevious, -1, previous, next);
    if (next !== 0) addFromIndex(sites, segment, segment.byNext, 1, next, previous);
  }
  for (const { file } of view.loose) addFromLines(sites, file, previous, next);
  addFromLines(sites, current.file, previous, next);
}

/** Lines beside a line of shape `shape`, those first whose line on the other side has the shape `other`. */
function addFromIndex(
  sites: SiteSet,
  segment: Segment,
  lines: Int32Array,
  step: number,
  shape: number,
  other: number,
): void {
  const [from, to] = shapeRange(segment, lines, step, shape);
  const stride = Math.max(1, (to - from) / BY_SHAPE_SCANNED);
  const rest: number[] = [];
  let left = BY_SHAPE;
  for (let at = from; at < to && left > 0; at += stride) {
    const line = lines[Math.floor(at)]!;
    if (other === 0 || segment.shapeBeside(line, -step) !== other) rest.push(line);
    else if (sites.addLine(segment, line)) left--;
  }
  const restStride = Math.max(1, rest.length / (BY_SHAPE * 2));
  for (let at = 0; at < rest.length && left > 0; at += restStride) {
    if (sites.addLine(segment, rest[Math.floor(at)]!)) left--;
  }
}

/** Range of `lines` whose neighbour at `step` has the shape; they are ascending by it, taken as unsigned. */
function shapeRange(segment: Segment, lines: Int32Array, step: number, shape: number): [number, number] {
  const bound = (key: number): number => {
    let low = 0;
    let high = lines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (segment.shapeBeside(lines[middle]!, step) >>> 0 < key) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return [bound(shape >>> 0), bound((shape >>> 0) + 1)];
}

function addFromLines(sites: SiteSet, source: TokenSource, previous: number, next: number): void {
  const { shapes } = source;
  let left = BY_SHAPE * 2;
  for (let line = shapes.length - 1; line >= 0 && left > 0; line--) {
    const afterPrevious = previous !== 0 && line > 0 && shapes[line - 1] === previous;
    const beforeNext = next !== 0 && hasLine(source, line, line + 1) && shapes[line + 1] === next;
    if ((afterPrevious || beforeNext) && sites.addLine(source, line)) left--;
  }
}
