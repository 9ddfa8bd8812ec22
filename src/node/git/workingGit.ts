/** What is changed in a work tree, by git. */
import type { ChangeScope, MergeStages, WorkingGit } from "../../ports/workingGit.ts";
import type { Environment } from "./gitEnvironment.ts";
import { hardenedGit, readPlace } from "./gitHistory.ts";
import type { GitLimits } from "./hardenedGit.ts";

const DIFF_LIMITS: GitLimits = { maxBytes: 8 << 20, timeoutMs: 20_000 };
const LIST_LIMITS: GitLimits = { maxBytes: 4 << 20, timeoutMs: 20_000 };

const sides: Readonly<Record<ChangeScope, readonly string[]>> = {
  staged: ["--cached", "HEAD"],
  unstaged: [],
  all: ["HEAD"],
};
const diffArguments = [
  "--no-color",
  "--find-renames",
  "--unified=3",
  "--inter-hunk-context=0",
  "--src-prefix=a/",
  "--dst-prefix=b/",
];

/** @param environment where git is looked for, and what of it git gets to see */
export function createWorkingGit(environment: Environment): WorkingGit {
  const git = hardenedGit(environment);
  /** Undefined for whatever git fails at, except for an abort. */
  const orNothing = async <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch {
      signal.throwIfAborted();
      return undefined;
    }
  };
  const placeOf = async (directory: string, signal: AbortSignal) =>
    git === undefined ? undefined : orNothing(signal, () => readPlace(git, directory, signal));
  return {
    async changes(directory, scope, signal) {
      const place = await placeOf(directory, signal);
      if (git === undefined || place === undefined) return undefined;
      const { repository } = place;
      return orNothing(signal, async () => {
        const args = [...diffArguments, ...sides[scope], "--"];
        const { text, isWhole } = await git.run(repository, "diff", args, DIFF_LIMITS, signal);
        return { repository, diff: text, isWhole };
      });
    },
    async untracked(directory, signal) {
      const place = await placeOf(directory, signal);
      if (git === undefined || place === undefined) return undefined;
      const args = ["-z", "--others", "--exclude-standard"];
      return orNothing(signal, async () => {
        const { text } = await git.run(place.repository, "ls-files", args, LIST_LIMITS, signal);
        return text.split("\0").slice(0, -1);
      });
    },
    async messages(directory, most, signal) {
      const place = await placeOf(directory, signal);
      if (git === undefined || place === undefined) return undefined;
      const args = [
        "-z",
        "--no-merges",
        "--no-show-signature",
        "--no-color",
        "--encoding=UTF-8",
        "--format=%B",
        `--max-count=${most}`,
      ];
      return orNothing(signal, async () => {
        const { text } = await git.run(place.repository, "log", args, LIST_LIMITS, signal);
        return text
          .split("\0")
          .map((one) => one.trim())
          .filter((one) => one !== "");
      });
    },
    async conflicted(directory, signal) {
      const place = await placeOf(directory, signal);
      if (git === undefined || place === undefined) return undefined;
      const { repository } = place;
      return orNothing(signal, async () => {
        const { text } = await git.run(repository, "ls-files", ["-u", "-z"], LIST_LIMITS, signal);
        return { repository, paths: [...new Set(stagesIn(text).map(({ path }) => path))] };
      });
    },
    async stages(repository, path, signal) {
      if (git === undefined) return undefined;
      return orNothing(signal, async () => {
        const listed = await git.run(
          repository,
          "ls-files",
          ["-u", "-z", "--", `:(literal)${path}`],
          LIST_LIMITS,
          signal,
        );
        const found: { -readonly [K in keyof MergeStages]: MergeStages[K] } = {
          base: undefined,
          ours: undefined,
          theirs: undefined,
        };
        for (const { stage, object } of stagesIn(listed.text)) {
          const { text, isWhole } = await git.run(
            repository,
            "cat-file",
            ["blob", object],
            DIFF_LIMITS,
            signal,
          );
          if (!isWhole) throw new Error(`Cannot read "${path}" as it was before the merge: it is too large`);
          found[stage] = text;
        }
        return found;
      });
    },
  };
}

const stageNames = ["base", "ours", "theirs"] as const;

/** Lines such as `100644 0123... 2<tab>src/a.ts`. */
const stagesIn = (text: string) =>
  text.split("\0").flatMap((line) => {
    const [, object, stage, path] = /^\d+ ([0-9a-f]{40,64}) ([123])\t([\s\S]+)$/.exec(line) ?? [];
    return object === undefined || path === undefined
      ? []
      : [{ object, stage: stageNames[Number(stage) - 1]!, path }];
  });
