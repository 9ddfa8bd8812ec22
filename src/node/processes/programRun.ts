/** One program from its start until everything that it started is gone. */
import type { ProcessEnd, ProcessEndKind, ProcessRequest, RunningProcess } from "../../ports/processes.ts";
import { Capture } from "./capture.ts";
import { familyOf, markedBy, memoryOf } from "./descendants.ts";
import { signalGroup, type spawnGroup } from "./spawn.ts";

type Child = ReturnType<typeof spawnGroup>;

const usual = { maxOutputBytes: 1 << 20, maxProcesses: 512, maxMemoryBytes: 4 * 2 ** 30 };
/** From being asked to end to being ended. */
const graceMs = 700;
/** After that the end is told even if the system has not let go of the program. */
const lastMs = 1_800;
/** Rest of the output after the end: who still holds the pipe is no longer listened to. */
const drainMs = 200;
const watchMs = 250;
const sweeps = 40;
const quietLooks = 3;
const lookMs = 8;
const isLinux = process.platform === "linux";

const sleep = (delayMs: number): Promise<void> => new Promise((done) => setTimeout(done, delayMs));

export interface ProgramStart {
  readonly request: ProcessRequest;
  readonly signal: AbortSignal;
  /** What all that it starts carries. */
  readonly mark: string;
  spawn(): Child;
}

export class ProgramRun implements RunningProcess {
  readonly ended: Promise<ProcessEnd>;
  readonly #request: ProcessRequest;
  readonly #mark: string;
  readonly #child: Child | undefined;
  readonly #startMs = performance.now();
  readonly #streams: { readonly stdout: Capture; readonly stderr: Capture };
  #kind: ProcessEndKind | undefined;
  #code: number | undefined;
  #stragglers = 0;
  #timers: NodeJS.Timeout[] = [];
  #silence: NodeJS.Timeout | undefined;
  #whenExited: () => void = () => {};
  readonly #exited = new Promise<void>((resolve) => {
    this.#whenExited = resolve;
  });

  #whenClosed: () => void = () => {};
  /** Nobody holds its pipes any more. */
  readonly #closed = new Promise<void>((resolve) => {
    this.#whenClosed = resolve;
  });

  constructor({ request, signal, mark, spawn }: ProgramStart) {
    this.#request = request;
    this.#mark = mark;
    const maxBytes = request.maxOutputBytes ?? usual.maxOutputBytes;
    this.#streams = { stdout: new Capture(maxBytes), stderr: new Capture(maxBytes) };
    if (signal.aborted) this.#end("aborted");
    else this.#child = this.#begin(spawn);
    const abort = () => this.#end("aborted");
    signal.addEventListener("abort", abort, { once: true });
    this.ended = this.#whole().finally(() => signal.removeEventListener("abort", abort));
  }

  async write(text: string): Promise<boolean> {
    const input = this.#child?.stdin;
    if (!input?.writable || this.#kind !== undefined) return false;
    return new Promise((resolve) => input.write(text, (error) => resolve(!error)));
  }

  closeInput(): void {
    this.#child?.stdin?.end();
  }

  kill(): void {
    this.#end("aborted");
  }

  #begin(spawn: () => Child): Child | undefined {
    let child: Child;
    try {
      child = spawn();
    } catch (error) {
      this.#notStarted(error as Error);
      return undefined;
    }
    child.on("error", (error) => this.#notStarted(error));
    child.stdin?.on("error", () => {});
    child.on("exit", (code, signal) => {
      this.#kind ??= signal === null ? "exited" : "signalled";
      if (this.#kind === "exited") this.#code = code ?? 0;
      this.#whenExited();
    });
    child.on("close", () => this.#whenClosed());
    for (const name of ["stdout", "stderr"] as const) this.#listen(child, name);
    const { wallMs } = this.#request;
    this.#timers.push(setTimeout(() => this.#end("wallLimit"), wallMs));
    this.#resetSilence();
    if (isLinux) this.#timers.push(setInterval(() => void this.#watch(), watchMs));
    return child;
  }

  #listen(child: Child, name: "stdout" | "stderr"): void {
    const decoder = new TextDecoder();
    const stream = child[name];
    stream?.on("error", () => {});
    stream?.on("data", (piece: Uint8Array) => {
      this.#streams[name].push(piece);
      this.#resetSilence();
      this.#request.onOutput?.(decoder.decode(piece, { stream: true }), name);
    });
  }

  #notStarted(error: Error): void {
    if (this.#kind !== undefined) return;
    this.#kind = "notStarted";
    const code = (error as NodeJS.ErrnoException).code;
    const [program] = this.#request.argv;
    const why = code === "ENOENT" ? "there is no such program or folder" : error.message;
    this.#streams.stderr.push(new TextEncoder().encode(`Cannot start "${program}": ${why}`));
    this.#whenExited();
  }

  #resetSilence(): void {
    const { silenceMs } = this.#request;
    if (silenceMs === undefined) return;
    clearTimeout(this.#silence);
    if (this.#kind === undefined) this.#silence = setTimeout(() => this.#end("silenceLimit"), silenceMs);
  }

  #isWatching = false;
  async #watch(): Promise<void> {
    const pid = this.#child?.pid;
    if (this.#isWatching || this.#kind !== undefined || pid === undefined) return;
    this.#isWatching = true;
    const most = this.#request.maxProcesses ?? usual.maxProcesses;
    const family = await familyOf(pid, most);
    if (family.length > most) this.#end("processLimit");
    else if ((await memoryOf(family)) > (this.#request.maxMemoryBytes ?? usual.maxMemoryBytes)) {
      this.#end("memoryLimit");
    }
    this.#isWatching = false;
  }

  /** Asks, then forces. Too many processes, or too much memory, are not asked. */
  #end(kind: ProcessEndKind): void {
    if (this.#kind !== undefined) return;
    this.#kind = kind;
    const pid = this.#child?.pid;
    if (pid === undefined) {
      this.#whenExited();
      return;
    }
    const isUrgent = kind === "processLimit" || kind === "memoryLimit";
    signalGroup(pid, isUrgent ? "SIGKILL" : "SIGTERM");
    this.#timers.push(setTimeout(() => signalGroup(pid, "SIGKILL"), graceMs));
    this.#timers.push(setTimeout(() => this.#whenExited(), lastMs - 2 * drainMs));
  }

  async #whole(): Promise<ProcessEnd> {
    await this.#exited;
    const child = this.#child;
    if (child?.pid !== undefined) {
      // A program that is gone may have left others in its group.
      await Promise.race([this.#closed, sleep(drainMs)]);
      await this.#sweep(child.pid);
      await Promise.race([this.#closed, sleep(drainMs)]);
    }
    for (const timer of this.#timers) clearTimeout(timer);
    clearTimeout(this.#silence);
    child?.stdin?.destroy();
    child?.stdout?.destroy();
    child?.stderr?.destroy();
    const { stdout, stderr } = this.#streams;
    return {
      kind: this.#kind ?? "signalled",
      ...(this.#code === undefined ? {} : { code: this.#code }),
      stdout: stdout.text(),
      stderr: stderr.text(),
      droppedBytes: stdout.droppedBytes + stderr.droppedBytes,
      durationMs: performance.now() - this.#startMs,
      stragglers: this.#stragglers,
    };
  }

  /** Ends what the program has left behind, also what went into a group of its own. */
  async #sweep(pid: number): Promise<void> {
    signalGroup(pid, "SIGKILL");
    if (!isLinux) return;
    const ended = new Set<number>();
    // A process that is just being started cannot be seen for a moment: several looks in a row must find nothing.
    for (let round = 0, quiet = 0; round < sweeps && quiet < quietLooks; round++) {
      const left = await markedBy(this.#mark);
      quiet = left.length === 0 ? quiet + 1 : 0;
      for (const other of left) {
        ended.add(other);
        try {
          process.kill(other, "SIGKILL");
        } catch {
          // It has ended by itself.
        }
      }
      await sleep(lookMs);
    }
    this.#stragglers = ended.size;
  }
}
