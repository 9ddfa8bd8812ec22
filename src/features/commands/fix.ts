/** `/fix`: the repair loop, for tests that fail or for what a person describes; what it proposes is proven in a copy. */
import type { RootTests } from "../../core/testing/workspaceTests.ts";
import { proposedPatch } from "../fixView/proposedPatch.ts";
import { renderFixProgress } from "../headless/renderFix.ts";
import { FixRefused, type FixRequest } from "../repair/fix.ts";
import { patchAnswer } from "./patchAnswer.ts";
import { isRefusalToRun } from "./refusalToRun.ts";
import { type CommandDeps, type CommandHandler, type CommandRequest, refusal } from "./slashCommand.ts";

const budgetMs = 120_000;
const maxPatches = 3;
/** More tests than these are not meant by a part of their names. */
const MOST_NAMED = 200;

export const fix: CommandHandler = async (deps, request, listener, signal) => {
  const { engine, models, runs, trust } = deps;
  if (!trust.isTrusted())
    return refusal("Tests would run, and nothing is started in an untrusted workspace: trust it first");
  listener.onProgress?.("Finding tests");
  const target = targetOf(await engine.findTests(signal), deps, request);
  const hasModel = models.isSetUp("repair");
  if (target.description !== undefined && (!hasModel || request.engine === "builtin"))
    return refusal(
      `No test is called "${target.description}", and a description alone is repaired by a model: name a failing test, or run Set Up Model`,
    );
  const by = request.engine === "auto" || request.engine === undefined ? "both" : request.engine;
  const whole: FixRequest = {
    ...target,
    engine: hasModel || by !== "both" ? by : "builtin",
    budgetMs,
    maxPatches,
    onUsage: listener.onUsage,
  };
  try {
    const repairs = await runs.repairs();
    const found = await repairs.fix(whole, (now) => listener.onProgress?.(renderFixProgress(now)), signal);
    if (found.patches.length === 0)
      return refusal(`No repair was found: ${found.reason ?? `${found.tried} changes were tried`}`);
    listener.onProgress?.("Looking up the names that it uses");
    const patches = await Promise.all(found.patches.map((patch) => proposedPatch(patch, engine, signal)));
    const isOfModel = found.patches.some((patch) => patch.engine === "model");
    const model = isOfModel ? models.nameOf("repair") : undefined;
    return { ...patchAnswer(patches), ...(model === undefined ? {} : { model }) };
  } catch (error) {
    if (error instanceof FixRefused || isRefusalToRun(error)) return refusal(error.message);
    throw error;
  }
};

/** Tests by a part of their identifiers, a file, or a description; without a word, the file at hand where it holds tests. */
function targetOf(
  workspace: readonly RootTests[],
  { roots }: Pick<CommandDeps, "roots">,
  { argument, place }: CommandRequest,
): Pick<FixRequest, "testIds" | "path" | "description"> {
  const tests = workspace.flatMap((root) => root.tests);
  if (argument !== "") {
    const plain = plainName(argument, roots());
    const named = tests.filter(({ id, path }) => path === plain || id.includes(plain));
    if (named.length > 0 && named.length <= MOST_NAMED) return { testIds: named.map(({ id }) => id) };
    return { testIds: [], description: argument };
  }
  const own = workspace.find(({ root }) => place?.path.startsWith(`${root}/`));
  const path = own && place?.path.slice(own.root.length + 1);
  return path !== undefined && tests.some((test) => test.path === path)
    ? { testIds: [], path }
    : { testIds: [] };
}

/** With several roots a person writes the root's name first, which its own identifiers lack. */
function plainName(argument: string, roots: ReturnType<CommandDeps["roots"]>): string {
  const root = roots.length > 1 ? roots.find(({ name }) => argument.includes(`${name}/`)) : undefined;
  return root === undefined ? argument : argument.replace(`${root.name}/`, "");
}
