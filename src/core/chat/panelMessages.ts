/** What passes between the editor and the chat panel's page; each side checks what it is given. */

import { type ImageMime, imageMimes, MOST_GIVEN_BYTES, MOST_IMAGE_BYTES } from "../prompt/image.ts";
import { type Guard, hasFields, isListOf, isMaybe, isOneOf, isText, isWhole } from "../text/plainData.ts";
import { type ContextRef, isContext, isContextRef } from "./contextRef.ts";
import { imageNameFields, isImageId, isShownImage, isShownImages, type ShownImage } from "./shownImage.ts";
import { type ChatTurn, isTranscript, isTurn, type Transcript } from "./transcript.ts";

/** Longer questions are refused where they are typed. UTF-16 units. */
export const LONGEST_QUESTION = 20_000;
const LONGEST_CODE = 1 << 20;
const LONGEST_LINK = 4096;
const LONGEST_TYPED = 300;
const MOST_DROPPED = 30;
/** Base64 of so many bytes. UTF-16 units. */
const base64Length = (bytes: number): number => 4 * Math.ceil(bytes / 3);

/** A line of the list that opens on `#` and `/`. */
export interface PanelSuggestion {
  readonly label: string;
  readonly about: string;
  /** Takes the place of what was typed, the sign included. */
  readonly writes: string;
  /** Goes with the question from then on. */
  readonly adds?: ContextRef | undefined;
}

interface FromPanelKinds {
  /** The page has loaded and wants everything. */
  readonly ready: object;
  readonly ask: {
    readonly question: string;
    readonly context: readonly ContextRef[];
    readonly images: readonly ShownImage[];
  };
  readonly stop: object;
  /** Asks again, perhaps in other words; what came after is dropped. */
  readonly askAgain: {
    readonly id: number;
    readonly question: string;
    readonly context: readonly ContextRef[];
    readonly images: readonly ShownImage[];
  };
  /** Goes on from a turn in a chat of its own. */
  readonly branch: { readonly id: number };
  /** A link in the answer of a turn. */
  readonly open: { readonly id: number; readonly href: string };
  readonly copy: { readonly text: string };
  readonly insert: { readonly text: string };
  /** Code of a turn's answer, with what stands behind its fence and on the line before: shown as a change of the file that these name. */
  readonly apply: {
    readonly id: number;
    readonly info: string;
    readonly text: string;
    readonly before: string;
  };
  /** Shows a patch that was proposed with a turn. */
  readonly review: { readonly id: number; readonly proposal: number };
  /** Takes back what was applied in a turn and after it. */
  readonly restore: { readonly id: number };
  /** What may stand for what is typed behind a sign; `asked` comes back with the answer. */
  readonly suggest: { readonly asked: number; readonly sign: "#" | "/"; readonly text: string };
  /** Addresses of what was dropped on the page. */
  readonly drop: { readonly uris: readonly string[] };
  readonly chooseModel: object;
  /** Has a person choose images. */
  readonly attachImage: object;
  /** An image that is to go with a question, made ready; `asked` comes back with what became of it. */
  readonly keepImage: {
    readonly asked: number;
    readonly name: string;
    readonly path?: string | undefined;
    readonly note?: string | undefined;
    /** Base64. */
    readonly data: string;
  };
  /** Wants the bytes of an image that is kept. */
  readonly showImage: { readonly id: string };
}

interface ToPanelKinds {
  /** A whole chat, in place of what is shown. */
  readonly transcript: { readonly title: string; readonly turns: Transcript };
  readonly turn: { readonly turn: ChatTurn };
  /** More of a turn's answer, of which there are `at` UTF-16 units. */
  readonly text: { readonly id: number; readonly at: number; readonly text: string };
  /** Puts a text where questions are typed. */
  readonly compose: { readonly text: string };
  /** Goes with the next question. */
  readonly attach: { readonly context: readonly ContextRef[] };
  /** Where the person is in the editor; nowhere that could go along when absent. */
  readonly here: { readonly context?: ContextRef | undefined };
  /** Who answers, and where images beside a question go, in a sentence. */
  readonly engine: { readonly label: string; readonly images: string };
  /** A file that is to go with the next question as an image, if it is one. */
  readonly imageFile: {
    readonly name: string;
    readonly path?: string | undefined;
    /** Base64. */
    readonly data: string;
  };
  /** What the editor has of an image, or why it is not taken. */
  readonly imageKept: {
    readonly asked: number;
    readonly image?: ShownImage | undefined;
    readonly problem?: string | undefined;
  };
  /** An image that was asked for; without data it is not kept any more. */
  readonly image: {
    readonly id: string;
    readonly mime?: ImageMime | undefined;
    readonly data?: string | undefined;
  };
  /** Images cannot be had as asked for. */
  readonly imageProblem: { readonly problem: string };
  readonly suggestions: { readonly asked: number; readonly items: readonly PanelSuggestion[] };
  readonly focus: object;
}

type Messages<Kinds> = { [K in keyof Kinds]: { readonly kind: K } & Kinds[K] }[keyof Kinds];
type Guards<Kinds> = { readonly [K in keyof Kinds]: Guard<Kinds[K]> };

export type FromPanel = Messages<FromPanelKinds>;
export type ToPanel = Messages<ToPanelKinds>;

const isQuestion = isText(LONGEST_QUESTION);
const isCode = isText(LONGEST_CODE);
const isLink = isText(LONGEST_LINK);
const nothing = hasFields<object>({});
const isDropped = isListOf(isLink);

const fromPanel: Guards<FromPanelKinds> = {
  ready: nothing,
  ask: hasFields<FromPanelKinds["ask"]>({ question: isQuestion, context: isContext, images: isShownImages }),
  stop: nothing,
  askAgain: hasFields<FromPanelKinds["askAgain"]>({
    id: isWhole(0),
    question: isQuestion,
    context: isContext,
    images: isShownImages,
  }),
  branch: hasFields<FromPanelKinds["branch"]>({ id: isWhole(0) }),
  open: hasFields<FromPanelKinds["open"]>({ id: isWhole(0), href: isLink }),
  copy: hasFields<FromPanelKinds["copy"]>({ text: isCode }),
  insert: hasFields<FromPanelKinds["insert"]>({ text: isCode }),
  apply: hasFields<FromPanelKinds["apply"]>({ id: isWhole(0), info: isLink, text: isCode, before: isCode }),
  review: hasFields<FromPanelKinds["review"]>({ id: isWhole(0), proposal: isWhole(0) }),
  restore: hasFields<FromPanelKinds["restore"]>({ id: isWhole(0) }),
  suggest: hasFields<FromPanelKinds["suggest"]>({
    asked: isWhole(0),
    sign: isOneOf("#", "/"),
    text: isText(LONGEST_TYPED),
  }),
  drop: hasFields<FromPanelKinds["drop"]>({
    uris: (value): value is readonly string[] => isDropped(value) && value.length <= MOST_DROPPED,
  }),
  chooseModel: nothing,
  attachImage: nothing,
  keepImage: hasFields<FromPanelKinds["keepImage"]>({
    ...imageNameFields,
    asked: isWhole(0),
    data: isText(base64Length(MOST_IMAGE_BYTES)),
  }),
  showImage: hasFields<FromPanelKinds["showImage"]>({ id: isImageId }),
};

const isSuggestion = hasFields<PanelSuggestion>({
  label: isText(),
  about: isText(),
  writes: isText(),
  adds: isMaybe(isContextRef),
});

const toPanel: Guards<ToPanelKinds> = {
  transcript: hasFields<ToPanelKinds["transcript"]>({ title: isText(), turns: isTranscript }),
  turn: hasFields<ToPanelKinds["turn"]>({ turn: isTurn }),
  text: hasFields<ToPanelKinds["text"]>({ id: isWhole(0), at: isWhole(0), text: isText() }),
  compose: hasFields<ToPanelKinds["compose"]>({ text: isQuestion }),
  attach: hasFields<ToPanelKinds["attach"]>({ context: isContext }),
  here: hasFields<ToPanelKinds["here"]>({ context: isMaybe(isContextRef) }),
  engine: hasFields<ToPanelKinds["engine"]>({ label: isText(), images: isText() }),
  imageFile: hasFields<ToPanelKinds["imageFile"]>({
    name: isText(),
    path: imageNameFields.path,
    data: isText(base64Length(MOST_GIVEN_BYTES)),
  }),
  imageKept: hasFields<ToPanelKinds["imageKept"]>({
    asked: isWhole(0),
    image: isMaybe(isShownImage),
    problem: isMaybe(isText()),
  }),
  image: hasFields<ToPanelKinds["image"]>({
    id: isImageId,
    mime: isMaybe(isOneOf(...imageMimes)),
    data: isMaybe(isText(base64Length(MOST_IMAGE_BYTES))),
  }),
  imageProblem: hasFields<ToPanelKinds["imageProblem"]>({ problem: isText() }),
  suggestions: hasFields<ToPanelKinds["suggestions"]>({ asked: isWhole(0), items: isListOf(isSuggestion) }),
  focus: nothing,
};

/** Undefined for anything else. */
export const readFromPanel = (message: unknown): FromPanel | undefined => read<FromPanel>(message, fromPanel);
export const readToPanel = (message: unknown): ToPanel | undefined => read<ToPanel>(message, toPanel);

function read<M extends { readonly kind: string }>(
  message: unknown,
  guards: Readonly<Record<M["kind"], Guard<object>>>,
): M | undefined {
  const isKnown = hasFields<{ kind: M["kind"] }>({ kind: isOneOf(...(Object.keys(guards) as M["kind"][])) });
  return isKnown(message) && guards[message.kind](message) ? (message as unknown as M) : undefined;
}

/** What tells the page of a turn that it knew as `before`: no more than the new text, where nothing else is new. */
export function tellTurn(before: ChatTurn | undefined, turn: ChatTurn): ToPanel {
  if (before?.id !== turn.id || !turn.markdown.startsWith(before.markdown) || !isSameBut(before, turn)) {
    return { kind: "turn", turn };
  }
  const at = before.markdown.length;
  return { kind: "text", id: turn.id, at, text: turn.markdown.slice(at) };
}

/** Whether two turns differ in nothing but their text and how long they have taken. */
function isSameBut(a: ChatTurn, b: ChatTurn): boolean {
  if (a.state !== "waiting") return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof ChatTurn>;
  keys.delete("markdown");
  keys.delete("elapsedMs");
  return [...keys].every((key) => a[key] === b[key]);
}
