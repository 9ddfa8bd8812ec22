/** Finds the files of a workspace, in a fixed order, without following a link. */
import { skipDirectory } from "../../core/repo/fileFilter.ts";
import type { SkipReason } from "../../core/repo/indexStatus.ts";
import type { DirectoryEntry, Files } from "../../ports/files.ts";
import type { RootedPath, WorkspaceRoots } from "./workspaceRoots.ts";

export interface WalkVisitor {
  /** A regular file that no rule keeps out. */
  file(path: string): void;
  skipped(path: string, reason: SkipReason): void;
  /** Called after each directory; throws or rejects to stop. */
  breathe(): Promise<void> | undefined;
}

/** Visits a directory and all below it, reading ignore files anew on the way. */
export async function walkDirectory(
  files: Files,
  roots: WorkspaceRoots,
  start: RootedPath,
  visitor: WalkVisitor,
): Promise<void> {
  const { root } = start;
  const waiting = [start.relative];
  for (let directory = waiting.pop(); directory !== undefined; directory = waiting.pop()) {
    const path = directory === "" ? root.path : `${root.path}/${directory}`;
    const entries = await files.list(path).catch(() => undefined);
    if (!entries) {
      visitor.skipped(path, "unreadable");
      continue;
    }
    await roots.refresh(root, directory, new Set(entries.map(({ name }) => name)));
    const below: string[] = [];
    for (const entry of [...entries].sort(byName)) {
      const relative = directory === "" ? entry.name : `${directory}/${entry.name}`;
      const outcome = judgeEntry(entry, relative, root.rules);
      if (roots.isRoot(`${path}/${entry.name}`) || entry.name === ".git") continue;
      if (outcome === "enter") below.push(relative);
      else if (outcome === "file") visitor.file(`${path}/${entry.name}`);
      else visitor.skipped(`${path}/${entry.name}`, outcome);
    }
    waiting.push(...below.reverse());
    const rest = visitor.breathe();
    if (rest) await rest;
  }
}

function judgeEntry(
  entry: DirectoryEntry,
  relative: string,
  rules: RootedPath["root"]["rules"],
): SkipReason | "enter" | "file" {
  const isDirectory = entry.kind === "directory";
  if (rules.isEntryIgnored(relative, isDirectory)) return "ignored";
  if (isDirectory) return skipDirectory(entry.name) ?? "enter";
  return entry.kind === "file" ? "file" : "notRegular";
}

function byName(a: DirectoryEntry, b: DirectoryEntry): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
