/** Line numbers of a diff as evidence: enough to choose between places that fit, never to choose one that does not. */
import type { EditBlock } from "../editBlock.ts";
import type { Placement } from "./placement.ts";

interface PlacedHunk {
  readonly block: EditBlock;
  readonly placement: Placement;
}

const headerLine = ({ edit }: EditBlock): number | undefined =>
  edit.kind === "hunk" && edit.oldLine !== undefined ? edit.oldLine - 1 : undefined;

/**
 * Hunks of one file. Where the numbers of those that are found by their text alone are all off by the same, those of the
 * others are taken to be so too; one that fits exactly there is placed. A number alone, with none to confirm it, decides nothing.
 */
export function placeByNumbers<T extends PlacedHunk>(hunks: readonly T[]): readonly T[] {
  const shifts = new Set<number>();
  for (const { block, placement } of hunks) {
    const line = headerLine(block);
    if (line !== undefined && placement.kind === "placed") shifts.add(placement.place.start - line);
  }
  if (shifts.size !== 1) return hunks;
  const [shift] = shifts;
  return hunks.map((hunk) => {
    const line = headerLine(hunk.block);
    if (line === undefined || hunk.placement.kind !== "ambiguous" || hunk.placement.layer !== "exact")
      return hunk;
    const place = hunk.placement.places.find(({ start }) => start === line + shift!);
    return place ? { ...hunk, placement: { kind: "placed", layer: "exact", place } } : hunk;
  });
}
