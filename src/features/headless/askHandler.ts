/** Questions of another program, answered by the index or by the model that its settings name. */

import { noChatModel } from "../../core/chat/chooseEngine.ts";
import { readPromptCall } from "../../core/chat/projectFiles.ts";
import type { ShownTool, ShownUsage } from "../../core/chat/transcript.ts";
import type { ContextSource } from "../../core/prompt/contextItem.ts";
import type { ChatPiece } from "../../core/prompt/conversation.ts";
import type { ChatImage } from "../../core/prompt/image.ts";
import { countOf, formatCount } from "../../core/text/counts.ts";
import type { ChatModels } from "../../ports/chatModel.ts";
import type { Engine, EngineRoot } from "../../ports/engine.ts";
import type { ProposedPatch } from "../../ports/patchReview.ts";
import type { RepoAnswers } from "../../ports/repoAnswers.ts";
import {
  type AskContext,
  type EditedPatch,
  type RpcAskProgress,
  RpcError,
  type RpcHandlers,
} from "../../ports/rpc.ts";
import type { Settings } from "../../ports/settings.ts";
import type { ModelAnswerer } from "../chat/agent/modelAnswerer.ts";
import { numberedLines } from "../chat/agent/places.ts";
import { answerQuestion } from "../chat/answerQuestion.ts";
import type { AttachedContext } from "../chat/context/contextReader.ts";
import type { ProjectTexts } from "../chat/context/projectTexts.ts";
import { expandedPrompt, pathsOf } from "../chat/promptCall.ts";
import { editedPatch } from "./editHandler.ts";
import { toAbsolute, toRelative } from "./rootPaths.ts";

/** What of the project may run for a question, in a copy. */
export interface AllowedRuns {
  readonly checks: boolean;
  readonly tests: boolean;
}

export interface AskHandlerDeps {
  readonly engine: RepoAnswers & Pick<Engine, "status" | "waitForIndex">;
  readonly models: Pick<ChatModels, "isSetUp" | "nameOf">;
  /** @param onProposal is given what the model proposes to change */
  readonly openModel: (
    onProposal: (patch: ProposedPatch) => void,
    allowed: AllowedRuns,
  ) => Promise<Pick<ModelAnswerer, "answer">>;
  readonly settings: Pick<Settings, "get">;
  /** @param path absolute @returns what is wrong with it, as the end of a sentence, when it cannot be sent */
  readonly readImage: (path: string) => Promise<ChatImage | { readonly problem: string }>;
  readonly maySend: (source: ContextSource) => Promise<boolean>;
  readonly roots: readonly EngineRoot[];
  readonly begin: () => Promise<void>;
  readonly tell: (progress: RpcAskProgress) => void;
  readonly project?: ProjectTexts | undefined;
  /** A question that comes while the index is being built waits so long for it. */
  readonly indexMs?: number | undefined;
}

const LAST_LINE = 1_000_000;
const usualIndexMs = 60_000;

export function askHandler(deps: AskHandlerDeps): Pick<RpcHandlers, "ask"> {
  const { engine, settings, roots, begin, tell, project, indexMs = usualIndexMs } = deps;
  const shortPath = (path: string) => toRelative(path, roots);
  return {
    ask: async (
      { question, context = [], engine: wanted, checks = false, tests = false, images = [] },
      signal,
    ) => {
      const chosen = wanted ?? settings.get("chat.engine");
      // Neither the engine nor the index is waited for where nobody can answer.
      if (chosen === "model" && !deps.models.isSetUp("chat"))
        throw new RpcError("modelUnavailable", noChatModel, { markdown: "" });
      await begin();
      const seen = await Promise.all(images.map((path) => imagePiece(deps, path)));
      const unfinished = await waitForIndex(engine, AbortSignal.timeout(indexMs), signal);
      const given = await Promise.all(context.map((one) => readContext(deps, one, signal)));
      const call = readPromptCall(question);
      const prompts = call && project ? await project.prompts() : [];
      const prompt = call && expandedPrompt(prompts, call, given, shortPath);
      const text = prompt?.text ?? question;
      const rules = new Set<string>();
      let usage: ShownUsage | undefined;
      const patches: EditedPatch[] = [];
      const onProposal = (patch: ProposedPatch): void => void patches.push(editedPatch(patch));
      const answer = await answerQuestion(
        { ...deps, openModel: () => deps.openModel(onProposal, { checks, tests }), shortPath },
        {
          question: text,
          history: [],
          context: given.map(({ piece }) => piece),
          images: seen,
          rules: project && (() => project.rules(pathsOf(given))),
          engine: chosen,
          find: (stop) => engine.answer(text, stop),
        },
        {
          onEngine: () => {},
          onRules: (all) => {
            for (const { path = "" } of all) rules.add(path);
          },
          onText: (said) => tell({ kind: "text", question, text: said }),
          onTool: (tool) => tell({ kind: "tool", question, ...toWire(tool) }),
          onUsage: (all) => {
            usage = all;
          },
          // What the question does not allow is not there to be asked for.
          consent: async ({ name }) =>
            (checks && name === "problems") ||
            (tests && name === "run_tests") ||
            ((checks || tests) && name === "propose_edit"),
        },
        signal,
      );
      signal.throwIfAborted();
      if (answer.state === "failed")
        throw new RpcError("modelUnavailable", answer.problem ?? "The model failed", {
          markdown: answer.markdown,
        });
      const { engine: by, markdown, citations, isRefused, refused, imagesUnread } = answer;
      return {
        engine: by,
        markdown: unfinished === undefined ? markdown : `${markdown.trimEnd()}\n\n*${unfinished}*\n`,
        citations: [...citations],
        ...(isRefused ? { refused: refused ?? markdown } : {}),
        ...(imagesUnread === undefined
          ? {}
          : { imagesUnread: deps.models.isSetUp("chat") ? imagesUnread : unreadWithoutModel }),
        ...(rules.size === 0 ? {} : { rules: [...rules] }),
        ...(usage === undefined ? {} : { usage }),
        ...(patches.length === 0 ? {} : { patches }),
      };
    },
  };
}

/** What is said beside an answer from an index that is not complete; undefined from one that is. Its progress is told by `index/progress`. */
async function waitForIndex(
  engine: Pick<Engine, "status" | "waitForIndex">,
  late: AbortSignal,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    await engine.waitForIndex(AbortSignal.any([signal, late]));
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    if (!late.aborted) throw error;
    const { phase, filesDone, filesTotal } = await engine.status();
    if (phase === "ready" || phase === "idle") return undefined;
    const read = `${formatCount(filesDone)} of ${phase === "walking" ? "more than " : ""}${countOf(filesTotal, "file")}`;
    return `The index is not complete: ${read} are read. Ask again when it is.`;
  }
}

/** There is no command to run where nobody sits at an editor. */
const unreadWithoutModel =
  "The images were not looked at: only a model reads them, and none is set up. Name one by --endpoint and --model, or by the settings model.endpoint and model.name.";

/** An image of a folder of the workspace is judged as its file is; of another place the person named it. */
async function imagePiece(
  { readImage, maySend, roots }: Pick<AskHandlerDeps, "readImage" | "maySend" | "roots">,
  given: string,
): Promise<ChatPiece> {
  const path = absoluteOf(given, roots);
  const refused = (why: string) =>
    new RpcError("invalidPath", `Cannot send the image ${JSON.stringify(given)}: ${why}`, { path: given });
  const image = await readImage(path);
  if ("problem" in image) throw refused(image.problem);
  const name = path.replace(/^.*\//, "");
  const piece = { text: `Image ${name}:\n`, title: name, image };
  if (toRelative(path, roots) === undefined) return piece;
  const source = { path, isLibrary: false };
  if (!(await maySend(source)))
    throw refused("this file is ignored, excluded or for secrets, so no model is given it");
  return { ...piece, sources: [source] };
}

/** Which folder it is in shows from the path alone. */
function absoluteOf(path: string, roots: readonly EngineRoot[]): string {
  const isOfWindows = /^[A-Za-z]:[\\/]/.test(path);
  if (!isOfWindows && !path.startsWith("/")) return toAbsolute(path, roots);
  const slashed = isOfWindows ? path.replaceAll("\\", "/") : path;
  if (slashed.split("/").some((part) => part === ".." || part === "."))
    throw new RpcError("invalidPath", `Cannot use the path ${JSON.stringify(path)}: write it without dots`, {
      path,
    });
  return slashed;
}

/** As a model reads it, and as the variables of a prompt stand for it. */
interface GivenLines extends Omit<AttachedContext, "title"> {
  readonly piece: ChatPiece;
}

async function readContext(
  { engine, roots }: Pick<AskHandlerDeps, "engine" | "roots">,
  { path, line = 1, endLine = LAST_LINE }: AskContext,
  signal: AbortSignal,
): Promise<GivenLines> {
  const name = toAbsolute(path, roots);
  const found = await engine.readLines({ name, startLine: line - 1, endLine: endLine - 1 }, signal);
  if (found.kind === "lines")
    return {
      piece: numberedLines(found),
      ref: { kind: endLine === LAST_LINE ? "file" : "lines" },
      text: found.lines.join("\n"),
      places: [{ path: found.path, line: found.startLine, text: "" }],
      sources: [{ path: found.path, isLibrary: false }],
    };
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
