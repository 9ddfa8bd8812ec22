/** How much of a text that is still being written may be checked and shown for good. */

const FENCE = /^[ \t]*(`{3,}|~{3,})/;
/** The start of a line that may still become a fence. */
const MAYBE_FENCE = /^[ \t]*[`~]{0,2}$/;

/**
 * Where the whole paragraphs of a text end: before the last line that follows a blank one, stands in no fenced code and begins none. Code
 * stays with what is said right above it, which may quote it; so places that are checked part by part are judged as in the whole.
 *
 * @returns an offset, 0 when no paragraph is whole; never lower for a longer text
 */
export function endOfWholeParagraphs(text: string): number {
  let fence: string | undefined;
  let isAfterBlank = false;
  let end = 0;
  let position = 0;
  for (const line of text.split("\n")) {
    const mark = FENCE.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark === fence && line.trim() === fence) fence = undefined;
    } else {
      if (isAfterBlank && mark === undefined && !MAYBE_FENCE.test(line)) end = position;
      fence = mark;
    }
    isAfterBlank = fence === undefined && line.trim() === "" && position + line.length < text.length;
    position += line.length + 1;
  }
  return end;
}
