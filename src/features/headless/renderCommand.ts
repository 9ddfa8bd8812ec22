/** What a slash command gave, as text for a terminal: its Markdown, then what it proposes. */
import type { RpcCommandResult } from "../../ports/rpc.ts";

export const renderCommand = ({ markdown, patches, message, rules = [] }: RpcCommandResult): string =>
  [
    message ?? markdown.trimEnd(),
    ...(rules.length === 0 || message !== undefined ? [] : [`Rules of the project: ${rules.join(", ")}`]),
    ...patches.map(({ title, diff }) => `${title}\n\n${diff.trimEnd()}`),
  ].join("\n\n");
