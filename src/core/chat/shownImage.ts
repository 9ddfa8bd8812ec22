/** Images beside a question as they are shown and kept: what they are, not their bytes. */
import { describeImage, type ImageMime, imageMimes, MOST_IMAGES, nameOfImageType } from "../prompt/image.ts";
import { hasFields, isListOf, isMaybe, isOneOf, isText, isWhole } from "../text/plainData.ts";

export interface ShownImage {
  /** SHA-256 of its bytes, hex: its bytes are kept under it. */
  readonly id: string;
  /** As a person knows it: the name of a file, "Pasted image". */
  readonly name: string;
  readonly mime: ImageMime;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
  /** Of a file of the workspace, as people name it. */
  readonly path?: string | undefined;
  /** What was done to it before: "made smaller, it had 4000 × 3000 pixels". */
  readonly note?: string | undefined;
}

export const LONGEST_IMAGE_NAME = 200;
const LONGEST_PATH = 4096;
const LONGEST_NOTE = 300;

export const isImageId = (value: unknown): value is string =>
  typeof value === "string" && /^[0-9a-f]{64}$/.test(value);

export const imageNameFields = {
  name: isText(LONGEST_IMAGE_NAME),
  path: isMaybe(isText(LONGEST_PATH)),
  note: isMaybe(isText(LONGEST_NOTE)),
};

export const isShownImage = hasFields<ShownImage>({
  ...imageNameFields,
  id: isImageId,
  mime: isOneOf(...imageMimes),
  width: isWhole(1),
  height: isWhole(1),
  sizeBytes: isWhole(1),
});
const isList = isListOf(isShownImage);
export const isShownImages = (value: unknown): value is readonly ShownImage[] =>
  isList(value) && value.length <= MOST_IMAGES;

/** For those who do not see it. */
export const altOfImage = ({ name, mime, width, height }: ShownImage): string =>
  `${name}: ${nameOfImageType(mime)} image, ${width} by ${height} pixels`;

/** For a document, where the image itself is not. */
export const lineOfImage = (image: ShownImage): string =>
  `${image.name} (${describeImage({ ...image, hash: image.id })}${image.note ? `; ${image.note}` : ""})`;

/** Where images beside a question would go, in a sentence for the person who puts them there. */
export type ImageFate =
  | { readonly kind: "sent"; readonly model: string }
  /** The model refused some before. */
  | { readonly kind: "refused"; readonly model: string }
  | { readonly kind: "off" }
  /** The index answers: `hasModel` when a model could be chosen. */
  | { readonly kind: "index"; readonly hasModel: boolean };

export function tellImageFate(fate: ImageFate): string {
  switch (fate.kind) {
    case "sent":
      return `Goes to ${fate.model} as it is: secrets in an image are not found.`;
    case "refused":
      return `${fate.model} refused images before, so this goes nowhere. Choose a model that reads them.`;
    case "off":
      return "Goes nowhere: the setting touchstone.chat.images is off.";
    case "index":
      return fate.hasModel
        ? "Only a model reads images, and the index answers here. Choose the model to have it read."
        : "Only a model reads images, and none is set up. Run Touchstone: Set Up Model.";
  }
}
