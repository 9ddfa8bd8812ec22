/** A program that is spoken to in lines, for benches: no copy, no sandbox. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { LineProcess } from "../../src/features/repair/lineProcess.ts";

export function startLineProcess(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): LineProcess & { readonly pid: number | undefined } {
  const child = spawn(command, args, {
    cwd,
    stdio: ["pipe", "pipe", "inherit"],
    detached: true,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", ...env },
  });
  child.stdin.on("error", () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    pid: child.pid,
    write: (line) => void child.stdin.write(`${line}\n`),
    read: async () => {
      const next = await lines.next();
      return next.done ? undefined : next.value;
    },
    end() {
      try {
        process.kill(-child.pid!, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
    },
  };
}
