/** Which lines that a patch makes no test has run: what tests say does not speak of them. */
import { partsOf } from "../patch/changeParts.ts";
import type { FileChange } from "../patch/fileTexts.ts";
import type { MeasuredFile } from "../testing/coverage/measuredFile.ts";

/** 0-based line of the text as the patch makes it; the path as the change names it. */
export interface LinePlace {
  readonly path: string;
  readonly line: number;
}

/**
 * @param files what was noted while tests ran with the patch
 * @returns ascending within a file; undefined where the notes cannot be right or say nothing of a changed file
 */
export function linesNotRun(
  changes: readonly FileChange[],
  files: readonly MeasuredFile[],
): readonly LinePlace[] | undefined {
  const byPath = new Map(files.map(({ path, lines }) => [path, lines]));
  const notRun: LinePlace[] = [];
  let ran = 0;
  for (const change of changes) {
    const made = madeLines(change);
    const lines = byPath.get(change.path);
    if (made.length > 0 && !lines) return undefined;
    for (const line of made) {
      const count = lines!.get(line);
      if (count === 0) notRun.push({ path: change.path, line });
      else if (count !== undefined) ran++;
    }
  }
  // A test that passes because of the patch ran some of it: else it ran where nothing is noted, such as in another process.
  const isBlind = ran === 0 && notRun.length > 0 && !changes.some(removes);
  return isBlind ? undefined : notRun;
}

/** Of the lines that changes bring and that can run, how many there are and how many ran; undefined where nothing was noted of their files. */
export function changedLinesRun(
  changes: readonly FileChange[],
  files: readonly MeasuredFile[],
): { readonly ran: number; readonly all: number } | undefined {
  const byPath = new Map(files.map(({ path, lines }) => [path, lines]));
  const counts = changes.flatMap((change) =>
    madeLines(change).flatMap((line) => byPath.get(change.path)?.get(line) ?? []),
  );
  if (counts.length === 0) return undefined;
  return { ran: counts.filter((count) => count > 0).length, all: counts.length };
}

/** 0-based lines of the new text that the change brings. */
function madeLines(change: FileChange): readonly number[] {
  if (change.kind === "deleted") return [];
  if (change.kind === "created") return change.after.split("\n").map((_, line) => line);
  const made: number[] = [];
  let moved = 0;
  for (const part of partsOf(change)) {
    if (part.kind !== "lines") continue;
    const { start, end, lines } = part.edit;
    const old = change.before.split("\n").slice(start, end);
    lines.forEach((text, at) => {
      // Lines that are kept between two edits belong to neither.
      if (!old.includes(text.replace(/\n$/, ""))) made.push(start + moved + at);
    });
    moved += lines.length - (end - start);
  }
  return made;
}

const removes = (change: FileChange): boolean =>
  partsOf(change).some(
    (part) => part.kind === "delete" || (part.kind === "lines" && part.edit.lines.length === 0),
  );

/** `no test runs line 12 of sum.py, which it changes`, one for each file. */
export function notRunDoubts(places: readonly LinePlace[]): readonly string[] {
  return [...new Set(places.map(({ path }) => path))].map((path) => {
    const lines = places.filter((one) => one.path === path).map(({ line }) => line + 1);
    const shown = lines.slice(0, MOST_TOLD).join(", ");
    const more = lines.length > MOST_TOLD ? ` and ${lines.length - MOST_TOLD} more` : "";
    return `no test runs line${lines.length === 1 ? "" : "s"} ${shown}${more} of ${path}, which it changes`;
  });
}

const MOST_TOLD = 5;
