/** Tables of names as text: words, and lines of `types: members`. */

export const readNames = (text: string): ReadonlySet<string> =>
  new Set(text.split(/\s+/).filter((word) => word !== ""));

/** A line that begins with white space goes on with the one before. */
export function readNameTable(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  const table = new Map<string, ReadonlySet<string>>();
  for (const line of text.replace(/\n\s+/g, " ").split("\n")) {
    const at = line.indexOf(":");
    if (at < 0) continue;
    const members = readNames(line.slice(at + 1));
    for (const type of readNames(line.slice(0, at))) table.set(type, members);
  }
  return table;
}
