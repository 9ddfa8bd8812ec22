/**
 * The only module that writes the files of a copy, all below one folder that it has made itself. No path leads out of
 * it, by a link either.
 */
import { constants, lstatSync, realpathSync } from "node:fs";
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readlink,
  realpath,
  rm,
  symlink,
  utimes,
} from "node:fs/promises";
import { dirname, join } from "node:path";

/** Of a folder that `make` made. */
export const copyName = /^touchstone-[A-Za-z0-9]{6}$/;

export class ScratchFiles {
  /** Absolute and real. */
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** A new folder of this user alone. */
  static async make(parent: string): Promise<ScratchFiles> {
    await mkdir(parent, { recursive: true, mode: 0o700 });
    return new ScratchFiles(await realpath(await mkdtemp(join(parent, "touchstone-"))));
  }

  /** A folder of this user alone that may be there already. @throws when it belongs to another user or is a link */
  static async keep(path: string): Promise<ScratchFiles> {
    await mkdir(path, { recursive: true, mode: 0o700 });
    const stat = await lstat(path);
    const isOurs = process.getuid === undefined || stat.uid === process.getuid();
    if (!stat.isDirectory() || !isOurs) throw new Error(`Cannot use the folder "${path}": it is not ours`);
    return new ScratchFiles(await realpath(path));
  }

  async makeFolder(path: string): Promise<void> {
    await mkdir(this.#inside(path), { recursive: true });
  }

  /** Shares the bytes with the original where the file system can; keeps permissions and time. */
  async copyFrom(from: string, path: string): Promise<void> {
    const to = this.#inside(path);
    const stat = await lstat(from);
    if (!stat.isFile()) return;
    await copyFile(from, to, constants.COPYFILE_FICLONE);
    // What cannot be written now may have to be later, by a patch that is tried.
    if ((stat.mode & 0o200) === 0) await chmod(to, stat.mode | 0o200);
    await utimes(to, stat.atimeMs / 1000, stat.mtimeMs / 1000);
  }

  async makeLink(text: string, path: string): Promise<void> {
    await symlink(text, this.#inside(path));
  }

  /** The same as it is there, links as they say it. */
  async copyTree(from: string, path: string): Promise<void> {
    await this.makeFolder(path);
    for (const entry of await readdir(from, { withFileTypes: true })) {
      const [source, to] = [`${from}/${entry.name}`, `${path}/${entry.name}`];
      if (entry.isDirectory()) await this.copyTree(source, to);
      else if (entry.isSymbolicLink()) await this.makeLink(await readlink(source), to);
      else if (entry.isFile()) await this.copyFrom(source, to);
    }
  }

  async writeText(path: string, text: string): Promise<void> {
    const to = this.#inside(path);
    this.#realParent(path);
    await mkdir(dirname(to), { recursive: true });
    const stat = await lstat(to).catch(() => undefined);
    if (stat && !stat.isFile()) throw new Error(`Cannot write "${path}" in the copy: it is not a file`);
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0);
    const file = await open(to, flags, 0o666);
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
  }

  async discard(path: string): Promise<void> {
    this.#realParent(path);
    await rm(this.#inside(path), { force: true });
  }

  /** Undefined when there is no such file here, or it is longer. */
  async readText(path: string, maxBytes: number): Promise<string | undefined> {
    const real = await realpath(this.#inside(path)).catch(() => undefined);
    if (real === undefined || !real.startsWith(`${this.path}/`)) return undefined;
    const file = await open(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(() => undefined);
    if (!file) return undefined;
    try {
      const stat = await file.stat();
      return stat.isFile() && stat.size <= maxBytes ? await file.readFile("utf8") : undefined;
    } finally {
      await file.close();
    }
  }

  async list(path: string): Promise<readonly string[]> {
    const real = await realpath(this.#inside(path)).catch(() => undefined);
    if (real === undefined || (real !== this.path && !real.startsWith(`${this.path}/`))) return [];
    return readdir(real).catch(() => []);
  }

  /** All of it, also what programs have made unreadable. Never rejects. */
  async destroy(): Promise<void> {
    const remove = () => rm(this.path, { recursive: true, force: true, maxRetries: 3 });
    try {
      await remove();
    } catch {
      await openUp(this.path);
      await remove().catch(() => {});
    }
  }

  /** @throws when the path could lead out of the folder */
  #inside(path: string): string {
    const parts = path.split("/");
    if (path.startsWith("/") || path.includes("\0") || parts.includes("..") || path.includes("\\")) {
      throw new Error(`Cannot use the path ${JSON.stringify(path)} in the copy: it leads out of it`);
    }
    return join(this.path, path);
  }

  /** @throws when a folder on the way is a link out of here */
  #realParent(path: string): void {
    for (let at = dirname(this.#inside(path)); at.length > this.path.length; at = dirname(at)) {
      if (!lstatSync(at, { throwIfNoEntry: false })) continue;
      if (!realpathSync(at).startsWith(`${this.path}/`)) {
        throw new Error(`Cannot use the path ${JSON.stringify(path)} in the copy: a link leads out of it`);
      }
      return;
    }
  }
}

async function openUp(folder: string): Promise<void> {
  await chmod(folder, 0o700).catch(() => {});
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    if (entry.isDirectory()) await openUp(`${folder}/${entry.name}`);
  }
}
