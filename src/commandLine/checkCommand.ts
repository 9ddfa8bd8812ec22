/** `touchstone docs check`. */
import { existsSync, realpathSync } from "node:fs";
import { relative, resolve } from "node:path";
import { checkFiles, renderChecked } from "../features/headless/checkFiles.ts";
import { toRelative } from "../features/headless/rootPaths.ts";
import type { Command } from "../node/cli/arguments.ts";
import { normalizePath } from "../node/files/nodeFiles.ts";
import { CommandError, usageError } from "./commandError.ts";
import type { Opening } from "./folders.ts";
import { indexFirst } from "./indexCommands.ts";
import { openSession } from "./openSession.ts";

/** Ends with 1 when a name does not exist, as linters do. */
export async function printChecked(
  opening: Opening,
  { paths, json }: Extract<Command, { kind: "checkApis" }>,
): Promise<void> {
  const { roots } = opening;
  const files = paths.map((path) => {
    const absolute = normalizePath(existsSync(path) ? realpathSync(path) : resolve(path));
    if (toRelative(absolute, roots) === undefined)
      throw new CommandError(`Cannot check "${path}": it is in none of the folders`, usageError);
    return absolute;
  });
  const opened = openSession(opening, { feedsCompletion: false });
  try {
    await indexFirst(opened);
    const checked = await checkFiles(opened.engine, files, new AbortController().signal);
    const fromHere = (path: string): string => normalizePath(relative(process.cwd(), path));
    if (json) console.log(JSON.stringify(checked.map((one) => ({ ...one, path: fromHere(one.path) }))));
    else console.log(renderChecked(checked, fromHere));
    const isWrong = checked.some(
      ({ findings, isUnread }) => isUnread || findings.some(({ reason }) => reason === "missing"),
    );
    if (isWrong) process.exitCode = 1;
  } finally {
    await opened.close();
  }
}
