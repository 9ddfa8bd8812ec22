/** Parts of a workspace of npm, yarn or pnpm, by the patterns of its files: they may not be linked anywhere. */
import type { BoundedFiles } from "../boundedFiles.ts";
import { memberFolders } from "../source/memberFolders.ts";

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

/** Folders of the parts, absolute. */
export async function siblingFolders(files: BoundedFiles, root: string): Promise<readonly string[]> {
  const manifest = await files.json(`${root}/package.json`);
  const workspaces = manifest?.["workspaces"];
  const inside =
    typeof workspaces === "object" && workspaces !== null
      ? (workspaces as { packages?: unknown }).packages
      : undefined;
  const own = isTexts(workspaces) ? workspaces : isTexts(inside) ? inside : [];
  const listed = pnpmPatterns((await files.text(`${root}/pnpm-workspace.yaml`, 200_000)) ?? "");
  return memberFolders(files, root, [...own, ...listed]);
}

/** The list below `packages:`. */
function pnpmPatterns(yaml: string): readonly string[] {
  const found: string[] = [];
  let isList = false;
  for (const line of yaml.split("\n")) {
    if (/^\S/.test(line) && !line.startsWith("-") && !line.startsWith("#"))
      isList = /^packages\s*:/.test(line);
    const item = isList ? /^\s*-\s*["']?([^"'#\s]+)/.exec(line)?.[1] : undefined;
    if (item !== undefined) found.push(item);
  }
  return found;
}
