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
const bodyCharacter = /[A-Za-z0-9+/=\s\\"',:#*.()-]/;

function bodyEnd(text: string, from: number, limit: number): number {
  let end = from;
  while (end < limit && bodyCharacter.test(text[end]!)) end++;
  return end;
}

function bodyStart(text: string, from: number, limit: number): number {
  let start = from;
  while (start > limit && bodyCharacter.test(text[start - 1]!)) start--;
  return start;
}

/** Ascending, not overlapping. Linear: each character is looked at a bounded number of times. */
export function findPrivateKeys(text: string): readonly KeySpan[] {
  const markers = [...text.matchAll(marker)];
  const found: KeySpan[] = [];
  let done = 0;
  const add = (start: number, bodyFrom: number, bodyTo: number, end: number): void => {
    if (!keyMaterial.test(text.slice(bodyFrom, bodyTo))) return;
    found.push({ kind: "private-key", start, end });
    done = end;
  };
  for (const [index, match] of markers.entries()) {
    const after = match.index + match[0].length;
    if (match.index < done) continue;
    if (match[1] === "END") {
      const from = bodyStart(text, match.index, Math.max(done, match.index - maxKeyCharacters));
      add(from, from, match.index, after);
      continue;
    }
    const next = markers[index + 1];
    if (next?.[1] === "END" && next.index - after <= maxKeyCharacters) {
      add(match.index, after, next.index, next.index + next[0].length);
    } else {
      const to = bodyEnd(text, after, Math.min(next?.index ?? text.length, after + maxKeyCharacters));
      add(match.index, after, to, to);
    }
  }
  return found;
}
