/** One question, answered by the index or by a model, with the other where one is none or fails. */
import { type Answer, citationsOf } from "../../core/chat/answer.ts";
import { type ChatEngine, chooseEngine, noChatModel } from "../../core/chat/chooseEngine.ts";
import type { ShownContext } from "../../core/chat/contextRef.ts";
import { renderAnswer, type ShortPath } from "../../core/chat/renderAnswer.ts";
import type { ShownCitation } from "../../core/chat/transcript.ts";
import type { ChatModels } from "../../ports/chatModel.ts";
import type { AnswerListener, ModelAnswer, ModelAnswerer, ModelQuestion } from "./agent/modelAnswerer.ts";
import type { ProjectRules } from "./context/projectTexts.ts";
import { rulePieces, shownRules } from "./rulePieces.ts";

export interface QuestionDeps {
  readonly models: Pick<ChatModels, "isSetUp" | "nameOf">;
  /** Loaded when a model is asked first. */
  readonly openModel: () => Promise<Pick<ModelAnswerer, "answer">>;
  readonly shortPath: ShortPath;
}

export interface AskedQuestion extends Omit<ModelQuestion, "rules"> {
  readonly engine: ChatEngine;
  /** Of the project, read when a model is asked. */
  readonly rules?: (() => Promise<readonly ProjectRules[]>) | undefined;
  /** What the index answers; asked for once at most. */
  readonly find: (signal: AbortSignal) => Promise<Answer>;
}

export interface QuestionListener extends AnswerListener {
  /** Who answers, before anything is said. */
  readonly onEngine: (engine: "builtin" | "model", model: string | undefined) => void;
  /** Rules of the project that the model is given. */
  readonly onRules?: (rules: readonly ShownContext[]) => void;
}

export interface QuestionAnswer {
  readonly state: "done" | "stopped" | "failed";
  readonly engine: "builtin" | "model";
  readonly markdown: string;
  readonly citations: readonly ShownCitation[];
  readonly isRefused: boolean;
  /** Why it is refused, where the index says so. */
  readonly refused?: string;
  /** What went wrong and what to do, for `failed`. */
  readonly problem?: string;
  /** Why nobody looked at the images of the question. */
  readonly imagesUnread?: string;
}

/** @throws as `find` does, or the signal's reason */
export async function answerQuestion(
  deps: QuestionDeps,
  asked: AskedQuestion,
  listener: QuestionListener,
  signal: AbortSignal,
): Promise<QuestionAnswer> {
  const { models, shortPath, openModel } = deps;
  const { images = [] } = asked;
  const about = { hasModel: models.isSetUp("chat"), isGiven: asked.context.length + images.length > 0 };
  const engine = chooseEngine(asked.engine, asked.question, about);
  listener.onEngine(engine, engine === "model" ? models.nameOf("chat") : undefined);
  const unread = images.length === 0 ? {} : { imagesUnread: unreadByIndex(about.hasModel) };
  if (engine === "builtin") return { ...fromIndex(await asked.find(signal), shortPath), ...unread };
  // Told at once: the index may take long, and no answer could come of it.
  if (!about.hasModel) return fromModel({ kind: "failed", markdown: "", problem: noChatModel });
  const found = await asked.find(signal);
  const answerer = await openModel();
  const rules = (await asked.rules?.()) ?? [];
  if (rules.length > 0) listener.onRules?.(shownRules(rules, shortPath));
  const whole = { ...asked, rules: rulePieces(rules, shortPath) };
  const answer = await answerer.answer(whole, listener, signal, found);
  // Without its images a question may be another one: the person decides.
  const isOfImages = answer.kind === "failed" && answer.isOfImages === true;
  if (answer.kind === "failed" && answer.markdown === "" && asked.engine === "auto" && !isOfImages) {
    listener.onEngine("builtin", undefined);
    const instead = fromIndex(found, shortPath);
    return {
      ...instead,
      ...unread,
      markdown: `*${answer.problem} This is what the index says.*\n\n${instead.markdown}`,
    };
  }
  return fromModel(answer);
}

const unreadByIndex = (hasModel: boolean): string =>
  hasModel
    ? "The images were not looked at: only a model reads them, and the index answered."
    : "The images were not looked at: only a model reads them, and none is set up. Run Touchstone: Set Up Model.";

function fromModel(answer: ModelAnswer): QuestionAnswer {
  const { markdown } = answer;
  const nothing = { engine: "model" as const, markdown, citations: [], isRefused: false };
  if (answer.kind === "stopped") return { ...nothing, state: "stopped" };
  if (answer.kind === "failed") {
    const unread = answer.isOfImages ? { imagesUnread: "The images were not looked at." } : {};
    return { ...nothing, ...unread, state: "failed", problem: answer.problem };
  }
  const { citations, isRefused } = answer;
  return { state: "done", engine: "model", markdown, citations, isRefused };
}

function fromIndex(answer: Answer, shortPath: ShortPath): QuestionAnswer {
  const citations = citationsOf(answer).flatMap(({ path, line, endLine }) => {
    const short = shortPath(path);
    return short === undefined ? [] : [{ path: short, line: line + 1, endLine: endLine + 1 }];
  });
  const { refused } = answer;
  return {
    state: "done",
    engine: "builtin",
    markdown: renderAnswer(answer, shortPath),
    citations,
    isRefused: refused !== undefined,
    ...(refused === undefined ? {} : { refused }),
  };
}
