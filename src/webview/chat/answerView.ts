/** An answer as elements that follow it while it is written: what has not changed is left as it is. */
import { steadyMarkdown } from "../../core/chat/steadyMarkdown.ts";
import { citedBy, type ShownCitation } from "../../core/chat/transcript.ts";
import { element, iconButton } from "./elements.ts";
import { type FencedCode, type MarkdownBlock, readBlocks } from "./markdown.ts";

export interface AnswerActions {
  readonly open: (href: string) => void;
  readonly copy: (text: string) => void;
  readonly insert: (text: string) => void;
  readonly apply: (code: FencedCode) => void;
}

/** What a view shows of a turn. */
export interface ShownAnswer {
  readonly markdown: string;
  readonly citations: readonly ShownCitation[];
  readonly isWhole: boolean;
}

interface ShownBlock {
  readonly key: string;
  readonly root: HTMLElement;
  readonly hasLinks: boolean;
  /** Of a block that is one piece of code. */
  readonly code: HTMLElement | undefined;
}

export class AnswerView {
  readonly root = element("div", { class: "answer" });
  readonly #actions: AnswerActions;
  #blocks: ShownBlock[] = [];
  #shown: ShownAnswer | undefined;

  constructor(actions: AnswerActions) {
    this.#actions = actions;
  }

  update(answer: ShownAnswer): void {
    const before = this.#shown;
    this.#shown = answer;
    const blocks = readBlocks(answer.isWhole ? answer.markdown : steadyMarkdown(answer.markdown));
    const isCited = before?.citations === answer.citations && before.isWhole === answer.isWhole;
    blocks.forEach((block, at) => {
      const known = this.#blocks[at];
      if (known?.key === block.key && (isCited || !known.hasLinks)) return;
      if (known && this.#grow(known, block, at)) return;
      const fresh = this.#show(block);
      if (known) known.root.replaceWith(fresh.root);
      else this.root.append(fresh.root);
      this.#blocks[at] = fresh;
    });
    for (const gone of this.#blocks.splice(blocks.length)) gone.root.remove();
  }

  /** Code that has got longer stays where it is, scrolled as it was. */
  #grow(known: ShownBlock, block: MarkdownBlock, at: number): boolean {
    if (!known.code || !isOneCode(block)) return false;
    const fresh = block.render().querySelector("code");
    if (!fresh) return false;
    known.code.className = fresh.className;
    known.code.replaceChildren(...fresh.childNodes);
    this.#blocks[at] = { ...known, key: block.key };
    codesOf.set(known.code, block.codes[0]!);
    return true;
  }

  #show(block: MarkdownBlock): ShownBlock {
    const root = element("div", { class: "block" }, block.render());
    const links = root.querySelectorAll("a");
    for (const link of links) this.#connect(link);
    for (const list of root.querySelectorAll("ul")) list.classList.toggle("places", isOfPlaces(list));
    const pieces = [...root.querySelectorAll("pre")];
    pieces.forEach((piece, at) => {
      const code = piece.querySelector("code");
      const source = block.codes[at];
      if (!code || !source) return;
      codesOf.set(code, source);
      this.#equip(piece, code);
    });
    const code = isOneCode(block) ? (root.querySelector("code") ?? undefined) : undefined;
    return { key: block.key, root, hasLinks: links.length > 0, code };
  }

  /** A place that is cited opens; anything else that looks like a link is text. */
  #connect(link: HTMLAnchorElement): void {
    const href = link.getAttribute("href") ?? "";
    const cited = this.#shown && citedBy(this.#shown, href);
    if (!cited) {
      const text = element("span", { class: "place" });
      text.append(...link.childNodes);
      link.replaceWith(text);
      return;
    }
    link.title = `Open ${cited.path}, line ${cited.line}`;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      this.#actions.open(href);
    });
  }

  #equip(piece: HTMLPreElement, code: HTMLElement): void {
    const source = (): FencedCode => codesOf.get(code)!;
    const language = source().info.split(/[\s:,]/)[0] ?? "";
    piece.tabIndex = 0;
    piece.setAttribute("role", "region");
    piece.setAttribute("aria-label", language === "" ? "Code" : `Code in ${language}`);
    const tools = element(
      "div",
      { class: "codeTools", role: "group", "aria-label": "What to do with the code" },
      iconButton("copy", "Copy Code", () => this.#actions.copy(source().text)),
      iconButton("insert", "Insert at Cursor", () => this.#actions.insert(source().text)),
      iconButton("apply", "Apply: Show as a Change", () => this.#actions.apply(source())),
    );
    const frame = element("div", { class: "code" });
    piece.replaceWith(frame);
    frame.append(tools, piece);
  }
}

/** What stands between the fences, which the elements no longer tell. */
const codesOf = new WeakMap<HTMLElement, FencedCode>();

/** Each of its items begins with a place: what is said of it stands below. */
const isOfPlaces = (list: HTMLUListElement): boolean =>
  [...list.children].every(
    ({ firstChild: first }) => first instanceof Element && first.matches("a, span.place"),
  );

const isOneCode = ({ codes, key }: MarkdownBlock): boolean =>
  codes.length === 1 && /^(?: {4}|\t| {0,3}(?:`{3,}|~{3,}))/.test(key);
