/** A model that looks things up until it can answer: rounds of calls, within budgets, each visible. */
import { asData, dataEnd, dataStart, renderInstructions } from "../../../core/chat/agent/instructions.ts";
import {
  type AgentBudget,
  type AgentProgress,
  afterRound,
  callKey,
  noProgress,
  type StopReason,
  stopReason,
  stopSentences,
} from "../../../core/chat/agent/progress.ts";
import { readTextCalls, visibleText } from "../../../core/chat/agent/textCalls.ts";
import { type ShownTool, type ShownUsage, withUsage } from "../../../core/chat/transcript.ts";
import type { ChatMessage, ChatPiece, ChatToolCall } from "../../../core/prompt/conversation.ts";
import type { ChatEnd, ChatModels, ChatUsage } from "../../../ports/chatModel.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { AgentTool, PreparedCall, ToolResult } from "./agentTool.ts";

export interface AgentDeps {
  readonly models: ChatModels;
  readonly tools: readonly AgentTool[];
  readonly clock: Pick<Clock, "now">;
  readonly budget: AgentBudget;
  /** Names of the workspace's folders. */
  readonly folders: readonly string[];
  /** Whether a person allows a call that does more than read; nobody does when it is absent. */
  readonly consent?:
    | ((tool: ShownTool, question: string, signal: AbortSignal) => Promise<boolean>)
    | undefined;
}

export interface AgentQuestion {
  /** What was said before, oldest first. */
  readonly history: readonly ChatMessage[];
  readonly pieces: readonly ChatPiece[];
}

export interface AgentListener {
  /** All that is said so far in answer, without calls. */
  readonly onText: (text: string) => void;
  readonly onTool: (tool: ShownTool) => void;
  readonly onUsage: (usage: ShownUsage) => void;
}

export type AgentEnd =
  | {
      readonly kind: "answered";
      readonly text: string;
      /** The model was made to answer before it wanted to. */
      readonly stopped?: StopReason;
      readonly isCut: boolean;
      /** Calls that brought something. */
      readonly useful: number;
    }
  | Exclude<ChatEnd, { readonly kind: "answered" }>;

interface Call extends ChatToolCall {
  readonly result: readonly ChatPiece[];
}

interface Round {
  readonly text: string;
  readonly calls: readonly Call[];
}

/** Of one result, in UTF-16 units: about 4,000 tokens. */
const LONGEST_RESULT = 12_000;
/** Of what a person is shown of a call. */
const LONGEST_SHOWN = 8_000;

export async function runAgent(
  deps: AgentDeps,
  question: AgentQuestion,
  listener: AgentListener,
  signal: AbortSignal,
): Promise<AgentEnd> {
  return new AgentRun(deps, question, listener, signal).run();
}

class AgentRun {
  readonly #deps: AgentDeps;
  readonly #question: AgentQuestion;
  readonly #listener: AgentListener;
  readonly #signal: AbortSignal;
  readonly #startedMs: number;
  readonly #rounds: Round[] = [];
  #progress: AgentProgress = noProgress;
  #usage: ShownUsage = { requests: 0, promptTokens: 0, answerTokens: 0, isEstimated: false };
  #tools = 0;
  #useful = 0;

  constructor(deps: AgentDeps, question: AgentQuestion, listener: AgentListener, signal: AbortSignal) {
    this.#deps = deps;
    this.#question = question;
    this.#listener = listener;
    this.#signal = signal;
    this.#startedMs = deps.clock.now();
  }

  async run(): Promise<AgentEnd> {
    const { clock, budget } = this.#deps;
    for (;;) {
      const stopped = stopReason(this.#progress, clock.now() - this.#startedMs, budget);
      const end = await this.#ask(stopped);
      if (end.kind !== "answered") return end;
      this.#count(end.usage);
      const { text, calls } = this.#read(end);
      if (calls.length === 0 || stopped !== undefined || this.#signal.aborted)
        return this.#answered(text, stopped, end.finish === "length");
      await this.#callAll(text, calls);
      if (this.#signal.aborted) return { kind: "stopped", text };
    }
  }

  /** A refusal of native tools is learned on the way: then the same is asked in text. */
  async #ask(stopped: StopReason | undefined): Promise<ChatEnd> {
    const { models, tools } = this.#deps;
    for (;;) {
      const isNative = tools.length > 0 && models.takesTools("chat");
      let said = "";
      const end = await models.ask(
        {
          task: "chat",
          messages: this.#messages(isNative, stopped),
          ...(isNative ? { tools: tools.map(({ chatTool }) => chatTool) } : {}),
        },
        {
          onText: (piece) => {
            said += piece;
            this.#listener.onText(visibleText(said));
          },
        },
        this.#signal,
      );
      const refusedTools = end.kind === "failed" && isNative && !models.takesTools("chat");
      if (!refusedTools) return end;
    }
  }

  #messages(isNative: boolean, stopped: StopReason | undefined): readonly ChatMessage[] {
    const { tools, folders } = this.#deps;
    const { history, pieces } = this.#question;
    const instructions = renderInstructions({
      tools: tools.map(({ chatTool }) => chatTool),
      isNative,
      folders,
    });
    const rounds = this.#rounds.flatMap((round) => (isNative ? nativeRound(round) : textRound(round)));
    const last: ChatMessage[] =
      stopped === undefined
        ? []
        : [{ role: "user", pieces: [{ text: `${stopSentences[stopped]} Answer now from what you have.` }] }];
    return [
      { role: "system", pieces: [{ text: instructions }] },
      ...history,
      { role: "user", pieces },
      ...rounds,
      ...last,
    ];
  }

  /** Models with native tools write calls as text, too, where their server does not know their form. */
  #read(end: Extract<ChatEnd, { readonly kind: "answered" }>) {
    if (end.toolCalls.length > 0) return { text: end.text, calls: end.toolCalls };
    const known = new Set(this.#deps.tools.map(({ name }) => name));
    const { text, calls } = readTextCalls(end.text, known);
    const before = this.#rounds.reduce((sum, round) => sum + round.calls.length, 0);
    return { text, calls: calls.map((call, at) => ({ ...call, id: `text_${before + at}` })) };
  }

  /** What only reads goes at once, all together; what a person must allow goes after it, one by one. */
  async #callAll(text: string, calls: readonly ChatToolCall[]): Promise<void> {
    const { budget, tools } = this.#deps;
    const keys = calls.map(({ name, argumentsText }) => callKey(name, argumentsText));
    const results = new Map<number, { readonly pieces: readonly ChatPiece[]; readonly isUseful: boolean }>();
    const later: (() => Promise<void>)[] = [];
    const now = calls.map(async (call, at) => {
      const key = keys[at]!;
      const tool = tools.find(({ name }) => name === call.name);
      const prepared = tool?.prepare(call.argumentsText) ?? {
        problem: `There is no tool "${call.name}". The tools are: ${tools.map(({ name }) => name).join(", ")}`,
      };
      const problem = this.#problemOf(at, key, keys, prepared, budget);
      if (problem !== undefined || "problem" in prepared) {
        results.set(at, { pieces: [{ text: problem ?? "" }], isUseful: false });
        this.#show({ ...this.#shownOf(call, ""), state: "failed", summary: problem ?? "", elapsedMs: 0 });
        return;
      }
      const shown = this.#shownOf(call, prepared.subject);
      const make = async () => void results.set(at, await this.#call(shown, prepared));
      if (prepared.consent !== undefined) this.#show({ ...shown, state: "asking" });
      if (prepared.consent !== undefined || prepared.mayAsk === true) later.push(make);
      else await make();
    });
    await Promise.all(now);
    for (const make of later) await make();
    const made = calls.map((call, at) => ({ ...call, result: results.get(at)?.pieces ?? [] }));
    const useful = [...results.values()].filter(({ isUseful }) => isUseful).length;
    this.#useful += useful;
    this.#rounds.push({ text, calls: made });
    this.#progress = afterRound(this.#progress, keys, useful > 0);
  }

  #problemOf(
    at: number,
    key: string,
    keys: readonly string[],
    prepared: PreparedCall | { readonly problem: string },
    { callsInRound }: AgentBudget,
  ): string | undefined {
    if (at >= callsInRound)
      return `Too many calls at once: at most ${callsInRound}. Call again if it still matters`;
    if (this.#progress.called.has(key) || keys.indexOf(key) < at)
      return "This call was made before, and its result stands above. Ask for something else, or answer";
    return "problem" in prepared ? prepared.problem : undefined;
  }

  async #call(
    shown: ShownTool,
    prepared: PreparedCall,
  ): Promise<{ readonly pieces: readonly ChatPiece[]; readonly isUseful: boolean }> {
    const { clock } = this.#deps;
    if (prepared.consent !== undefined && !(await this.#isAllowed(shown, prepared.consent))) {
      this.#show({ ...shown, state: "refused", summary: "not allowed" });
      return { pieces: [{ text: "The person did not allow this." }], isUseful: false };
    }
    const ask = async (question: string): Promise<boolean> => {
      this.#show({ ...shown, state: "asking" });
      const isAllowed = await this.#isAllowed(shown, question);
      this.#show({ ...shown, state: "running" });
      return isAllowed;
    };
    const startedMs = clock.now();
    this.#show({ ...shown, state: "running" });
    const ended = (values: Pick<ShownTool, "state" | "summary" | "result">) =>
      this.#show({ ...shown, ...values, elapsedMs: Math.max(0, Math.round(clock.now() - startedMs)) });
    try {
      const result = bounded(await prepared.run(this.#signal, ask));
      ended({
        state: "done",
        summary: result.summary,
        result: textOf(result.pieces).slice(0, LONGEST_SHOWN),
      });
      return { pieces: marked(shown, result.pieces), isUseful: result.isEmpty !== true };
    } catch (error) {
      if (this.#signal.aborted) {
        ended({ state: "stopped", summary: "stopped" });
        return { pieces: [{ text: "It was stopped." }], isUseful: false };
      }
      const message = error instanceof Error ? error.message : String(error);
      ended({ state: "failed", summary: message.slice(0, 200) });
      return { pieces: marked(shown, [{ text: `It failed: ${message}` }]), isUseful: false };
    }
  }

  async #isAllowed(shown: ShownTool, question: string): Promise<boolean> {
    const answer = await this.#deps.consent?.(shown, question, this.#signal).catch(() => false);
    return answer === true && !this.#signal.aborted;
  }

  #shownOf({ name, argumentsText }: ChatToolCall, subject: string): ShownTool {
    return {
      id: this.#tools++,
      name,
      subject: subject.replace(/\s+/g, " ").slice(0, 120),
      argumentsText: argumentsText.slice(0, LONGEST_SHOWN),
      state: "running",
    };
  }

  #show(tool: ShownTool): void {
    this.#listener.onTool(tool);
  }

  #count(usage: ChatUsage): void {
    this.#usage = withUsage(this.#usage, usage);
    const { promptTokens, answerTokens } = usage;
    this.#progress = { ...this.#progress, tokens: this.#progress.tokens + promptTokens + answerTokens };
    this.#listener.onUsage(this.#usage);
  }

  /** Where the last word is empty, what was said on the way is the answer. */
  #answered(text: string, stopped: StopReason | undefined, isCut: boolean): AgentEnd {
    const said =
      text !== ""
        ? text
        : this.#rounds
            .map((round) => round.text)
            .filter((one) => one !== "")
            .join("\n\n");
    return {
      kind: "answered",
      text: said,
      isCut,
      useful: this.#useful,
      ...(stopped === undefined ? {} : { stopped }),
    };
  }
}

const textOf = (pieces: readonly ChatPiece[]): string => pieces.map(({ text }) => text).join("");

/** What is longer than a result may be goes, and is said to be gone. */
function bounded(result: ToolResult): ToolResult {
  let left = LONGEST_RESULT;
  const pieces: ChatPiece[] = [];
  for (const piece of result.pieces) {
    if (left <= 0) break;
    pieces.push(piece.text.length <= left ? piece : { ...piece, text: piece.text.slice(0, left) });
    left -= piece.text.length;
  }
  if (left >= 0) return result;
  return { ...result, pieces: [...pieces, { text: "\n[More is left out: ask for less at once]" }] };
}

const marked = ({ name, subject }: ShownTool, pieces: readonly ChatPiece[]): readonly ChatPiece[] => [
  { text: dataStart(`${name} ${subject}`) },
  ...pieces.map((piece) => ({ ...piece, text: asData(piece.text) })),
  { text: dataEnd },
];

function nativeRound({ text, calls }: Round): readonly ChatMessage[] {
  return [
    { role: "assistant", pieces: [{ text }], toolCalls: calls },
    ...calls.map(({ id, result }): ChatMessage => ({ role: "tool", callId: id, pieces: result })),
  ];
}

function textRound({ text, calls }: Round): readonly ChatMessage[] {
  const blocks = calls.map(
    ({ name, argumentsText }) =>
      `\`\`\`tool\n{"name": ${JSON.stringify(name)}, "arguments": ${argumentsText}}\n\`\`\``,
  );
  return [
    { role: "assistant", pieces: [{ text: [text, ...blocks].filter((one) => one !== "").join("\n\n") }] },
    { role: "user", pieces: calls.flatMap(({ result }) => result) },
  ];
}
