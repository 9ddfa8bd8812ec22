/** Measured work in processes of their own, from bundles as the product ships them. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

export interface Children {
  /** Runs a script of this folder, such as `cold`, and reads the JSON of its last line. */
  run<T>(script: string, args: readonly string[], env?: Readonly<Record<string, string>>): T;
  /** A folder that is gone after `close`. */
  readonly scratch: string;
  close(): void;
}

export function buildChildren(scripts: readonly string[]): Children {
  const scratch = mkdtempSync(join(tmpdir(), "touchstone-bench-"));
  buildSync({
    entryPoints: scripts.map((script) => fileURLToPath(new URL(`${script}.ts`, import.meta.url))),
    bundle: true,
    platform: "node",
    target: "node22",
    format: "esm",
    outExtension: { ".js": ".mjs" },
    outdir: scratch,
    logLevel: "warning",
  });
  return {
    scratch,
    run<T>(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): T {
      const { stdout, status } = spawnSync(process.execPath, [join(scratch, `${script}.mjs`), ...args], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "inherit"],
        maxBuffer: 1 << 26,
        env: { ...process.env, ...env },
      });
      if (status !== 0) throw new Error(`"${script}" ended with ${status}`);
      return JSON.parse(stdout.trim().split("\n").at(-1)!) as T;
    },
    close: () => rmSync(scratch, { recursive: true }),
  };
}

/** CPU seconds of `ctags` on these files, all languages it knows, user and system. */
export function ctagsCpuSeconds(paths: readonly string[]): number {
  const script = 'TIMEFORMAT="%U %S"; time ctags -f - --sort=no -L - > /dev/null 2> /dev/null';
  const { stderr, status, error } = spawnSync("bash", ["-c", script], {
    input: paths.join("\n"),
    encoding: "utf8",
  });
  if (error || status !== 0) throw new Error(`Cannot run "ctags": ${error?.message ?? stderr}`);
  const [user, system] = stderr.trim().split("\n").at(-1)!.split(" ").map(Number);
  return user! + system!;
}
