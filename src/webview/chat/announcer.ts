/** Says an answer to a screen reader in sentences, some at a time, where each word as it comes would be noise. */
import { element } from "./elements.ts";

/** Least time between two announcements, in milliseconds. */
const PAUSE_MS = 1500;

export class Announcer {
  readonly root = element("div", { class: "spoken", role: "status", "aria-live": "polite" });
  #turnId: number | undefined;
  /** How much of the turn's answer was said. UTF-16 units. */
  #said = 0;
  #text = "";
  #timer: number | undefined;

  /** @param text the answer so far, in Markdown */
  follow(turnId: number, text: string, isWhole: boolean): void {
    if (this.#turnId !== turnId) {
      this.#turnId = turnId;
      this.#said = 0;
    }
    this.#text = text;
    if (isWhole) this.#say(text.length);
    else this.#timer ??= window.setTimeout(() => this.#say(lastSentence(this.#text)), PAUSE_MS);
  }

  /** Says one thing at once. */
  say(text: string): void {
    this.root.textContent = text;
  }

  /** Forgets the answer that was followed. */
  reset(): void {
    window.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#turnId = undefined;
    this.#said = 0;
  }

  #say(end: number): void {
    window.clearTimeout(this.#timer);
    this.#timer = undefined;
    if (end <= this.#said) return;
    this.root.textContent = plain(this.#text.slice(this.#said, end));
    this.#said = end;
  }
}

/** Behind the last sentence or line that is whole. */
function lastSentence(text: string): number {
  const ends = [
    text.lastIndexOf("\n"),
    text.lastIndexOf(". "),
    text.lastIndexOf("? "),
    text.lastIndexOf("! "),
  ];
  return Math.max(...ends) + 1;
}

/** Markdown as it is read aloud: links by their texts, code by its words, no marks. */
const plain = (markdown: string): string =>
  markdown
    .replace(/^ {0,3}(?:`{3,}|~{3,}).*$/gm, "Code:")
    .replace(/\[([^\][]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_`#>|]+/g, "")
    .trim();
