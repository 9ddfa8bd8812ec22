/** Copies of the working files on this machine's disk, and whether a sandbox works here. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { type Processes, ProcessRefused } from "../../ports/processes.ts";
import type { Trust } from "../../ports/trust.ts";
import type { IsolationProbe, WorkCopies, WorkCopy } from "../../ports/workCopy.ts";
import type { Variables } from "../processes/environment.ts";
import { nameOwner, removeAbandoned } from "./abandonedCopies.ts";
import { bubblewrapArgv } from "./bubblewrap.ts";
import { CopyPlanner } from "./copyPlan.ts";
import { fillCopy } from "./fillCopy.ts";
import { FolderTurns } from "./folderTurns.ts";
import { NodeWorkCopy, parts } from "./nodeWorkCopy.ts";
import { ScratchFiles } from "./scratchFiles.ts";
import { toolPlaces, variablesOfTools } from "./toolPlaces.ts";

export interface NodeWorkCopiesDeps {
  readonly processes: Processes;
  readonly trust: Trust;
  readonly variables: Variables;
  readonly home: string;
  /** Where copies are made; not given: the system's folder for temporary files. */
  readonly temporaryFolder?: string | undefined;
  /** Where compilers' results are kept from run to run; not given: beside the copies. */
  readonly cacheFolder?: string | undefined;
  /** For tests: as if there were none. */
  readonly withoutSandbox?: boolean | undefined;
}

const probeMs = 10_000;

export class NodeWorkCopies implements WorkCopies {
  readonly #deps: NodeWorkCopiesDeps;
  readonly #turns = new FolderTurns();
  #probed: Promise<IsolationProbe> | undefined;
  #swept: Promise<void> | undefined;

  constructor(deps: NodeWorkCopiesDeps) {
    this.#deps = deps;
  }

  probe: WorkCopies["probe"] = async () => {
    this.#check();
    this.#probed ??= this.#tryOut();
    return this.#probed;
  };

  create: WorkCopies["create"] = async (request, signal) => {
    this.#check();
    signal.throwIfAborted();
    const { processes, variables, home, temporaryFolder = tmpdir() } = this.#deps;
    // Nobody waits for it.
    this.#swept ??= removeAbandoned(temporaryFolder);
    const plan = await CopyPlanner.plan(request.root, signal);
    const files = await ScratchFiles.make(temporaryFolder);
    try {
      await nameOwner(files);
      for (const folder of Object.values(parts)) await files.makeFolder(folder);
      const { isolation, root } = request;
      const { mounts, leftOut } = await fillCopy({ plan, root, tree: parts.tree, files, isolation, signal });
      const places = toolPlaces(home, variables);
      const cacheFiles = await ScratchFiles.keep(join(this.#cacheFolder(), hashOf(root)));
      const copy = new NodeWorkCopy({
        request,
        processes,
        files,
        cacheFiles,
        turns: this.#turns,
        places,
        toolVariables: variablesOfTools(home, variables),
        mounts,
        leftOut,
      });
      await writeUnsaved(copy, root, request.unsaved ?? new Map());
      return copy;
    } catch (error) {
      await files.destroy();
      throw error;
    }
  };

  #cacheFolder(): string {
    const { cacheFolder, temporaryFolder = tmpdir() } = this.#deps;
    return cacheFolder ?? join(temporaryFolder, `touchstone-builds-${userInfo().username}`);
  }

  #check(): void {
    if (!this.#deps.trust.isTrusted()) {
      throw new ProcessRefused("Cannot copy the workspace to run in: it is not trusted");
    }
  }

  /** Runs a program the way tests will run. */
  async #tryOut(): Promise<IsolationProbe> {
    const none = (reason: string): IsolationProbe => ({ isolation: "processes", reason });
    if (this.#deps.withoutSandbox) return none("it is switched off");
    if (process.platform !== "linux") return none(`there is no sandbox for ${process.platform}`);
    const { home, variables, processes } = this.#deps;
    const places = toolPlaces(home, variables);
    const plan = { ...places, writable: [], readOnly: [], folder: "/", network: false };
    const program = existsSync("/usr/bin/true") ? "/usr/bin/true" : "/bin/true";
    const end = await processes.run(
      {
        argv: bubblewrapArgv(plan, [program]),
        cwd: "/",
        wallMs: probeMs,
        askedFor: "See whether a sandbox works",
      },
      new AbortController().signal,
    );
    if (end.kind === "exited" && end.code === 0) return { isolation: "sandbox" };
    if (end.kind === "notStarted") return none("bubblewrap (`bwrap`) is not installed");
    return none(`bubblewrap does not work here: ${end.stderr.trim().slice(0, 300) || end.kind}`);
  }
}

const hashOf = (root: string): string => createHash("sha256").update(root).digest("hex").slice(0, 24);

async function writeUnsaved(
  copy: WorkCopy,
  root: string,
  unsaved: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [path, text] of unsaved) {
    if (path.startsWith(`${root}/`)) await copy.write(path.slice(root.length + 1), text);
  }
}
