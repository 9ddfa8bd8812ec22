/** The chat as a list that may be very long: only what is near the screen is put together, and the reader's place is theirs. */
import type { ChatTurn, Transcript } from "../../core/chat/transcript.ts";
import { element, iconButton } from "./elements.ts";
import { type TurnActions, TurnView } from "./turnView.ts";

/** How far around the screen turns are put together. Pixels. */
const MARGIN_PX = 1200;
/** How near the end counts as there: less than a line. Pixels. */
const NEAR_PX = 12;

export class TranscriptView {
  readonly root: HTMLElement;
  readonly #log = element("div", {
    class: "log",
    role: "log",
    "aria-live": "off",
    "aria-label": "Chat",
    tabindex: "0",
  });
  readonly #down: HTMLButtonElement;
  readonly #actions: TurnActions;
  readonly #views = new Map<number, TurnView>();
  readonly #byRoot = new WeakMap<Element, TurnView>();
  readonly #near: IntersectionObserver;
  /** A last turn that the reader has not scrolled away from goes on in sight. */
  #follows = false;

  constructor(actions: TurnActions) {
    this.#actions = actions;
    this.#down = iconButton("down", "Go to the Newest", () => this.#toEnd());
    this.#down.classList.add("toEnd");
    this.#down.hidden = true;
    this.root = element("div", { class: "transcript" }, this.#log, this.#down);
    this.#near = new IntersectionObserver((seen) => this.#seen(seen), {
      root: this.#log,
      rootMargin: `${MARGIN_PX}px 0px`,
    });
    this.#log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
  }

  /** @param empty what is shown when nothing was asked */
  showAll(turns: Transcript, empty: () => HTMLElement): void {
    this.#near.disconnect();
    const known = new Map(this.#views);
    this.#views.clear();
    for (const turn of turns) {
      const same = known.get(turn.id);
      const view = same?.turn.question === turn.question ? same : new TurnView(turn, this.#actions);
      if (view === same) view.update(turn);
      this.#views.set(turn.id, view);
      this.#byRoot.set(view.root, view);
    }
    const views = [...this.#views.values()];
    this.#log.replaceChildren(...(views.length === 0 ? [empty()] : views.map(({ root }) => root)));
    for (const { root } of views) this.#near.observe(root);
    const last = views.at(-1);
    if (!last) return;
    last.render();
    // The newest question at the top, its answer below.
    last.root.scrollIntoView({ block: "start" });
    this.#follows = true;
  }

  showOne(turn: ChatTurn): void {
    const view = this.#views.get(turn.id);
    if (!view) return;
    const isLast = view === [...this.#views.values()].at(-1);
    const follows = isLast && this.#follows && view.turn.state === "waiting" && view.turn.markdown !== "";
    view.update(turn);
    if (follows && turn.markdown !== "") this.#keepEndInSight(view);
    this.#scrolled();
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
    const last = [...this.#views.values()].at(-1);
    if (!last) return;
    const below = this.#endOf(last) - this.#log.getBoundingClientRect().bottom;
    this.#follows = below <= NEAR_PX * 2;
    this.#down.hidden = below <= this.#log.clientHeight / 2;
  }

  #toEnd(): void {
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#follows = true;
    this.#log.focus();
  }

  #seen(seen: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of seen) {
      const view = this.#byRoot.get(target);
      if (isIntersecting) view?.render();
      else view?.release();
    }
  }
}
