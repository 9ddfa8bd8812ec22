/**
 * A copy of the working files, where tests run and patches are tried: nothing that happens in it changes the files of
 * a person.
 */
import type { ProcessEnd, ProcessRequest, RunningProcess } from "./processes.ts";

/**
 * `sandbox`: no network, home hidden, only the copy can be written, nothing survives. `processes`: a copy, few
 * variables of the environment, limits; but programs could write elsewhere and reach the network.
 */
export type Isolation = "sandbox" | "processes";

export interface IsolationProbe {
  readonly isolation: Isolation;
  /** Why there is no sandbox, for a person. */
  readonly reason?: string;
}

export interface WorkCopyRequest {
  /** Absolute, with `/`: the folder of the workspace to copy. */
  readonly root: string;
  /** Texts that are not saved yet, by absolute path: they win over the disk. */
  readonly unsaved?: ReadonlyMap<string, string>;
  /** As `ProcessRequest.askedFor`, for all that runs in it. */
  readonly askedFor: string;
  /** What `probe` found, or `processes` where a person agreed to less. */
  readonly isolation: Isolation;
  /** Whether programs may reach the network; not given: no. Without a sandbox they always may. */
  readonly network?: boolean;
}

/** As `ProcessRequest`, with the folder inside the copy: relative to the root, with `/`; empty is the root. */
export interface CopyProcessRequest extends Omit<ProcessRequest, "cwd" | "askedFor"> {
  readonly folder: string;
}

export interface WorkCopy {
  /** Where the copy lies, absolute, with `/`. */
  readonly path: string;
  /**
   * Where programs inside see it, absolute: in a sandbox the place of the root itself, so that environments, links and
   * settings that name it work. Paths in their output begin with it.
   */
  readonly seenAs: string;
  readonly isolation: Isolation;
  /** Folders and files that were not copied, relative to the root, and why, for a person. */
  readonly leftOut: readonly { readonly path: string; readonly reason: string }[];
  /** A folder for files that are no part of the workspace, such as reports, as programs see it; absolute. */
  readonly scratch: string;
  /** The same for what compilers keep: it outlives the copy, for the next one of this root. */
  readonly cache: string;

  run(request: CopyProcessRequest, signal: AbortSignal): Promise<ProcessEnd>;
  start(request: CopyProcessRequest, signal: AbortSignal): RunningProcess;
  /**
   * @param path relative to the root, or as programs see it, below `seenAs`, `scratch` or `cache`
   * @returns undefined when nothing is there, or it is longer than `maxBytes` (16 MiB when not given)
   */
  read(path: string, maxBytes?: number): Promise<string | undefined>;
  /** Writes a file and the folders it needs. @throws when the path leads out of the copy, by a link as well */
  write(path: string, text: string): Promise<void>;
  /** Removes a file if it is there. @throws as `write` */
  remove(path: string): Promise<void>;
  /** Names in a folder; empty when there is none. */
  list(path: string): Promise<readonly string[]>;
  /**
   * Does work on the cache while no other copy of this root does work of this name, in another program neither. Rejects with the
   * signal's reason when it aborts before its turn, else as the work does.
   *
   * @param name of a file
   * @param onWait called once when the work has to wait
   */
  alone<T>(name: string, work: () => Promise<T>, onWait: () => void, signal: AbortSignal): Promise<T>;
  /** Ends what runs in it and deletes it. Never rejects. */
  dispose(): Promise<void>;
}

export interface WorkCopies {
  /** Tried once by a real run and then known. @throws ProcessRefused in an untrusted workspace */
  probe(): Promise<IsolationProbe>;
  /** @throws ProcessRefused in an untrusted workspace; Error when the files cannot be copied, or there are too many */
  create(request: WorkCopyRequest, signal: AbortSignal): Promise<WorkCopy>;
}
