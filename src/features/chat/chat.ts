/** One workspace's chats: asks one question at a time, keeps what was said. */

import { questionAbout, withGiven } from "../../core/chat/aboutContext.ts";
import type { ChatEngine } from "../../core/chat/chooseEngine.ts";
import { type ContextRef, withContext } from "../../core/chat/contextRef.ts";
import { readMentions } from "../../core/chat/mentions.ts";
import { readPromptCall } from "../../core/chat/projectFiles.ts";
import { readQuestion } from "../../core/chat/question.ts";
import { isDrawn, type ShownPicture, shownPicture } from "../../core/chat/relationPicture.ts";
import type { ShortPath } from "../../core/chat/renderAnswer.ts";
import {
  type ChatSession,
  type ChatSessions,
  currentSession,
  imagesOfSessions,
  restoreSessions,
  withBranch,
  withCurrent,
  withNewSession,
  withoutSession,
  withTitle,
  withTurns,
} from "../../core/chat/session.ts";
import type { ShownImage } from "../../core/chat/shownImage.ts";
import { readSlashCommand } from "../../core/chat/slashCommands.ts";
import {
  type ChatTurn,
  type ShownApply,
  type Transcript,
  withChange,
  withQuestion,
} from "../../core/chat/transcript.ts";
import { type ChatImage, MOST_IMAGES } from "../../core/prompt/image.ts";
import type { ChatModels } from "../../ports/chatModel.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Disposable } from "../../ports/disposable.ts";
import type { LocalState } from "../../ports/localState.ts";
import type { Log } from "../../ports/log.ts";
import type { ProposedPatch } from "../../ports/patchReview.ts";
import type { RepoAnswers } from "../../ports/repoAnswers.ts";
import type { EarlierTurn } from "./agent/modelAnswerer.ts";
import { answerCommand, placeOf, type RunCommand } from "./answerCommand.ts";
import { answerQuestion, type QuestionDeps, type QuestionListener } from "./answerQuestion.ts";
import type { ReadContext } from "./context/contextReader.ts";
import type { ProjectTexts } from "./context/projectTexts.ts";
import { type ImagePiecesDeps, imagePieces } from "./imagePieces.ts";
import { expandedPrompt, type PromptCall, pathsOf } from "./promptCall.ts";
import { TurnWriter } from "./turnWriter.ts";

export interface ChatModelDeps {
  readonly models: QuestionDeps["models"] & Pick<ChatModels, "takesImages">;
  /** Who answers, as the person set it. */
  readonly engine: () => ChatEngine;
  /** @param onProposal is given what the model proposes to change */
  readonly open: (onProposal: (patch: ProposedPatch) => void) => ReturnType<QuestionDeps["openModel"]>;
  readonly consent?: QuestionListener["consent"];
}

const noModel: ChatModelDeps = {
  models: { isSetUp: () => false, nameOf: () => undefined, takesImages: () => false },
  engine: () => "builtin",
  open: () => Promise.reject(new Error("Cannot ask a model, there is none")),
};

export interface ChatDeps {
  readonly engine: Pick<RepoAnswers, "answer" | "picture">;
  /** Without it the index alone answers. */
  readonly model?: ChatModelDeps | undefined;
  /** Without it what begins with `/` is a question as any other. */
  readonly runCommand?: RunCommand | undefined;
  /** Of the workspace. */
  readonly localState: LocalState;
  readonly clock: Clock;
  readonly log: Log;
  readonly shortPath: ShortPath;
  /** Images beside questions; without it none are taken. */
  readonly images?: ImagePiecesDeps | undefined;
  /** Rules and prompts of the project; without it there are none. */
  readonly project?: ProjectTexts | undefined;
  /** Reads what a person put beside a question. */
  readonly readContext: (refs: readonly ContextRef[], signal: AbortSignal) => Promise<ReadContext>;
}

/** An answer that comes piece by piece is kept so often. Milliseconds. */
const KEEP_MS = 1000;

const nothingGiven: ReadContext = { attached: [], shown: [] };

export type ChatChange =
  | { readonly kind: "transcript"; readonly session: ChatSession }
  | { readonly kind: "turn"; readonly turn: ChatTurn };

export class Chat implements Disposable {
  readonly #deps: ChatDeps;
  readonly #listeners = new Set<(change: ChatChange) => void>();
  /** Read when it is first needed: most sessions of an editor never are. */
  #known: ChatSessions | undefined;
  #keeping: Disposable | undefined;
  /** Of turns by chat and turn, as long as the editor runs. */
  readonly #proposals = new Map<string, readonly ProposedPatch[]>();
  #running: { readonly id: number; readonly controller: AbortController } | undefined;

  constructor(deps: ChatDeps) {
    this.#deps = deps;
  }

  get #all(): ChatSessions {
    if (this.#known) return this.#known;
    this.#known = restoreSessions(this.#deps.localState.get("chat"), this.#now());
    void this.#deps.images?.store.keepOnly(imagesOfSessions(this.#known.sessions));
    return this.#known;
  }

  set #all(all: ChatSessions) {
    this.#known = all;
  }

  /** Of the chat that is open. */
  get turns(): Transcript {
    return currentSession(this.#all).turns;
  }

  get sessions(): ChatSessions {
    return this.#all;
  }

  onChange(listener: (change: ChatChange) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** Asks; what was still being answered is stopped. Resolves when the answer is there, or is not to be had. Never rejects. */
  async ask(
    question: string,
    context: readonly ContextRef[] = [],
    images: readonly ShownImage[] = [],
  ): Promise<void> {
    if (question.trim() === "") return;
    this.stop();
    const turns = withQuestion(this.turns, question, context, images);
    this.#setTurns(turns);
    await this.#answer(this.#all.currentId, turns.at(-1)!);
  }

  /** Asks a question again, perhaps in other words, in place of what was said from it on. */
  async askAgain(
    id: number,
    question: string,
    context: readonly ContextRef[] = [],
    images: readonly ShownImage[] = [],
  ): Promise<void> {
    if (!this.turns.some((turn) => turn.id === id)) return;
    this.stop();
    this.#setTurns(this.turns.filter((turn) => turn.id < id));
    await this.ask(question, context, images);
  }

  stop(): void {
    this.#running?.controller.abort();
  }

  /** Opens a new chat; the others stay as they are. */
  start(): void {
    this.#turnTo(withNewSession(this.#all, this.#now()));
  }

  open(id: number): void {
    this.#turnTo(withCurrent(this.#all, id));
  }

  /** A new chat that goes on from a turn of the open one. */
  branch(turnId: number): void {
    this.#turnTo(withBranch(this.#all, turnId, this.#now()));
  }

  /** A blank title names it after its first question again. */
  retitle(id: number, title: string): void {
    this.#all = withTitle(this.#all, id, title);
    this.#tellAll();
  }

  /** What was applied of a turn's answer, oldest first. */
  noteApplied(id: number, more: readonly ShownApply[]): void {
    const known = this.turns.find((turn) => turn.id === id)?.applied ?? [];
    this.#change(this.#all.currentId, id, { applied: [...known, ...more] });
  }

  /** What was applied in a turn of the open chat and after it and still stands, oldest first. */
  appliedSince(id: number): readonly ShownApply[] {
    return this.turns
      .filter((turn) => turn.id >= id)
      .flatMap(({ applied = [] }) => applied.filter(({ isUndone }) => isUndone !== true));
  }

  noteUndone(applyId: string): void {
    for (const { id, applied = [] } of this.turns) {
      if (!applied.some((one) => one.id === applyId)) continue;
      const now = applied.map((one) => (one.id === applyId ? { ...one, isUndone: true } : one));
      this.#change(this.#all.currentId, id, { applied: now });
    }
  }

  /** What a turn of the open chat proposes to change; undefined for what is gone with an earlier window. */
  proposal(turnId: number, proposalId: number): ProposedPatch | undefined {
    return this.#proposals.get(`${this.#all.currentId} ${turnId}`)?.[proposalId];
  }

  /** What is still kept of the images of a chat, by their hashes. */
  async imagesOf(session: ChatSession): Promise<ReadonlyMap<string, ChatImage>> {
    const found = await Promise.all(
      [...imagesOfSessions([session])].map(
        async (id) => [id, await this.#deps.images?.store.read(id)] as const,
      ),
    );
    return new Map(found.flatMap(([id, image]) => (image ? [[id, image] as const] : [])));
  }

  /** Forgets a chat, with the images that no other shows. */
  remove(id: number): void {
    const others = imagesOfSessions(this.#all.sessions.filter((one) => one.id !== id));
    const own = imagesOfSessions(this.#all.sessions.filter((one) => one.id === id));
    void this.#deps.images?.store.forget([...own].filter((image) => !others.has(image)));
    const next = withoutSession(this.#all, id, this.#now());
    if (id === this.#all.currentId) this.#turnTo(next);
    else {
      this.#all = next;
      this.#keep();
    }
  }

  dispose(): void {
    this.stop();
    if (this.#keeping) this.#keep();
    this.#listeners.clear();
  }

  async #answer(sessionId: number, { id, question, context = [], images = [] }: ChatTurn): Promise<void> {
    const { engine, model = noModel, runCommand, clock, log, shortPath, readContext } = this.#deps;
    const turnsBefore = this.turns.filter((turn) => turn.id < id);
    const controller = new AbortController();
    this.#running = { id, controller };
    const startedMs = clock.now();
    const change = (values: Partial<Omit<ChatTurn, "id">>) =>
      this.#change(sessionId, id, { ...values, elapsedMs: Math.max(0, clock.now() - startedMs) });
    const writer = new TurnWriter(clock, change, model.consent);
    try {
      const mentioned = readMentions(question);
      // Rules are found anew: those of a question that is asked again may be others now.
      const refs = withContext(
        context.filter(({ kind }) => kind !== "rules"),
        mentioned.context,
      );
      const given = refs.length === 0 ? nothingGiven : await readContext(refs, controller.signal);
      writer.given(given.shown);
      const command = runCommand && readSlashCommand(mentioned.text);
      if (command) {
        if (images.length > 0) change({ imagesUnread: "The images were not looked at: commands read none." });
        const asked = { ...command, engine: model.engine(), place: placeOf(given.attached) };
        return await answerCommand({ runCommand, shortPath }, asked, writer, controller.signal);
      }
      const call = readPromptCall(mentioned.text);
      const prompt = call && (await this.#prompt(call, given.attached));
      if (prompt) writer.onRules([prompt.shown]);
      const text = prompt?.text ?? mentioned.text;
      const told = toldTurns(turnsBefore);
      const hasImages = [...told.flatMap((turn) => turn.images ?? []), ...images].length > 0;
      const about = questionAbout(text, given.shown);
      const answer = await answerQuestion(
        { models: model.models, openModel: () => model.open(writer.onProposal), shortPath },
        {
          question: text,
          rules: () => this.#deps.project?.rules(pathsOf(given.attached)) ?? Promise.resolve([]),
          engine: model.engine(),
          history: hasImages
            ? await this.#withImages(told, MOST_IMAGES - images.length)
            : withoutImages(told),
          images: hasImages ? await this.#pieces(images) : [],
          context: given.attached.map(({ title, text, sources }) => ({
            text: `${title}:\n${text}\n`,
            title,
            sources,
          })),
          find: async (signal) => withGiven(await engine.answer(about, signal), given.attached),
        },
        writer,
        controller.signal,
      );
      writer.answered(answer);
      if (answer.engine === "builtin" && !answer.isRefused && isDrawn(readQuestion(about).kind))
        await this.#draw(about, (picture) => this.#change(sessionId, id, { picture }), controller.signal);
    } catch (error) {
      if (controller.signal.aborted) return writer.broken("stopped");
      log.error("Cannot answer a question", error);
      const message = error instanceof Error ? error.message : String(error);
      writer.broken("failed", `${message}. Ask again, or see the log.`);
    } finally {
      this.#proposals.set(`${sessionId} ${id}`, writer.proposals);
      if (this.#running?.id === id) this.#running = undefined;
    }
  }

  #pieces(images: readonly ShownImage[]): ReturnType<typeof imagePieces> {
    const { images: deps } = this.#deps;
    return deps ? imagePieces(deps, images) : Promise.resolve([]);
  }

  /** @param room for images: the newest go along, where the model takes them */
  async #withImages(turns: Transcript, room: number): Promise<readonly EarlierTurn[]> {
    const { models } = this.#deps.model ?? noModel;
    let left = models.takesImages("chat") ? room : 0;
    const taken = turns.toReversed().map(({ images = [], imagesUnread }) => {
      const some = imagesUnread === undefined ? images.slice(0, left) : [];
      left -= some.length;
      return some;
    });
    const pieces = await Promise.all(taken.toReversed().map((images) => this.#pieces(images)));
    return withoutImages(turns).map((turn, at) => ({ ...turn, images: pieces[at] ?? [] }));
  }

  /** What a person calls by the name of a prompt's file. */
  async #prompt(call: PromptCall, attached: ReadContext["attached"]) {
    const { project, shortPath } = this.#deps;
    return project && expandedPrompt(await project.prompts(), call, attached, shortPath);
  }

  /** The answer is there already; a picture that cannot be had is none. */
  async #draw(question: string, show: (picture: ShownPicture) => void, signal: AbortSignal): Promise<void> {
    const { engine, log, shortPath } = this.#deps;
    try {
      const picture = await engine.picture(question, signal);
      if (picture && !signal.aborted) show(shownPicture(picture, shortPath));
    } catch (error) {
      if (!signal.aborted) log.error("Cannot draw what stands around the subject of a question", error);
    }
  }

  #change(sessionId: number, id: number, values: Partial<Omit<ChatTurn, "id">>): void {
    const session = this.#all.sessions.find((one) => one.id === sessionId);
    if (!session) return;
    const turns = withChange(session.turns, id, values);
    this.#all = withTurns(this.#all, sessionId, turns, this.#now());
    const turn = turns.find((one) => one.id === id);
    if (turn && sessionId === this.#all.currentId) this.#tell({ kind: "turn", turn });
    if (turn?.state === "waiting") this.#keeping ??= this.#deps.clock.after(KEEP_MS, () => this.#keep());
    else this.#keep();
  }

  #setTurns(turns: Transcript): void {
    this.#all = withTurns(this.#all, this.#all.currentId, turns, this.#now());
    this.#tellAll();
  }

  /** Shows another chat; what is being answered in this one is stopped. */
  #turnTo(next: ChatSessions): void {
    this.stop();
    this.#all = next;
    this.#tellAll();
  }

  #now = (): number => Math.max(0, Math.round(this.#deps.clock.now()));

  #tellAll(): void {
    this.#tell({ kind: "transcript", session: currentSession(this.#all) });
    this.#keep();
  }

  #tell(change: ChatChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  #keep(): void {
    this.#keeping?.dispose();
    this.#keeping = undefined;
    this.#deps.localState.set("chat", this.#all);
  }
}

/** What was asked and answered; what failed or was stopped tells a model nothing. */
const toldTurns = (turns: Transcript): Transcript =>
  turns.filter(({ state, isRefused }) => state === "done" && !isRefused);

const withoutImages = (turns: Transcript): readonly EarlierTurn[] =>
  turns.map(({ question, markdown, citations }) => ({ question, markdown, citations }));
