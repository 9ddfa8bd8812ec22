/** Lines and commits of the past, by git. */
import type { BlamedLine, PastGit } from "../../ports/pastGit.ts";
import type { Environment } from "./gitEnvironment.ts";
import { hardenedGit, readPlace } from "./gitHistory.ts";
import type { GitLimits } from "./hardenedGit.ts";

const LIMITS: GitLimits = { maxBytes: 1 << 20, timeoutMs: 15_000 };
/** Of a whole file: a long history takes git long, and whoever asks goes on without. */
const FILE_LIMITS: GitLimits = { maxBytes: 8 << 20, timeoutMs: 5_000 };
const FORMAT = "commit %H%nauthor %an%ndate %aI%n%n%B%x00";

/** @param environment where git is looked for, and what of it git gets to see */
export function createPastGit(environment: Environment): PastGit {
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
  return {
    async blameFile(path, signal) {
      if (git === undefined) return undefined;
      const directory = path.slice(0, path.lastIndexOf("/"));
      return orNothing(signal, async () => {
        const place = await readPlace(git, directory, signal);
        if (place === undefined) return undefined;
        const { repository } = place;
        const own = path.slice(repository.length + 1);
        const others = ["-z", "--others", "--exclude-standard", "--", `:(literal)${own}`];
        const listed = await git.run(repository, "ls-files", others, FILE_LIMITS, signal);
        if (listed.text !== "") return "untracked";
        const blamed = await git.run(repository, "blame", ["--porcelain", "--", own], FILE_LIMITS, signal);
        return blamed.isWhole ? parseBlame(blamed.text) : undefined;
      });
    },
    async blame(path, startLine, endLine, signal) {
      if (git === undefined) return undefined;
      const directory = path.slice(0, path.lastIndexOf("/"));
      return orNothing(signal, async () => {
        const place = await readPlace(git, directory, signal);
        if (place === undefined) return undefined;
        const { repository } = place;
        const range = `${startLine + 1},${endLine + 1}`;
        const args = ["--line-porcelain", "-L", range, "--", path.slice(repository.length + 1)];
        return parseBlame((await git.run(repository, "blame", args, LIMITS, signal)).text);
      });
    },
    async show(directory, commit, signal) {
      if (git === undefined || !/^[0-9a-f]{4,64}$/.test(commit)) return undefined;
      return orNothing(signal, async () => {
        const place = await readPlace(git, directory, signal);
        if (place === undefined) return undefined;
        const { repository } = place;
        const args = [
          "--max-count=1",
          "--patch",
          "--diff-merges=first-parent",
          "--no-show-signature",
          "--no-color",
          "--find-renames",
          "--src-prefix=a/",
          "--dst-prefix=b/",
          "--encoding=UTF-8",
          `--format=${FORMAT}`,
          commit,
          "--",
        ];
        const { text, isWhole } = await git.run(repository, "log", args, LIMITS, signal);
        const end = text.indexOf("\0");
        if (end < 0) throw new Error(`Cannot read the commit ${commit}`);
        return {
          repository,
          head: text.slice(0, end).trim(),
          diff: text.slice(end + 1).trimStart(),
          isWhole,
        };
      });
    },
  };
}

/** As `git blame --porcelain` writes it, which tells of a commit once, or `--line-porcelain`; what does not fit is passed over. */
export function parseBlame(text: string): readonly BlamedLine[] {
  const found: BlamedLine[] = [];
  let commit = "";
  let line = 0;
  let fields = new Map<string, string>();
  const byCommit = new Map<string, Map<string, string>>();
  for (const one of text.split("\n")) {
    const [, name, number] = /^([0-9a-f]{40,64}) \d+ (\d+)(?: \d+)?$/.exec(one) ?? [];
    if (name !== undefined) {
      commit = name;
      line = Number(number) - 1;
      fields = byCommit.get(commit) ?? new Map();
      byCommit.set(commit, fields);
    } else if (one.startsWith("\t")) {
      const timeS = Number(fields.get("author-time"));
      found.push({
        line,
        text: one.slice(1),
        commit,
        author: fields.get("author") ?? "",
        timeS: Number.isFinite(timeS) ? timeS : 0,
        summary: fields.get("summary") ?? "",
      });
    } else {
      const gap = one.indexOf(" ");
      if (gap > 0) fields.set(one.slice(0, gap), one.slice(gap + 1));
    }
  }
  return found;
}
