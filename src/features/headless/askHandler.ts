/** Questions of another program, answered by the index or by the model that its settings name. */

import type { ShownTool, ShownUsage } from "../../core/chat/transcript.ts";
import type { ChatPiece } from "../../core/prompt/conversation.ts";
import type { ChatModels } from "../../ports/chatModel.ts";
import type { EngineRoot } from "../../ports/engine.ts";
import type { RepoAnswers } from "../../ports/repoAnswers.ts";
import { type AskContext, type RpcAskProgress, RpcError, type RpcHandlers } from "../../ports/rpc.ts";
import type { Settings } from "../../ports/settings.ts";
import type { ModelAnswerer } from "../chat/agent/modelAnswerer.ts";
import { numberedLines } from "../chat/agent/places.ts";
import { answerQuestion } from "../chat/answerQuestion.ts";
import { toAbsolute, toRelative } from "./rootPaths.ts";

export interface AskHandlerDeps {
  readonly engine: RepoAnswers;
  readonly models: Pick<ChatModels, "isSetUp" | "nameOf">;
  readonly openModel: () => Promise<Pick<ModelAnswerer, "answer">>;
  readonly settings: Pick<Settings, "get">;
  readonly roots: readonly EngineRoot[];
  readonly begin: () => Promise<void>;
  readonly tell: (progress: RpcAskProgress) => void;
}

const LAST_LINE = 1_000_000;

export function askHandler(deps: AskHandlerDeps): Pick<RpcHandlers, "ask"> {
  const { engine, settings, roots, begin, tell } = deps;
  const shortPath = (path: string) => toRelative(path, roots);
  return {
    ask: async ({ question, context = [], engine: wanted }, signal) => {
      await begin();
      const given = await Promise.all(context.map((one) => readContext(deps, one, signal)));
      let usage: ShownUsage | undefined;
      const answer = await answerQuestion(
        { ...deps, shortPath },
        {
          question,
          history: [],
          context: given,
          engine: wanted ?? settings.get("chat.engine"),
          find: (stop) => engine.answer(question, stop),
        },
        {
          onEngine: () => {},
          onText: (text) => tell({ kind: "text", question, text }),
          onTool: (tool) => tell({ kind: "tool", question, ...toWire(tool) }),
          onUsage: (all) => {
            usage = all;
          },
        },
        signal,
      );
      signal.throwIfAborted();
      if (answer.state === "failed")
        throw new RpcError("modelUnavailable", answer.problem ?? "The model failed", {
          markdown: answer.markdown,
        });
      const { engine: by, markdown, citations, isRefused, refused } = answer;
      return {
        engine: by,
        markdown,
        citations: [...citations],
        ...(isRefused ? { refused: refused ?? markdown } : {}),
        ...(usage === undefined ? {} : { usage }),
      };
    },
  };
}

async function readContext(
  { engine, roots }: Pick<AskHandlerDeps, "engine" | "roots">,
  { path, line = 1, endLine = LAST_LINE }: AskContext,
  signal: AbortSignal,
): Promise<ChatPiece> {
  const name = toAbsolute(path, roots);
  const found = await engine.readLines({ name, startLine: line - 1, endLine: endLine - 1 }, signal);
  if (found.kind === "lines") return numberedLines(found);
  throw new RpcError("notIndexed", `Cannot read ${JSON.stringify(path)}: it is not in the index`, { path });
}

const toWire = ({ id, name, subject, argumentsText, state, summary, elapsedMs }: ShownTool) => ({
  id,
  name,
  subject,
  arguments: argumentsText,
  state,
  ...(summary === undefined ? {} : { summary }),
  ...(elapsedMs === undefined ? {} : { elapsedMs }),
});
