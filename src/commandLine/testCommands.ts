/** `touchstone test` and `write-tests`. */
import { isGreen, renderTests, renderTestsRun } from "../features/headless/renderTests.ts";
import { renderWriteProgress, renderWrittenTests } from "../features/headless/renderWrittenTests.ts";
import type { Command } from "../node/cli/arguments.ts";
import { progressLine } from "../node/cli/progressLine.ts";
import type { RpcWriteProgress } from "../ports/rpc.ts";
import { CommandError } from "./commandError.ts";
import type { Opening } from "./folders.ts";
import { openSession } from "./openSession.ts";

export async function runTests(
  opening: Opening,
  { ids, list, json, sandbox }: Extract<Command, { kind: "test" }>,
): Promise<void> {
  const progress = progressLine(process.stderr);
  const { session, close } = openSession(opening, {
    feedsCompletion: false,
    onTestProgress({ kind, runner, count }) {
      if (kind === "copying") progress.show("Copying the working files");
      if (kind === "running") progress.show(`Running ${count} tests by ${runner}`);
    },
  });
  const { signal } = new AbortController();
  const settings = { "index.enabled": false, ...(sandbox ? {} : { "tests.sandbox": "off" }) };
  await session.initialize({ settings }, signal);
  try {
    if (list) {
      const found = await session["tests/discover"]({}, signal);
      console.log(json ? JSON.stringify(found) : renderTests(found));
      return;
    }
    const run = await session["tests/run"](ids.length > 0 ? { ids } : {}, signal).catch((error: Error) => {
      throw new CommandError(error.message, 1);
    });
    progress.clear();
    console.log(json ? JSON.stringify(run) : renderTestsRun(run));
    if (!isGreen(run)) process.exitCode = 1;
  } finally {
    await close();
  }
}

export async function printWrittenTests(
  opening: Opening,
  { write, json }: Extract<Command, { kind: "writeTests" }>,
): Promise<void> {
  const progress = progressLine(process.stderr);
  const onWriteProgress = (state: RpcWriteProgress) => progress.show(renderWriteProgress(state));
  const { session, close } = openSession(opening, { feedsCompletion: false, onWriteProgress });
  try {
    await session["index/wait"]({}, new AbortController().signal);
    const written = await session["tests/write"](write, new AbortController().signal);
    progress.clear();
    console.log(json ? JSON.stringify(written) : renderWrittenTests(written));
    if (written.tests.length === 0) process.exitCode = 1;
  } finally {
    progress.clear();
    await close();
  }
}
