/** One question with its answer, as elements that follow what becomes of it; its answer is put together when it comes near the screen. */
import { describeContext, labelOfContext, type ShownContext } from "../../core/chat/contextRef.ts";
import type { FromPanel } from "../../core/chat/panelMessages.ts";
import type { ChatTurn, ShownUsage } from "../../core/chat/transcript.ts";
import { formatCount } from "../../core/text/counts.ts";
import { AnswerView } from "./answerView.ts";
import { shownImages } from "./composerImages.ts";
import { element, iconButton } from "./elements.ts";
import type { ImageStore } from "./imageStore.ts";
import { pictureView } from "./pictureView.ts";
import { ToolsView } from "./toolsView.ts";

export interface TurnActions {
  readonly send: (message: FromPanel) => void;
  /** Puts the question where questions are typed, to be changed and asked again. */
  readonly edit: (turn: ChatTurn) => void;
  readonly images: ImageStore;
}

interface TurnParts {
  readonly answer: AnswerView;
  readonly tools: ToolsView;
  readonly picture: HTMLElement;
  readonly changes: HTMLElement;
  readonly foot: HTMLElement;
}

/** Height of a question with what stands around it, and of each character of an answer. Pixels. */
const QUESTION_PX = 80;
const CHARACTER_PX = 0.3;

/** How high a turn most likely is that was never shown. Pixels. */
export const estimatedHeight = ({ markdown }: ChatTurn): number =>
  QUESTION_PX + markdown.length * CHARACTER_PX;

export class TurnView {
  readonly root: HTMLElement;
  readonly #actions: TurnActions;
  #turn: ChatTurn;
  #parts: TurnParts | undefined;
  #leastPx = 0;
  #drawn: ChatTurn["picture"];

  constructor(turn: ChatTurn, actions: TurnActions) {
    this.#turn = turn;
    this.#actions = actions;
    this.root = element(
      "article",
      {
        class: "turn",
        tabindex: "-1",
        "data-turn": String(turn.id),
        "aria-label": `Question: ${turn.question}`,
      },
      this.#question(),
    );
  }

  get turn(): ChatTurn {
    return this.#turn;
  }

  update(turn: ChatTurn): void {
    this.#turn = turn;
    if (this.#parts) this.#show(this.#parts);
  }

  get isRendered(): boolean {
    return this.#parts !== undefined;
  }

  /** Whether a person has opened or closed something in it. */
  get isOpened(): boolean {
    return this.root.querySelector(".toolCall[open], .picture:not([open])") !== null;
  }

  /** @param heightPx that it takes until its answer is there */
  standAt(index: number, count: number, heightPx: number): void {
    this.root.setAttribute("aria-posinset", String(index + 1));
    this.root.setAttribute("aria-setsize", String(count));
    this.#leastPx = 0;
    this.root.style.minHeight = this.#parts ? "" : `${heightPx}px`;
  }

  /** The last turn: its question can stand at the top whatever the length of its answer. */
  reachDown(leastPx: number): void {
    if (this.#leastPx === leastPx) return;
    this.#leastPx = leastPx;
    if (this.#parts) this.root.style.minHeight = `${leastPx}px`;
  }

  /** Puts the answer together, if it is not. */
  render(): void {
    if (this.#parts) return;
    const { send } = this.#actions;
    const { id } = this.#turn;
    const parts: TurnParts = {
      answer: new AnswerView({
        open: (href) => send({ kind: "open", id, href }),
        copy: (text) => send({ kind: "copy", text }),
        insert: (text) => send({ kind: "insert", text }),
        apply: (code) => send({ kind: "apply", id, ...code }),
      }),
      tools: new ToolsView(),
      picture: element("div", {}),
      changes: element("div", { class: "changes" }),
      foot: element("div", { class: "foot" }),
    };
    this.#parts = parts;
    this.root.append(parts.tools.root, parts.answer.root, parts.picture, parts.changes, parts.foot);
    this.#show(parts);
    this.root.style.minHeight = this.#leastPx === 0 ? "" : `${this.#leastPx}px`;
  }

  #question(): HTMLElement {
    const { send, edit } = this.#actions;
    const { id, question, context = [], images = [] } = this.#turn;
    const tools = element(
      "div",
      { class: "tools", role: "group", "aria-label": "What to do with the question" },
      iconButton("edit", "Edit and Ask Again", () => edit(this.#turn)),
      iconButton("again", "Ask Again", () => send({ kind: "askAgain", id, question, context, images })),
      iconButton("branch", "Go On in a New Chat from Here", () => send({ kind: "branch", id })),
    );
    const given = shownImages(images, this.#actions.images);
    return element(
      "div",
      { class: "question" },
      element("div", { class: "asked" }, question),
      ...given,
      tools,
    );
  }

  #show({ answer, tools, picture, changes, foot }: TurnParts): void {
    const { markdown, citations, state, isRefused } = this.#turn;
    this.#draw(picture);
    tools.update(this.#turn.tools ?? []);
    answer.update({ markdown, citations, isWhole: state !== "waiting" });
    this.root.classList.toggle("refused", isRefused);
    this.root.classList.toggle("waiting", state === "waiting");
    this.root.setAttribute("aria-busy", String(state === "waiting"));
    changes.replaceChildren(...contextRow(this.#turn.context ?? []), ...this.#changes());
    foot.replaceChildren(...this.#status());
  }

  /** A picture does not change once it is there. */
  #draw(root: HTMLElement): void {
    const { id, picture } = this.#turn;
    if (picture === this.#drawn) return;
    this.#drawn = picture;
    const { send } = this.#actions;
    root.replaceChildren(
      ...(picture ? [pictureView(picture, (href) => send({ kind: "open", id, href }))] : []),
    );
  }

  /** Patches: those that are proposed, and those that were applied and can be taken back. */
  #changes(): readonly Node[] {
    const { send } = this.#actions;
    const { id, proposals = [], applied = [] } = this.#turn;
    const proposed = proposals.map((proposal) =>
      textButton("Review Change", `${proposal.title} (${proposal.paths.join(", ")})`, () =>
        send({ kind: "review", id, proposal: proposal.id }),
      ),
    );
    if (applied.length === 0) return proposed;
    const isUndone = applied.every((one) => one.isUndone === true);
    const titles = applied.map(({ title }) => title).join(", ");
    const restore = isUndone
      ? element("span", { class: "applied" }, `Taken back: ${titles}`)
      : textButton("Restore Checkpoint", `before: ${titles}`, () => send({ kind: "restore", id }));
    return [...proposed, restore];
  }

  #status(): readonly Node[] {
    const { state, problem, elapsedMs, engine, model, usage, markdown, doing } = this.#turn;
    const by = engine === "model" ? (model ?? "the model") : "the index";
    const unread = this.#turn.imagesUnread;
    const notes = unread === undefined ? [] : [element("div", { class: "unread" }, unread)];
    if (state === "waiting") {
      const isWriting = engine === "model" && markdown !== "";
      const now = isWriting ? `${by} writes` : (doing ?? "Looking it up");
      return [element("span", { class: "busy" }, `${now}…`)];
    }
    if (state === "failed") {
      return [element("span", { class: "problem" }, problem ?? "It failed."), ...notes];
    }
    const took = elapsedMs === undefined ? "" : duration(elapsedMs);
    const told = [state === "stopped" ? "Stopped" : `From ${by}`, took, usage ? tokens(usage) : ""];
    return [...notes, element("span", {}, told.filter((part) => part !== "").join(", "))];
  }
}

const duration = (ms: number): string =>
  ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(0)} s`;

function tokens({ promptTokens, answerTokens, isEstimated, requests }: ShownUsage): string {
  const about = isEstimated ? "about " : "";
  const times = requests > 1 ? ` in ${requests} requests` : "";
  return `${about}${formatCount(promptTokens)} tokens read, ${formatCount(answerTokens)} written${times}`;
}

function textButton(label: string, about: string, act: () => void): HTMLElement {
  const button = element("button", { type: "button", class: "text", title: about }, label);
  button.addEventListener("click", act);
  return element("div", { class: "change" }, button, element("span", {}, about));
}

/** What went with the question. */
function contextRow(context: readonly ShownContext[]): readonly Node[] {
  if (context.length === 0) return [];
  const chips = context.map((ref) =>
    element(
      "li",
      { class: ref.note === undefined ? "chip" : "chip noted", title: describeContext(ref) },
      ref.note === undefined ? labelOfContext(ref) : `${labelOfContext(ref)}: ${ref.note}`,
    ),
  );
  return [element("ul", { class: "chips", "aria-label": "What went with the question" }, ...chips)];
}
