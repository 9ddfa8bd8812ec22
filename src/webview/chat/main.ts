/** The page of the chat panel. */
import { type FromPanel, readToPanel, type ToPanel } from "../../core/chat/panelMessages.ts";
import type { ChatTurn, Transcript } from "../../core/chat/transcript.ts";
import { Announcer } from "./announcer.ts";
import { Composer } from "./composer.ts";
import { element } from "./elements.ts";
import { ImageStore } from "./imageStore.ts";
import { TranscriptView } from "./transcriptView.ts";

declare function acquireVsCodeApi(): { postMessage(message: FromPanel): void };

const editor = acquireVsCodeApi();
const send = (message: FromPanel): void => editor.postMessage(message);

const examples = ["What is `…`?", "Who calls `…`?", "How is `…` tested?", "What depends on `…`?"];
let turns: Transcript = [];
const isBusy = (): boolean => turns.at(-1)?.state === "waiting";

const announcer = new Announcer();
const images = new ImageStore(send);
const composer = new Composer({
  send,
  images,
  isBusy,
  lastTurn: () => turns.at(-1),
  say: (text) => announcer.say(text),
});
const transcript = new TranscriptView({
  send,
  images,
  edit: (turn) => composer.compose(turn.question, turn),
});

function welcome(): HTMLElement {
  const list = element("ul", { class: "examples" });
  for (const example of examples) {
    const button = element("button", { type: "button" }, example.replaceAll("`", ""));
    button.addEventListener("click", () => composer.compose(example));
    list.append(element("li", {}, button));
  }
  return element(
    "div",
    { class: "welcome" },
    element("h2", {}, "Ask about this repository"),
    element(
      "p",
      {},
      "Answers come with the lines that bear them out: from the index on this machine, or from a model that you set up.",
    ),
    list,
  );
}

function showAll(all: Transcript): void {
  turns = all;
  announcer.reset();
  transcript.showAll(all, welcome);
  composer.showBusy();
}

/** Changes of one frame are shown together. */
let pending: ChatTurn | undefined;

function flush(): void {
  const turn = pending;
  pending = undefined;
  if (!turn) return;
  transcript.showOne(turn);
  announcer.follow(turn.id, turn.markdown, turn.state !== "waiting");
}

function showOne(turn: ChatTurn): void {
  const before = turns.find(({ id }) => id === turn.id);
  turns = turns.map((one) => (one.id === turn.id ? turn : one));
  if (pending && pending.id !== turn.id) flush();
  if (pending === undefined) requestAnimationFrame(flush);
  pending = turn;
  if (turn.doing !== undefined && turn.doing !== before?.doing) announcer.say(turn.doing);
  if (turn.state === "failed") announcer.say(turn.problem ?? "It failed.");
  composer.showBusy();
  if (before?.state === "waiting" && turn.state !== "waiting") composer.takeBack(turn);
}

/** More of an answer that is known up to `at`; anything else is asked for anew. */
function showMore({ id, at, text }: Extract<ToPanel, { kind: "text" }>): void {
  const turn = turns.find((one) => one.id === id);
  if (turn?.markdown.length === at) showOne({ ...turn, markdown: turn.markdown + text });
  else send({ kind: "ready" });
}

function hear(message: ToPanel): void {
  switch (message.kind) {
    case "transcript":
      showAll(message.turns);
      break;
    case "turn":
      showOne(message.turn);
      break;
    case "text":
      showMore(message);
      break;
    case "compose":
      composer.compose(message.text);
      break;
    case "attach":
      composer.attach(message.context);
      break;
    case "here":
      composer.showHere(message.context);
      break;
    case "engine":
      composer.showEngine(message.label, message.images);
      break;
    case "imageFile":
      composer.addImage(message);
      break;
    case "imageKept":
      composer.hearKept(message);
      break;
    case "image":
      images.receive(message);
      break;
    case "imageProblem":
      composer.tellImages(message.problem);
      break;
    case "suggestions":
      composer.showSuggestions(message);
      break;
    case "focus":
      composer.focus();
      break;
  }
}

window.addEventListener("message", ({ data }) => {
  const message = readToPanel(data);
  if (message) hear(message);
});

document.body.append(
  element("main", { "aria-label": "Touchstone Chat" }, transcript.root, composer.root),
  announcer.root,
);
send({ kind: "ready" });
