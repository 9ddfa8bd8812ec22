/** The only module that starts programs: a list of arguments, no shell, and a group of its own to end it by. */
import { type ChildProcess, spawn } from "node:child_process";

const isWindows = process.platform === "win32";

export interface SpawnOptions {
  readonly cwd: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** Three pipes. Where a program cannot be started, `error` is emitted. @throws when an argument is no argument */
export function spawnGroup(argv: readonly [string, ...string[]], { cwd, env }: SpawnOptions): ChildProcess {
  const [program, ...args] = argv;
  return spawn(program, args, {
    cwd,
    env: { ...env },
    shell: false,
    detached: !isWindows,
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
  });
}

/** Signals a program and its group. @returns whether anything was there to signal */
export function signalGroup(pid: number, signal: "SIGTERM" | "SIGKILL"): boolean {
  if (isWindows) {
    // Ends the tree of processes as Windows knows it.
    spawn("taskkill", ["/pid", String(pid), "/T", "/F"], { stdio: "ignore", windowsHide: true }).on(
      "error",
      () => {},
    );
    return true;
  }
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
