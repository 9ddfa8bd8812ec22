/** One file of a review: which parts of its change are checked, applied, or have no place any more. */
import {
  type ChangePart,
  changeAfter,
  composeParts,
  editedText,
  partsOf,
} from "../../core/patch/changeParts.ts";
import type { FileChange } from "../../core/patch/fileTexts.ts";
import { moveEdits } from "../../core/patch/moveEdits.ts";
import type { LineEdit } from "../../core/patch/textLines.ts";

export type PartState =
  | { readonly kind: "open"; readonly part: ChangePart; readonly isChecked: boolean }
  | { readonly kind: "applied" }
  /** Somebody made it already. */
  | { readonly kind: "there" }
  /** The file was changed since, and the part has no place in it. */
  | { readonly kind: "refused"; readonly reason: string };

/** The file as it must be, and what is still to do with it. */
interface Stage {
  /** Where the file is; undefined text where there is none. */
  readonly path: string;
  readonly text: string | undefined;
  /** Against `text`; undefined when nothing is left. */
  readonly change: FileChange | undefined;
  readonly states: readonly PartState[];
  /** Others changed the file since the patch was made. */
  readonly isMoved: boolean;
}

/** Lines of one side that belong to a part; 0-based, `end` behind the last. Equal where the side has none of its lines. */
export interface PartLines {
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

/** Earlier states are kept so that an undo in the editor is one here too. */
const MOST_STAGES = 50;

const pathBefore = (change: FileChange): string => (change.kind === "renamed" ? change.from : change.path);
const textBefore = (change: FileChange): string | undefined =>
  change.kind === "created" ? undefined : change.before;

function firstStage(change: FileChange): Stage {
  const states = partsOf(change).map((part) => ({ kind: "open", part, isChecked: true }) as const);
  return { path: pathBefore(change), text: textBefore(change), change, states, isMoved: false };
}

export class ReviewFile {
  /** As it was proposed. */
  readonly proposed: FileChange;
  readonly #stages: Stage[];

  constructor(proposed: FileChange) {
    this.proposed = proposed;
    this.#stages = [firstStage(proposed)];
  }

  get #now(): Stage {
    return this.#stages.at(-1)!;
  }
  get states(): readonly PartState[] {
    return this.#now.states;
  }
  /** Where the file is now, as far as is known here. */
  get path(): string {
    return this.#now.path;
  }
  /** What the file held when it was last looked at. */
  get text(): string | undefined {
    return this.#now.text;
  }
  get isMoved(): boolean {
    return this.#now.isMoved;
  }
  get isConflicting(): boolean {
    return this.states.some(({ kind }) => kind === "refused");
  }

  check(index: number, isChecked: boolean): void {
    const states = this.states.map((state, at) =>
      at === index && state.kind === "open" ? { ...state, isChecked } : state,
    );
    this.#stages[this.#stages.length - 1] = { ...this.#now, states };
  }

  /** What is to be done for these parts; of parts that are no longer open nothing. */
  changeOf(isTaken: (index: number) => boolean): FileChange | undefined {
    const { change, states } = this.#now;
    if (!change) return undefined;
    const open = states.flatMap((state, index) => (state.kind === "open" ? [{ ...state, index }] : []));
    return composeParts(
      change,
      open.map(({ part }) => part),
      (at) => isTaken(open[at]!.index),
    );
  }

  isChecked = (index: number): boolean => {
    const state = this.states[index];
    return state?.kind === "open" && state.isChecked;
  };

  /** The file as it is and as it would be with what is checked; empty where there is none. */
  sides(): { readonly before: string; readonly after: string } {
    const before = this.text ?? "";
    const change = this.changeOf(this.isChecked);
    return { before, after: change === undefined ? before : change.kind === "deleted" ? "" : change.after };
  }

  /** Open parts on both sides; those that change no lines stand at the top. */
  lines(): { readonly before: readonly PartLines[]; readonly after: readonly PartLines[] } {
    const before: PartLines[] = [];
    const after: PartLines[] = [];
    let shift = 0;
    for (const [index, state] of this.states.entries()) {
      if (state.kind !== "open") continue;
      const edit = state.part.kind === "lines" ? state.part.edit : { start: 0, end: 0, lines: [] };
      const length = state.isChecked ? edit.lines.length : edit.end - edit.start;
      before.push({ index, start: edit.start, end: edit.end });
      after.push({ index, start: edit.start + shift, end: edit.start + shift + length });
      shift += length - (edit.end - edit.start);
    }
    return { before, after };
  }

  /** To be called when the parts were applied as `changeOf` gave them. */
  applied(isTaken: (index: number) => boolean): void {
    const { change, states, isMoved } = this.#now;
    const done = this.changeOf(isTaken);
    if (!change || !done) return;
    const isOpen = (at: number): boolean => states[at]!.kind === "open" && isTaken(at);
    let shift = 0;
    const next = states.map((state, at): PartState => {
      if (state.kind !== "open") return state;
      const { part } = state;
      if (!isOpen(at))
        return part.kind === "lines"
          ? { ...state, part: { kind: "lines", edit: shifted(part.edit, shift) } }
          : state;
      if (part.kind === "lines") shift += part.edit.lines.length - (part.edit.end - part.edit.start);
      return { kind: "applied" };
    });
    const whole = this.changeOf(() => true);
    this.#push({
      path: done.kind === "deleted" ? pathBefore(done) : done.path,
      text: done.kind === "deleted" ? undefined : done.after,
      change: changeAfter(done, whole),
      states: next,
      isMoved,
    });
  }

  /**
   * To be called with what stands at `path` now: parts move with their lines, or are refused.
   *
   * @returns whether anything is different
   */
  observe(text: string | undefined): boolean {
    if (text === this.text) return false;
    const earlier = this.#stages.findLastIndex((stage) => stage.text === text && stage.path === this.path);
    if (earlier >= 0) this.#stages.length = earlier + 1;
    else this.#push(this.#movedTo(text));
    return true;
  }

  #movedTo(text: string | undefined): Stage {
    const { path, change, states, text: base } = this.#now;
    const rest = { path, text, isMoved: true };
    const refuse = (reason: string): Stage => ({
      ...rest,
      change: undefined,
      states: states.map((state) => (state.kind === "open" ? { kind: "refused", reason } : state)),
    });
    if (text === undefined) return refuse("the file is gone");
    if (change?.kind === "created") return refuse("a file of this name is there now");
    if (change?.kind === "deleted") return refuse("the file was changed since, so it is not deleted");
    if (!change || base === undefined) return { ...rest, change: undefined, states };
    const edits = states.flatMap((state) =>
      state.kind === "open" && state.part.kind === "lines" ? [state.part.edit] : [],
    );
    const moved = moveEdits(base, edits, text)[Symbol.iterator]();
    const next = states.map((state): PartState => {
      if (state.kind !== "open" || state.part.kind !== "lines") return state;
      const one = moved.next().value!;
      return one.kind === "moved" ? { ...state, part: { kind: "lines", edit: one.edit } } : one;
    });
    const placed = next.flatMap((state) =>
      state.kind === "open" && state.part.kind === "lines" ? [state.part.edit] : [],
    );
    return { ...rest, change: { ...change, before: text, after: editedText(text, placed) }, states: next };
  }

  #push(stage: Stage): void {
    this.#stages.push(stage);
    if (this.#stages.length > MOST_STAGES) this.#stages.splice(1, 1);
  }
}

const shifted = ({ start, end, lines }: LineEdit, by: number): LineEdit => ({
  start: start + by,
  end: end + by,
  lines,
});
