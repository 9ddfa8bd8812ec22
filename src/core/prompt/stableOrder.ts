import type { ContextItem } from "./contextItem.ts";

const sameItem = (a: ContextItem, b: ContextItem): boolean =>
  a.kind === b.kind && a.path === b.path && a.title === b.title && a.text === b.text;

/**
 * Keeps what was in the prompt before in the order it had, and puts what is new behind it: a server that keeps what it
 * computed for an unchanged beginning has less to compute anew. What is gone is gone.
 *
 * @param items best first
 */
export function stableOrder(
  before: readonly ContextItem[],
  items: readonly ContextItem[],
): readonly ContextItem[] {
  const kept = before.flatMap((old) => items.find((item) => sameItem(item, old)) ?? []);
  return [...kept, ...items.filter((item) => !kept.includes(item))];
}
