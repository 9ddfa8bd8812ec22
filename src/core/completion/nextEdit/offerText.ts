/** What a person reads of an offered place. */
import type { EditPlace } from "./editPlace.ts";

/** Longer texts are cut in hints. UTF-16 units. */
const LONGEST = 40;

/** Beside the edit: `Tab: next edit, line 42`. @param file short path of the place when it is in another file */
export function hintText({ start }: EditPlace, file: string | undefined, left: number): string {
  const where = file === undefined ? `line ${start.line + 1}` : `${file}:${start.line + 1}`;
  return `Tab: next edit, ${where}${left > 1 ? ` (1 of ${left})` : ""}`;
}

/** For a screen reader. */
export function spokenOffer(place: EditPlace, file: string | undefined): string {
  const where = file === undefined ? "" : ` in ${file}`;
  return `Next edit${where} at line ${place.start.line + 1}: ${changeText(place)}. Tab goes there, Escape dismisses`;
}

/** At the place itself. */
export const spokenPreview = (place: EditPlace): string =>
  `${changeText(place)}. Tab accepts, Escape dismisses`;

function changeText({ old, text }: EditPlace): string {
  if (old === "") return `insert ${cut(text)}`;
  return text === "" ? `remove ${cut(old)}` : `change ${cut(old)} to ${cut(text)}`;
}

const cut = (text: string): string =>
  (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text).trim();
