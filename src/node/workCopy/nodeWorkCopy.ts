/** One copy of the working files, and the programs that run in it. */
import { join } from "node:path";
import type { Processes, ProcessRequest } from "../../ports/processes.ts";
import type { CopyProcessRequest, WorkCopy, WorkCopyRequest } from "../../ports/workCopy.ts";
import { bubblewrapArgv, type Mount } from "./bubblewrap.ts";
import type { FolderTurns } from "./folderTurns.ts";
import type { ScratchFiles } from "./scratchFiles.ts";
import type { Places } from "./toolPlaces.ts";

export interface NodeWorkCopyParts {
  readonly request: WorkCopyRequest;
  readonly processes: Processes;
  /** The copy's own folder; removed with it. */
  readonly files: ScratchFiles;
  /** What outlives it. */
  readonly cacheFiles: ScratchFiles;
  /** Of those who use the cache. */
  readonly turns: FolderTurns;
  readonly places: Places;
  /** Variables by which tools find what the real home has of them. */
  readonly toolVariables: Readonly<Record<string, string>>;
  /** Relative to the root. */
  readonly mounts: readonly Mount[];
  readonly leftOut: WorkCopy["leftOut"];
}

/** Folders within the scratch folder. */
export const parts = { tree: "tree", scratch: "scratch", home: "home", temporary: "tmp" };
const usualReadBytes = 16 * 2 ** 20;

export class NodeWorkCopy implements WorkCopy {
  readonly path: string;
  readonly seenAs: string;
  readonly isolation: WorkCopy["isolation"];
  readonly leftOut: WorkCopy["leftOut"];
  readonly scratch: string;
  readonly cache: string;
  readonly #parts: NodeWorkCopyParts;
  readonly #over = new AbortController();
  readonly #running = new Set<Promise<unknown>>();

  constructor(given: NodeWorkCopyParts) {
    const { request, files, cacheFiles, leftOut } = given;
    this.#parts = given;
    this.isolation = request.isolation;
    this.leftOut = leftOut;
    this.path = join(files.path, parts.tree);
    this.seenAs = this.isolation === "sandbox" ? request.root : this.path;
    this.scratch = join(files.path, parts.scratch);
    this.cache = cacheFiles.path;
  }

  run: WorkCopy["run"] = (request, signal) => {
    const both = AbortSignal.any([signal, this.#over.signal]);
    return this.#keep(this.#parts.processes.run(this.#programOf(request), both));
  };

  start: WorkCopy["start"] = (request, signal) => {
    const both = AbortSignal.any([signal, this.#over.signal]);
    const running = this.#parts.processes.start(this.#programOf(request), both);
    void this.#keep(running.ended);
    return running;
  };

  read: WorkCopy["read"] = async (path, maxBytes = usualReadBytes) => {
    const { files, relative } = this.#place(path);
    return files.readText(relative, maxBytes);
  };
  write: WorkCopy["write"] = async (path, text) => {
    const { files, relative } = this.#place(path);
    await files.writeText(relative, text);
  };
  remove: WorkCopy["remove"] = async (path) => {
    const { files, relative } = this.#place(path);
    await files.discard(relative);
  };
  list: WorkCopy["list"] = async (path) => {
    const { files, relative } = this.#place(path);
    return files.list(relative);
  };

  alone: WorkCopy["alone"] = (name, work, onWait, signal) => {
    const both = AbortSignal.any([signal, this.#over.signal]);
    return this.#keep(this.#parts.turns.take(this.cache, name, work, onWait, both));
  };

  dispose: WorkCopy["dispose"] = async () => {
    this.#over.abort();
    await Promise.allSettled(this.#running);
    await this.#parts.files.destroy();
  };

  async #keep<T>(run: Promise<T>): Promise<T> {
    const kept = run.finally(() => this.#running.delete(kept));
    this.#running.add(kept);
    return kept;
  }

  #place(path: string): { readonly files: ScratchFiles; readonly relative: string } {
    const { files, cacheFiles } = this.#parts;
    if (path === this.cache || path.startsWith(`${this.cache}/`)) {
      return { files: cacheFiles, relative: path.slice(this.cache.length + 1) };
    }
    for (const [seen, part] of [
      [this.scratch, parts.scratch],
      [this.seenAs, parts.tree],
    ] as const) {
      if (path === seen || path.startsWith(`${seen}/`))
        return { files, relative: part + path.slice(seen.length) };
    }
    return { files, relative: path === "" ? parts.tree : `${parts.tree}/${path}` };
  }

  #programOf(asked: CopyProcessRequest): ProcessRequest {
    const { request } = this.#parts;
    const { folder, ...rest } = asked;
    if (folder.split("/").includes("..") || folder.startsWith("/")) {
      throw new Error(`Cannot run in the folder "${folder}": it leads out of the copy`);
    }
    const cwd = folder === "" ? this.seenAs : `${this.seenAs}/${folder}`;
    const common = { ...rest, askedFor: request.askedFor };
    return this.isolation === "sandbox"
      ? {
          ...common,
          cwd: "/",
          argv: this.#sandboxed(asked, cwd),
          env: { TMPDIR: "/tmp", ...this.#libraries(), ...asked.env },
        }
      : { ...common, cwd, env: { ...this.#ownPlaces(), ...asked.env } };
  }

  /** The home is the same in a sandbox; only who cannot write to it is told where its libraries are. */
  #libraries(): Record<string, string> {
    const gradle = this.#parts.toolVariables["GRADLE_RO_DEP_CACHE"];
    return gradle === undefined ? {} : { GRADLE_RO_DEP_CACHE: gradle };
  }

  #sandboxed({ argv }: CopyProcessRequest, folder: string): [string, ...string[]] {
    const { request, places, mounts } = this.#parts;
    const writable = [
      { from: this.path, at: this.seenAs },
      { from: this.scratch, at: this.scratch },
      { from: this.cache, at: this.cache },
    ];
    const readOnly = mounts.map(({ from, at }) => ({ from, at: `${this.seenAs}/${at}` }));
    const network = request.network ?? false;
    return bubblewrapArgv({ ...places, writable, readOnly, folder, network }, argv);
  }

  /** Programs that write to a home or to temporary files write here, unless they look for others on purpose. */
  #ownPlaces(): Record<string, string> {
    const { files, toolVariables } = this.#parts;
    const temporary = join(files.path, parts.temporary);
    return {
      ...toolVariables,
      HOME: join(files.path, parts.home),
      TMPDIR: temporary,
      TEMP: temporary,
      TMP: temporary,
    };
  }
}
