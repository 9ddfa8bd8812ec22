/** Builds what the tests run, once before all of them. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export default function setup(): void {
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  execFileSync(process.execPath, ["esbuild.config.mjs"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
}
