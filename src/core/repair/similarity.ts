/** How alike two names are: share of common pairs of letters (Dice, 1945), case apart. Unitless, 0 to 1. */
export function nameSimilarity(a: string, b: string): number {
  if (a === b) return 1;
  const left = pairsOf(a.toLowerCase());
  const right = pairsOf(b.toLowerCase());
  if (left.length === 0 || right.length === 0) return 0;
  const rest = [...right];
  let common = 0;
  for (const pair of left) {
    const at = rest.indexOf(pair);
    if (at < 0) continue;
    rest.splice(at, 1);
    common++;
  }
  return (2 * common) / (left.length + right.length);
}

function pairsOf(name: string): string[] {
  return Array.from({ length: Math.max(name.length - 1, 0) }, (_, at) => name.slice(at, at + 2));
}
