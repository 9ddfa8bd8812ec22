/** Which files of a workspace are copied, which are shown as they are, and which are left out. */
import type { Dirent } from "node:fs";
import { lstat, readdir, readFile, readlink, realpath } from "node:fs/promises";
import { dirname, isAbsolute, resolve } from "node:path";
import { IgnoreRules } from "../../core/repo/ignoreRules.ts";

export interface CopyFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** Where its bytes are. */
  readonly from: string;
}

export interface CopyLink {
  readonly path: string;
  /** As the link says it; absolute ones that point into the root are told from `target`. */
  readonly text: string;
  /** What it points to, relative to the root; undefined when that is outside. */
  readonly target: string | undefined;
}

/** A folder of installed libraries: it is big, and nothing of the project's own. */
export interface Dependency {
  readonly path: string;
  /** Its real place. */
  readonly from: string;
  readonly kind: "node_modules" | "other";
}

export interface CopyPlan {
  /** Folders to make, outer ones first. */
  readonly folders: readonly string[];
  readonly files: readonly CopyFile[];
  readonly links: readonly CopyLink[];
  readonly dependencies: readonly Dependency[];
  readonly leftOut: readonly { readonly path: string; readonly reason: string }[];
}

const copyLimits = { files: 200_000, ignoredFiles: 2_000, ignoredBytes: 32 * 2 ** 20 };

/** What tools make anew whenever they need it, and the past of the repository. */
const leftOutNames = new Set(
  ".git .hg .svn .jj __pycache__ .pytest_cache .mypy_cache .ruff_cache .tox .nox .gradle .next .nuxt .turbo .parcel-cache .nyc_output .vscode-test .eggs".split(
    " ",
  ),
);
/** Left out where the file beside it says whose it is. */
const buildFolders: Readonly<Record<string, readonly string[]>> = {
  target: ["Cargo.toml", "pom.xml"],
  build: ["build.gradle", "build.gradle.kts"],
};

const joined = (folder: string, name: string): string => (folder === "" ? name : `${folder}/${name}`);

export class CopyPlanner {
  readonly #root: string;
  readonly #rules: IgnoreRules;
  readonly #signal: AbortSignal;
  readonly folders: string[] = [];
  readonly files: CopyFile[] = [];
  readonly links: CopyLink[] = [];
  readonly dependencies: Dependency[] = [];
  readonly leftOut: { path: string; reason: string }[] = [];

  private constructor(root: string, rules: IgnoreRules, signal: AbortSignal) {
    this.#root = root;
    this.#rules = rules;
    this.#signal = signal;
  }

  /** @throws Error when there are too many files, and the signal's reason */
  static async plan(root: string, signal: AbortSignal): Promise<CopyPlan> {
    const exclude = await readFile(`${root}/.git/info/exclude`, "utf8").catch(() => "");
    const planner = new CopyPlanner(root, new IgnoreRules([], exclude), signal);
    await planner.#walk("", true);
    return planner;
  }

  async #walk(folder: string, isOwn: boolean): Promise<void> {
    this.#signal.throwIfAborted();
    const entries = await readdir(`${this.#root}/${folder}`, { withFileTypes: true }).catch(() => undefined);
    if (!entries) {
      this.leftOut.push({ path: folder, reason: "it cannot be read" });
      return;
    }
    if (folder !== "") this.folders.push(folder);
    const names = new Set(entries.map(({ name }) => name));
    if (isOwn && names.has(".gitignore")) {
      const text = await readFile(`${this.#root}/${joined(folder, ".gitignore")}`, "utf8").catch(
        () => undefined,
      );
      this.#rules.setFile(folder, ".gitignore", text);
    }
    for (const entry of entries) await this.#take(folder, entry, names, isOwn);
  }

  async #take(folder: string, entry: Dirent, names: ReadonlySet<string>, isOwn: boolean): Promise<void> {
    const path = joined(folder, entry.name);
    if (leftOutNames.has(entry.name)) return;
    if (entry.name === "node_modules" || (await this.#isEnvironment(path, entry))) {
      await this.#takeDependency(path, entry.name === "node_modules" ? "node_modules" : "other");
    } else if (entry.isSymbolicLink()) await this.#takeLink(path);
    else if (entry.isFile()) this.#takeFile(path);
    else if (entry.isDirectory()) await this.#takeFolder(path, entry.name, names, isOwn);
  }

  async #takeFolder(path: string, name: string, names: ReadonlySet<string>, isOwn: boolean): Promise<void> {
    const isIgnored = isOwn && this.#rules.isEntryIgnored(path, true);
    if (!isIgnored) return this.#walk(path, isOwn);
    if (buildFolders[name]?.some((file) => names.has(file))) return;
    if (name === "vendor" || name === ".yarn") return this.#takeDependency(path, "other");
    if (await isSmall(`${this.#root}/${path}`)) return this.#walk(path, false);
    this.leftOut.push({ path, reason: "it is ignored by git and large" });
  }

  /** A virtual environment of Python. */
  async #isEnvironment(path: string, entry: Dirent): Promise<boolean> {
    if (!entry.isDirectory() && !entry.isSymbolicLink()) return false;
    if (!/^(?:\.?v?env|\.?virtualenv|.*venv.*)$/i.test(entry.name)) return false;
    return (await lstat(`${this.#root}/${path}/pyvenv.cfg`).catch(() => undefined))?.isFile() ?? false;
  }

  async #takeDependency(path: string, kind: Dependency["kind"]): Promise<void> {
    const from = await realpath(`${this.#root}/${path}`).catch(() => undefined);
    if (from !== undefined) this.dependencies.push({ path, from, kind });
  }

  #takeFile(path: string): void {
    this.files.push({ path, from: `${this.#root}/${path}` });
    if (this.files.length > copyLimits.files) {
      throw new Error(
        `Cannot copy the workspace "${this.#root}": it has more than ${copyLimits.files} files`,
      );
    }
  }

  async #takeLink(path: string): Promise<void> {
    const text = await readlink(`${this.#root}/${path}`);
    const points = isAbsolute(text) ? text : resolve(dirname(`${this.#root}/${path}`), text);
    const isInside = points === this.#root || points.startsWith(`${this.#root}/`);
    this.links.push({ path, text, target: isInside ? points.slice(this.#root.length + 1) : undefined });
  }
}

/** Whether a folder that git ignores is small enough to come along. */
async function isSmall(folder: string): Promise<boolean> {
  let files = 0;
  let bytes = 0;
  const waiting = [folder];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const entry of await readdir(at, { withFileTypes: true }).catch(() => [])) {
      const path = `${at}/${entry.name}`;
      if (entry.isDirectory()) waiting.push(path);
      else if (entry.isFile()) bytes += (await lstat(path).catch(() => undefined))?.size ?? 0;
      if (++files > copyLimits.ignoredFiles || bytes > copyLimits.ignoredBytes) return false;
    }
  }
  return true;
}
