/** Running measured work in processes of their own, and CPU time of this one. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export interface Corpus {
  readonly name: string;
  readonly folders: readonly string[];
  /** Name of the language at `ctags`. */
  readonly ctags?: string;
  /** CPU time of the index may be this many times that of `ctags`. */
  readonly ratio?: number;
}

const { corpora } = JSON.parse(
  readFileSync(fileURLToPath(new URL("../corpora.json", import.meta.url)), "utf8"),
) as { readonly corpora: readonly Corpus[] };

/** @throws Error when there is no corpus of that name */
export function findCorpus(name: string): Corpus {
  const corpus = corpora.find((candidate) => candidate.name === name);
  if (!corpus) throw new Error(`There is no corpus "${name}" in bench/corpora.json`);
  return corpus;
}

export const foldersOf = (corpus: Corpus, directory: string): string[] =>
  corpus.folders.map((folder) => join(resolve(directory), folder));

/** CPU of this process from the start of `work` to its end, user and system, all threads. Milliseconds. */
export async function cpuMs<T>(
  work: () => T | Promise<T>,
): Promise<{ readonly value: T; readonly ms: number }> {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, ms: (user + system) / 1000 };
}

export const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
};

/** Runs a script of this folder in a new process and reads the JSON of its last line. */
export function runChild<T>(script: string, args: readonly string[], nodeArgs: readonly string[] = []): T {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { stdout, status } = spawnSync(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", ...nodeArgs, path, ...args],
    { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 26 },
  );
  if (status !== 0) throw new Error(`"${script}" ended with ${status}`);
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as T;
}

/** CPU seconds of a command, user and system, by the shell's own clock of its children. */
export function commandCpuSeconds(command: string, args: readonly string[], input: string): number {
  const script =
    'cat > "$0.in"; TIMEFORMAT="%U %S"; time "$@" < "$0.in" > /dev/null 2> /dev/null; rm "$0.in"';
  const base = join(process.env["TMPDIR"] ?? "/tmp", `touchstone-bench-${process.pid}`);
  const { stderr, status, error } = spawnSync("bash", ["-c", script, base, command, ...args], {
    input,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (error || status !== 0) throw new Error(`Cannot run "${command}": ${error?.message ?? stderr}`);
  const [user, system] = stderr.trim().split("\n").at(-1)!.split(" ").map(Number);
  return user! + system!;
}
