/** Images that go with the next question: pasted, dropped or chosen, made ready here, kept by the editor, a chip each. */
import type { FromPanel, ToPanel } from "../../core/chat/panelMessages.ts";
import { altOfImage, LONGEST_IMAGE_NAME, type ShownImage } from "../../core/chat/shownImage.ts";
import { MOST_IMAGES } from "../../core/prompt/image.ts";
import { element, iconButton } from "./elements.ts";
import type { ImageStore } from "./imageStore.ts";
import { prepareImage } from "./prepareImage.ts";

export interface ComposerImagesDeps {
  readonly send: (message: FromPanel) => void;
  readonly store: ImageStore;
  /** Says something to a screen reader. */
  readonly say: (text: string) => void;
  /** Back to where questions are typed. */
  readonly focus: () => void;
}

export interface GivenImage {
  readonly name: string;
  readonly path?: string | undefined;
  readonly blob: Blob;
}

export class ComposerImages {
  readonly root: HTMLElement;
  readonly #deps: ComposerImagesDeps;
  readonly #chips = element("ul", { class: "images", "aria-label": "Images that go with the question" });
  readonly #fate = element("div", { class: "fate", role: "note" });
  readonly #problem = element("div", { class: "imageProblem" });
  #images: readonly ShownImage[] = [];
  /** Those that are made ready and kept, by number. */
  readonly #coming = new Map<
    number,
    { readonly name: string; readonly blob?: Blob; readonly done: () => void }
  >();
  #next = 0;

  constructor(deps: ComposerImagesDeps) {
    this.#deps = deps;
    this.root = element("div", { class: "composerImages" }, this.#problem, this.#chips, this.#fate);
    this.#show();
    this.#tell("");
  }

  get images(): readonly ShownImage[] {
    return this.#images;
  }

  get isComing(): boolean {
    return this.#coming.size > 0;
  }

  /** In place of what is there. */
  set(images: readonly ShownImage[]): void {
    this.#images = images;
    this.#tell("");
    this.#show();
  }

  /** Where they go. */
  showFate(text: string): void {
    this.#fate.textContent = text;
  }

  /** Something is wrong; it stands there until something else is done. */
  tell(problem: string): void {
    this.#tell(problem);
  }

  async add(given: readonly GivenImage[]): Promise<void> {
    // What is wrong with those that are still being read stands beside what is wrong with these.
    if (!this.isComing) this.#tell("");
    const room = MOST_IMAGES - this.#images.length - this.#coming.size;
    const problems: string[] = [];
    if (given.length > room) problems.push(`At most ${MOST_IMAGES} images go with a question`);
    await Promise.all(
      given.slice(0, Math.max(0, room)).map(async (one) => {
        const problem = await this.#addOne(one);
        if (problem !== undefined) problems.push(problem);
      }),
    );
    if (problems.length > 0) this.#tellToo(`${problems.join(". ")}.`);
  }

  /** The editor has kept it, or says why not. */
  async #addOne({ name: whole, path, blob }: GivenImage): Promise<string | undefined> {
    const name = whole.slice(0, LONGEST_IMAGE_NAME);
    const asked = this.#next++;
    this.#coming.set(asked, { name, done: () => undefined });
    this.#show();
    const made = await prepareImage(name, blob).catch(() => ({ problem: `${name} could not be read` }));
    if ("problem" in made) {
      this.#coming.delete(asked);
      this.#show();
      return made.problem;
    }
    const kept = new Promise<void>((resolve) => {
      this.#coming.set(asked, { name, blob: made.blob, done: resolve });
    });
    const { data, note } = made;
    this.#deps.send({ kind: "keepImage", asked, name, path, note, data });
    await kept;
    return undefined;
  }

  hear({ asked, image, problem }: Extract<ToPanel, { kind: "imageKept" }>): void {
    const coming = this.#coming.get(asked);
    if (!coming) return;
    this.#coming.delete(asked);
    if (image) {
      if (coming.blob) this.#deps.store.hold(image.id, coming.blob);
      this.#images = [...this.#images.filter(({ id }) => id !== image.id), image];
      this.#deps.say(
        `Added ${altOfImage(image)}${image.note ? `, ${image.note}` : ""}. ${this.#fate.textContent}`,
      );
    }
    this.#show();
    coming.done();
    if (problem !== undefined) this.#tellToo(`${coming.name}: ${problem}.`);
  }

  /** @returns whether there was one */
  removeLast(): boolean {
    const last = this.#images.at(-1);
    if (last) this.#remove(last);
    return last !== undefined;
  }

  #remove(image: ShownImage): void {
    this.#images = this.#images.filter((one) => one !== image);
    this.#tell("");
    this.#show();
    this.#deps.say(`Removed ${image.name}`);
    this.#deps.focus();
  }

  /** In place of what stands there. */
  #tell(problem: string): void {
    this.#problem.textContent = problem;
    this.#problem.hidden = problem === "";
    if (problem !== "") this.#deps.say(problem);
  }

  /** Beside what stands there: several are read at a time, and one that is wrong must not hide another. */
  #tellToo(problem: string): void {
    const told = this.#problem.textContent;
    if (!told.includes(problem)) this.#tell(`${told} ${problem}`.trim());
  }

  #show(): void {
    const there = this.#images.map((image) =>
      element(
        "li",
        { class: "chip image", title: titleOf(image) },
        this.#deps.store.picture(image),
        element(
          "span",
          { class: "imageText" },
          element("span", { class: "imageName" }, image.name),
          ...(image.note ? [element("span", { class: "imageNote" }, image.note)] : []),
        ),
        iconButton("close", `Remove ${image.name}`, () => this.#remove(image)),
      ),
    );
    const coming = [...this.#coming.values()].map(({ name }) =>
      element(
        "li",
        { class: "chip image coming" },
        element("span", { class: "imageName" }, `${name}: being read…`),
      ),
    );
    this.#chips.replaceChildren(...there, ...coming);
    const isEmpty = this.#chips.childElementCount === 0;
    this.#chips.hidden = isEmpty;
    this.#fate.hidden = isEmpty;
  }
}

/** Images among files that were dropped or pasted; their bytes are looked at later. */
export const imagesAmong = (files: Iterable<File> | undefined, unnamed: string): readonly GivenImage[] =>
  [...(files ?? [])]
    .filter(({ type, name }) => type.startsWith("image/") || /\.(?:png|jpe?g|gif|webp)$/i.test(name))
    .map((file) => ({
      name: file.name === "image.png" || file.name === "" ? unnamed : file.name,
      blob: file,
    }));

const titleOf = (image: ShownImage): string =>
  image.note ? `${altOfImage(image)}, ${image.note}` : altOfImage(image);

/** As rows of a question that was asked. */
export const shownImages = (images: readonly ShownImage[], store: ImageStore): readonly HTMLElement[] =>
  images.length === 0
    ? []
    : [
        element(
          "ul",
          { class: "images", "aria-label": "Images that went with the question" },
          ...images.map((image) =>
            element(
              "li",
              {
                class: "chip image",
                title: titleOf(image),
              },
              store.picture(image),
              element("span", { class: "imageName" }, image.name),
            ),
          ),
        ),
      ];
