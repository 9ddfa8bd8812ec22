/** What a slash command gave, as text for a terminal: its Markdown, then what it proposes. */
import type { RpcCommandResult } from "../../ports/rpc.ts";

/** Patches follow as they are, so that they can be applied: the same as Markdown would be said twice. */
const DIFF = /^(`{3,})diff\n[\s\S]*?\n\1$\n*/gm;

export const renderCommand = ({ markdown, patches, message, rules = [] }: RpcCommandResult): string =>
  [
    message ?? (patches.length === 0 ? markdown : markdown.replace(DIFF, "")).trimEnd(),
    ...(rules.length === 0 || message !== undefined ? [] : [`Rules of the project: ${rules.join(", ")}`]),
    ...patches.map(({ title, diff }) => `${title}\n\n${diff.trimEnd()}`),
  ].join("\n\n");
