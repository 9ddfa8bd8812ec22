/** Globs with braces as globs without. */

/** Choices multiply: thirty pairs of braces would be a thousand million globs. */
const MOST_GLOBS = 256;

/** `*.{a,b}` -> `*.a`, `*.b`, in this order. What would become too many globs keeps its last braces as they are. */
export function expandBraces(glob: string): string[] {
  const expanded: string[] = [];
  const waiting = [glob];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const group = /\{([^{}]*)\}/.exec(next);
    const choices = group?.[1]?.split(",") ?? [];
    if (!group || expanded.length + waiting.length + choices.length > MOST_GLOBS) expanded.push(next);
    else {
      const before = next.slice(0, group.index);
      const after = next.slice(group.index + group[0].length);
      for (const choice of choices.reverse()) waiting.push(before + choice + after);
    }
  }
  return expanded;
}
