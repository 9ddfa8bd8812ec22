import { wholePath } from "../shortPath.ts";
import * as toVscode from "../toVscode.ts";

/** Links of our Markdown lead below the workspace; those of the editor's chat are whole addresses. */
export function withFileLinks(markdown: string): string {
  return markdown.replace(
    /\]\(([^)\s:]+)#L(\d+)(?:-L\d+)?\)/g,
    (link: string, path: string, line: string) => {
      try {
        const uri = toVscode.uri(wholePath(decodeURIComponent(path)));
        return `](${uri.with({ fragment: `L${line}` }).toString()})`;
      } catch {
        return link;
      }
    },
  );
}
