/** What becomes of a turn while a model answers it: told a few times a second, and at the end as a whole. */
import type { ShownContext } from "../../core/chat/contextRef.ts";
import {
  type ChatTurn,
  endedTools,
  type ShownTool,
  type ShownUsage,
  withTool,
} from "../../core/chat/transcript.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Disposable } from "../../ports/disposable.ts";
import type { ProposedPatch } from "../../ports/patchReview.ts";
import type { QuestionAnswer, QuestionListener } from "./answerQuestion.ts";

export type TurnChange = Partial<Omit<ChatTurn, "id">>;

/** A page that is told more often shows nothing sooner. Milliseconds. */
const TELL_MS = 60;

export class TurnWriter implements QuestionListener {
  readonly consent: QuestionListener["consent"];
  readonly #clock: Pick<Clock, "after">;
  readonly #change: (change: TurnChange) => void;
  readonly #proposals: ProposedPatch[] = [];
  #tools: readonly ShownTool[] = [];
  #context: readonly ShownContext[] = [];
  #usage: ShownUsage | undefined;
  #text: string | undefined;
  #telling: Disposable | undefined;

  constructor(
    clock: Pick<Clock, "after">,
    change: (change: TurnChange) => void,
    consent?: QuestionListener["consent"],
  ) {
    this.#clock = clock;
    this.#change = change;
    this.consent = consent;
  }

  get proposals(): readonly ProposedPatch[] {
    return this.#proposals;
  }

  readonly onEngine = (engine: "builtin" | "model", model: string | undefined): void =>
    this.#change({ engine, model });

  /** What is being done, in a few words. */
  readonly onProgress = (doing: string): void => this.#change({ doing });

  readonly onText = (text: string): void => {
    this.#text = text;
    this.#telling ??= this.#clock.after(TELL_MS, () => this.#tell());
  };

  /** Beside what the person gave. */
  readonly onRules = (rules: readonly ShownContext[]): void => {
    this.#context = [...this.#context, ...rules];
    this.#change({ context: this.#context });
  };

  /** What goes along with the question, as it was when it was read. */
  given(context: readonly ShownContext[]): void {
    this.#context = context;
    if (context.length > 0) this.#change({ context });
  }

  readonly onTool = (tool: ShownTool): void => {
    this.#tools = withTool(this.#tools, tool);
    this.#change({ tools: this.#tools });
  };

  readonly onUsage = (usage: ShownUsage): void => {
    this.#usage = usage;
    this.#change({ usage });
  };

  readonly onProposal = (patch: ProposedPatch): void => {
    this.#proposals.push(patch);
    const shown = this.#proposals.map(({ title, changes }, id) => ({
      id,
      title,
      paths: changes.map(({ path }) => path),
    }));
    this.#change({ proposals: shown });
  };

  /** The answer as it stays. */
  answered(answer: QuestionAnswer): void {
    const { state, engine, markdown, citations, isRefused, problem, imagesUnread } = answer;
    const unread = imagesUnread === undefined ? {} : { imagesUnread };
    this.#stopTelling();
    this.#change({ ...this.#ended(), ...unread, state, engine, markdown, citations, isRefused, problem });
  }

  /** What was said so far stays. */
  broken(state: "stopped" | "failed", problem?: string): void {
    const said = this.#text === undefined ? {} : { markdown: this.#text };
    this.#stopTelling();
    this.#change({ ...this.#ended(), ...said, state, problem });
  }

  #ended(): TurnChange {
    const tools = this.#tools.length === 0 ? {} : { tools: endedTools(this.#tools) };
    return { doing: undefined, ...tools, ...(this.#usage === undefined ? {} : { usage: this.#usage }) };
  }

  #tell(): void {
    this.#telling = undefined;
    if (this.#text !== undefined) this.#change({ markdown: this.#text });
  }

  #stopTelling(): void {
    this.#telling?.dispose();
    this.#telling = undefined;
  }
}
