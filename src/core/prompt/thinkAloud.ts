/** What a model thinks aloud in its answer, between tags at the beginning, told from what it says. */

const OPEN = /^\s*<(think|thinking|reasoning)>/i;
/** A text that may yet become such a tag. */
const MAY_OPEN =
  /^\s*(?:<(?:t(?:h(?:i(?:n(?:k(?:i(?:n(?:g)?)?)?)?)?)?)?|r(?:e(?:a(?:s(?:o(?:n(?:i(?:n(?:g)?)?)?)?)?)?)?)?)?)?$/i;
/** For servers that write the opening tag into the prompt. */
const LONE_CLOSE = /^(?:(?!<(?:think|reasoning))[\s\S])*?<\/(?:think|thinking|reasoning)>\s*/i;

export interface Told {
  readonly text: string;
  readonly reasoning: string;
}

/** Takes in an answer piece by piece. Holds back no more than what may be a tag. */
export class ThinkAloud {
  #state: "start" | "thinking" | "between" | "saying" = "start";
  #held = "";
  #close = "";
  #said = "";

  /** What of the pieces so far can be told now and was not before. */
  take(piece: string): Told {
    if (this.#state === "saying") return this.#say(piece);
    if (this.#state === "between") return this.#begin(piece);
    this.#held += piece;
    if (this.#state === "start") {
      const opened = OPEN.exec(this.#held);
      if (!opened) return MAY_OPEN.test(this.#held) ? nothing : this.#say(this.#take());
      this.#close = `</${opened[1]!.toLowerCase()}>`;
      this.#held = this.#held.slice(opened[0].length);
      this.#state = "thinking";
    }
    const end = this.#held.toLowerCase().indexOf(this.#close);
    if (end < 0) return this.#think(this.#held.length - partOfTag(this.#held, this.#close));
    const thought = this.#think(end);
    this.#held = this.#held.slice(this.#close.length);
    return { text: this.#begin(this.#take()).text, reasoning: thought.reasoning };
  }

  /** What was held back, at the end of the answer. */
  end(): Told {
    const rest = this.#take();
    if (this.#state === "between") return nothing;
    return this.#state === "thinking" ? { text: "", reasoning: rest } : this.#say(rest);
  }

  /** The answer without what was thought, also where only the closing tag came. */
  get answer(): string {
    return this.#said.replace(LONE_CLOSE, "");
  }

  #take(): string {
    const held = this.#held;
    this.#held = "";
    return held;
  }

  /** Blank lines behind the tag belong to neither. */
  #begin(piece: string): Told {
    const text = piece.trimStart();
    this.#state = "between";
    return text === "" ? nothing : this.#say(text);
  }

  #say(text: string): Told {
    this.#state = "saying";
    this.#said += text;
    return { text, reasoning: "" };
  }

  #think(length: number): Told {
    const reasoning = this.#held.slice(0, length);
    this.#held = this.#held.slice(length);
    return { text: "", reasoning };
  }
}

const nothing: Told = { text: "", reasoning: "" };

/** How long an end of the text is a beginning of the tag. */
function partOfTag(text: string, tag: string): number {
  for (let length = Math.min(tag.length - 1, text.length); length > 0; length--)
    if (tag.startsWith(text.slice(-length).toLowerCase())) return length;
  return 0;
}
