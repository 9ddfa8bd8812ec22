/** One worker thread after another: started, watched, ended when it hangs, started again when it ended. */
import { homedir } from "node:os";
import { Worker } from "node:worker_threads";
import type { FlightRecord } from "../../ports/flightRecorder.ts";
import type { Log } from "../../ports/log.ts";
import { libraryPlacesOf } from "../files/libraryPlaces.ts";
import { pickGitEnvironment } from "../git/gitEnvironment.ts";
import { defaultHeartbeatLimits, Heartbeat, type HeartbeatLimits } from "./heartbeat.ts";
import type { FromThread, ThreadStart, ToThread } from "./protocol.ts";
import { decideRestart, defaultRestartLimits, type RestartLimits } from "./restartPolicy.ts";
import { newFlightRecorderMemory, readFlightRecord } from "./sharedFlightRecorder.ts";

export interface ThreadOptions {
  /** The worker bundle: a file path or `file:` URL. */
  readonly workerPath: string | URL;
  readonly log: Log;
  readonly heartbeat?: HeartbeatLimits;
  readonly restarts?: RestartLimits;
  /**
   * Bound on the thread's JavaScript heap, in MiB. A thread that grows past it by small objects ends and is started
   * again; one huge allocation past it ends the whole process (V8 allows a thread only 16 MiB on top before it
   * aborts), so this is the last line of defence and not the first.
   */
  readonly maxHeapMb?: number;
}

interface ThreadEvents {
  readonly onMessage: (message: FromThread) => void;
  /** A thread takes messages now; what it must know comes first. */
  readonly onStarted: () => void;
  /** The thread has ended and another one will come. */
  readonly onEnded: (reason: string) => void;
  /** The thread has ended too often. */
  readonly onGivenUp: (reason: string) => void;
  /** Whether an answer is awaited: only then can silence mean that the thread hangs. */
  readonly hasWork: () => boolean;
}

/** Texts that ended a thread are remembered up to this many, the oldest forgotten first. */
const maxQuarantined = 1000;
const stopWaitMs = 1000;
/**
 * MiB. With V8's default of three times 16 MiB or more, one collection can promote more than the allowance above at
 * once, and the process aborts where the thread alone should end: measured, 3 of 4 kinds of growth against 1 of 4.
 */
const maxYoungGenerationSizeMb = 16;

const describe = (record: FlightRecord | undefined): string =>
  record ? ` while ${record.activity} "${record.path}"` : "";

interface Running {
  readonly worker: Worker;
  readonly recorder: SharedArrayBuffer;
  readonly heartbeat: Heartbeat;
}

export class SupervisedThread {
  readonly #options: ThreadOptions;
  readonly #events: ThreadEvents;
  /** By hash, oldest first. */
  readonly #quarantined = new Map<string, FlightRecord>();
  #endsMs: number[] = [];
  #running: Running | undefined;
  #restartTimer: NodeJS.Timeout | undefined;

  constructor(options: ThreadOptions, events: ThreadEvents) {
    this.#options = options;
    this.#events = events;
  }

  /** Starts a thread where none runs. After it was given up: with a clean record. */
  start(): void {
    this.#restartTimer = undefined;
    const recorder = newFlightRecorderMemory();
    const workerData: ThreadStart = {
      recorder,
      quarantined: [...this.#quarantined.values()],
      gitEnvironment: pickGitEnvironment(process.env),
      libraryPlaces: libraryPlacesOf(homedir(), process.env),
    };
    const { workerPath, maxHeapMb } = this.#options;
    const worker = new Worker(workerPath, {
      name: "touchstone-engine",
      workerData,
      // The thread needs no variable, and a key among them must not be in its memory.
      env: {},
      resourceLimits: {
        maxYoungGenerationSizeMb,
        ...(maxHeapMb === undefined ? {} : { maxOldGenerationSizeMb: maxHeapMb }),
      },
    });
    const heartbeat = new Heartbeat({
      limits: this.#options.heartbeat ?? defaultHeartbeatLimits,
      hasWork: this.#events.hasWork,
      ping: () => this.send({ kind: "ping" }),
      onHung: () => this.#ended(worker, "it no longer answered"),
    });
    this.#running = { worker, recorder, heartbeat };
    worker.on("message", (message: FromThread) => this.#heard(worker, message));
    worker.on("messageerror", (error) => this.#options.log.error("Cannot read the engine's answer", error));
    worker.on("error", (error) =>
      this.#ended(worker, error instanceof Error ? error.message : String(error)),
    );
    worker.on("exit", (code) => this.#ended(worker, `it exited with code ${code}`));
    this.#events.onStarted();
  }

  send(message: ToThread): void {
    this.#running?.worker.postMessage(message);
  }

  /** Forgets past ends and quarantined texts, and starts anew. */
  async startAfresh(): Promise<void> {
    await this.stop();
    this.#endsMs = [];
    this.#quarantined.clear();
    this.start();
  }

  /** Ends the thread for good; waits at most one second, also for a thread stuck in native code. */
  async stop(): Promise<void> {
    clearTimeout(this.#restartTimer);
    const running = this.#running;
    this.#running = undefined;
    if (!running) return;
    running.heartbeat.stop();
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, stopWaitMs);
    });
    await Promise.race([running.worker.terminate(), waited]);
    clearTimeout(timer);
  }

  #heard(worker: Worker, message: FromThread): void {
    const running = this.#running;
    // What a thread said before it was given up no longer counts.
    if (running?.worker !== worker) return;
    if (message.kind === "ready") running.heartbeat.loaded();
    else running.heartbeat.heard();
    this.#events.onMessage(message);
  }

  /** Called for whichever of `error`, `exit` and hang comes first. */
  #ended(worker: Worker, cause: string): void {
    const running = this.#running;
    if (running?.worker !== worker) return;
    this.#running = undefined;
    running.heartbeat.stop();
    void worker.terminate();
    const record = readFlightRecord(running.recorder);
    if (record) this.#quarantine(record);
    const reason = `The engine stopped${describe(record)}: ${cause}`;
    this.#endsMs.push(performance.now());
    const decision = decideRestart(this.#endsMs, this.#options.restarts ?? defaultRestartLimits);
    if (decision.kind === "giveUp") {
      this.#options.log.error(`${reason}; it is not started again after ${decision.ends} ends in a row`);
      this.#events.onGivenUp(reason);
      return;
    }
    this.#options.log.warn(`${reason}; it starts again in ${decision.delayMs} ms`);
    this.#restartTimer = setTimeout(() => this.start(), decision.delayMs);
    this.#events.onEnded(reason);
  }

  #quarantine(record: FlightRecord): void {
    this.#quarantined.set(record.hash, record);
    const [oldest] = this.#quarantined.keys();
    if (this.#quarantined.size > maxQuarantined && oldest !== undefined) this.#quarantined.delete(oldest);
  }
}
