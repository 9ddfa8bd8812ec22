/**
 * Programs that run outside of this one. There is no shell: a program is a list of arguments. Nothing runs in an
 * untrusted workspace, and nothing that no person asked for.
 */

export interface ProcessLimits {
  /** Time from start to end, in milliseconds. */
  readonly wallMs: number;
  /** Time without any output, in milliseconds; not given: `wallMs` alone counts. */
  readonly silenceMs?: number;
  /** Of each stream so many bytes are kept, half from its start and half from its end; not given: 1 MiB. */
  readonly maxOutputBytes?: number;
  /** Processes alive at the same time, where the system tells them; not given: 512. */
  readonly maxProcesses?: number;
  /** Resident memory of all of them, bytes, where the system tells it; not given: 4 GiB. */
  readonly maxMemoryBytes?: number;
}

export interface ProcessRequest extends ProcessLimits {
  /** The program, by name or absolute path, and its arguments. */
  readonly argv: readonly [program: string, ...args: string[]];
  /** Absolute. */
  readonly cwd: string;
  /** Beside those few variables of this process's environment that every program gets. */
  readonly env?: Readonly<Record<string, string>>;
  /** What a person asked for, such as "Run tests": kept in the log. Nothing runs without. */
  readonly askedFor: string;
  /** Written to the standard input of `run`, which is then closed. */
  readonly input?: string;
  readonly onOutput?: (text: string, stream: "stdout" | "stderr") => void;
}

/** `notStarted`: `stderr` says why. `aborted`: the caller's signal. The limits are those of the request. */
export type ProcessEndKind =
  | "exited"
  | "signalled"
  | "notStarted"
  | "aborted"
  | "wallLimit"
  | "silenceLimit"
  | "processLimit"
  | "memoryLimit";

export interface ProcessEnd {
  readonly kind: ProcessEndKind;
  /** For `exited`. */
  readonly code?: number;
  /** Decoded as UTF-8; a line in between tells what was left out. */
  readonly stdout: string;
  readonly stderr: string;
  readonly droppedBytes: number;
  readonly durationMs: number;
  /** Descendants that outlived the program and were ended. */
  readonly stragglers: number;
}

/** A program that is talked to while it runs. */
export interface RunningProcess {
  /** Resolves when the text was handed over; false when the program no longer reads. */
  write(text: string): Promise<boolean>;
  /** Closes its standard input. */
  closeInput(): void;
  /** Resolves when it and all that it started are gone, at most 2 s after its signal or a limit. Never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /** Ends it, as the signal does. */
  kill(): void;
}

export class ProcessRefused extends Error {
  override readonly name = "ProcessRefused";
}

export interface Processes {
  /**
   * Standard input stays open. What is written to standard output reaches `onOutput` in order.
   *
   * @throws ProcessRefused in an untrusted workspace, or when nobody asked for it
   */
  start(request: ProcessRequest, signal: AbortSignal): RunningProcess;
  /**
   * Runs it to its end. Standard input is `input`, else empty.
   *
   * @throws ProcessRefused as `start`
   */
  run(request: ProcessRequest, signal: AbortSignal): Promise<ProcessEnd>;
}
