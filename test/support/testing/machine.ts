/** Programs of this machine as the tests use them: in a trusted workspace, with or without a sandbox. */
import { homedir } from "node:os";
import { NodeProcesses } from "../../../src/node/processes/nodeProcesses.ts";
import { NodeWorkCopies } from "../../../src/node/workCopy/nodeWorkCopies.ts";
import type { IsolationProbe } from "../../../src/ports/workCopy.ts";
import { memoryLog } from "../memoryLog.ts";

export const trusted = { isTrusted: () => true, onGranted: () => ({ dispose() {} }) };

export interface Machine {
  readonly processes: NodeProcesses;
  readonly copies: NodeWorkCopies;
}

export function thisMachine(
  options: { readonly withoutSandbox?: boolean; readonly temporaryFolder?: string } = {},
): Machine {
  const variables = process.env;
  const processes = new NodeProcesses({ trust: trusted, log: memoryLog().log, variables });
  const copies = new NodeWorkCopies({ processes, trust: trusted, variables, home: homedir(), ...options });
  return { processes, copies };
}

/** Whether tests can run in a sandbox here. */
export const probed: IsolationProbe = await thisMachine().copies.probe();
