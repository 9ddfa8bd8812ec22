/** The page of the chat panel. */
import { type FromPanel, LONGEST_QUESTION, readToPanel } from "../../core/chat/panelMessages.ts";
import type { ChatTurn, Transcript } from "../../core/chat/transcript.ts";
import { element, iconButton } from "./elements.ts";
import { TurnView } from "./turnView.ts";

declare function acquireVsCodeApi(): { postMessage(message: FromPanel): void };

const editor = acquireVsCodeApi();
const send = (message: FromPanel): void => editor.postMessage(message);

const examples = ["What is `…`?", "Who calls `…`?", "How is `…` tested?", "What depends on `…`?"];
const log = element("div", {
  class: "log",
  role: "log",
  "aria-live": "polite",
  "aria-label": "Answers",
  tabindex: "0",
});
const input = element("textarea", {
  "aria-label": "Question about this repository",
  placeholder: "Ask about this repository",
  rows: "1",
  maxlength: String(LONGEST_QUESTION),
});
const views = new Map<number, TurnView>();
let turns: Transcript = [];
/** The turn whose question is being changed. */
let edited: number | undefined;

function submit(): void {
  const question = input.value.trim();
  if (question === "") return;
  if (edited === undefined) send({ kind: "ask", question });
  else send({ kind: "askAgain", id: edited, question });
  compose("");
}

function compose(text: string, turn?: ChatTurn): void {
  edited = turn?.id;
  input.value = text;
  fit();
  input.focus();
  // The first blank to fill in.
  const blank = text.indexOf("…");
  if (blank >= 0) input.setSelectionRange(blank, blank + 1);
}

/** As high as its text, up to a third of the page. */
function fit(): void {
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight + 2, window.innerHeight / 3)}px`;
}

const sendButton = iconButton("send", "Ask (Enter)", submit);
const stopButton = iconButton("stop", "Stop (Escape)", () => send({ kind: "stop" }));
const composer = element("form", { class: "composer" }, input, sendButton, stopButton);

input.addEventListener("input", fit);
input.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  } else if (event.key === "Escape") {
    if (isBusy()) send({ kind: "stop" });
    else if (edited !== undefined) compose("");
  } else if (event.key === "ArrowUp" && input.value === "") {
    const last = turns.at(-1);
    if (last) compose(last.question, last);
  }
});

const isBusy = (): boolean => turns.at(-1)?.state === "waiting";

function welcome(): HTMLElement {
  const list = element("ul", { class: "examples" });
  for (const example of examples) {
    const button = element("button", { type: "button" }, example.replaceAll("`", ""));
    button.addEventListener("click", () => compose(example));
    list.append(element("li", {}, button));
  }
  return element(
    "div",
    { class: "welcome" },
    element("h2", {}, "Ask about this repository"),
    element(
      "p",
      {},
      "Answers come from the index on this machine, with the lines that bear them out. No model is asked.",
    ),
    list,
  );
}

const actions = { send, edit: (turn: ChatTurn) => compose(turn.question, turn) };

function showAll(all: Transcript): void {
  turns = all;
  views.clear();
  for (const turn of all) views.set(turn.id, new TurnView(turn, actions));
  log.replaceChildren(...(all.length === 0 ? [welcome()] : Array.from(views.values(), ({ root }) => root)));
  follow();
}

function showOne(turn: ChatTurn): void {
  turns = turns.map((one) => (one.id === turn.id ? turn : one));
  views.get(turn.id)?.update(turn);
  follow();
}

/** The newest question at the top, its answer below. */
function follow(): void {
  composer.classList.toggle("busy", isBusy());
  const last = turns.at(-1);
  if (last) views.get(last.id)?.root.scrollIntoView({ block: "start" });
}

window.addEventListener("message", ({ data }) => {
  const message = readToPanel(data);
  if (!message) return;
  if (message.kind === "transcript") showAll(message.turns);
  else if (message.kind === "turn") showOne(message.turn);
  else compose(message.text);
});

document.body.append(log, composer);
send({ kind: "ready" });
