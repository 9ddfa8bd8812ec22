/** The lines of a diff's hunk, with the liberties that models take. */
import type { Hunk, HunkLine } from "../editBlock.ts";
import type { AnswerLines } from "./answerLines.ts";
import { envelopeHeader, fenceIn, isEndPatch, isGitHeader, isHunkHeader, isPlainHeader } from "./marks.ts";

/** UTF-16 units. */
const LONGEST_HEADER = 1000;

/** Numbers in a hunk's header. */
export interface HunkCounts {
  readonly oldLine: number;
  readonly oldCount: number;
  readonly newCount: number;
}

/** `@@ -12,3 +12,4 @@ heading`; without numbers only a heading. */
export function parseHunkHeader(line: string): { readonly counts?: HunkCounts; readonly heading: string } {
  if (line.length > LONGEST_HEADER) return { heading: "" };
  const match = /^@@\s+-(\d{1,9})(?:,(\d{1,9}))?\s+\+(\d{1,9})(?:,(\d{1,9}))?\s+@@(.*)$/.exec(line);
  if (!match) {
    const heading = /^@@(?:[^@]*\d[^@]*@@|\s*\.{3}\s*@@)?(.*)$/.exec(line)?.[1] ?? "";
    return { heading: heading.replace(/\s*@@\s*$/, "").trim() };
  }
  const counts = {
    oldLine: Number(match[1]),
    oldCount: Number(match[2] ?? 1),
    newCount: Number(match[4] ?? 1),
  };
  return { counts, heading: match[5]!.trim() };
}

export interface HunkBody {
  readonly lines: readonly HunkLine[];
  readonly finalNewline: boolean | undefined;
  /** False when the answer ended before what the header announced. */
  readonly isWhole: boolean;
  /** The lines were not those that the header counts. */
  readonly isLoose: boolean;
}

/** Reads lines from the one at hand up to what ends the hunk, and goes there. */
export function readHunkBody(
  answer: AnswerLines,
  counts: HunkCounts | undefined,
  isFenced: boolean,
): HunkBody {
  const start = answer.at;
  const counted = counts && readCounted(answer, counts);
  if (counted) return counted;
  answer.at = start;
  return readUncounted(answer, counts, isFenced);
}

const kinds: Readonly<Record<string, HunkLine["kind"]>> = { " ": "keep", "-": "remove", "+": "add" };

/** What the lines after `\ No newline at end of file` say. */
class FinalNewline {
  #old = false;
  #new = false;
  note(last: HunkLine | undefined): void {
    if (last?.kind !== "add") this.#old = true;
    if (last?.kind !== "remove") this.#new = true;
  }
  get value(): boolean | undefined {
    return this.#old || this.#new ? !this.#new : undefined;
  }
}

/** Exactly as many lines as the header says; undefined when they are not there, or are followed by more. */
function readCounted(answer: AnswerLines, { oldCount, newCount }: HunkCounts): HunkBody | undefined {
  const lines: HunkLine[] = [];
  const newline = new FinalNewline();
  let oldLeft = oldCount;
  let newLeft = newCount;
  for (; oldLeft > 0 || newLeft > 0; answer.at++) {
    const line = answer.line();
    if (line?.startsWith("\\")) {
      newline.note(lines.at(-1));
      continue;
    }
    const kind = line === "" ? "keep" : kinds[line?.[0] ?? ""];
    if (line === undefined || kind === undefined) return undefined;
    lines.push({ kind, text: line.slice(1) });
    if (kind !== "add") oldLeft--;
    if (kind !== "remove") newLeft--;
  }
  if (oldLeft < 0 || newLeft < 0) return undefined;
  if (answer.line()?.startsWith("\\")) {
    newline.note(lines.at(-1));
    answer.at++;
  }
  const next = answer.line();
  const isSignature = next === "-- " || next === "--";
  if (next !== undefined && /^[ +-]/.test(next) && next.trim() !== "" && !isSignature && !endsHunk(answer))
    return undefined;
  return { lines, finalNewline: newline.value, isWhole: true, isLoose: false };
}

/** Whether the line at hand begins something other than a line of a hunk. */
function endsHunk(answer: AnswerLines): boolean {
  const line = answer.line();
  if (line === undefined) return true;
  return (
    isHunkHeader(line) ||
    isGitHeader(line) ||
    isPlainHeader(line, answer.line(1)) ||
    (/^[`~]{3}/.test(line) && fenceIn(line) !== undefined) ||
    isEndPatch(line) ||
    envelopeHeader(line) !== undefined
  );
}

/** A line without a sign is one whose blank was forgotten, within a fence; elsewhere it ends the hunk. */
function readUncounted(answer: AnswerLines, counts: HunkCounts | undefined, isFenced: boolean): HunkBody {
  const lines: HunkLine[] = [];
  const newline = new FinalNewline();
  for (; !answer.isOver && !endsHunk(answer); answer.at++) {
    const line = answer.line()!;
    const kind = kinds[line[0] ?? ""];
    if (line.startsWith("\\")) newline.note(lines.at(-1));
    else if (kind !== undefined) lines.push({ kind, text: line.slice(1) });
    else if (line === "" || isFenced) lines.push({ kind: "keep", text: line });
    else break;
  }
  const isWhole = !answer.isOver || isFenced || answer.endsWithBreak || !counts || !isShort(lines, counts);
  while (lines.at(-1)?.kind === "keep" && lines.at(-1)!.text === "") lines.pop();
  return { lines, finalNewline: newline.value, isWhole, isLoose: true };
}

function isShort(lines: readonly HunkLine[], { oldCount, newCount }: HunkCounts): boolean {
  const old = lines.filter(({ kind }) => kind !== "add").length;
  const added = lines.filter(({ kind }) => kind !== "remove").length;
  return old < oldCount || added < newCount;
}

/** A hunk as it is located later. */
export function hunkOf(
  body: HunkBody,
  header: { readonly counts?: HunkCounts | undefined; readonly anchors: readonly string[] },
): Hunk {
  return {
    kind: "hunk",
    // A mark of byte order belongs to the file, not to its first line.
    lines: body.lines.map(({ kind, text }) => ({ kind, text: text.replace(/^\ufeff/, "") })),
    anchors: header.anchors.filter((anchor) => anchor !== ""),
    oldLine: header.counts?.oldLine,
    isLoose: body.isLoose,
    finalNewline: body.finalNewline,
  };
}
