/** The real repository of this suite: Django as Debian packs it, about 3,500 files that nobody here wrote. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { editorHome } from "../../../scripts/editor/installation.ts";
import { Problem } from "../../../scripts/lib/problem.ts";
import { run } from "../../../scripts/lib/run.ts";

const packageName = "python3-django";
const cached = join(editorHome, "repositories", packageName);
export const leastFiles = 2_000;

/**
 * Downloads the package (no root needed) and unpacks it, unless that was done before. @returns its folder
 * @throws Problem where there is no apt, or no such package
 */
export async function prepareDjango(): Promise<string> {
  if (existsSync(cached)) return cached;
  mkdirSync(join(cached, ".."), { recursive: true });
  const work = mkdtempSync(join(cached, "../download-"));
  try {
    await run("apt-get", ["download", packageName], { cwd: work, quiet: true });
    const archive = readdirSync(work).find((name) => name.endsWith(".deb"));
    if (!archive)
      throw new Problem(`apt-get left no package "${packageName}"`, "run apt-get update, then try again");
    await run("dpkg", ["-x", archive, "unpacked"], { cwd: work, quiet: true });
    cpSync(join(work, "unpacked/usr/lib/python3/dist-packages"), cached, { recursive: true });
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new Problem(
      `Debian's ${packageName} could not be downloaded: ${cause}`,
      "run this suite on Debian or Ubuntu, after apt-get update",
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return cached;
}

/** Regular files below a folder. */
export const countFiles = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
