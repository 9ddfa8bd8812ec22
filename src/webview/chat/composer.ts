/** Where questions are typed, with what goes along: chips, the model that answers, suggestions for `#` and `/`. */
import {
  type ContextRef,
  describeContext,
  isSameContext,
  labelOfContext,
  withContext,
} from "../../core/chat/contextRef.ts";
import { typedAt } from "../../core/chat/mentions.ts";
import {
  type FromPanel,
  LONGEST_QUESTION,
  type PanelSuggestion,
  type ToPanel,
} from "../../core/chat/panelMessages.ts";
import type { ChatTurn } from "../../core/chat/transcript.ts";
import { ComposerImages, type GivenImage, imagesAmong } from "./composerImages.ts";
import { element, iconButton } from "./elements.ts";
import type { ImageStore } from "./imageStore.ts";
import { blobOfBase64 } from "./prepareImage.ts";
import { SuggestionList } from "./suggestionList.ts";

export interface ComposerDeps {
  readonly send: (message: FromPanel) => void;
  readonly images: ImageStore;
  readonly isBusy: () => boolean;
  readonly lastTurn: () => ChatTurn | undefined;
  /** Says something to a screen reader. */
  readonly say: (text: string) => void;
}

export class Composer {
  readonly root: HTMLElement;
  readonly #deps: ComposerDeps;
  readonly #input = element("textarea", {
    "aria-label": "Question about this repository",
    "aria-autocomplete": "list",
    "aria-controls": "suggestions",
    placeholder: "Ask (# context, / commands)",
    rows: "1",
    maxlength: String(LONGEST_QUESTION),
  });
  readonly #chips = element("ul", { class: "chips", "aria-label": "What goes with the question" });
  readonly #model = element("button", { type: "button", class: "model" });
  readonly #note = element("div", { class: "editing", role: "note" });
  readonly #list: SuggestionList;
  readonly #images: ComposerImages;
  /** The turn whose question is being changed. */
  #edited: number | undefined;
  /** It failed and came back by itself: nothing of it is thrown away. */
  #isBack = false;
  #context: readonly ContextRef[] = [];
  /** Where the person is in the editor, and whether it goes along. */
  #here: ContextRef | undefined;
  #isHereOn = true;
  /** Of the newest question for suggestions; older answers are dropped. */
  #asked = 0;

  constructor(deps: ComposerDeps) {
    this.#deps = deps;
    this.#list = new SuggestionList(this.#input, (item) => this.#take(item));
    const { send, say, images: store } = deps;
    this.#images = new ComposerImages({ send, say, store, focus: () => this.#input.focus() });
    const add = iconButton("add", "Add Context (#)", () => this.#beginMention());
    // The editor's own menu for it, by the mouse, the menu key or Shift+F10.
    add.dataset["vscodeContext"] = JSON.stringify({
      webviewSection: "addContext",
      preventDefaultContextMenuItems: true,
    });
    const attach = iconButton("image", "Attach Image", () => send({ kind: "attachImage" }));
    this.#model.addEventListener("click", () => deps.send({ kind: "chooseModel" }));
    const box = element(
      "form",
      { class: "composer", "aria-label": "Ask" },
      this.#note,
      this.#images.root,
      this.#chips,
      this.#input,
      element(
        "div",
        { class: "row" },
        add,
        attach,
        this.#model,
        element("span", { class: "gap" }),
        iconButton("send", "Ask (Enter)", () => this.#submit()),
        iconButton("stop", "Stop (Escape)", () => deps.send({ kind: "stop" })),
      ),
    );
    this.root = element("div", { class: "asking" }, this.#list.root, box);
    this.#input.addEventListener("input", () => this.#typed());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("blur", () => this.#list.hide());
    this.#acceptDrops();
    this.#acceptPastes();
    this.#showNote();
    this.showEngine("Built-in", "");
  }

  /** Puts a text where questions are typed; a turn, when it is that one's and asked again. */
  compose(text: string, turn?: ChatTurn): void {
    this.#edited = turn?.id;
    this.#isBack = false;
    if (turn) {
      this.#context = turn.context ?? [];
      this.#images.set(turn.images ?? []);
    }
    this.#input.value = text;
    this.#showNote();
    this.#showChips();
    this.#fit();
    this.#input.focus();
    // The first blank to fill in.
    const blank = text.indexOf("…");
    if (blank >= 0) this.#input.setSelectionRange(blank, blank + 1);
  }

  attach(context: readonly ContextRef[]): void {
    this.#context = withContext(this.#context, context);
    this.#showChips();
    this.#deps.say(`Added: ${context.map(labelOfContext).join(", ")}`);
    this.#input.focus();
  }

  /** Where the person is in the editor now. */
  showHere(here: ContextRef | undefined): void {
    this.#here = here;
    this.#showChips();
  }

  /** A file of the editor's side. */
  addImage({ name, path, data }: Extract<ToPanel, { kind: "imageFile" }>): void {
    this.#addImages([{ name, path, blob: blobOfBase64(data) }]);
  }

  hearKept(message: Extract<ToPanel, { kind: "imageKept" }>): void {
    this.#images.hear(message);
  }

  tellImages(problem: string): void {
    this.#images.tell(problem);
  }

  /** What nobody looked at is back where it can be sent elsewhere, with its question where that failed; what is typed meanwhile stays. */
  takeBack(turn: ChatTurn): void {
    const { images = [], state, imagesUnread, question } = turn;
    const isFree = this.#images.images.length === 0 && !this.#images.isComing && this.#edited === undefined;
    if (images.length === 0 || !isFree) return;
    if (state === "failed" && this.#input.value === "") {
      this.compose(question, turn);
      this.#isBack = true;
      this.#showNote();
    } else if (imagesUnread !== undefined) this.#images.set(images);
  }

  /** Who answers, and where images go. */
  showEngine(label: string, images: string): void {
    this.#images.showFate(images);
    this.#model.textContent = label;
    this.#model.title = "Choose who answers";
    this.#model.setAttribute("aria-label", `Answered by: ${label}. Choose another`);
  }

  showSuggestions({ asked, items }: Extract<ToPanel, { kind: "suggestions" }>): void {
    if (asked === this.#asked && document.activeElement === this.#input) this.#list.show(items);
  }

  showBusy(): void {
    this.root.classList.toggle("busy", this.#deps.isBusy());
  }

  focus(): void {
    this.#input.focus();
  }

  #submit(): void {
    const question = this.#input.value.trim();
    const missing = this.#missing(question);
    if (missing !== undefined) this.#images.tell(missing);
    if (missing !== undefined || question === "") return;
    const here = this.#here && this.#isHereOn ? [this.#here] : [];
    const context = withContext(this.#context, here);
    const { images } = this.#images;
    if (this.#edited === undefined) this.#deps.send({ kind: "ask", question, context, images });
    else this.#deps.send({ kind: "askAgain", id: this.#edited, question, context, images });
    this.#clear();
  }

  #clear(): void {
    this.#context = [];
    this.#images.set([]);
    this.#closeList();
    this.compose("");
  }

  /** What keeps a question with images from being asked yet. */
  #missing(question: string): string | undefined {
    if (this.#images.isComing) return "An image is still being read.";
    return question === "" && this.#images.images.length > 0
      ? "Write what you want to know of the image."
      : undefined;
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!event.shiftKey && this.#list.press(event.key, this.#typedNow())) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape") {
      if (this.#deps.isBusy()) this.#deps.send({ kind: "stop" });
      else if (this.#isBack) this.#keepAsNew();
      else if (this.#edited !== undefined) this.#clear();
    } else if (event.key === "ArrowUp" && this.#input.value === "") {
      const last = this.#deps.lastTurn();
      if (last) this.compose(last.question, last);
    } else if (event.key === "Backspace" && this.#input.value === "") {
      if (this.#context.length > 0) this.#remove(this.#context.at(-1)!);
      else this.#images.removeLast();
    }
  }

  #typed(): void {
    this.#fit();
    const typed = typedAt(this.#input.value, this.#input.selectionEnd);
    this.#asked++;
    if (typed) this.#deps.send({ kind: "suggest", asked: this.#asked, sign: typed.sign, text: typed.text });
    else this.#list.hide();
  }

  /** What suggestions are for: `/com`. */
  #typedNow(): string {
    const typed = typedAt(this.#input.value, this.#input.selectionEnd);
    return typed ? typed.sign + typed.text : "";
  }

  /** What is still on its way for it is not shown. */
  #closeList(): void {
    this.#asked++;
    this.#list.hide();
  }

  #take(item: PanelSuggestion): void {
    const cursor = this.#input.selectionEnd;
    const typed = typedAt(this.#input.value, cursor);
    this.#list.hide();
    if (!typed) return;
    if (item.adds) this.attach([item.adds]);
    this.#input.setRangeText(item.writes, typed.start, cursor, "end");
    this.#input.focus();
    this.#typed();
  }

  #beginMention(): void {
    this.#input.focus();
    const { value, selectionEnd } = this.#input;
    const gap = selectionEnd > 0 && !/\s$/.test(value.slice(0, selectionEnd)) ? " " : "";
    this.#input.setRangeText(`${gap}#`, selectionEnd, selectionEnd, "end");
    this.#typed();
  }

  #remove(ref: ContextRef): void {
    this.#context = this.#context.filter((one) => !isSameContext(one, ref));
    this.#showChips();
    this.#deps.say(`Removed: ${labelOfContext(ref)}`);
    this.#input.focus();
  }

  /** What failed stays where it stands, and this is a question of its own. */
  #keepAsNew(): void {
    this.#edited = undefined;
    this.#isBack = false;
    this.#showNote();
    this.#deps.say("It is a new question now.");
  }

  #showNote(): void {
    this.#note.hidden = this.#edited === undefined;
    this.#note.textContent = this.#isBack
      ? "This question failed. Enter asks it again in its place, Escape makes it a new one."
      : "Editing an earlier question. Escape leaves it.";
  }

  #showChips(): void {
    const given = this.#context.map((ref) => {
      const remove = iconButton("close", `Remove ${labelOfContext(ref)}`, () => this.#remove(ref));
      return element("li", { class: "chip", title: describeContext(ref) }, labelOfContext(ref), remove);
    });
    this.#chips.replaceChildren(...this.#hereChip(), ...given);
    this.#chips.hidden = this.#chips.childElementCount === 0;
  }

  /** The place in the editor, a switch. */
  #hereChip(): readonly HTMLElement[] {
    const here = this.#here;
    if (!here || this.#context.some((ref) => isSameContext(ref, here))) return [];
    const label = labelOfContext(here);
    const button = element(
      "button",
      {
        type: "button",
        class: "here",
        "aria-pressed": String(this.#isHereOn),
        title: `${describeContext(here)}: ${this.#isHereOn ? "goes along" : "is left out"}`,
      },
      label,
    );
    button.addEventListener("click", () => {
      this.#isHereOn = !this.#isHereOn;
      this.#showChips();
      this.#chips.querySelector("button")?.focus();
    });
    return [element("li", { class: this.#isHereOn ? "chip implicit" : "chip implicit off" }, button)];
  }

  /** As high as its text, up to a third of the page. */
  #fit(): void {
    this.#input.style.height = "auto";
    this.#input.style.height = `${Math.min(this.#input.scrollHeight + 2, window.innerHeight / 3)}px`;
  }

  #acceptDrops(): void {
    for (const name of ["dragenter", "dragover"] as const) {
      document.addEventListener(name, (event) => {
        event.preventDefault();
        if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
        this.root.classList.add("dropping");
      });
    }
    document.addEventListener("dragleave", (event) => {
      if (event.relatedTarget === null) this.root.classList.remove("dropping");
    });
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      this.root.classList.remove("dropping");
      const uris = urisOf(event.dataTransfer);
      if (uris.length > 0) this.#deps.send({ kind: "drop", uris });
      else this.#addFiles(event.dataTransfer, "Dropped image");
    });
  }

  /** An image of the clipboard; where text lies beside it, as of a table, the text is meant. */
  #acceptPastes(): void {
    document.addEventListener("paste", (event) => {
      const { clipboardData: data } = event;
      if (!data || data.files.length === 0 || data.getData("text/plain") !== "") return;
      event.preventDefault();
      this.#addFiles(data, "Pasted image");
    });
  }

  /** Files from outside of the editor have no address here: only what can be read at once is taken. */
  #addFiles(data: DataTransfer | null, unnamed: string): void {
    const images = imagesAmong(data?.files, unnamed);
    if (images.length > 0) this.#addImages(images);
    else if (data && data.files.length > 0)
      this.#images.tell("From outside of the editor only PNG, JPEG, GIF and WebP images are taken.");
  }

  #addImages(given: readonly GivenImage[]): void {
    this.#input.focus();
    void this.#images.add(given);
  }
}

/** What was dropped, by its addresses: of the editor's own lists first. */
function urisOf(data: DataTransfer | null): readonly string[] {
  const text = data?.getData("application/vnd.code.uri-list") || data?.getData("text/uri-list") || "";
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .slice(0, 30);
}
