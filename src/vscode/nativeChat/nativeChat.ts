/** What answers in the editor's own chat: the participant, the models, and the tools that other agents' models may call. */
import * as vscode from "vscode";
import { questionAbout, withGiven } from "../../core/chat/aboutContext.ts";
import { type ContextRef, withContext } from "../../core/chat/contextRef.ts";
import { readMentions } from "../../core/chat/mentions.ts";
import { readQuestion } from "../../core/chat/question.ts";
import { renderPicture, shownPicture } from "../../core/chat/relationPicture.ts";
import { renderAnswer } from "../../core/chat/renderAnswer.ts";
import type { ShownTool } from "../../core/chat/transcript.ts";
import { indexModel, type ModelToolName, modelVendor } from "../../core/config/nativeChat.ts";
import type { ChatPiece } from "../../core/prompt/conversation.ts";
import { redactSecrets } from "../../core/prompt/secrets.ts";
import { estimateTokens } from "../../core/prompt/tokens.ts";
import type { AgentTool, PreparedCall } from "../../features/chat/agent/agentTool.ts";
import { docsTool } from "../../features/chat/agent/docsTool.ts";
import { repoTools } from "../../features/chat/agent/repoTools.ts";
import { testTool } from "../../features/chat/agent/testTool.ts";
import { answerQuestion, type QuestionListener } from "../../features/chat/answerQuestion.ts";
import type { ChatModelDeps } from "../../features/chat/chat.ts";
import { readContext } from "../../features/chat/context/contextReader.ts";
import type { ProjectTexts } from "../../features/chat/context/projectTexts.ts";
import { pathsOf } from "../../features/chat/promptCall.ts";
import type { Egress } from "../../features/completion/egress.ts";
import type { TestSession } from "../../features/testing/testSession.ts";
import type { ChatEnd, ChatModels } from "../../ports/chatModel.ts";
import type { Engine } from "../../ports/engine.ts";
import type { PatchReview, ProposedPatch } from "../../ports/patchReview.ts";
import type { Surroundings } from "../../ports/surroundings.ts";
import { contextOfUris } from "../chat/here.ts";
import * as fromVscode from "../fromVscode.ts";
import { shortPath, wholePath } from "../shortPath.ts";
import * as toVscode from "../toVscode.ts";
import { withFileLinks, writeWithPlaces } from "./fileLinks.ts";
import { chatMessages, chatTools, lastQuestion, textOf, toolCallPart } from "./messages.ts";
import { answerSlashCommand, type NativeCommand, offerReview, Proposals, referTo } from "./slashCommand.ts";

export interface NativeChatDeps {
  readonly engine: Engine;
  readonly models: ChatModels;
  readonly egress: Egress;
  readonly tests: () => Promise<Pick<TestSession, "run" | "discover">>;
  readonly surroundings: Surroundings;
  /** Of the project. */
  readonly rules: ProjectTexts["rules"];
  /** The same as in the panel, with all its tools. */
  readonly openModel: ChatModelDeps["open"];
  readonly consent: QuestionListener["consent"];
  readonly runCommand: NativeCommand["run"];
  readonly review: Pick<PatchReview, "show">;
}

export class NativeChat {
  readonly #deps: NativeChatDeps;
  readonly #tools: ReadonlyMap<string, AgentTool>;
  readonly #proposals = new Proposals();

  constructor(deps: NativeChatDeps) {
    this.#deps = deps;
    const { engine, egress, tests } = deps;
    const maySend: Parameters<typeof docsTool>[0]["maySend"] = async (source) =>
      (await egress.verdict(source)) === "allowed";
    const session = {
      discover: async (...asked: Parameters<TestSession["discover"]>) => (await tests()).discover(...asked),
      run: async (...asked: Parameters<TestSession["run"]>) => (await tests()).run(...asked),
    };
    const all = [
      ...repoTools({ engine, search: engine.search, shortPath }),
      docsTool({ engine, maySend }),
      testTool({ tests: session }),
    ];
    this.#tools = new Map(all.map((tool) => [tool.name, tool]));
  }

  /** The participant's answer: of the person's own model where one is set up and words are needed, else of the index. */
  async ask(
    { prompt, command, references, model }: vscode.ChatRequest,
    { history }: vscode.ChatContext,
    response: vscode.ChatResponseStream,
    token: vscode.CancellationToken,
  ): Promise<vscode.ChatResult> {
    const { engine, models, surroundings } = this.#deps;
    const signal = fromVscode.signal(token);
    const mentioned = readMentions(prompt);
    const refs = withContext(await contextOfReferences(references), mentioned.context);
    const context = { queries: engine, docs: engine, surroundings, shortPath, wholePath };
    const given = await readContext(context, refs, signal);
    if (command !== undefined) {
      const commands = { run: this.#deps.runCommand, proposals: this.#proposals };
      return answerSlashCommand(
        commands,
        { command, prompt: mentioned.text },
        given.attached,
        response,
        signal,
      );
    }
    const question = questionAbout(mentioned.text, given.shown);
    const proposed: ProposedPatch[] = [];
    const openModel = () => this.#deps.openModel((patch) => proposed.push(patch));
    const answer = await answerQuestion(
      { models, shortPath, openModel },
      {
        engine: isIndex(model) ? "builtin" : "auto",
        question,
        history: earlierTurns(history),
        context: [
          ...given.attached.map(({ title, text, sources }) => ({ title, text, sources })),
          ...textsOf(references),
        ],
        rules: () => this.#deps.rules(pathsOf(given.attached)),
        find: async (asked) => withGiven(await engine.answer(question, asked), given.attached),
      },
      {
        onEngine: (by, name) => response.progress(by === "model" ? `Asking ${name}` : "Looking in the index"),
        onText: () => {},
        onChecked: (markdown) => writeWithPlaces(response, markdown),
        onTool: (tool) => tellTool(tool, response),
        onUsage: () => {},
        onRules: (rules) => referTo(rules, response),
        consent: this.#deps.consent,
      },
      signal,
    );
    if (answer.state === "stopped") return {};
    if (answer.state === "failed") return { errorDetails: { message: answer.problem ?? "No answer came" } };
    if (answer.engine === "builtin") writeWithPlaces(response, answer.markdown);
    offerReview(proposed, this.#proposals, response);
    for (const { path, line, endLine } of answer.citations) {
      response.reference(
        new vscode.Location(toVscode.uri(wholePath(path)), new vscode.Range(line - 1, 0, endLine - 1, 0)),
      );
    }
    if (answer.engine === "builtin" && !answer.isRefused) {
      const picture = await engine.picture(question, signal);
      if (picture) writeWithPlaces(response, `\n\n${renderPicture(shownPicture(picture, shortPath))}`);
    }
    return { metadata: { question, isRefused: answer.isRefused } };
  }

  /** Shows what an answer proposed. @param id as its button was given */
  async reviewProposed(id: unknown): Promise<void> {
    const patches = this.#proposals.of(id);
    if (patches.length > 0) await this.#deps.review.show(patches, new AbortController().signal);
    else void vscode.window.showInformationMessage("This proposal is gone with the window it was made in.");
  }

  /** What a person may want to know next of the same thing. */
  followups({ metadata }: vscode.ChatResult): vscode.ChatFollowup[] {
    const asked = readQuestion(typeof metadata?.["question"] === "string" ? metadata["question"] : "");
    if (asked.subject === undefined || metadata?.["isRefused"] === true) return [];
    const name = `\`${asked.subject.text}\``;
    const others = [
      { kind: "describe", prompt: `What is ${name}?` },
      { kind: "uses", prompt: `Where is ${name} used?` },
      { kind: "tests", prompt: `How is ${name} tested?` },
      { kind: "changes", prompt: `Who changed ${name} last?` },
    ];
    return others.filter(({ kind }) => kind !== asked.kind).map(({ prompt }) => ({ prompt }));
  }

  async respond(
    { id }: vscode.LanguageModelChatInformation,
    messages: readonly vscode.LanguageModelChatRequestMessage[],
    { tools }: vscode.ProvideLanguageModelChatResponseOptions,
    progress: vscode.Progress<vscode.LanguageModelResponsePart>,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const signal = fromVscode.signal(token);
    const { engine, models } = this.#deps;
    const say = (text: string): void => progress.report(new vscode.LanguageModelTextPart(text));
    if (id === indexModel.id) {
      const answer = await engine.answer(lastQuestion(messages), signal);
      return say(withFileLinks(renderAnswer(answer, shortPath)));
    }
    const offered = chatTools(tools);
    const end = await models.ask(
      {
        task: "chat",
        messages: chatMessages(messages),
        ...(offered.length > 0 && models.takesTools("chat") ? { tools: offered } : {}),
      },
      { onText: say },
      signal,
    );
    if (end.kind === "answered") for (const call of end.toolCalls) progress.report(toolCallPart(call));
    const fault = faultOf(end);
    if (fault) throw fault;
  }

  countTokens(text: string | vscode.LanguageModelChatRequestMessage): number {
    return estimateTokens(typeof text === "string" ? text : textOf(text.content));
  }

  prepareTool(name: ModelToolName, input: object): vscode.PreparedToolInvocation {
    const call = this.#prepared(name, input);
    if ("problem" in call) return {};
    const { subject, consent } = call;
    return {
      invocationMessage: `Touchstone: ${name.replaceAll("_", " ")} ${subject}`,
      ...(consent === undefined
        ? {}
        : { confirmationMessages: { title: "Run tests with Touchstone?", message: consent } }),
    };
  }

  /** @throws what went wrong, in words for the model */
  async runTool(
    name: ModelToolName,
    input: object,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const call = this.#prepared(name, input);
    if ("problem" in call) throw new Error(call.problem);
    const { pieces } = await call.run(fromVscode.signal(token));
    const texts = await Promise.all(pieces.map((piece) => this.#allowed(piece)));
    return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(texts.join("\n"))]);
  }

  #prepared(name: ModelToolName, input: object): PreparedCall | { readonly problem: string } {
    const tool = this.#tools.get(name);
    return tool ? tool.prepare(JSON.stringify(input)) : { problem: `There is no tool "${name}"` };
  }

  /** Another agent's model reads it, wherever that is: what may not be sent stays here. */
  async #allowed({ text, title, sources = [] }: ChatPiece): Promise<string> {
    for (const source of sources) {
      const verdict = await this.#deps.egress.verdict(source);
      if (verdict !== "allowed") return `[${title ?? "A file"} is left out: ${verdict}]`;
    }
    return redactSecrets(text).text;
  }
}

/** One line for each call, when it is over; calls that the person was asked for take long, and are told when they begin, too. */
function tellTool(
  { name, subject, state, summary }: ShownTool,
  response: Pick<vscode.ChatResponseStream, "progress">,
): void {
  const what = `${name.replaceAll("_", " ")} ${subject}`.trim();
  if (state === "asking") response.progress(`Asking whether the model may: ${what}`);
  else if (state !== "running") response.progress(summary === undefined ? what : `${what}: ${summary}`);
}

/** Who chose the index wants no model to be asked. A model of others is the editor's own to ask, not ours. */
const isIndex = (chosen: Pick<vscode.LanguageModelChat, "vendor" | "id"> | undefined): boolean =>
  chosen?.vendor === modelVendor.id && chosen.id === indexModel.id;

/** Files and selections that the editor's chat put beside a question. */
async function contextOfReferences(
  references: readonly vscode.ChatPromptReference[],
): Promise<readonly ContextRef[]> {
  const refs = await Promise.all(
    references.map(async ({ value }): Promise<readonly ContextRef[]> => {
      if (value instanceof vscode.Uri) return contextOfUris([value]);
      if (!(value instanceof vscode.Location)) return [];
      const path = shortPath(fromVscode.path(value.uri));
      const { start, end } = value.range;
      return path === undefined ? [] : [{ kind: "lines", path, line: start.line + 1, endLine: end.line + 1 }];
    }),
  );
  return refs.flat();
}

/** Of a text that the editor put beside a question, UTF-16 units. */
const LONGEST_TEXT = 20_000;

/** Texts that the editor's chat put beside a question, such as what a terminal shows; a question itself only names them. */
const textsOf = (references: readonly vscode.ChatPromptReference[]): readonly ChatPiece[] =>
  references.flatMap(({ value, id, modelDescription }) =>
    typeof value === "string" && value.trim() !== ""
      ? [{ title: modelDescription ?? id, text: value.slice(0, LONGEST_TEXT) }]
      : [],
  );

/** Questions to this participant with their answers, oldest first. */
function earlierTurns(history: vscode.ChatContext["history"]) {
  return history.flatMap((turn, at) => {
    const answer = history[at + 1];
    if (!(turn instanceof vscode.ChatRequestTurn) || !(answer instanceof vscode.ChatResponseTurn)) return [];
    const markdown = answer.response
      .map((part) => (part instanceof vscode.ChatResponseMarkdownPart ? part.value.value : ""))
      .join("");
    return [{ question: turn.prompt, markdown, citations: [] }];
  });
}

/** How a model's failure is told to whoever asked through the editor. */
function faultOf(end: ChatEnd): Error | undefined {
  switch (end.kind) {
    case "answered":
    case "stopped":
      return undefined;
    case "unset":
      return vscode.LanguageModelError.NotFound("No model is set up. Run Touchstone: Set Up Model");
    case "untrusted":
      return vscode.LanguageModelError.NoPermissions("Nothing is sent from a workspace that is not trusted");
    case "withheld":
      return vscode.LanguageModelError.Blocked(`Nothing was sent: ${end.reason}`);
    case "failed":
      return new Error(`${end.fault.message}. ${end.fault.nextStep}`);
  }
}
