/** Images of the chat as the page has them: each is asked for once, when it is first to be seen. */
import type { FromPanel } from "../../core/chat/panelMessages.ts";
import { altOfImage, type ShownImage } from "../../core/chat/shownImage.ts";
import { element } from "./elements.ts";
import { blobOfBase64 } from "./prepareImage.ts";

/** The oldest go first, and are asked for again. */
const MOST_HELD = 60;

export class ImageStore {
  readonly #send: (message: FromPanel) => void;
  /** Addresses of what is held, by id; `undefined` while it is asked for, `null` when it is not kept any more. */
  readonly #urls = new Map<string, string | null | undefined>();
  readonly #waiting = new Map<string, HTMLElement[]>();

  constructor(send: (message: FromPanel) => void) {
    this.#send = send;
  }

  /** What the page made itself. */
  hold(id: string, blob: Blob): void {
    this.#set(id, URL.createObjectURL(blob));
  }

  /** What was asked for; without data it is gone. */
  receive({
    id,
    mime,
    data,
  }: {
    readonly id: string;
    readonly mime?: string | undefined;
    readonly data?: string | undefined;
  }): void {
    this.#set(id, data === undefined ? null : URL.createObjectURL(blobOfBase64(data, mime)));
  }

  /** A small picture of it, which comes when its bytes are there. */
  picture(image: ShownImage): HTMLElement {
    const frame = element("span", { class: "thumbnail", role: "img", "aria-label": altOfImage(image) });
    const known = this.#urls.get(image.id);
    if (typeof known === "string" || known === null) fill(frame, image.id, known);
    else {
      this.#waiting.set(image.id, [...(this.#waiting.get(image.id) ?? []), frame]);
      if (!this.#urls.has(image.id)) {
        this.#urls.set(image.id, undefined);
        this.#send({ kind: "showImage", id: image.id });
      }
    }
    return frame;
  }

  #set(id: string, url: string | null): void {
    const before = this.#urls.get(id);
    if (typeof before === "string") URL.revokeObjectURL(before);
    this.#urls.delete(id);
    this.#urls.set(id, url);
    for (const frame of this.#waiting.get(id) ?? []) fill(frame, id, url);
    this.#waiting.delete(id);
    for (const [oldest, held] of this.#urls) {
      if (this.#urls.size <= MOST_HELD) break;
      if (held === undefined || oldest === id) continue;
      // What shows it has its pixels already.
      if (held !== null) URL.revokeObjectURL(held);
      this.#urls.delete(oldest);
    }
  }
}

function fill(frame: HTMLElement, id: string, url: string | null): void {
  if (url === null) {
    frame.classList.add("gone");
    frame.title = "This image is not kept any more";
    return;
  }
  // The frame says what it is.
  const picture = element("img", { alt: "", draggable: "false", "data-image": id });
  picture.src = url;
  frame.replaceChildren(picture);
}
