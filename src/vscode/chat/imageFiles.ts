/** Files that a person gives the chat as images: chosen, or files of the workspace whose names say so. Their bytes are judged by the page. */
import * as vscode from "vscode";
import type { ToPanel } from "../../core/chat/panelMessages.ts";
import { MOST_GIVEN_BYTES } from "../../core/prompt/image.ts";
import * as fromVscode from "../fromVscode.ts";
import { shortPath } from "../shortPath.ts";

const endings = ["png", "jpg", "jpeg", "gif", "webp"];
const hasImageName = ({ path }: vscode.Uri): boolean =>
  new RegExp(`\\.(?:${endings.join("|")})$`, "i").test(path);

/** Images apart from all else. */
export const splitImages = (uris: readonly vscode.Uri[]) => ({
  images: uris.filter(hasImageName),
  others: uris.filter((uri) => !hasImageName(uri)),
});

/** Of what a menu of the explorer gives, the images. */
export function imagesOfMenu(given: readonly unknown[]): readonly vscode.Uri[] {
  const [first, all] = given;
  if (!(first instanceof vscode.Uri)) return [];
  const several = Array.isArray(all) ? all.filter((one) => one instanceof vscode.Uri) : [];
  return splitImages(several.length > 0 ? several : [first]).images;
}

/** What a menu gives without its images; nothing where there are no others. */
export function withoutImages(given: readonly unknown[]): readonly unknown[] | undefined {
  // The chosen file and the list of the chosen ones hold addresses that are equal, not the same.
  const images = new Set(imagesOfMenu(given).map(String));
  if (images.size === 0) return given;
  const [first, all] = given;
  const several = Array.isArray(all) ? all.filter((one) => !images.has(String(one))) : [];
  if (several.length > 0) return [several[0], several];
  return images.has(String(first)) ? undefined : [first];
}

/** @returns undefined when nothing was chosen */
export const chooseImages = (): Thenable<readonly vscode.Uri[] | undefined> =>
  vscode.window.showOpenDialog({
    title: "Attach Image",
    openLabel: "Attach",
    canSelectMany: true,
    filters: { Images: endings, "All Files": ["*"] },
  });

/** What the page is told of each file: its bytes, or why they cannot be had. */
export const readImageFiles = (uris: readonly vscode.Uri[]): Promise<readonly ToPanel[]> =>
  Promise.all(uris.map(readImageFile));

async function readImageFile(uri: vscode.Uri): Promise<ToPanel> {
  const name = uri.path.slice(uri.path.lastIndexOf("/") + 1);
  const path = shortPath(fromVscode.path(uri));
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > MOST_GIVEN_BYTES)
      return {
        kind: "imageProblem",
        problem: `${name} is too large: at most ${MOST_GIVEN_BYTES / 1_000_000} MB are read.`,
      };
    const bytes = await vscode.workspace.fs.readFile(uri);
    return { kind: "imageFile", name, path, data: Buffer.from(bytes).toString("base64") };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return { kind: "imageProblem", problem: `Cannot read ${name}: ${reason}` };
  }
}
