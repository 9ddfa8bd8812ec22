/** Folders that a workspace's file names by patterns: `packages/*`, `crates/**`, `lib`. */
import type { BoundedFiles } from "../boundedFiles.ts";

const MOST = 500;

/** @returns absolute; those that begin with `!` are left out, and none leads outside of the root */
export async function memberFolders(
  files: BoundedFiles,
  root: string,
  patterns: readonly string[],
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const pattern of patterns.filter((one) => !one.startsWith("!"))) {
    const parts = pattern.split("/").filter((part) => part !== "." && part !== "");
    if (parts.includes("..") || parts.length > 8) continue;
    let level: readonly string[] = [root];
    for (const part of parts) level = await below(files, level, part);
    for (const folder of level) if (folder !== root && found.size < MOST) found.add(folder);
  }
  const without = patterns
    .filter((one) => one.startsWith("!"))
    .map(
      (one) =>
        `${root}/${one
          .slice(1)
          .replace(/^\.\//, "")
          .replace(/\/\**$/, "")}`,
    );
  return [...found].filter(
    (folder) => !without.some((one) => folder === one || folder.startsWith(`${one}/`)),
  );
}

async function below(
  files: BoundedFiles,
  folders: readonly string[],
  part: string,
): Promise<readonly string[]> {
  if (!part.includes("*")) return folders.map((folder) => `${folder}/${part}`);
  const pattern = new RegExp(
    `^${part
      .split(/\*+/)
      .map((one) => one.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join("[^/]*")}$`,
  );
  const next: string[] = [];
  for (const folder of folders.slice(0, MOST)) {
    for (const { name, kind } of await files.list(folder)) {
      const isFolder = kind === "directory" && !name.startsWith(".") && name !== "node_modules";
      if (isFolder && pattern.test(name)) next.push(`${folder}/${name}`);
    }
  }
  return next;
}
