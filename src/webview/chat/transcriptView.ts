/**
 * The chat as a list that may be very long: only turns near the screen are in the page, the rest are gaps of their height. The reader's
 * place is theirs: where a height turns out to be another than was thought, the browser's scroll anchoring keeps what is read in place.
 */
import type { ChatTurn, Transcript } from "../../core/chat/transcript.ts";
import { TurnHeights } from "../../core/chat/turnHeights.ts";
import { element, iconButton } from "./elements.ts";
import { estimatedHeight, type TurnActions, TurnView } from "./turnView.ts";

/** How far around the screen turns are in the page, and how far away they are taken out again. Pixels. */
const MARGIN_PX = 1000;
const LEAVE_PX = 2000;
/** Time of a frame that goes into answers; those that are left come with the next one. Milliseconds. */
const BUDGET_MS = 5;
/** Who passes so many screens in a frame sees questions; answers come when they rest for so long. Milliseconds. */
const FAST_SCREENS = 1;
const REST_MS = 100;
/** How near the end counts as there: less than a line. Pixels. */
const NEAR_PX = 12;

interface ShownTurn {
  readonly view: TurnView;
  /** In place of the turns that are left out before it. */
  readonly gap: HTMLElement;
}

const newGap = (): HTMLElement => element("div", { class: "gap", role: "presentation" });

export class TranscriptView {
  readonly root: HTMLElement;
  readonly #log = element("div", { class: "log", role: "feed", "aria-label": "Chat", tabindex: "0" });
  readonly #down: HTMLButtonElement;
  readonly #actions: TurnActions;
  #turns: Transcript = [];
  #indexOf: ReadonlyMap<number, number> = new Map();
  #heights = new TurnHeights([]);
  /** In the page, by index. */
  readonly #shown = new Map<number, ShownTurn>();
  /** Taken out and kept: as it was shown, or with details that a person opened. */
  readonly #aside = new Map<number, TurnView>();
  readonly #endGap = newGap();
  readonly #sizes: ResizeObserver;
  #screenPx = 0;
  #lastTopPx = 0;
  #frame: number | undefined;
  #rest: number | undefined;
  /** A last turn that the reader has not scrolled away from goes on in sight. */
  #follows = false;

  constructor(actions: TurnActions) {
    this.#actions = actions;
    this.#down = iconButton("down", "Go to the Newest", () => this.#toEnd());
    this.#down.classList.add("toEnd");
    this.#down.hidden = true;
    this.root = element("div", { class: "transcript" }, this.#log, this.#down);
    this.#sizes = new ResizeObserver((sizes) => this.#measured(sizes));
    this.#sizes.observe(this.#log);
    this.#log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#log.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param empty what is shown when nothing was asked */
  showAll(turns: Transcript, empty: () => HTMLElement): void {
    const before = this.#turns.map(({ question }, index) => ({
      question,
      px: this.#heights.heightOf(index),
    }));
    const places = this.#indexOf;
    const known = new Map([...this.#shown.values()].map(({ view }) => [view.turn.id, view]));
    for (const [index, view] of this.#aside) known.set(this.#turns[index]!.id, view);
    for (const index of [...this.#shown.keys()]) this.#takeOut(index);
    this.#aside.clear();
    this.#turns = turns;
    this.#indexOf = new Map(turns.map(({ id }, index) => [id, index]));
    this.#heights = new TurnHeights(
      turns.map((turn) => {
        const same = before[places.get(turn.id) ?? -1];
        return same?.question === turn.question ? same.px : estimatedHeight(turn);
      }),
    );
    for (const view of known.values()) {
      const index = this.#indexOf.get(view.turn.id);
      const turn = index === undefined ? undefined : turns[index];
      if (index === undefined || turn?.question !== view.turn.question) continue;
      view.update(turn);
      this.#aside.set(index, view);
    }
    // A feed holds turns and nothing else.
    this.#log.setAttribute("role", turns.length === 0 ? "region" : "feed");
    this.#log.replaceChildren(...(turns.length === 0 ? [empty()] : [this.#endGap]));
    if (turns.length > 0) this.#toLast();
  }

  showOne(turn: ChatTurn): void {
    const index = this.#indexOf.get(turn.id);
    if (index === undefined) return;
    this.#turns = this.#turns.with(index, turn);
    const view = this.#shown.get(index)?.view;
    if (!view) return;
    const isLast = index === this.#turns.length - 1;
    const follows = isLast && this.#follows && view.turn.state === "waiting" && view.turn.markdown !== "";
    view.update(turn);
    if (follows && turn.markdown !== "") this.#keepEndInSight(view);
    this.#lookWhere();
  }

  /** The newest question at the top, its answer below. */
  #toLast(): void {
    const last = this.#turns.length - 1;
    this.#screenPx = this.#log.clientHeight;
    this.#heights.set(last, Math.max(this.#heights.heightOf(last), this.#screenPx));
    this.#endGap.style.height = `${this.#heights.totalPx}px`;
    this.#log.scrollTop = this.#heights.topOf(last);
    this.#fill(this.#heights.topOf(last));
    const { view } = this.#shown.get(last)!;
    view.render();
    view.root.scrollIntoView({ block: "start" });
    this.#lastTopPx = this.#log.scrollTop;
    this.#follows = true;
    this.#soon();
  }

  #keepEndInSight(view: TurnView): void {
    const hidden = view.root.getBoundingClientRect().bottom - this.#log.getBoundingClientRect().bottom;
    const end = this.#endOf(view) - this.#log.getBoundingClientRect().bottom;
    if (Math.min(hidden, end) > 0) this.#log.scrollTop += Math.ceil(Math.min(hidden, end));
  }

  /** Where the text of a turn ends on the screen: the last turn is made as high as the log. */
  #endOf({ root }: TurnView): number {
    return (root.lastElementChild ?? root).getBoundingClientRect().bottom + NEAR_PX;
  }

  #scrolled(): void {
    if (this.#turns.length === 0) return;
    this.#lookWhere();
    const topPx = this.#log.scrollTop;
    const passedPx = Math.abs(topPx - this.#lastTopPx);
    this.#lastTopPx = topPx;
    this.#fill(topPx);
    if (passedPx > FAST_SCREENS * this.#screenPx) this.#waitForRest();
    else if (this.#rest === undefined) this.#renderSome();
  }

  /** Whether the end is in sight. */
  #lookWhere(): void {
    const last = this.#shown.get(this.#turns.length - 1)?.view;
    const below = last
      ? this.#endOf(last) - this.#log.getBoundingClientRect().bottom
      : Number.POSITIVE_INFINITY;
    this.#follows = below <= NEAR_PX * 2;
    this.#down.hidden = below <= this.#screenPx / 2;
  }

  #toEnd(): void {
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#follows = true;
    this.#log.focus();
  }

  #waitForRest(): void {
    window.clearTimeout(this.#rest);
    this.#rest = window.setTimeout(() => {
      this.#rest = undefined;
      this.#soon();
    }, REST_MS);
  }

  /** Looks what is missing around the screen with the next frame. */
  #soon(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      if (this.#turns.length === 0) return;
      this.#fill(this.#log.scrollTop);
      if (this.#rest === undefined) this.#renderSome();
    });
  }

  /** Has the turns around the screen in the page, with gaps for all others. Reads nothing of the page. */
  #fill(topPx: number): void {
    const at = (px: number) => this.#heights.indexAt(px);
    const end = topPx + this.#screenPx;
    const [first, last] = [at(topPx - MARGIN_PX), at(end + MARGIN_PX)];
    const [firstKept, lastKept] = [at(topPx - LEAVE_PX), at(end + LEAVE_PX)];
    for (const [index, { view }] of this.#shown) {
      const isKept = index >= firstKept && index <= lastKept;
      // Who is in a turn with the keyboard stays there.
      if (!isKept && !view.root.contains(document.activeElement)) this.#takeOut(index);
    }
    for (let index = first; index <= last; index++) if (!this.#shown.has(index)) this.#putIn(index);
    this.#order();
  }

  #putIn(index: number): void {
    const turn = this.#turns[index]!;
    const view = this.#aside.get(index) ?? new TurnView(turn, this.#actions);
    this.#aside.delete(index);
    if (view.turn !== turn) view.update(turn);
    view.standAt(index, this.#turns.length, this.#heights.heightOf(index));
    this.#shown.set(index, { view, gap: newGap() });
  }

  #takeOut(index: number): void {
    const { view, gap } = this.#shown.get(index)!;
    this.#sizes.unobserve(view.root);
    view.root.remove();
    gap.remove();
    this.#shown.delete(index);
    if (view.isOpened) this.#aside.set(index, view);
  }

  /** Turns in the page stay where they are; new ones come between them. */
  #order(): void {
    let after = this.#endGap;
    let next = this.#turns.length;
    for (const index of [...this.#shown.keys()].sort((a, b) => b - a)) {
      const { view, gap } = this.#shown.get(index)!;
      if (!view.root.isConnected) {
        after.before(gap, view.root);
        this.#sizes.observe(view.root);
      }
      this.#stretch(after, index + 1, next);
      after = gap;
      next = index;
    }
    this.#stretch(after, 0, next);
    const isLast = this.#shown.get(this.#turns.length - 1);
    isLast?.view.reachDown(this.#screenPx);
  }

  #stretch(gap: HTMLElement, from: number, to: number): void {
    const height = from === to ? "" : `${this.#heights.topOf(to) - this.#heights.topOf(from)}px`;
    if (gap.style.height !== height) gap.style.height = height;
  }

  /** Puts answers together, nearest first, as long as the frame has time. */
  #renderSome(): void {
    const startMs = performance.now();
    const middle = this.#heights.indexAt(this.#lastTopPx + this.#screenPx / 2);
    const missing = [...this.#shown]
      .filter(([, { view }]) => !view.isRendered)
      .sort(([a], [b]) => Math.abs(a - middle) - Math.abs(b - middle));
    for (const [, { view }] of missing) {
      if (performance.now() - startMs > BUDGET_MS) {
        this.#soon();
        return;
      }
      view.render();
    }
  }

  /** Before the frame is painted. */
  #measured(sizes: readonly ResizeObserverEntry[]): void {
    for (const { target, borderBoxSize } of sizes) {
      if (target === this.#log) this.#screenPx = this.#log.clientHeight;
      const index = this.#indexOf.get(Number((target as HTMLElement).dataset["turn"] ?? -1));
      if (index !== undefined) this.#heights.set(index, borderBoxSize[0]?.blockSize ?? 0);
    }
    this.#soon();
  }

  /** As in every feed: from turn to turn, for those who are in one. */
  #key(event: KeyboardEvent): void {
    const step = { PageDown: 1, PageUp: -1 }[event.key];
    const own = event.target instanceof Element ? event.target.closest<HTMLElement>(".turn") : null;
    if (step === undefined || !own) return;
    const index = this.#indexOf.get(Number(own.dataset["turn"]));
    const next = index === undefined ? undefined : this.#shown.get(index + step);
    if (!next) return;
    event.preventDefault();
    next.view.root.focus();
    next.view.root.scrollIntoView({ block: "start" });
  }
}
