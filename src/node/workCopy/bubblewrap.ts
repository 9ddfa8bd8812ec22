/** The arguments of bubblewrap: no network, no home, no other process to see, and only a few folders to write in. */
import type { Places } from "./toolPlaces.ts";

export interface Mount {
  /** Folder outside. */
  readonly from: string;
  /** Where programs see it. */
  readonly at: string;
}

export interface SandboxPlan extends Places {
  /** Replaces what is there, for reading and writing; earlier ones may hold the places of later ones. */
  readonly writable: readonly Mount[];
  /** The same for reading alone, laid over the writable ones. */
  readonly readOnly: readonly Mount[];
  readonly folder: string;
  readonly network: boolean;
}

/** What a program may fill in memory with files that it thinks are on a disk, bytes each. */
const memoryDiskBytes = 2 * 2 ** 30;

export function bubblewrapArgv(plan: SandboxPlan, argv: readonly string[]): [string, ...string[]] {
  const emptied = plan.hidden.flatMap((folder) => ["--size", String(memoryDiskBytes), "--tmpfs", folder]);
  return [
    "bwrap",
    // Not the control groups: Java looks its own up by a path that is none inside of a namespace, and Gradle ends there. They are read only.
    ...["--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-uts"],
    ...(plan.network ? [] : ["--unshare-net"]),
    ...["--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "sandbox"],
    ...["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"],
    ...emptied,
    ...plan.shown.flatMap((folder) => ["--ro-bind", folder, folder]),
    ...plan.writable.flatMap(({ from, at }) => ["--bind", from, at]),
    ...plan.readOnly.flatMap(({ from, at }) => ["--ro-bind", from, at]),
    ...["--chdir", plan.folder, "--"],
    ...argv,
  ];
}
