/** `/tests`: tests for a function, run in a copy and kept when they pass. By observing it first; by a model where that gives none. */
import { renderWriteProgress } from "../headless/renderWrittenTests.ts";
import { proposedTests } from "../testWriting/proposedTests.ts";
import { WritingRefused, type WrittenTests } from "../testWriting/writtenTests.ts";
import { namedSymbol } from "./namedSymbol.ts";
import { patchAnswer } from "./patchAnswer.ts";
import { isRefusalToRun } from "./refusalToRun.ts";
import { type CommandDeps, type CommandHandler, type CommandRequest, refusal } from "./slashCommand.ts";

interface Subject {
  readonly path: string;
  readonly name?: string;
  readonly line: number;
}

export const tests: CommandHandler = async (deps, request, listener, signal) => {
  const { models, runs, trust } = deps;
  if (!trust.isTrusted())
    return refusal("Tests would run, and nothing is started in an untrusted workspace: trust it first");
  const subject = await subjectOf(deps, request, signal);
  if (typeof subject === "string") return refusal(subject);
  const { engine = "auto" } = request;
  const writer = await runs.writer();
  const write = (by: WrittenTests["engine"]) =>
    writer.write(
      { ...subject, engine: by },
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

async function subjectOf(
  deps: CommandDeps,
  { argument, place }: CommandRequest,
  signal: AbortSignal,
): Promise<Subject | string> {
  if (argument === "") {
    if (place === undefined)
      return "There is no function to write tests for: put the cursor in one, or name it behind /tests";
    return { path: place.path, line: place.startLine };
  }
  const own = await namedSymbol(deps, argument, place, signal, /function|method/);
  if (own === undefined)
    return `No function in the index is called "${argument}": check the name, or wait until indexing is done`;
  return { path: own.path, name: own.name, line: own.startLine };
}
