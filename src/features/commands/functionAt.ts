/** The function that a command is about: the one that is named behind it, or at the cursor. */
import { namedSymbol } from "./namedSymbol.ts";
import type { CommandDeps, CommandRequest } from "./slashCommand.ts";

export interface PointedFunction {
  /** Absolute. */
  readonly path: string;
  readonly name?: string;
  /** 0-based. */
  readonly line: number;
}

/** @param what is done with it, such as "write tests for" @returns why there is none, as text */
export async function functionAt(
  deps: CommandDeps,
  { name, argument, place }: CommandRequest,
  what: string,
  signal: AbortSignal,
): Promise<PointedFunction | string> {
  if (argument === "") {
    if (place === undefined)
      return `There is no function to ${what}: put the cursor in one, or name it behind /${name}`;
    return { path: place.path, line: place.startLine };
  }
  const own = await namedSymbol(deps, argument, place, signal, /function|method/);
  if (own === undefined)
    return `No function in the index is called "${argument}": check the name, or wait until indexing is done`;
  return { path: own.path, name: own.name, line: own.startLine };
}
