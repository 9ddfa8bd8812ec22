/** `touchstone complete`. */
import { splitAt } from "../core/text/splitAt.ts";
import { toAbsolute } from "../features/headless/rootPaths.ts";
import type { Position } from "../node/cli/arguments.ts";
import { CommandError } from "./commandError.ts";
import type { Opening } from "./folders.ts";
import { openSession } from "./openSession.ts";
import { readText } from "./texts.ts";

export async function printCompletion(
  opening: Opening,
  { path, line, column }: Position,
  json: boolean,
): Promise<void> {
  const { roots } = opening;
  const text = splitAt(await readText(toAbsolute(path, roots)), line - 1, column);
  if (!text) throw new CommandError(`Cannot complete in "${path}": it has no line ${line}`, 1);
  const { session, close } = openSession(opening, { feedsCompletion: true });
  const { signal } = new AbortController();
  await session["index/wait"]({}, signal);
  const request = { path, ...text, engine: "builtin", maxSuggestions: json ? 5 : 1 } as const;
  const { suggestions } = await session.complete(request, signal);
  const [best] = suggestions;
  if (json) console.log(JSON.stringify({ suggestions }));
  else if (best) console.log(best.text);
  else console.error(`No suggestion at ${path}:${line}:${column}`);
  await close();
}
