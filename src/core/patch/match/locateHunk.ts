/**
 * Finds the one place in a file that a hunk means: strictly first, then overlooking white space, indentation, spacing,
 * and at last lines that were left out or misremembered. More than one place, or none that is alike enough, is no place.
 */
import type { Hunk, HunkLine } from "../editBlock.ts";
import { isBareDots, isElisionComment } from "../elision.ts";
import { scopedPlaces } from "./anchors.ts";
import { editsAt } from "./editsAt.ts";
import { MOST_PLACES } from "./findRuns.ts";
import { learnIndentation } from "./indentation.ts";
import { addedOf, isBlank, squashed, withoutMargins, withoutTrail } from "./lineKeys.ts";
import type { MatchLayer, Place, Placement } from "./placement.ts";
import { placeSegments, type Segment } from "./segments.ts";
import { locateSimilar } from "./similarPlace.ts";

interface Layer {
  readonly name: MatchLayer;
  readonly key: (line: string) => string;
}

const layers: readonly Layer[] = [
  { name: "exact", key: (line) => line },
  { name: "whitespace", key: withoutTrail },
  { name: "indentation", key: withoutMargins },
  { name: "spacing", key: squashed },
];

const MOVED = 2;

/** A file's lines with their keys, made once for all its blocks. */
export class FileLines {
  readonly lines: readonly string[];
  readonly #keys = new Map<MatchLayer, readonly string[]>();
  constructor(lines: readonly string[]) {
    this.lines = lines;
  }
  keys(layer: Layer): readonly string[] {
    const made = this.#keys.get(layer.name) ?? this.lines.map(layer.key);
    this.#keys.set(layer.name, made);
    return made;
  }
}

/** Lines that all hunks of one place have in common with the file's, whichever layer finds them. */
export function locateHunk(file: FileLines, hunk: Hunk): Placement {
  const literal = hunk.lines;
  if (!literal.some(({ kind }) => kind === "keep" || kind === "remove")) return withoutOldLines(file, hunk);
  const elided = hasElision(literal) ? withElisions(literal) : undefined;
  for (const layer of layers) {
    const loose =
      hunk.isLoose && literal.some(({ kind }) => kind === "keep") ? withBlanks(literal) : undefined;
    for (const lines of [literal, loose, elided]) {
      const placement = lines && placeAt(file, { ...hunk, lines }, layer);
      if (placement)
        return (hunk.mayBeMoved && movedElsewhere(file, { ...hunk, lines }, placement)) || placement;
    }
  }
  if (literal.some(({ kind, text }) => kind === "remove" && isLeftOut(text))) {
    return { kind: "refused", reason: "it removes lines that it does not show" };
  }
  const isLiteral = literal.every(
    ({ kind, text }) => kind === "add" || !isLeftOut(text) || file.lines.includes(text),
  );
  return elided && !isLiteral
    ? { kind: "refused", reason: "the lines around what it leaves out were not found" }
    : locateSimilar(file.lines, literal);
}

/** Kept lines as they are if the blank that marks them was forgotten and one of their own was taken for it. */
const withBlanks = (lines: readonly HunkLine[]): readonly HunkLine[] =>
  lines.map((line) =>
    line.kind === "keep" && !isBlank(line.text) ? { ...line, text: ` ${line.text}` } : line,
  );

/** Several places, where the block fits one as it stands and others if it was moved as a whole: either may be meant. */
function movedElsewhere(file: FileLines, hunk: Hunk, { kind }: Placement): Placement | undefined {
  const moved = kind === "placed" ? placeAt(file, hunk, layers[MOVED]!) : undefined;
  return moved?.kind === "ambiguous" ? moved : undefined;
}

const isLeftOut = (text: string): boolean => isBareDots(text) || isElisionComment(text);
const hasElision = (lines: readonly HunkLine[]): boolean =>
  lines.some(({ kind, text }) => kind !== "add" && isLeftOut(text));

/** Kept lines that may stand for others do so. */
const withElisions = (lines: readonly HunkLine[]): readonly HunkLine[] =>
  lines.map((line) => (line.kind === "keep" && isLeftOut(line.text) ? { ...line, kind: "elided" } : line));

/** Only new lines: they belong into an empty file, or nobody knows where. */
function withoutOldLines(file: FileLines, { lines }: Hunk): Placement {
  if (file.lines.every(isBlank)) {
    const edits = [{ start: 0, end: file.lines.length, lines: lines.map(({ text }) => text) }];
    return { kind: "placed", layer: "exact", place: { start: 0, end: file.lines.length, edits } };
  }
  return { kind: "refused", reason: "it only adds lines and shows none of the file beside them" };
}

/** What a layer finds; undefined leaves it to the next. */
function placeAt(file: FileLines, hunk: Hunk, layer: Layer): Placement | undefined {
  const segments = segmentsOf(hunk.lines, layer.key);
  if (segments.length === 0) return undefined;
  const chains = placeSegments(file.lines, file.keys(layer), segments);
  if (chains.length === 0) return undefined;
  const places: Place[] = [];
  let reason: string | undefined;
  for (const starts of chains) {
    const place = placeOf(file.lines, hunk.lines, segments, starts);
    if (typeof place === "string") reason = place;
    else if (!places.some((other) => isSame(other, place))) places.push(place);
  }
  if (places.length === 0) return layer.name === "exact" && reason ? { kind: "refused", reason } : undefined;
  const [only, ...others] = places;
  if (others.length === 0 && chains.length <= MOST_PLACES)
    return { kind: "placed", layer: layer.name, place: only! };
  const scoped = scopedPlaces(file.lines, places, hunk.anchors);
  if (scoped.length === 1) return { kind: "placed", layer: layer.name, place: scoped[0]! };
  return { kind: "ambiguous", layer: layer.name, places };
}

const isSame = (a: Place, b: Place): boolean =>
  a.edits.length === b.edits.length &&
  a.edits.every((edit, index) => {
    const other = b.edits[index]!;
    return (
      edit.start === other.start && edit.end === other.end && edit.lines.join("\n") === other.lines.join("\n")
    );
  }) &&
  (a.edits.length > 0 || a.start === b.start);

/** Old lines between elisions. Indices are of the hunk's lines. */
function segmentsOf(lines: readonly HunkLine[], key: (line: string) => string): Segment[] {
  const segments: Segment[] = [];
  let open: { indices: number[]; keys: string[]; changes: boolean } | undefined;
  for (const [index, { kind, text }] of lines.entries()) {
    if (kind === "elided") open = undefined;
    else {
      if (!open) {
        open = { indices: [], keys: [], changes: false };
        segments.push(open);
      }
      if (kind !== "keep") open.changes = true;
      if (kind !== "add") {
        open.indices.push(index);
        open.keys.push(key(text));
      }
    }
  }
  return segments.some(({ indices }) => indices.length === 0) ? [] : segments;
}

/** The place where each segment begins at the given line, or why that cannot be. */
function placeOf(
  file: readonly string[],
  lines: readonly HunkLine[],
  segments: readonly Segment[],
  starts: readonly number[],
): Place | string {
  const at: (number | undefined)[] = lines.map(() => undefined);
  for (const [nth, { indices }] of segments.entries()) {
    for (const [offset, index] of indices.entries()) at[index] = starts[nth]! + offset;
  }
  const pairs = lines.flatMap(({ text }, index) =>
    at[index] === undefined ? [] : [{ block: text, file: file[at[index]]! }],
  );
  const reindent = learnIndentation(pairs, file, addedOf(lines));
  if (!reindent) return "its lines are indented unlike those of the file";
  const result = editsAt(lines, at, reindent);
  if (result.kind === "unclear") return result.reason;
  const last = segments.at(-1)!;
  return { start: starts[0]!, end: starts.at(-1)! + last.indices.length, edits: result.edits };
}
