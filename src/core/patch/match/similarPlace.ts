/**
 * The one place that is like a hunk though lines of it were left out or misremembered. What is removed must be what the
 * hunk says, up to white space, quotes and final punctuation; only kept lines may differ.
 */
import type { HunkLine } from "../editBlock.ts";
import { type Alignment, align } from "./align.ts";
import { editsAt } from "./editsAt.ts";
import { learnIndentation } from "./indentation.ts";
import { addedOf, isBlank, loosened } from "./lineKeys.ts";
import { nearestText } from "./nearestText.ts";
import type { Placement } from "./placement.ts";
import { candidateWindows } from "./windows.ts";

/** Share of the hunk's old lines that must be in the file. */
const LEAST_SCORE = 0.7;
/**
 * So much better than any other place the best one must be, in lines of the hunk; less is asked of other places that share lines
 * with it. A place that has every old line needs no lead over one that has not.
 */
const FAR_LEAD = 1.5;
const NEAR_LEAD = 0.9;
/** Old lines, not empty, below which nothing is said by likeness. */
const FEWEST_LINES = 3;

export function locateSimilar(file: readonly string[], lines: readonly HunkLine[]): Placement {
  const old = lines.flatMap((line, index) => (line.kind === "add" ? [] : [{ ...line, index }]));
  const windows = candidateWindows(
    file,
    old.map(({ text }) => text),
  );
  if (windows.kind === "tooMany")
    return { kind: "refused", reason: "its lines occur too often in the file to tell where it belongs" };
  const known = new Map<number, number>();
  const found = windows.windows
    .flatMap((window) => {
      const alignment = align(file, old, window, { known });
      return alignment ? [alignment] : [];
    })
    .sort((a, b) => b.score - a.score);
  const best = found[0];
  if (!best || best.score < LEAST_SCORE || old.filter(({ text }) => !isBlank(text)).length < FEWEST_LINES) {
    return {
      kind: "refused",
      reason: nearestText(
        file,
        old.map(({ text }) => text),
      ),
    };
  }
  const elsewhere = found.find((other) => other !== best && !isBeside(other, best));
  const result = placed(file, lines, old, best);
  if (result.kind !== "placed") return result;
  const isComplete = best.exact === old.filter(({ text }) => !isBlank(text)).length;
  const leads = (other: Alignment, lead: number): boolean =>
    isComplete ? other.exact < best.exact : other.value <= best.value - lead;
  const isRivalled =
    (elsewhere !== undefined && !leads(elsewhere, FAR_LEAD)) ||
    hasNearRival(file, lines, old, { best, result, known, isRival: (other) => !leads(other, NEAR_LEAD) });
  return isRivalled
    ? {
        kind: "refused",
        reason: `several places are about as like it as that at line ${firstLine(best) + 1}`,
      }
    : result;
}

type OldLine = HunkLine & { readonly index: number };

const firstLine = ({ at }: Alignment): number => at.find((line) => line !== undefined)!;
const isBeside = (a: Alignment, b: Alignment): boolean =>
  a.at.some((line, nth) => line !== undefined && line === b.at[nth]);

/** Whether a line that is changed, or stands beside a change, could about as well be another one near by. */
function hasNearRival(
  file: readonly string[],
  lines: readonly HunkLine[],
  old: readonly OldLine[],
  {
    best,
    result,
    known,
    isRival,
  }: {
    readonly best: Alignment;
    readonly result: Extract<Placement, { kind: "placed" }>;
    readonly known: Map<number, number>;
    readonly isRival: (other: Alignment) => boolean;
  },
): boolean {
  const margin = old.length;
  const window = {
    start: Math.max(0, result.place.start - margin),
    end: Math.min(file.length, result.place.end + margin),
  };
  const changes = (index: number): boolean => lines[index] !== undefined && lines[index].kind !== "keep";
  return old.some(({ index }, row) => {
    if (![index - 1, index, index + 1].some(changes)) return false;
    const other = align(file, old, window, { forbidden: { row, line: best.at[row] }, known });
    if (!other || !isRival(other)) return false;
    const place = placed(file, lines, old, other);
    return (
      place.kind === "placed" && JSON.stringify(place.place.edits) !== JSON.stringify(result.place.edits)
    );
  });
}

function placed(
  file: readonly string[],
  lines: readonly HunkLine[],
  old: readonly OldLine[],
  { at: oldAt }: Alignment,
): Placement {
  const at: (number | undefined)[] = lines.map(() => undefined);
  for (const [nth, { index }] of old.entries()) at[index] = oldAt[nth];
  const pairs = lines.flatMap(({ text }, index) => {
    const line = at[index] === undefined ? undefined : file[at[index]]!;
    return line !== undefined && loosened(line) === loosened(text) ? [{ block: text, file: line }] : [];
  });
  const reindent = learnIndentation(pairs, file, addedOf(lines));
  if (!reindent) return { kind: "refused", reason: "its lines are indented unlike those of the file" };
  const result = editsAt(lines, at, reindent);
  if (result.kind === "unclear") return { kind: "refused", reason: result.reason };
  const present = oldAt.filter((line) => line !== undefined);
  const place = { start: present[0]!, end: present.at(-1)! + 1, edits: result.edits };
  return { kind: "placed", layer: "similar", place };
}
