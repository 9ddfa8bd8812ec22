/** PEM, SSH and PGP private keys in text, also where one end of the key lies outside the text. */

interface KeySpan {
  readonly kind: "private-key";
  readonly start: number;
  readonly end: number;
}

/** A key of 8,192 bits is about 6,400 characters; string escapes and indentation add to it. */
const maxKeyCharacters = 16_384;
/** A marker alone is code that looks for keys; a key has at least one long line. */
const keyMaterial = /[A-Za-z0-9+/=]{40}/;
const marker = /-----(BEGIN|END) (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----/g;
/** What a key's body is made of, as it stands in files, strings and comments. */
const bodyCharacter = /[A-Za-z0-9+/=\s\\"',:#*.()-]/;

/** The end of what could be a key's body from `from` on. */
function bodyEnd(text: string, from: number, limit: number): number {
  let end = from;
  while (end < limit && bodyCharacter.test(text[end]!)) end++;
  return end;
}

/** The start of what could be a key's body up to `from`. */
function bodyStart(text: string, from: number, limit: number): number {
  let start = from;
  while (start > limit && bodyCharacter.test(text[start - 1]!)) start--;
  return start;
}

/**
 * Ascending, not overlapping. Linear: no character is looked at for more than the two markers beside it.
 */
export function findPrivateKeys(text: string): readonly KeySpan[] {
  const markers = [...text.matchAll(marker)].map((match) => ({
    isBegin: match[1] === "BEGIN",
    start: match.index,
    end: match.index + match[0].length,
  }));
  const found: KeySpan[] = [];
  let done = 0;
  const add = (start: number, bodyFrom: number, bodyTo: number, end: number): void => {
    if (!keyMaterial.test(text.slice(bodyFrom, bodyTo))) return;
    found.push({ kind: "private-key", start, end });
    done = end;
  };
  for (const [index, { isBegin, start, end }] of markers.entries()) {
    if (start < done) continue;
    const next = markers[index + 1];
    if (!isBegin) {
      const from = bodyStart(text, start, Math.max(markers[index - 1]?.end ?? 0, start - maxKeyCharacters));
      add(from, from, start, end);
    } else if (next && !next.isBegin && next.start - end <= maxKeyCharacters) {
      add(start, end, next.start, next.end);
    } else {
      const to = bodyEnd(text, end, Math.min(next?.start ?? text.length, end + maxKeyCharacters));
      add(start, end, to, to);
    }
  }
  return found;
}
