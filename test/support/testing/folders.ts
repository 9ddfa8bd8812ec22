/** Folders on the disk for tests that run programs in them. */
import { createHash } from "node:crypto";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export function makeFolder(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "touchstone-test-")));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Of all names, kinds, permissions and contents below a folder. */
export function hashOfTree(folder: string): string {
  const hash = createHash("sha256");
  const visit = (path: string): void => {
    for (const name of readdirSync(path).sort()) {
      const at = join(path, name);
      const stat = lstatSync(at);
      hash.update(`${at}\0${stat.mode}\0`);
      if (stat.isSymbolicLink()) hash.update(readlinkSync(at));
      else if (stat.isDirectory()) visit(at);
      else hash.update(readFileSync(at));
    }
  };
  visit(folder);
  return hash.digest("hex");
}

/** Processes that carry a text in their arguments or their environment; zombies have neither. */
export function processesWith(text: string): number[] {
  const read = (path: string): string => {
    try {
      return readFileSync(path, "latin1");
    } catch {
      return "";
    }
  };
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => (read(`/proc/${name}/cmdline`) + read(`/proc/${name}/environ`)).includes(text))
    .map(Number);
}
