/** Reads a git repository, work tree or bare, through `git` itself. */
import { execFileSync, spawnSync } from "node:child_process";

const MAX_OUTPUT = 1 << 30;
/** Outputs and contents kept: walks over the same commits ask for the same ones. */
const KEPT_OUTPUTS = 96;
const KEPT_BLOBS = 1024;

export class Git {
  readonly #dir: string;
  readonly #outputs = new Map<string, string>();
  readonly #blobs = new Map<string, string | undefined>();

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Whether `git` takes the folder for a repository of its own, not for a part of one around it. */
  static isRepository(dir: string): boolean {
    const found = spawnSync("git", ["-C", dir, "rev-parse", "--show-prefix"], { encoding: "utf8" });
    return found.status === 0 && found.stdout.trim() === "";
  }

  /** Whether the folder is itself the database of a repository without a work tree. */
  static isBare(dir: string): boolean {
    const found = spawnSync("git", ["--git-dir", dir, "rev-parse", "--is-bare-repository"], {
      encoding: "utf8",
    });
    return found.status === 0 && found.stdout.trim() === "true";
  }

  /** As `runOnce`; undefined when git fails, as for a snapshot that lacks a large file. */
  tryOnce(...args: string[]): string | undefined {
    try {
      return this.runOnce(...args);
    } catch {
      return undefined;
    }
  }

  run(...args: string[]): string {
    return execFileSync("git", ["-C", this.#dir, ...args], {
      encoding: "utf8",
      maxBuffer: MAX_OUTPUT,
      stdio: ["ignore", "pipe", "ignore"],
    });
  }

  /** Paths of the files of a commit with the hash of their content. */
  tree(commit: string): Map<string, string> {
    const tree = new Map<string, string>();
    for (const row of this.runOnce("ls-tree", "-r", "-z", commit).split("\0")) {
      const match = /^100\d+ blob (\w+)\t(.*)$/s.exec(row);
      if (match !== null) tree.set(match[2]!, match[1]!);
    }
    return tree;
  }

  /** As `run`, for what never changes: output about commits named by their hashes. */
  runOnce(...args: string[]): string {
    const key = args.join("\0");
    const known = this.#outputs.get(key);
    if (known !== undefined) return known;
    const output = this.run(...args);
    keep(this.#outputs, KEPT_OUTPUTS, key, output);
    return output;
  }

  /** Contents of blobs, in the order asked; undefined for one that is not there. */
  blobs(hashes: readonly string[]): (string | undefined)[] {
    const missing = hashes.filter((hash) => !this.#blobs.has(hash));
    const read = missing.length === 0 ? [] : this.#readBlobs(missing);
    const texts = new Map(missing.map((hash, i) => [hash, read[i]]));
    const found = hashes.map((hash) => (texts.has(hash) ? texts.get(hash) : this.#blobs.get(hash)));
    if (missing.length < KEPT_BLOBS / 4) {
      for (const [hash, text] of texts) keep(this.#blobs, KEPT_BLOBS, hash, text);
    }
    return found;
  }

  #readBlobs(hashes: readonly string[]): (string | undefined)[] {
    const { stdout } = spawnSync("git", ["-C", this.#dir, "cat-file", "--batch"], {
      input: hashes.join("\n"),
      maxBuffer: MAX_OUTPUT,
    });
    const texts: (string | undefined)[] = [];
    let at = 0;
    for (const _ of hashes) {
      const end = stdout.indexOf(10, at);
      const size = Number(stdout.toString("utf8", at, end).split(" ")[2]);
      at = end + 1;
      if (Number.isNaN(size)) {
        texts.push(undefined);
        continue;
      }
      texts.push(stdout.toString("utf8", at, at + size));
      at += size + 1;
    }
    return texts;
  }
}

/** Sets an entry and drops the oldest ones beyond a number. */
function keep<V>(map: Map<string, V>, most: number, key: string, value: V): void {
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) break;
    map.delete(oldest);
  }
}
