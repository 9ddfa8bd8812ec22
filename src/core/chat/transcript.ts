/** A chat as it is kept and shown: questions, each with what came of it. */
import { hasFields, isFlag, isListOf, isMaybe, isOneOf, isText, isWhole } from "../text/plainData.ts";
import { isShownContext, type ShownContext } from "./contextRef.ts";
import { isShownPicture, type ShownPicture } from "./relationPicture.ts";
import { isShownImages, type ShownImage } from "./shownImage.ts";

/** A place as people read it; lines are 1-based, `line <= endLine` (inclusive). */
export interface ShownCitation {
  /** From its root, with `/`. */
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
}

const toolStates = ["running", "asking", "done", "failed", "refused", "stopped"] as const;

/** One thing that a model had looked up or done while it answered. */
export interface ShownTool {
  /** Unique within the turn. */
  readonly id: number;
  /** As the model calls it: `search`. */
  readonly name: string;
  /** What it is about, in a few words: `retry policy`. */
  readonly subject: string;
  /** As the model wrote them: perhaps no JSON. Bounded. */
  readonly argumentsText: string;
  /** `asking`: it waits for a person's consent. `refused`: they did not give it. */
  readonly state: (typeof toolStates)[number];
  /** What came of it, in a few words: `5 hits`. */
  readonly summary?: string | undefined;
  /** What the model was given. Plain text from anywhere, bounded. */
  readonly result?: string | undefined;
  readonly elapsedMs?: number | undefined;
}

/** A patch that was proposed with an answer; it is kept as long as the editor runs. */
export interface ShownProposal {
  /** Unique within the turn. */
  readonly id: number;
  readonly title: string;
  /** From their root, with `/`. */
  readonly paths: readonly string[];
}

/** A patch that was applied in a turn: what stood before can be had again. */
export interface ShownApply {
  /** Takes it back. */
  readonly id: string;
  /** Absolute, of its files. */
  readonly root: string;
  readonly title: string;
  readonly isUndone?: boolean | undefined;
}

/** Tokens of all requests of a turn. */
export interface ShownUsage {
  readonly requests: number;
  readonly promptTokens: number;
  readonly answerTokens: number;
  /** The server did not count. */
  readonly isEstimated: boolean;
}

/** With one request more. */
export const withUsage = (
  before: ShownUsage | undefined,
  { promptTokens, answerTokens, isEstimated }: Omit<ShownUsage, "requests">,
): ShownUsage => ({
  requests: (before?.requests ?? 0) + 1,
  promptTokens: (before?.promptTokens ?? 0) + promptTokens,
  answerTokens: (before?.answerTokens ?? 0) + answerTokens,
  isEstimated: before?.isEstimated === true || isEstimated,
});

export interface ChatTurn {
  /** Unique within the transcript. */
  readonly id: number;
  readonly question: string;
  readonly state: "waiting" | "done" | "stopped" | "failed";
  /** What is answered so far; while it waits, links in it have not been checked and are in no citation. */
  readonly markdown: string;
  readonly citations: readonly ShownCitation[];
  /** The answer was looked for and not found. */
  readonly isRefused: boolean;
  /** What went wrong and what to do, for `failed`. */
  readonly problem?: string | undefined;
  /** From the question to the end of the answer. */
  readonly elapsedMs?: number | undefined;
  /** Who answers; absent in what was kept before models answered: the index. */
  readonly engine?: "builtin" | "model" | undefined;
  /** What a person calls the model. */
  readonly model?: string | undefined;
  /** What is being done, in a few words, while it waits. */
  readonly doing?: string | undefined;
  /** In the order in which they began. */
  readonly tools?: readonly ShownTool[] | undefined;
  readonly usage?: ShownUsage | undefined;
  /** What stands around the subject of the question. */
  readonly picture?: ShownPicture | undefined;
  readonly proposals?: readonly ShownProposal[] | undefined;
  /** What went with the question. */
  readonly context?: readonly ShownContext[] | undefined;
  /** Images that went with it. */
  readonly images?: readonly ShownImage[] | undefined;
  /** Why nobody looked at them. */
  readonly imagesUnread?: string | undefined;
  /** In the order of applying. */
  readonly applied?: readonly ShownApply[] | undefined;
}

const isTool = hasFields<ShownTool>({
  id: isWhole(0),
  name: isText(),
  subject: isText(),
  argumentsText: isText(),
  state: isOneOf(...toolStates),
  summary: isMaybe(isText()),
  result: isMaybe(isText()),
  elapsedMs: isMaybe(isWhole(0)),
});

const isProposal = hasFields<ShownProposal>({ id: isWhole(0), title: isText(), paths: isListOf(isText()) });

const isApply = hasFields<ShownApply>({
  id: isText(),
  root: isText(),
  title: isText(),
  isUndone: isMaybe(isFlag),
});

const isUsage = hasFields<ShownUsage>({
  requests: isWhole(0),
  promptTokens: isWhole(0),
  answerTokens: isWhole(0),
  isEstimated: isFlag,
});

const isCitation = hasFields<ShownCitation>({ path: isText(), line: isWhole(1), endLine: isWhole(1) });

export const isTurn = hasFields<ChatTurn>({
  id: isWhole(0),
  question: isText(),
  state: isOneOf("waiting", "done", "stopped", "failed"),
  markdown: isText(),
  citations: isListOf(isCitation),
  isRefused: isFlag,
  problem: isMaybe(isText()),
  elapsedMs: isMaybe(isWhole(0)),
  engine: isMaybe(isOneOf("builtin", "model")),
  model: isMaybe(isText()),
  doing: isMaybe(isText()),
  tools: isMaybe(isListOf(isTool)),
  usage: isMaybe(isUsage),
  picture: isMaybe(isShownPicture),
  proposals: isMaybe(isListOf(isProposal)),
  context: isMaybe(isListOf(isShownContext)),
  images: isMaybe(isShownImages),
  imagesUnread: isMaybe(isText()),
  applied: isMaybe(isListOf(isApply)),
});
export const isTranscript = isListOf(isTurn);

/** In the order of asking. */
export type Transcript = readonly ChatTurn[];

/** Older turns are forgotten; the editor reads what is kept at its start. */
const MOST_TURNS = 200;

/** What was kept earlier, without what is no turn of ours. What waited when the editor ended was stopped. */
export function readKeptTurns(kept: unknown): Transcript {
  return Array.isArray(kept) ? kept.filter(isTurn).slice(-MOST_TURNS).map(asLeft) : [];
}

/** Proposals are gone with the editor that held them; what ran was stopped. */
function asLeft({ proposals: _gone, doing: _past, ...turn }: ChatTurn): ChatTurn {
  if (turn.state !== "waiting") return turn;
  const tools = turn.tools && { tools: endedTools(turn.tools) };
  return { ...turn, ...tools, state: "stopped" };
}

/** What still ran has been stopped. */
export const endedTools = (tools: readonly ShownTool[]): readonly ShownTool[] =>
  tools.map((tool) =>
    tool.state === "running" || tool.state === "asking" ? { ...tool, state: "stopped" as const } : tool,
  );

/** @returns the tools with one of them as it is now, new or known by its id */
export const withTool = (tools: readonly ShownTool[], tool: ShownTool): readonly ShownTool[] =>
  tools.some(({ id }) => id === tool.id)
    ? tools.map((one) => (one.id === tool.id ? tool : one))
    : [...tools, tool];

/** @returns the transcript with one more question, which waits for its answer */
export function withQuestion(
  turns: Transcript,
  question: string,
  context: readonly ShownContext[] = [],
  images: readonly ShownImage[] = [],
): Transcript {
  const id = (turns.at(-1)?.id ?? -1) + 1;
  const asked: ChatTurn = { id, question, state: "waiting", markdown: "", citations: [], isRefused: false };
  const given = { ...(context.length === 0 ? {} : { context }), ...(images.length === 0 ? {} : { images }) };
  return [...turns, { ...asked, ...given }].slice(-MOST_TURNS);
}

/** @returns the transcript with what is new of one turn; the same one when there is no such turn */
export const withChange = (
  turns: Transcript,
  id: number,
  change: Partial<Omit<ChatTurn, "id">>,
): Transcript =>
  turns.some((one) => one.id === id)
    ? turns.map((one) => (one.id === id ? { ...one, ...change } : one))
    : turns;

/** What a link in an answer leads to; only places that the turn cites or draws, so that nothing else can be opened. */
export function citedBy(
  { citations, picture }: Pick<ChatTurn, "citations" | "picture">,
  href: string,
): ShownCitation | undefined {
  const [, path, line] = /^(.+)#L(\d+)(?:-L\d+)?$/.exec(href) ?? [];
  if (path === undefined) return undefined;
  const plain = safelyDecoded(path);
  const drawn = (picture?.nodes ?? []).flatMap(({ place }) =>
    place ? [{ ...place, endLine: place.line }] : [],
  );
  return [...citations, ...drawn].find((one) => one.path === plain && one.line === Number(line));
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
