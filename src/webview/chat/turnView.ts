/** One question with its answer, as elements that follow what becomes of it. */
import type { FromPanel } from "../../core/chat/panelMessages.ts";
import { type ChatTurn, citedBy } from "../../core/chat/transcript.ts";
import { element, iconButton } from "./elements.ts";
import { renderMarkdown } from "./markdown.ts";

export interface TurnActions {
  readonly send: (message: FromPanel) => void;
  /** Puts the question where questions are typed, to be changed and asked again. */
  readonly edit: (turn: ChatTurn) => void;
}

export class TurnView {
  readonly root: HTMLElement;
  readonly #answer = element("div", { class: "answer" });
  readonly #foot = element("div", { class: "foot" });
  readonly #actions: TurnActions;
  #turn: ChatTurn;

  constructor(turn: ChatTurn, actions: TurnActions) {
    this.#turn = turn;
    this.#actions = actions;
    const tools = element(
      "span",
      { class: "tools" },
      iconButton("edit", "Edit and Ask Again", () => actions.edit(this.#turn)),
      iconButton("branch", "Go On in a New Chat from Here", () =>
        actions.send({ kind: "branch", id: this.#turn.id }),
      ),
      iconButton("again", "Ask Again", () =>
        actions.send({ kind: "askAgain", id: this.#turn.id, question: this.#turn.question }),
      ),
    );
    const question = element("div", { class: "question" }, element("span", {}, turn.question), tools);
    this.root = element(
      "article",
      { class: "turn", "aria-label": `Question: ${turn.question}` },
      question,
      this.#answer,
      this.#foot,
    );
    this.#show();
  }

  update(turn: ChatTurn): void {
    this.#turn = turn;
    this.#show();
  }

  #show(): void {
    const { markdown, state, isRefused } = this.#turn;
    const shown = renderMarkdown(markdown);
    for (const link of shown.querySelectorAll("a")) this.#connect(link);
    for (const block of shown.querySelectorAll("pre")) this.#equip(block);
    this.#answer.replaceChildren(shown);
    this.root.classList.toggle("refused", isRefused);
    this.root.classList.toggle("waiting", state === "waiting");
    this.#foot.replaceChildren(...this.#status());
  }

  /** A place that is cited opens; anything else that looks like a link is text. */
  #connect(link: HTMLAnchorElement): void {
    const href = link.getAttribute("href") ?? "";
    const cited = citedBy(this.#turn, href);
    if (!cited) {
      link.replaceWith(...link.childNodes);
      return;
    }
    link.title = `Open ${cited.path}, line ${cited.line}`;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      this.#actions.send({ kind: "open", id: this.#turn.id, href });
    });
  }

  #equip(block: HTMLPreElement): void {
    const code = () => block.querySelector("code")?.textContent ?? "";
    const tools = element(
      "div",
      { class: "codeTools" },
      iconButton("copy", "Copy Code", () => this.#actions.send({ kind: "copy", text: code() })),
      iconButton("insert", "Insert at Cursor", () => this.#actions.send({ kind: "insert", text: code() })),
    );
    block.tabIndex = 0;
    const frame = element("div", { class: "code" });
    block.replaceWith(frame);
    frame.append(tools, block);
  }

  #status(): readonly Node[] {
    const { state, problem, elapsedMs } = this.#turn;
    if (state === "waiting") return [element("span", { class: "busy" }, "Looking it up…")];
    if (state === "failed")
      return [element("span", { class: "problem", role: "alert" }, problem ?? "It failed.")];
    if (state === "stopped") return [element("span", {}, "Stopped")];
    return elapsedMs === undefined
      ? []
      : [element("span", {}, `From the index, ${Math.round(elapsedMs)} ms`)];
  }
}
