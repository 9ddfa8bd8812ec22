/** A chat as a Markdown document, for a person to keep or send. */

import { type ChatImage, MOST_IMAGE_BYTES } from "../prompt/image.ts";
import { renderPicture } from "./relationPicture.ts";
import { escapeMarkdown } from "./renderAnswer.ts";
import { type ChatSession, titleOfSession } from "./session.ts";
import { lineOfImage, type ShownImage } from "./shownImage.ts";
import type { ChatTurn } from "./transcript.ts";

/** Quoted, so that what was asked formats nothing of the document's own. */
const quoted = (text: string): string =>
  text
    .trim()
    .split(/\r?\n/)
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");

/** Bytes of all images of a document; of those that come later it has a line alone. */
const MOST_DRAWN_BYTES = 8 * MOST_IMAGE_BYTES;

/** An image by its address, which stands at the end of the document; without its bytes a line that says what it was. */
const renderImage =
  (isDrawn: (id: string) => boolean) =>
  (image: ShownImage): string =>
    isDrawn(image.id)
      ? `![${escapeMarkdown(image.name)}][${image.id.slice(0, 12)}]`
      : `*Image: ${escapeMarkdown(lineOfImage(image))}*`;

function renderTurn(turn: ChatTurn, isDrawn: (id: string) => boolean): string {
  const { question, markdown, state, problem, picture, images = [], imagesUnread } = turn;

  const ended = {
    waiting: "",
    done: "",
    stopped: "*Stopped.*",
    failed: `*Failed: ${escapeMarkdown(problem ?? "no reason is known")}*`,
  }[state];
  const drawn = picture ? renderPicture(picture).trim() : "";
  const seen = images.map(renderImage(isDrawn)).join("\n\n");
  const unread = imagesUnread === undefined ? "" : `*${escapeMarkdown(imagesUnread)}*`;
  return [quoted(question), seen, unread, markdown.trim(), drawn, ended]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** @param images that are still kept, by their hashes */
export function renderSession(
  session: ChatSession,
  images: ReadonlyMap<string, ChatImage> = new Map(),
): string {
  let bytes = 0;
  const drawn = new Map([...images].filter(([, { sizeBytes }]) => (bytes += sizeBytes) <= MOST_DRAWN_BYTES));
  const turns = session.turns.map((turn) => renderTurn(turn, (id) => drawn.has(id)));
  const addresses = [...drawn].map(
    ([id, { mime, data }]) => `[${id.slice(0, 12)}]: data:${mime};base64,${data}`,
  );
  const foot = addresses.length === 0 ? "" : `\n${addresses.join("\n")}\n`;
  return `# ${escapeMarkdown(titleOfSession(session))}\n\n${turns.join("\n\n---\n\n")}\n${foot}`;
}
