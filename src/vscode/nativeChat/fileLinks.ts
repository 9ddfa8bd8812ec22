import * as vscode from "vscode";
import { wholePath } from "../shortPath.ts";
import * as toVscode from "../toVscode.ts";

const LINK = /\[(`+)?([^\]\n]*?)\1\]\(([^)\s:]+)#L(\d+)(?:-L(\d+))?\)/g;

/** Links of our Markdown lead below the workspace; those of a model's answer are whole addresses. */
export function withFileLinks(markdown: string): string {
  return markdown.replace(
    /\]\(([^)\s:]+)#L(\d+)(?:-L\d+)?\)/g,
    (link: string, path: string, line: string) => {
      const uri = uriOf(path);
      return uri ? `](${uri.with({ fragment: `L${line}` }).toString()})` : link;
    },
  );
}

/**
 * Writes it with its places as the editor's own, which open in windows of another machine, too: the editor does not translate addresses
 * within text.
 */
export function writeWithPlaces(
  response: Pick<vscode.ChatResponseStream, "markdown" | "anchor">,
  markdown: string,
): void {
  let written = 0;
  for (const { 0: link, 2: title, 3: path, 4: line, 5: endLine, index } of markdown.matchAll(LINK)) {
    const uri = uriOf(path!);
    if (!uri) continue;
    if (index > written) response.markdown(markdown.slice(written, index));
    const range = new vscode.Range(Number(line) - 1, 0, Number(endLine ?? line) - 1, 0);
    response.anchor(new vscode.Location(uri, range), title);
    written = index + link.length;
  }
  if (written < markdown.length) response.markdown(markdown.slice(written));
}

/** Undefined for what leads nowhere in the workspace. */
function uriOf(short: string): vscode.Uri | undefined {
  try {
    return toVscode.uri(wholePath(decodeURIComponent(short)));
  } catch {
    return undefined;
  }
}
