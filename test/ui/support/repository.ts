/** Git repositories of window tests, with an author of their own. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const items = "python/inventory/items.py";

export const git = (folder: string, ...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.org", ...args], {
    cwd: folder,
    encoding: "utf8",
  });

/** The folder as a repository with one commit. @param more files beside those that are there */
export function beginRepository(folder: string, more: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(more)) writeFileSync(join(folder, path), text);
  git(folder, "init", "-q", "-b", "main");
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "Keep items in a store");
}

/** A merge of the samples that stopped, with one conflict whose sides stand apart and one whose sides do not. */
export function beginMerge(folder: string): void {
  const before = readFileSync(join(folder, items), "utf8");
  const commit = (message: string, quantity: number, check: string) => {
    const text = before.replace("quantity: int = 0", `quantity: int = ${quantity}`);
    writeFileSync(join(folder, items), text.replace("tag in self.tags", check));
    git(folder, "commit", "-qam", message);
  };
  git(folder, "checkout", "-qb", "other");
  commit("Find tags in small letters", 1, "tag.lower() in self.tags");
  git(folder, "checkout", "-q", "main");
  commit("Look tags up in a set", 2, "tag in set(self.tags)");
  assert.notEqual(spawnSync("git", ["merge", "-q", "other"], { cwd: folder }).status, 0);
}
