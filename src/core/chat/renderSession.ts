/** A chat as a Markdown document, for a person to keep or send. */

import { renderPicture } from "./relationPicture.ts";
import { escapeMarkdown } from "./renderAnswer.ts";
import { type ChatSession, titleOfSession } from "./session.ts";
import type { ChatTurn } from "./transcript.ts";

/** Quoted, so that what was asked formats nothing of the document's own. */
const quoted = (text: string): string =>
  text
    .trim()
    .split(/\r?\n/)
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");

function renderTurn({ question, markdown, state, problem, picture }: ChatTurn): string {
  const ended = {
    waiting: "",
    done: "",
    stopped: "*Stopped.*",
    failed: `*Failed: ${escapeMarkdown(problem ?? "no reason is known")}*`,
  }[state];
  const drawn = picture ? renderPicture(picture).trim() : "";
  return [quoted(question), markdown.trim(), drawn, ended].filter((part) => part !== "").join("\n\n");
}

export function renderSession(session: ChatSession): string {
  return `# ${escapeMarkdown(titleOfSession(session))}\n\n${session.turns.map(renderTurn).join("\n\n---\n\n")}\n`;
}
