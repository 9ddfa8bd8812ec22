/** A question answered by a model: from what the index finds first and what the model then looks up, with places that were checked. */

import { asData, dataEnd, dataStart } from "../../../core/chat/agent/instructions.ts";
import {
  type CheckedAnswer,
  checkMentions,
  type MentionedFile,
  mentionedPaths,
} from "../../../core/chat/agent/mentions.ts";
import { type AgentBudget, type StopReason, usualBudget } from "../../../core/chat/agent/progress.ts";
import type { Answer } from "../../../core/chat/answer.ts";
import { noChatModel } from "../../../core/chat/chooseEngine.ts";
import type { ShortPath } from "../../../core/chat/renderAnswer.ts";
import type { ShownCitation } from "../../../core/chat/transcript.ts";
import { parseAnswer } from "../../../core/patch/parse/parseAnswer.ts";
import type { ContextSource } from "../../../core/prompt/contextItem.ts";
import type { ChatMessage, ChatPiece } from "../../../core/prompt/conversation.ts";
import type { ChatModels } from "../../../ports/chatModel.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { ModelFault } from "../../../ports/languageModel.ts";
import type { Log } from "../../../ports/log.ts";
import type { RepoAnswers } from "../../../ports/repoAnswers.ts";
import { type AgentDeps, type AgentEnd, type AgentListener, runAgent } from "./agentLoop.ts";
import type { AgentTool } from "./agentTool.ts";
import { CheckedStream } from "./checkedStream.ts";
import { numberedLines, piecesOfAnswer } from "./places.ts";

export interface ModelAnswererDeps {
  readonly models: ChatModels;
  readonly engine: RepoAnswers;
  readonly tools: readonly AgentTool[];
  /** Documentation of libraries that a question is about. */
  readonly docs: (question: string, signal: AbortSignal) => Promise<readonly ChatPiece[]>;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  readonly shortPath: ShortPath;
  /** Absolute, of a path as people read it. @throws when it leads nowhere in the workspace */
  readonly wholePath: (short: string) => string;
  readonly folders: () => readonly string[];
  readonly budget?: AgentBudget;
  /** Patches that were proposed so far, by tools of the answers. */
  readonly proposals?: () => number;
}

/** A question of before with what was answered. */
export interface EarlierTurn {
  readonly question: string;
  readonly markdown: string;
  readonly citations: readonly ShownCitation[];
  /** Images that went with the question. */
  readonly images?: readonly ChatPiece[] | undefined;
}

export interface ModelQuestion {
  readonly question: string;
  /** Oldest first. */
  readonly history: readonly EarlierTurn[];
  /** What the person brought along, with its sources. */
  readonly context: readonly ChatPiece[];
  /** Rules of the project, as data. */
  readonly rules?: readonly ChatPiece[] | undefined;
  readonly images?: readonly ChatPiece[] | undefined;
}

export interface AnswerListener extends AgentListener {
  /** Pieces of Markdown that follow each other, whose places are checked: all of an answer, for who cannot take a word back. */
  readonly onChecked?: (markdown: string) => void;
  readonly consent?: AgentDeps["consent"];
}

export type ModelAnswer =
  | {
      readonly kind: "answered";
      readonly markdown: string;
      readonly citations: readonly ShownCitation[];
      /** The model says that it does not know. */
      readonly isRefused: boolean;
    }
  | { readonly kind: "stopped"; readonly markdown: string }
  /** `problem`: what went wrong and what to do. `isOfImages`: the model takes none, and nothing else is wrong. */
  | {
      readonly kind: "failed";
      readonly markdown: string;
      readonly problem: string;
      readonly isOfImages?: true;
    };

/** Turns of before that a model is told. */
const MOST_TURNS = 12;
/** Definitions whose lines are told at once, and how many lines of each. */
const SHOWN_PLACES = 4;
const SHOWN_LINES = 60;
/** No answer cites more of a file than the index holds. */
const LAST_LINE = 1_000_000;
const UNKNOWN = /^\W{0,4}(?:sorry[,.]?\s+(?:but\s+)?)?i (?:don['’]t|do not) know\b/i;

export class ModelAnswerer {
  readonly #deps: ModelAnswererDeps;

  constructor(deps: ModelAnswererDeps) {
    this.#deps = deps;
  }

  /** Never rejects, but with the signal's reason. @param found what the index answers, when that is known already */
  async answer(
    asked: ModelQuestion,
    listener: AnswerListener,
    signal: AbortSignal,
    found?: Answer,
  ): Promise<ModelAnswer> {
    const { models, tools, clock, budget = usualBudget, folders } = this.#deps;
    const deps = { models, tools, clock, budget, folders: folders(), consent: listener.consent };
    const pieces = [
      ...(asked.rules ?? []),
      ...(await this.#firstContext(asked, signal, found)),
      ...asked.context,
      ...(asked.images ?? []),
      questionPiece(asked),
    ];
    const { onChecked } = listener;
    const stream = onChecked && new CheckedStream((text) => this.#check(text, signal), onChecked);
    const told: AgentListener = {
      onText: (text) => {
        listener.onText(text);
        stream?.onText(text);
      },
      onTool: (tool) => {
        listener.onTool(tool);
        stream?.pause();
      },
      onUsage: (usage) => listener.onUsage(usage),
    };
    const turns = asked.history.slice(-MOST_TURNS);
    const ask = (said: readonly EarlierTurn[]): Promise<AgentEnd> =>
      runAgent(deps, { history: said.flatMap((turn) => this.#earlier(turn)), pieces }, told, signal);
    const before = this.#proposals();
    const first = await ask(turns);
    const isOfEarlier = isOfImages(first) && !asked.images?.some(({ image }) => image !== undefined);
    // Another model had looked at what was asked before: this one goes on without.
    const end = isOfEarlier ? await ask(turns.map(withoutImages)) : first;
    const answer = await this.#concluded(end, this.#proposals() > before, signal);
    if (answer.kind === "answered") await stream?.end(answer.markdown);
    return answer;
  }

  #proposals(): number {
    return this.#deps.proposals?.() ?? 0;
  }

  async #concluded(end: AgentEnd, hasProposed: boolean, signal: AbortSignal): Promise<ModelAnswer> {
    switch (end.kind) {
      case "stopped":
        return { kind: "stopped", markdown: end.text };
      case "failed":
        return {
          kind: "failed",
          markdown: end.text,
          problem: problemOf(end.fault),
          ...(isOfImages(end) ? { isOfImages: true } : {}),
        };
      case "unset":
        return failed(noChatModel);
      case "untrusted":
        return failed("No model is asked in an untrusted workspace. Trust it first");
      case "withheld":
        return failed(withheldProblems[end.reason] ?? "What is asked about may not be sent to a model");
      case "answered":
        return this.#checked(end, hasProposed, signal);
    }
  }

  async #checked(
    { text, isCut, stopped }: Extract<AgentEnd, { readonly kind: "answered" }>,
    hasProposed: boolean,
    signal: AbortSignal,
  ): Promise<ModelAnswer> {
    if (text.trim() === "") return failed("The model gave no answer. Ask again, or choose another model");
    const { markdown, citations, unverified } = await this.#check(text, signal);
    const isRefused = UNKNOWN.test(text);
    // A change is judged by its diff: there is nothing in the repository yet that could bear it out.
    const isChange = hasProposed || holdsEdits(text);
    const cited = citations.length;
    const notes = notesOf({ isCut, stopped, isRefused, unverified, cited, isChange });
    return { kind: "answered", markdown: [markdown, ...notes].join("\n\n"), citations, isRefused };
  }

  async #check(text: string, signal: AbortSignal): Promise<CheckedAnswer> {
    const { engine, shortPath, log } = this.#deps;
    const files = new Map<string, MentionedFile>();
    await Promise.all(
      mentionedPaths(text).map(async (name) => {
        try {
          const found = await engine.readLines({ name, startLine: 0, endLine: LAST_LINE }, signal);
          const path = found.kind === "lines" ? shortPath(found.path) : undefined;
          if (found.kind === "lines" && path !== undefined) files.set(name, { path, lines: found.lines });
        } catch (cause) {
          signal.throwIfAborted();
          log.error("Cannot check a citation, so it is marked", cause);
        }
      }),
    );
    return checkMentions(text, (path) => files.get(path));
  }

  /** What the index answers by itself, with the lines of what it found first, and documentation. */
  async #firstContext(
    { question }: ModelQuestion,
    signal: AbortSignal,
    known: Answer | undefined,
  ): Promise<readonly ChatPiece[]> {
    const { engine, docs, log } = this.#deps;
    const orNothing = (what: string) => (cause: unknown) => {
      signal.throwIfAborted();
      log.warn(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`);
      return undefined;
    };
    const [answer, documented] = await Promise.all([
      known ?? engine.answer(question, signal).catch(orNothing("The index has no answer for a model")),
      docs(question, signal).catch(orNothing("Libraries have no answer for a model")),
    ]);
    const excerpts = answer ? await this.#excerpts(answer, signal) : [];
    return [
      ...(answer
        ? data("what the index finds for the question", piecesOfAnswer(answer, this.#deps.shortPath))
        : []),
      ...(excerpts.length > 0 ? data("lines of these places", excerpts) : []),
      ...(documented && documented.length > 0
        ? data("documentation of installed libraries", documented.map(titled))
        : []),
    ];
  }

  async #excerpts({ parts }: Answer, signal: AbortSignal): Promise<readonly ChatPiece[]> {
    const places = parts
      .flatMap(({ items }) => items.flatMap(({ citation }) => citation ?? []))
      .slice(0, SHOWN_PLACES);
    const found = await Promise.all(
      places.map(({ path, line, endLine }) =>
        this.#deps.engine
          .readLines(
            {
              name: path,
              startLine: line,
              endLine: Math.min(Math.max(endLine, line + 8), line + SHOWN_LINES - 1),
            },
            signal,
          )
          .catch(() => undefined),
      ),
    );
    signal.throwIfAborted();
    return found.flatMap((lines) => (lines?.kind === "lines" ? [numberedLines(lines)] : []));
  }

  /** What was answered before is from the files that it cites: they are judged anew. One that cites what is no more is left out. */
  #earlier({ question, markdown, citations, images = [] }: EarlierTurn): readonly ChatMessage[] {
    const sources = this.#sourcesOf(citations);
    if (markdown.trim() === "" || sources === undefined) return [];
    return [
      { role: "user", pieces: [...images, { text: question }] },
      { role: "assistant", pieces: [sources.length > 0 ? { text: markdown, sources } : { text: markdown }] },
    ];
  }

  #sourcesOf(citations: readonly ShownCitation[]): readonly ContextSource[] | undefined {
    try {
      const paths = new Set(citations.map(({ path }) => this.#deps.wholePath(path)));
      return [...paths].map((path) => ({ path, isLibrary: false }));
    } catch {
      return undefined;
    }
  }
}

const isOfImages = (end: AgentEnd): boolean => end.kind === "failed" && end.fault.kind === "noImages";

const withoutImages = ({ images: _left, ...turn }: EarlierTurn): EarlierTurn => turn;

const questionPiece = ({ question }: ModelQuestion): ChatPiece => ({ text: `Question: ${question}` });

const titled = (piece: ChatPiece): ChatPiece => ({ ...piece, text: `${piece.title ?? ""}\n${piece.text}\n` });

const data = (title: string, pieces: readonly ChatPiece[]): readonly ChatPiece[] => [
  { text: dataStart(title) },
  ...pieces.map((piece) => ({ ...piece, text: asData(piece.text) })),
  { text: dataEnd },
];

const failed = (problem: string): ModelAnswer => ({ kind: "failed", markdown: "", problem: `${problem}.` });

const problemOf = ({ message, nextStep }: ModelFault): string => `${message}. ${nextStep}.`;

const withheldProblems: Readonly<Record<string, string>> = {
  ignored: "What is asked about is ignored by the workspace, so no model is asked",
  excluded: "touchstone.privacy.exclude keeps what is asked about from models, so none is asked",
  secretFile: "What is asked about is a file for secrets, so no model is asked",
};

interface Outcome {
  readonly isCut: boolean;
  readonly stopped: StopReason | undefined;
  readonly isRefused: boolean;
  readonly unverified: number;
  readonly cited: number;
  /** The answer is a change, or one was proposed beside it. */
  readonly isChange: boolean;
}

/** Whether edits of named files stand in an answer; a file that is only quoted in a fence is none. */
const holdsEdits = (text: string): boolean =>
  parseAnswer(text, new Set<string>()).some(
    ({ path, edit }) => path !== undefined && edit.kind !== "whole" && edit.kind !== "malformed",
  );

const stopNotes: Readonly<Record<StopReason, string>> = {
  rounds: "it had looked things up too often",
  tokens: "the conversation became too long",
  time: "it took too long",
  loop: "it went in circles",
};

/** What a person should know of the answer, in the program's words. */
function notesOf({ isCut, stopped, isRefused, unverified, cited, isChange }: Outcome): readonly string[] {
  const notes: string[] = [];
  if (isCut)
    notes.push("The answer is cut: the model reached its longest answer (`touchstone.chat.maxTokens`).");
  if (stopped !== undefined) notes.push(`The model was asked to answer early: ${stopNotes[stopped]}.`);
  if (unverified > 0)
    notes.push(
      unverified === 1
        ? "One place that the model names could not be verified."
        : `${unverified} places that the model names could not be verified.`,
    );
  if (cited === 0 && !isRefused && !isChange)
    notes.push("No place in the repository bears this out: the model cites none that holds.");
  return notes.map((note) => `*${note}*`);
}
