/** The list above the box where questions are typed: what `#` and `/` may stand for. The box keeps the focus. */
import type { PanelSuggestion } from "../../core/chat/panelMessages.ts";
import { element } from "./elements.ts";

const idOf = (at: number): string => `suggestion-${at}`;

export class SuggestionList {
  readonly root = element("ul", {
    class: "suggestions",
    role: "listbox",
    id: "suggestions",
    "aria-label": "Suggestions",
  });
  readonly #input: HTMLElement;
  readonly #take: (item: PanelSuggestion) => void;
  #items: readonly PanelSuggestion[] = [];
  #chosen = 0;

  constructor(input: HTMLElement, take: (item: PanelSuggestion) => void) {
    this.#input = input;
    this.#take = take;
    this.hide();
  }

  get isOpen(): boolean {
    return this.#items.length > 0;
  }

  show(items: readonly PanelSuggestion[]): void {
    this.#items = items;
    this.root.hidden = items.length === 0;
    this.root.replaceChildren(...items.map((item, at) => this.#row(item, at)));
    this.#choose(0);
  }

  hide(): void {
    this.show([]);
  }

  /**
   * @param typed what the chosen one would take the place of; where that says it already, Enter is not for the list
   * @returns whether the key was for the list
   */
  press(key: string, typed: string): boolean {
    if (!this.isOpen) return false;
    const { writes, adds } = this.#items[this.#chosen]!;
    if (key === "Enter" && adds === undefined && writes.trim() === typed) return false;
    const last = this.#items.length - 1;
    if (key === "ArrowDown") this.#choose(this.#chosen === last ? 0 : this.#chosen + 1);
    else if (key === "ArrowUp") this.#choose(this.#chosen === 0 ? last : this.#chosen - 1);
    else if (key === "Enter" || key === "Tab") this.#take(this.#items[this.#chosen]!);
    else if (key === "Escape") this.hide();
    else return false;
    return true;
  }

  #row(item: PanelSuggestion, at: number): HTMLElement {
    const row = element(
      "li",
      { role: "option", id: idOf(at) },
      element("span", { class: "name" }, item.label),
      element("span", { class: "about" }, item.about),
    );
    row.addEventListener("mousedown", (event) => {
      // The box keeps the focus.
      event.preventDefault();
      this.#take(item);
    });
    return row;
  }

  #choose(at: number): void {
    this.#chosen = at;
    [...this.root.children].forEach((row, index) => {
      row.setAttribute("aria-selected", String(index === at));
    });
    if (this.isOpen) {
      this.#input.setAttribute("aria-activedescendant", idOf(at));
      this.root.children[at]?.scrollIntoView({ block: "nearest" });
    } else this.#input.removeAttribute("aria-activedescendant");
  }
}
