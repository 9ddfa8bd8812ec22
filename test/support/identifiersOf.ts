/** What an index says of a file, read from the index itself. */
import type { RepoIndex } from "../../src/core/repo/repoIndex.ts";
import { decodeString } from "../../src/core/repo/segment/bytes.ts";

/** Distinct identifiers of a file's code, sorted. */
export function identifiersOf(index: RepoIndex, path: string): readonly string[] {
  const found = new Set<string>();
  for (const { segment } of index.parts()) {
    const cursor = segment.identifiers.cursor();
    while (cursor.next()) found.add(decodeString(cursor.bytes, 0, cursor.length));
  }
  return [...found].filter((name) => index.filesWith(name).includes(index.fileOf(path))).sort();
}
