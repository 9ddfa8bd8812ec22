/** Programs of this machine, for a person who asked for them in a workspace they trust. */
import { randomBytes } from "node:crypto";
import type { Log } from "../../ports/log.ts";
import {
  type Processes,
  ProcessRefused,
  type ProcessRequest,
  type RunningProcess,
} from "../../ports/processes.ts";
import type { Trust } from "../../ports/trust.ts";
import { programEnvironment, type Variables } from "./environment.ts";
import { ProgramRun } from "./programRun.ts";
import { spawnGroup } from "./spawn.ts";

export interface NodeProcessesDeps {
  readonly trust: Trust;
  readonly log: Log;
  /** The environment of which programs get a few variables. */
  readonly variables: Variables;
}

export class NodeProcesses implements Processes {
  readonly #deps: NodeProcessesDeps;
  readonly #alive = new Set<RunningProcess>();

  constructor(deps: NodeProcessesDeps) {
    this.#deps = deps;
  }

  /** @throws ProcessRefused */
  start = (request: ProcessRequest, signal: AbortSignal): RunningProcess => {
    const { trust, log, variables } = this.#deps;
    const [program] = request.argv;
    if (!trust.isTrusted())
      throw new ProcessRefused(`Cannot start "${program}": the workspace is not trusted`);
    if (request.askedFor.trim() === "")
      throw new ProcessRefused(`Cannot start "${program}": nobody asked for it`);
    log.debug(`${request.askedFor}: starting ${program}`);
    const mark = randomBytes(12).toString("hex");
    const env = programEnvironment(variables, request.env ?? {}, mark);
    const spawn = () => spawnGroup(request.argv, { cwd: request.cwd, env });
    const run = new ProgramRun({ request, signal, mark, spawn });
    this.#alive.add(run);
    void run.ended.then((end) => {
      this.#alive.delete(run);
      log.debug(`${request.askedFor}: ${program} ended (${end.kind}) after ${Math.round(end.durationMs)} ms`);
    });
    return run;
  };

  run: Processes["run"] = async (request, signal) => {
    const run = this.start(request, signal);
    if (request.input !== undefined) await run.write(request.input);
    run.closeInput();
    return run.ended;
  };

  /** Ends all that still run. */
  async dispose(): Promise<void> {
    const all = [...this.#alive];
    for (const run of all) run.kill();
    await Promise.all(all.map(({ ended }) => ended));
  }
}
