/** Past changes of a repository, by git. */
import { resolve } from "node:path";
import { logFormat, parsePastChanges } from "../../core/repo/pastChange.ts";
import type { History } from "../../ports/history.ts";
import { findGit } from "./findGit.ts";
import type { Environment } from "./gitEnvironment.ts";
import { HardenedGit } from "./hardenedGit.ts";

const PLACE_LIMITS = { maxBytes: 1 << 16, timeoutMs: 5000 };

/** @param environment where git is looked for, and what of it git gets to see */
export function createHistory(environment: Environment): History {
  const git = hardenedGit(environment);
  return {
    async read(directory, known, { maxCommits, maxBytes, timeoutMs }, signal) {
      if (git === undefined) return undefined;
      try {
        const place = await readPlace(git, directory, signal);
        if (place === undefined) return undefined;
        if (known?.head === place.head && known.repository === place.repository) return known;
        const args = [
          ...logArguments(maxCommits),
          place.head,
          // In a part of a repository only what touched that part counts.
          ...(place.isRoot ? [] : ["--", "."]),
        ];
        const { text, isWhole } = await git.run(directory, "log", args, { maxBytes, timeoutMs }, signal);
        const { repository, head } = place;
        return { repository, head, commits: parsePastChanges(text, isWhole) };
      } catch {
        signal.throwIfAborted();
        return undefined;
      }
    },
    async changesOf(directory, path, { maxCommits, maxBytes, timeoutMs }, signal) {
      if (git === undefined) return undefined;
      try {
        const args = [...logArguments(maxCommits), "HEAD", "--", `:(literal)${path}`];
        const { text, isWhole } = await git.run(directory, "log", args, { maxBytes, timeoutMs }, signal);
        return parsePastChanges(text, isWhole);
      } catch {
        signal.throwIfAborted();
        return undefined;
      }
    },
  };
}

/** Undefined when there is no git. */
export function hardenedGit(environment: Environment): HardenedGit | undefined {
  const searchPath = Object.entries(environment).find(([name]) => name.toUpperCase() === "PATH")?.[1] ?? "";
  const binary = findGit(searchPath);
  return binary === undefined ? undefined : new HardenedGit(binary, environment);
}

const logArguments = (maxCommits: number): readonly string[] => [
  "-z",
  "--name-only",
  "--no-merges",
  "--no-renames",
  "--no-show-signature",
  "--no-color",
  "--encoding=UTF-8",
  `--format=${logFormat}`,
  `--max-count=${maxCommits}`,
];

/** Root and head of the work tree that holds a folder; undefined in a bare repository. */
export async function readPlace(git: HardenedGit, directory: string, signal: AbortSignal) {
  const args = ["--is-inside-work-tree", "--show-cdup", "--verify", "HEAD^{commit}"];
  const { text } = await git.run(directory, "rev-parse", args, PLACE_LIMITS, signal);
  const [isInside, up, head] = text.split("\n");
  if (isInside !== "true" || up === undefined || !/^[0-9a-f]{40,64}$/.test(head ?? "")) return undefined;
  return { repository: resolve(directory, up).replaceAll("\\", "/"), head: head!, isRoot: up === "" };
}
