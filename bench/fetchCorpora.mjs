/**
 * Puts the folders of `bench/corpora.json` into a folder: `npm run bench:corpora -- DIR [--mirror DIR2]`. Debian packages by
 * `apt-get download` (Debian 12), repositories by `git clone`, or from bare repositories `DIR2/OWNER+NAME/repo`.
 */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  options: { mirror: { type: "string" } },
  allowPositionals: true,
});
if (positionals.length !== 1) {
  console.error("Usage: npm run bench:corpora -- DIR [--mirror DIR2]");
  process.exit(2);
}
const target = resolve(positionals[0]);
mkdirSync(target, { recursive: true });
const { folders } = JSON.parse(readFileSync(new URL("corpora.json", import.meta.url), "utf8"));
const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, stdio: ["ignore", "ignore", "inherit"] });

for (const [name, source] of Object.entries(folders)) {
  const folder = join(target, name);
  if (existsSync(folder)) continue;
  const work = mkdtempSync(join(target, ".fetch-"));
  if (source.debian) {
    run("apt-get", ["download", source.debian], work);
    const archive = readdirSync(work).find((file) => file.endsWith(".deb"));
    run("dpkg-deb", ["-x", archive, "content"], work);
    cpSync(join(work, "content", source.path), folder, { recursive: true, verbatimSymlinks: true });
  } else {
    const mirror = values.mirror && join(resolve(values.mirror), source.git.replace("/", "+"), "repo");
    const origin = mirror && existsSync(mirror) ? mirror : `https://github.com/${source.git}`;
    run("git", ["clone", "--quiet", "--no-checkout", origin, folder], work);
    run("git", ["checkout", "--quiet", source.commit], folder);
  }
  rmSync(work, { recursive: true });
  console.log(name);
}
