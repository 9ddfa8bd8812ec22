/** Suggestions beside the editor's own list of completions: only one that goes on from the selected item may show. */

/** The item selected in the list. */
export interface WidgetSelection {
  /** What stands in the document where the item would be put, up to the cursor. */
  readonly typed: string;
  /** What the item would put there. */
  readonly text: string;
}

/**
 * The text to put in place of `selection.typed` so that the suggestion extends the selected item.
 *
 * @param suggestion starts at the cursor
 * @returns `undefined` when the suggestion says something else than the item
 */
export function fitToSelection(suggestion: string, selection: WidgetSelection): string | undefined {
  const whole = selection.typed + suggestion;
  return whole.startsWith(selection.text) ? whole : undefined;
}
