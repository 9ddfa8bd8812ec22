/** What a slash command gave, as text for a terminal: its Markdown, then what it proposes. */
import type { RpcCommandResult } from "../../ports/rpc.ts";

export const renderCommand = ({ markdown, patches, message }: RpcCommandResult): string =>
  [message ?? markdown.trimEnd(), ...patches.map(({ title, diff }) => `${title}\n\n${diff.trimEnd()}`)].join(
    "\n\n",
  );
