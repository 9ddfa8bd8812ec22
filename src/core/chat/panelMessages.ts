/** What passes between the editor and the chat panel's page; each side checks what it is given. */
import { type Guard, hasFields, isOneOf, isText, isWhole } from "../text/plainData.ts";
import { type ChatTurn, isTranscript, isTurn, type Transcript } from "./transcript.ts";

/** Longer questions are refused where they are typed. UTF-16 units. */
export const LONGEST_QUESTION = 20_000;
const LONGEST_CODE = 1 << 20;
const LONGEST_LINK = 4096;

interface FromPanelKinds {
  /** The page has loaded and wants everything. */
  readonly ready: object;
  readonly ask: { readonly question: string };
  readonly stop: object;
  /** Asks again, perhaps in other words; what came after is dropped. */
  readonly askAgain: { readonly id: number; readonly question: string };
  /** Goes on from a turn in a chat of its own. */
  readonly branch: { readonly id: number };
  /** A link in the answer of a turn. */
  readonly open: { readonly id: number; readonly href: string };
  readonly copy: { readonly text: string };
  readonly insert: { readonly text: string };
}

interface ToPanelKinds {
  /** A whole chat, in place of what is shown. */
  readonly transcript: { readonly title: string; readonly turns: Transcript };
  readonly turn: { readonly turn: ChatTurn };
  /** Puts a text where questions are typed. */
  readonly compose: { readonly text: string };
}

type Messages<Kinds> = { [K in keyof Kinds]: { readonly kind: K } & Kinds[K] }[keyof Kinds];
type Guards<Kinds> = { readonly [K in keyof Kinds]: Guard<Kinds[K]> };

export type FromPanel = Messages<FromPanelKinds>;
export type ToPanel = Messages<ToPanelKinds>;

const isQuestion = isText(LONGEST_QUESTION);
const nothing = hasFields<object>({});

const fromPanel: Guards<FromPanelKinds> = {
  ready: nothing,
  ask: hasFields<FromPanelKinds["ask"]>({ question: isQuestion }),
  stop: nothing,
  askAgain: hasFields<FromPanelKinds["askAgain"]>({ id: isWhole(0), question: isQuestion }),
  branch: hasFields<FromPanelKinds["branch"]>({ id: isWhole(0) }),
  open: hasFields<FromPanelKinds["open"]>({ id: isWhole(0), href: isText(LONGEST_LINK) }),
  copy: hasFields<FromPanelKinds["copy"]>({ text: isText(LONGEST_CODE) }),
  insert: hasFields<FromPanelKinds["insert"]>({ text: isText(LONGEST_CODE) }),
};

const toPanel: Guards<ToPanelKinds> = {
  transcript: hasFields<ToPanelKinds["transcript"]>({ title: isText(), turns: isTranscript }),
  turn: hasFields<ToPanelKinds["turn"]>({ turn: isTurn }),
  compose: hasFields<ToPanelKinds["compose"]>({ text: isQuestion }),
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
