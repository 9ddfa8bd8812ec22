/** Child processes of the scripts: one that is waited for, one that is kept running until it is stopped. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Problem } from "./problem.ts";

/** The folder of `package.json`. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Path of a command that a package of this project installs. */
export const packageBin = (path: string): string => join(root, "node_modules", path);

export interface RunOptions {
  readonly cwd?: string;
  /** Added to this process's environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Print the output only when the command fails. */
  readonly quiet?: boolean;
  /** Is given the output as it comes, which is printed all the same. */
  readonly onOutput?: (text: string) => void;
}

/** Runs a command to its end and returns its exit code (1 when a signal ended it); input is empty. */
export async function runForCode(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<number> {
  const { quiet, onOutput } = options;
  const output = quiet || onOutput ? "pipe" : "inherit";
  const child = spawn(file, args, {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...(onOutput && process.stdout.isTTY && { FORCE_COLOR: "1" }), ...options.env },
    stdio: ["ignore", output, output],
  });
  let kept = "";
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    from?.setEncoding("utf8").on("data", (text: string) => {
      if (quiet) kept += text;
      else to.write(text);
      onOutput?.(text);
    });
  }
  const code = await new Promise<number>((resolve, reject) => {
    child.on("error", (error) =>
      reject(
        new Problem(`"${file}" could not be started: ${error.message}`, `install "${file}", then try again`),
      ),
    );
    child.on("close", (exitCode) => resolve(exitCode ?? 1));
  });
  if (quiet && code !== 0) process.stderr.write(kept);
  return code;
}

/** Runs a command to its end. @throws Problem when it ends with anything but 0 */
export async function run(file: string, args: readonly string[], options: RunOptions = {}): Promise<void> {
  const code = await runForCode(file, args, options);
  if (code !== 0) {
    throw new Problem(`"${[file, ...args].join(" ")}" ended with ${code}`, "read its message above");
  }
}

/** Runs a script with this Node. */
export const runNode = (args: readonly string[], options: RunOptions = {}): Promise<void> =>
  run(process.execPath, args, options);

/** Ends a child process: asks it, and after `graceMs` forces it. */
async function stopProcess(child: ChildProcess, graceMs = 5_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await ended;
  clearTimeout(timer);
}

/**
 * Ends a child process and all that it started: an extension host whose window was reloaded or closed outlives its server, for hours, with the
 * work that it was at.
 */
export async function stopProcessTree(child: ChildProcess, graceMs?: number): Promise<void> {
  const below = child.pid === undefined ? [] : await findDescendants(child.pid);
  await stopProcess(child, graceMs);
  for (const pid of below) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended by itself.
    }
  }
}

/** Process ids; none where `ps` is not to be had, as on Windows. */
async function findDescendants(pid: number): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid="]).catch(() => ({
    stdout: "",
  }));
  const all = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = new Set([pid]);
  // A child may stand before its parent in the list.
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const [one, parent] of all) if (one !== undefined && found.has(parent!)) found.add(one);
  }
  found.delete(pid);
  return [...found];
}
