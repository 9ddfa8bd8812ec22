/** All blocks of one file against the same text: what becomes of the file, and which blocks have no place. */
import type { PlacedBlock } from "./appliedAnswer.ts";
import { lineEditsBetween, replaceAsHunk } from "./blockLines.ts";
import type { EditBlock, Hunk, HunkLine } from "./editBlock.ts";
import { elisionsIn, isElision, unfoldElisions } from "./elision.ts";
import type { FileChange, FileTexts } from "./fileTexts.ts";
import { FileLines, locateHunk } from "./match/locateHunk.ts";
import { locatePart } from "./match/locatePart.ts";
import { placeByNumbers } from "./match/placeByNumbers.ts";
import type { MatchLayer, Place, Placement } from "./match/placement.ts";
import { nearestPath } from "./nearestPath.ts";
import { applyLineEdits, type LineEdit, splitLines, type TextLines } from "./textLines.ts";
import { wholeFileFault } from "./wholeFileFault.ts";
import { locateSymbol, symbolsAsHunks } from "./wholeSymbol.ts";

export interface FilePlan {
  /** Undefined when nothing changes. */
  readonly change: FileChange | undefined;
  readonly placed: readonly PlacedBlock[];
  readonly refused: readonly { readonly block: EditBlock; readonly reason: string }[];
}

/** A block with the edits it makes. */
interface Located {
  readonly block: EditBlock;
  readonly layer: MatchLayer;
  readonly place: Place;
}

/** @param blocks all of this path, in the order of the answer, none malformed */
export function planFile(path: string, files: FileTexts, blocks: readonly EditBlock[]): FilePlan {
  const before = files.get(path);
  return before === undefined ? planNew(path, files, blocks) : new Planner(path, before).plan(blocks);
}

/** Of a file that is not there. */
function planNew(path: string, files: FileTexts, blocks: readonly EditBlock[]): FilePlan {
  const refused: { block: EditBlock; reason: string }[] = [];
  const texts: { block: EditBlock; text: string }[] = [];
  for (const block of blocks) {
    const text = newText(block);
    if (typeof text === "string") texts.push({ block, text });
    else
      refused.push({
        block,
        reason: text?.reason ?? `there is no file "${path}"${nearestPath(path, files)}`,
      });
  }
  if (new Set(texts.map(({ text }) => text)).size > 1) {
    const reason = `the answer holds ${texts.length} different texts for the new file "${path}"`;
    return {
      change: undefined,
      placed: [],
      refused: [...refused, ...texts.map(({ block }) => ({ block, reason }))],
    };
  }
  const first = texts[0];
  if (!first) return { change: undefined, placed: [], refused };
  const placed = texts.map(({ block }) => ({ block: block.number, path, line: 0, layer: "exact" as const }));
  return { change: { kind: "created", path, after: first.text }, placed, refused };
}

/** The text that a block gives a new file; a reason when it leaves something out; undefined when it needs a file. */
function newText({ edit }: EditBlock): string | { readonly reason: string } | undefined {
  const lines = newLines(edit);
  if (!lines) return undefined;
  const [left] = elisionsIn(lines);
  if (left !== undefined)
    return {
      reason: `line ${left + 1} of the new file stands for text that is left out: "${lines[left]!.trim()}"`,
    };
  if (edit.kind === "whole" && !edit.isClosed) return { reason: "the answer ends within the new file" };
  const isOpen = edit.kind === "create" && !edit.finalNewline;
  return lines.join("\n") + (lines.length === 0 || isOpen ? "" : "\n");
}

function newLines(edit: EditBlock["edit"]): readonly string[] | undefined {
  if (edit.kind === "create" || edit.kind === "whole") return edit.lines;
  if (edit.kind === "replace" && edit.search.every((line) => line.trim() === "")) return edit.replace;
  if (edit.kind === "hunk" && edit.lines.every(({ kind }) => kind === "add"))
    return edit.lines.map(({ text }) => text);
  return undefined;
}

/** Makes the plan of one file that is there. */
class Planner {
  readonly #path: string;
  readonly #before: string;
  readonly #text: TextLines;
  readonly #file: FileLines;
  readonly #refused: { block: EditBlock; reason: string }[] = [];

  constructor(path: string, before: string) {
    this.#path = path;
    this.#before = before;
    this.#text = splitLines(before);
    this.#file = new FileLines(this.#text.lines);
  }

  plan(blocks: readonly EditBlock[]): FilePlan {
    const fileWide = blocks.filter(({ edit }) => ["whole", "create", "delete", "rename"].includes(edit.kind));
    const renames = fileWide.filter(({ edit }) => edit.kind === "rename");
    const rest = blocks.filter((block) => !fileWide.includes(block));
    const texts = fileWide.filter((block) => !renames.includes(block));
    if (new Set(renames.map(({ edit }) => edit.kind === "rename" && edit.to)).size > 1) {
      return this.#refuseAll(blocks, "the answer gives the file several new paths");
    }
    if (
      texts.length > 0 &&
      (rest.length > 0 || renames.length > 0 || !texts.every((block) => isSameEdit(block, texts[0]!)))
    ) {
      return this.#refuseAll(blocks, "the answer changes this file in several ways that exclude each other");
    }
    if (texts.length > 0) return this.#planText(texts);
    return this.#planEdits(rest, renames);
  }

  #refuseAll(blocks: readonly EditBlock[], reason: string): FilePlan {
    return { change: undefined, placed: [], refused: blocks.map((block) => ({ block, reason })) };
  }

  /** One text for the whole file, said once or several times. */
  #planText(blocks: readonly EditBlock[]): FilePlan {
    const { edit } = blocks[0]!;
    const result = edit.kind === "delete" ? this.#deleted(edit.lines) : this.#whole(edit as WholeEdit);
    if (typeof result === "string") return this.#refuseAll(blocks, result);
    const placed = blocks.map(({ number }) => ({
      block: number,
      path: this.#path,
      line: 0,
      layer: "exact" as const,
    }));
    return { change: result.change, placed, refused: [] };
  }

  #deleted(lines: readonly string[] | undefined): string | { change: FileChange } {
    const same = (a: readonly string[], b: readonly string[]): boolean =>
      a.length === b.length && a.every((line, index) => line.trim() === b[index]!.trim());
    if (lines && !same(lines, this.#text.lines)) return "the lines that it deletes are not those of the file";
    return { change: { kind: "deleted", path: this.#path, before: this.#before } };
  }

  #whole(edit: WholeEdit): string | { change: FileChange | undefined } {
    const old = this.#text.lines;
    if (
      edit.kind === "create" &&
      old.some((line) => line.trim() !== "") &&
      edit.lines.join("\n") !== old.join("\n")
    ) {
      return `"${this.#path}" is there already`;
    }
    const written = edit.lines;
    const elisions = elisionsIn(written).filter((index) => !old.includes(written[index]!));
    const unfolded = unfoldElisions(written, elisions, old);
    if (unfolded.kind === "unclear") {
      return `what line ${unfolded.index + 1} leaves out is unclear: "${written[unfolded.index]!.trim()}"`;
    }
    const fault = wholeFileFault(this.#path, old, unfolded.lines, edit.kind === "create" || edit.isClosed);
    if (fault === undefined) return { change: this.#changeTo(lineEditsBetween(old, unfolded.lines)) };
    const symbols =
      elisions.length === 0 && edit.kind === "whole" && edit.isClosed
        ? symbolsAsHunks(this.#path, this.#before, written)
        : undefined;
    return symbols ? { change: this.#changeTo(symbols) } : fault;
  }

  #changeTo(edits: readonly LineEdit[], finalNewline?: boolean): FileChange | undefined {
    const after = applyLineEdits(this.#text, edits, finalNewline);
    return after === this.#before
      ? undefined
      : { kind: "changed", path: this.#path, before: this.#before, after };
  }

  #planEdits(blocks: readonly EditBlock[], renames: readonly EditBlock[]): FilePlan {
    const located = this.#withoutOverlaps(this.#locateAll(distinct(blocks)));
    const edits = located
      .flatMap(({ place }) => place.edits)
      .sort((a, b) => a.start - b.start || a.end - b.end);
    const finalNewline = located
      .map(({ block }) => finalNewlineOf(block))
      .find((value) => value !== undefined);
    const change = this.#changeTo(edits, this.#reachesEnd(edits) ? finalNewline : undefined);
    const placed = located.map(({ block, layer, place }) => ({
      block: block.number,
      path: this.#path,
      line: place.start + 1,
      layer,
    }));
    const rename = renames[0];
    if (rename?.edit.kind !== "rename") return { change, placed, refused: this.#refused };
    const after = change?.kind === "changed" ? change.after : this.#before;
    const { to } = rename.edit;
    return {
      change: { kind: "renamed", from: this.#path, path: to, before: this.#before, after },
      placed: [
        ...placed,
        ...renames.map(({ number }) => ({
          block: number,
          path: this.#path,
          line: 0,
          layer: "exact" as const,
        })),
      ],
      refused: this.#refused,
    };
  }

  /** Whether the last line is among the changed ones: only then a diff may say how it ends. */
  #reachesEnd(edits: readonly LineEdit[]): boolean {
    return edits.some(({ end }) => end === this.#text.lines.length);
  }

  #locateAll(blocks: readonly EditBlock[]): Located[] {
    const placements = blocks.map((block) => ({ block, placement: this.#locate(block) }));
    const settled = placeByNumbers(placements);
    const located: Located[] = [];
    for (const { block, placement } of settled) {
      if (placement.kind === "placed")
        located.push({ block, layer: placement.layer, place: placement.place });
      else if (placement.kind === "refused") this.#refused.push({ block, reason: placement.reason });
      else this.#refused.push({ block, reason: ambiguity(placement.places) });
    }
    return located;
  }

  #locate({ edit }: EditBlock): Placement {
    if (edit.kind === "symbol") return locateSymbol(this.#path, this.#before, edit);
    if (edit.kind === "hunk") return this.#locateHunk(edit);
    if (edit.kind !== "replace") return { kind: "refused", reason: "it cannot be placed within a file" };
    const hunk = replaceAsHunk(edit.search, edit.replace);
    if (typeof hunk === "string") return { kind: "refused", reason: hunk };
    const placement = this.#locateHunk(hunk);
    if (placement.kind !== "refused" && placement.layer === "exact") return placement;
    const loose = replaceAsHunk(edit.search, edit.replace, { isLoose: true });
    const second = typeof loose === "string" ? placement : this.#locateHunk(loose);
    if (second.kind === "ambiguous" || (second.kind === "placed" && second.layer !== "similar"))
      return second;
    return locatePart(this.#text.lines, edit.search, edit.replace) ?? second;
  }

  /** Elisions among the new lines are never written: what they stand for must be among the old ones. */
  #locateHunk(hunk: Hunk): Placement {
    const left = hunk.lines.find(
      ({ kind, text }, index) =>
        kind === "add" && !this.#file.lines.includes(text) && isElisionAt(hunk.lines, index),
    );
    if (left)
      return {
        kind: "refused",
        reason: `a new line stands for text that is left out: "${left.text.trim()}"`,
      };
    const placement = locateHunk(this.#file, hunk);
    if (placement.kind !== "refused") return placement;
    const done = alreadyThere(this.#file, hunk);
    return done === undefined
      ? placement
      : { kind: "refused", reason: `${placement.reason}. Its new lines are already at line ${done + 1}` };
  }

  /** Blocks that change the same lines contradict each other: none of them is applied. */
  #withoutOverlaps(located: readonly Located[]): Located[] {
    const clashing = new Set<Located>();
    const spans = located.flatMap((owner) => owner.place.edits.map((edit) => ({ owner, edit })));
    spans.sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end);
    let open = spans[0];
    for (const span of spans.slice(1)) {
      if (open && span.owner !== open.owner && overlaps(open.edit, span.edit)) {
        for (const { owner } of [open, span]) {
          if (clashing.has(owner)) continue;
          clashing.add(owner);
          const other = owner === open.owner ? span.owner : open.owner;
          this.#refused.push({
            block: owner.block,
            reason: `it changes the same lines as block ${other.block.number}, near line ${span.edit.start + 1}`,
          });
        }
      }
      if (!open || span.edit.end >= open.edit.end) open = span;
    }
    return located.filter((owner) => !clashing.has(owner));
  }
}

type WholeEdit = Extract<EditBlock["edit"], { kind: "whole" | "create" }>;

const isSameEdit = (a: EditBlock, b: EditBlock): boolean => JSON.stringify(a.edit) === JSON.stringify(b.edit);

/** Said twice is meant once. */
function distinct(blocks: readonly EditBlock[]): readonly EditBlock[] {
  const seen = new Set<string>();
  return blocks.filter(({ edit }) => {
    const key = JSON.stringify(edit);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

const finalNewlineOf = ({ edit }: EditBlock): boolean | undefined =>
  edit.kind === "hunk" ? edit.finalNewline : undefined;

/** `a` does not begin after `b`. Two insertions at one place overlap: their order is unknown. */
const overlaps = (a: LineEdit, b: LineEdit): boolean =>
  b.start < a.end || (a.start === b.start && a.end === a.start && b.end === b.start);

const isElisionAt = (lines: readonly HunkLine[], index: number): boolean => {
  const after = lines.filter(({ kind }) => kind !== "remove");
  return isElision(
    after.map(({ text }) => text),
    after.indexOf(lines[index]!),
  );
};

/** Places that are named before the rest is only counted. */
const MOST_NAMED = 8;

function ambiguity(places: readonly Place[]): string {
  const named = places.slice(0, MOST_NAMED).map(({ start }) => start + 1);
  const more = places.length > MOST_NAMED ? ` and ${places.length - MOST_NAMED} more` : "";
  return `${places.length} places fit: lines ${named.join(", ")}${more}. Give more of the lines around`;
}

/** The line at which the file already is as the block would have it, if there is one such place. */
function alreadyThere(file: FileLines, { lines }: Hunk): number | undefined {
  const after = lines
    .filter(({ kind }) => kind !== "remove")
    .map((line) => ({ ...line, kind: "keep" as const }));
  if (!lines.some(({ kind }) => kind !== "keep") || after.every(({ text }) => text.trim() === ""))
    return undefined;
  const placement = locateHunk(file, { kind: "hunk", lines: after, anchors: [] });
  return placement.kind === "placed" && placement.layer !== "similar" ? placement.place.start : undefined;
}
