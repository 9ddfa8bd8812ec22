/** Questions about the repository and its libraries: `touchstone ask`, `search`, `docs` and their like. */
import { relative } from "node:path";
import { askRepo } from "../features/headless/askRepo.ts";
import { renderAnswer } from "../features/headless/renderAnswer.ts";
import { toAbsolute } from "../features/headless/rootPaths.ts";
import type { Command } from "../node/cli/arguments.ts";
import { progressLine } from "../node/cli/progressLine.ts";
import { normalizePath } from "../node/files/nodeFiles.ts";
import type { Opening } from "./folders.ts";
import { indexFirst } from "./indexCommands.ts";
import { openSession } from "./openSession.ts";

export async function printAnswer(
  opening: Opening,
  { question, json, settings }: Extract<Command, { kind: "ask" }>,
): Promise<void> {
  const { roots } = opening;
  const progress = progressLine(process.stderr);
  const opened = openSession(opening, {
    feedsCompletion: false,
    onAskProgress(told) {
      if (told.kind === "tool" && told.state === "running") progress.show(`${told.name} ${told.subject}`);
    },
  });
  if (settings) await opened.session.initialize({ settings }, new AbortController().signal);
  const fromHere = (path: string): string => normalizePath(relative(process.cwd(), toAbsolute(path, roots)));
  if (!question.method.startsWith("docs/") || question.method === "docs/compare") await indexFirst(opened);
  try {
    const answer = await askRepo(opened.session, question, new AbortController().signal);
    progress.clear();
    const text = json ? JSON.stringify(answer.result) : renderAnswer(answer, fromHere);
    if (text === "") console.error("Nothing found");
    else console.log(text);
  } finally {
    await opened.close();
  }
}
