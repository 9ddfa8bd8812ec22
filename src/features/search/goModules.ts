/** Paths of Go modules, from the `go.mod` files above the files that are asked about. */
import { decodeText } from "../../core/text/decode.ts";
import type { Files } from "../../ports/files.ts";
import { decodeUtf8 } from "../indexing/readSource.ts";

/** Longer files of this name are no module's. */
const LONGEST_GO_MOD = 1 << 16;

export class GoModules {
  readonly #files: Files;
  readonly #looked = new Set<string>();
  readonly #modules = new Map<string, string>();

  constructor(files: Files) {
    this.#files = files;
  }

  /** By directory; grows. */
  get modules(): ReadonlyMap<string, string> {
    return this.#modules;
  }

  /** Looks in the directories above a file; each is looked into once. */
  async lookAbove(path: string): Promise<void> {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const directory = path.slice(0, end);
      if (this.#looked.has(directory)) return;
      this.#looked.add(directory);
      await this.#look(directory);
    }
  }

  async #look(directory: string): Promise<void> {
    const bytes = await this.#files.read(`${directory}/go.mod`, LONGEST_GO_MOD).catch(() => undefined);
    const decoded = bytes && decodeText(bytes, decodeUtf8);
    if (decoded?.kind !== "text") return;
    const name = /^module[ \t]+"?([^\s"]+)/m.exec(decoded.text)?.[1];
    if (name !== undefined) this.#modules.set(directory, name);
  }
}
