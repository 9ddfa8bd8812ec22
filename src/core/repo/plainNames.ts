/** Names of a segment side by side, to look at many of them: unpacked when they are first asked for. */
import type { Segment } from "./segment/segment.ts";

export interface PlainNames {
  readonly bytes: Uint8Array;
  /** Where each name starts; one entry more than names. */
  readonly starts: Uint32Array;
}

const unpacked = new WeakMap<Segment, PlainNames>();

/** About 20 bytes a name. */
export function plainNames(segment: Segment): PlainNames {
  let names = unpacked.get(segment);
  if (!names) unpacked.set(segment, (names = unpack(segment)));
  return names;
}

function unpack({ names }: Segment): PlainNames {
  const starts = new Uint32Array(names.count + 1);
  const lengths = names.cursor();
  while (lengths.next()) starts[lengths.id + 1] = starts[lengths.id]! + lengths.length;
  const bytes = new Uint8Array(starts[names.count]!);
  const cursor = names.cursor();
  while (cursor.next()) {
    const start = starts[cursor.id]!;
    for (let i = 0; i < cursor.length; i++) bytes[start + i] = cursor.bytes[i]!;
  }
  return { bytes, starts };
}
