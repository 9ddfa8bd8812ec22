/** The definition that a person names behind a command. */
import type { SymbolHit } from "../../core/retrieval/symbolQuery.ts";
import type { CommandDeps, CommandPlace } from "./slashCommand.ts";

/** The best of the name; that of the file at hand before others. @param name such as `Store.add` or `add()` */
export async function namedSymbol(
  { engine }: Pick<CommandDeps, "engine">,
  name: string,
  place: CommandPlace | undefined,
  signal: AbortSignal,
  kinds = /./,
): Promise<SymbolHit | undefined> {
  const plain = name.replace(/^`|`$|\(\)$/g, "");
  const dot = plain.lastIndexOf(".");
  const hits = await engine.findSymbols({ name: plain.slice(dot + 1), match: "exact", limit: 50 }, signal);
  const fitting = hits.filter(
    ({ kind, container }) =>
      kinds.test(kind) && (dot < 0 || `.${container}`.endsWith(`.${plain.slice(0, dot)}`)),
  );
  return fitting.find(({ path }) => path === place?.path) ?? fitting[0];
}
