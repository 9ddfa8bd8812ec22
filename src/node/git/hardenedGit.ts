/**
 * The only way to run git: reading commands alone, in an environment of our own, with programs that a repository's
 * configuration names switched off, no network, a deadline and a bound on what is read.
 */
import type { SimpleGitOptions } from "simple-git";
import { type Environment, gitEnvironment } from "./gitEnvironment.ts";

/**
 * Commands that read objects, the index and settings; `diff`, `blame` and `ls-files` also look at the work tree, and at no submodule's, whose
 * own settings are not switched off here.
 */
const readingCommands = ["log", "rev-parse", "diff", "ls-files", "cat-file", "blame"] as const;
export type ReadingCommand = (typeof readingCommands)[number];

export interface GitLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

export interface GitOutput {
  readonly text: string;
  /** False when the bound or the deadline cut it. */
  readonly isWhole: boolean;
}

/** What the hardening itself sets and the library would take for an attack. */
const unsafe: NonNullable<SimpleGitOptions["unsafe"]> = {
  allowUnsafeCustomBinary: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeHooksPath: true,
  allowUnsafeFilter: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeDiffTextConv: true,
  allowUnsafeMergeDriver: true,
  allowUnsafePager: true,
  allowUnsafeAskPass: true,
  allowUnsafeConfigEnvCount: true,
};

const safeOptions: Partial<Readonly<Record<ReadingCommand, readonly string[]>>> = {
  log: ["--no-ext-diff", "--no-textconv"],
  blame: ["--no-textconv"],
  diff: ["--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "--submodule=short"],
};

const SETTINGS_LIMITS: GitLimits = { maxBytes: 1 << 20, timeoutMs: 5000 };

export class HardenedGit {
  readonly #binary: string;
  readonly #environment: Environment;

  /** @param binary absolute */
  constructor(binary: string, environment: Environment) {
    this.#binary = binary;
    this.#environment = environment;
  }

  /**
   * Runs one command in a folder.
   *
   * @throws when git fails or cannot be started, and when the signal aborts; what was read until a bound is returned
   */
  async run(
    directory: string,
    command: ReadingCommand,
    args: readonly string[],
    limits: GitLimits,
    signal: AbortSignal,
  ): Promise<GitOutput> {
    if (!readingCommands.includes(command)) {
      throw new Error(`Cannot run "git ${command}": only ${readingCommands.join(", ")} are allowed`);
    }
    const listKeys = ["config", "--null", "--name-only", "--get-regexp", "^(filter|diff|merge)\\."];
    const keys = await this.#start(directory, [], listKeys, SETTINGS_LIMITS, signal).catch(
      (error: unknown) => {
        signal.throwIfAborted();
        if (isNothingFound(error)) return { text: "", isWhole: true };
        throw error;
      },
    );
    const safe = safeOptions[command] ?? [];
    return this.#start(directory, keys.text.split("\0"), [command, ...safe, ...args], limits, signal);
  }

  async #start(
    directory: string,
    configuredKeys: readonly string[],
    args: readonly string[],
    { maxBytes, timeoutMs }: GitLimits,
    signal: AbortSignal,
  ): Promise<GitOutput> {
    signal.throwIfAborted();
    const { simpleGit } = await import("simple-git");
    const environment = gitEnvironment(this.#environment, configuredKeys);
    const bound = new AbortController();
    const timer = setTimeout(() => bound.abort(), timeoutMs);
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    const git = simpleGit({
      baseDir: directory,
      binary: this.#binary,
      unsafe,
      allowEnvironment: Object.keys(environment),
      abort: AbortSignal.any([signal, bound.signal]),
      maxConcurrentProcesses: 1,
    })
      .env(environment)
      .outputHandler((_command, stdout) => {
        stdout.on("data", (chunk: Buffer) => {
          if (sizeBytes < maxBytes) chunks.push(chunk);
          sizeBytes += chunk.length;
          if (sizeBytes > maxBytes) bound.abort();
        });
      });
    try {
      await git.raw([...args]);
    } catch (error) {
      signal.throwIfAborted();
      if (!bound.signal.aborted) throw error;
    } finally {
      clearTimeout(timer);
    }
    return { text: Buffer.concat(chunks).toString("utf8"), isWhole: !bound.signal.aborted };
  }
}

/** `git config` ends with 1 and says nothing when no key fits. */
function isNothingFound(error: unknown): boolean {
  return error instanceof Error && error.message.trim() === "";
}
