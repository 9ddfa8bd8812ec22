/** An answer of a model that is shown for good while it is written: paragraph by paragraph, each with its places checked. */
import type { CheckedAnswer } from "../../../core/chat/agent/mentions.ts";
import { endOfWholeParagraphs } from "../../../core/chat/agent/wholeParagraphs.ts";

export class CheckedStream {
  readonly #check: (text: string) => Promise<CheckedAnswer>;
  readonly #show: (markdown: string) => void;
  /** All that the model says in this round of its look-ups. */
  #said = "";
  /** How much of it is on its way to be shown. */
  #taken = 0;
  /** What was shown of this round, and of all rounds. */
  #round = "";
  #all = "";
  #work: Promise<void> = Promise.resolve();

  /** @param show is given pieces of Markdown that follow each other */
  constructor(check: (text: string) => Promise<CheckedAnswer>, show: (markdown: string) => void) {
    this.#check = check;
    this.#show = show;
  }

  /** @param text all that is said so far; one that does not go on from the last begins a new round */
  onText(text: string): void {
    if (!text.startsWith(this.#said)) this.pause();
    this.#said = text;
    this.#take(endOfWholeParagraphs(text));
  }

  /** The model looks something up: what it said until then stays, and what it says next is no part of it. */
  pause(): void {
    this.#take(this.#said.length);
    this.#work = this.#work.then(() => {
      if (this.#round === "") return;
      this.#tell("\n\n");
      this.#round = "";
    });
    this.#said = "";
    this.#taken = 0;
  }

  /** What is left of an answer. @param markdown the whole of it, checked, with what the program says of it */
  async end(markdown: string): Promise<void> {
    await this.#work;
    const shown = [this.#round, this.#all]
      .map((one) => one.trimEnd())
      .find((one) => one !== "" && markdown.startsWith(one));
    if (shown === undefined && this.#all !== "") this.#show(`\n\n${markdown}`);
    else this.#show(markdown.slice(shown?.length ?? 0));
  }

  #take(end: number): void {
    if (end <= this.#taken) return;
    const part = this.#said.slice(this.#taken, end);
    this.#taken = end;
    this.#work = this.#work.then(async () => this.#tell((await this.#check(part)).markdown)).catch(() => {});
  }

  #tell(markdown: string): void {
    this.#round += markdown;
    this.#all += markdown;
    this.#show(markdown);
  }
}
