/** `/tests`: tests for a function, run in a copy and kept when they pass. By observing it first; by a model where that gives none. */
import { renderWriteProgress } from "../headless/renderWrittenTests.ts";
import { proposedTests } from "../testWriting/proposedTests.ts";
import { WritingRefused, type WrittenTests } from "../testWriting/writtenTests.ts";
import { functionAt } from "./functionAt.ts";
import { patchAnswer } from "./patchAnswer.ts";
import { isRefusalToRun } from "./refusalToRun.ts";
import { type CommandHandler, refusal } from "./slashCommand.ts";

export const tests: CommandHandler = async (deps, request, listener, signal) => {
  const { models, runs, trust } = deps;
  if (!trust.isTrusted())
    return refusal("Tests would run, and nothing is started in an untrusted workspace: trust it first");
  const subject = await functionAt(deps, request, "write tests for", signal);
  if (typeof subject === "string") return refusal(subject);
  const { engine = "auto" } = request;
  const writer = await runs.writer();
  const write = (by: WrittenTests["engine"]) =>
    writer.write(
      { ...subject, engine: by, onUsage: listener.onUsage },
      (phase) => listener.onProgress?.(renderWriteProgress({ phase })),
      signal,
    );
  const canAsk = engine === "auto" && models.isSetUp("repair");
  try {
    const first = await write(engine === "model" ? "model" : "builtin").catch((error: unknown) => {
      if (canAsk && error instanceof WritingRefused) return error;
      throw error;
    });
    const written = first instanceof WritingRefused ? await write("model") : first;
    const model = written.engine === "model" ? models.nameOf("repair") : undefined;
    const notes =
      first instanceof WritingRefused ? [`Written by the model, since without one: ${first.message}.`] : [];
    return {
      ...patchAnswer([proposedTests(written)], notes),
      ...(model === undefined ? {} : { model }),
    };
  } catch (error) {
    if (error instanceof WritingRefused || isRefusalToRun(error))
      return refusal(`No tests were written: ${error.message}`);
    throw error;
  }
};
