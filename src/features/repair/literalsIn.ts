/** Numbers and strings in what a runner tells of the two sides of an assertion. */
export function literalsIn(text: string): string[] {
  return (text.slice(0, 2000).match(/-?\b\d+(?:\.\d+)?\b|"[^"\n]{0,60}"|'[^'\n]{0,60}'/g) ?? []).slice(0, 20);
}
